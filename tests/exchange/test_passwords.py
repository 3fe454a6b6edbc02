"""Workbooks behind a password: ours opened by us and by LibreOffice."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from attache.exchange.incoming import Incoming
from attache.exchange.marked import marked_copy
from attache.exchange.passwords import locked, locked_again, unlocked
from attache.exchange.reader import read_workbook
from attache.problems import Refused, problem
from tests.exchange.workbooks import theirs
from tests.faults import hostile
from tests.faults.hostile import book

PASSWORD = "satu dua tiga empat"
SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("ATTACHE_REQUIRE_SOFFICE"),
    reason="LibreOffice (soffice) is not installed",
)
# LibreOffice's command line takes no password, its own language does.
BASIC = """Sub Again(source, target, opens)
  On Error GoTo Ended
  Dim given(1) As New com.sun.star.beans.PropertyValue
  given(0).Name = "Hidden"
  given(0).Value = True
  given(1).Name = "Password"
  given(1).Value = opens
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, given())
  Dim kept(0) As New com.sun.star.beans.PropertyValue
  kept(0).Name = "FilterName"
  kept(0).Value = "calc8"
  book.storeToURL(target, kept())
  book.close(True)
Ended:
  StarDesktop.terminate()
End Sub"""


@pytest.fixture
def locked_file(tmp_path):
    path = tmp_path / "terkunci.xlsx"
    theirs(path, {"People": [["Nama", "JK"], ["Siti Contoh", "P"]]})
    path.write_bytes(locked(path.read_bytes(), PASSWORD))
    return path


def refusal(path, password=None):
    with pytest.raises(Refused) as caught:
        read_workbook(path, password)
    return [p.code for p in caught.value.problems]


def test_there_and_back(locked_file):
    assert read_workbook(locked_file, PASSWORD)[0].rows[1][0] == "Siti Contoh"
    assert b"Siti" not in locked_file.read_bytes()


def test_no_password_a_wrong_one_and_a_damaged_file(locked_file):
    assert refusal(locked_file) == ["XLS051"]
    assert refusal(locked_file, "satu dua tiga lima") == ["XLS052"]
    content = bytearray(locked_file.read_bytes())
    content[len(content) // 2] ^= 1
    locked_file.write_bytes(content)
    assert refusal(locked_file, PASSWORD) == ["XLS003"]


def test_a_short_workbook_is_not_damaged(tmp_path):
    """msoffcrypto-tool writes what is shorter than 4,096 bytes into the wrong place."""
    path = theirs(tmp_path / "in.xlsx", {"People": [["Nama"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {n: archive.read(n) for n in archive.namelist() if "theme" not in n}
    assert len(hostile.zipped(parts)) < 4096
    opened = unlocked(locked(hostile.zipped(parts), PASSWORD), PASSWORD)
    with zipfile.ZipFile(BytesIO(opened)) as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == parts


def test_a_password_has_some_length():
    with pytest.raises(Refused) as caught:
        locked(book(), "pendek")
    assert caught.value.problems[0].code == "XLS069"


def test_the_marked_copy_has_the_same_password(locked_file):
    source = Incoming(locked_file, password=PASSWORD)
    found = [problem("XLS005").at(sheet="People")]
    locked_file.write_bytes(marked_copy(source, found).content)
    assert refusal(locked_file) == ["XLS051"]
    assert read_workbook(locked_file, PASSWORD)[0].rows[1][:2] == [None, "Siti Contoh"]


def test_the_marked_copy_takes_a_short_password_of_the_sender(tmp_path):
    """It is theirs; and rows may be stored by then."""
    path, short = tmp_path / "pendek.xlsx", "pendek"
    theirs(path, {"People": [["Nama", "JK"], ["Siti Contoh", "P"]]})
    path.write_bytes(locked_again(path.read_bytes(), short))
    found = [problem("XLS005").at(sheet="People")]
    path.write_bytes(marked_copy(Incoming(path, password=short), found).content)
    assert refusal(path) == ["XLS051"]
    assert read_workbook(path, short)[0].rows[1][:2] == [None, "Siti Contoh"]


@needs_soffice
def test_libreoffice_opens_ours(locked_file, tmp_path):
    plain = tmp_path / "terbuka.ods"
    macro(tmp_path, locked_file, plain, PASSWORD)
    assert read_workbook(plain)[0].rows[1] == ["Siti Contoh", "P"]


def macro(folder: Path, source: Path, target: Path, *words: str) -> None:
    """Run our few lines in LibreOffice, with a profile of its own."""
    assert SOFFICE, "ATTACHE_REQUIRE_SOFFICE is set, but there is no soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    start = [SOFFICE, profile, "--headless", "--invisible", "--norestore"]
    subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=180)
    _profile(folder / "profile" / "user" / "basic")
    given = ",".join(f'"{word}"' for word in (source.as_uri(), target.as_uri(), *words))
    call = f"macro:///Standard.Attache.Again({given})"
    subprocess.run([*start, call], check=True, capture_output=True, timeout=180)


def _profile(basic: Path) -> None:
    """A profile with one library of macros."""
    space = 'xmlns:{0}="http://openoffice.org/2000/{0}"'
    library = space.format("library")
    link = 'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"'
    files = {
        "script.xlc": f'<library:libraries {library} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<library:library library:name="Standard" {link} library:link="false"/>'
        "</library:libraries>",
        "Standard/script.xlb": f'<library:library {library} library:name="Standard"'
        ' library:readonly="false" library:passwordprotected="false">'
        '<library:element library:name="Attache"/></library:library>',
        "Standard/Attache.xba": f'<script:module {space.format("script")} script:name="Attache"'
        f' script:language="StarBasic">{escape(BASIC)}</script:module>',
    }
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (basic / name).write_text(f'<?xml version="1.0" encoding="UTF-8"?>{content}')
