"""Which vault lay where: another file in its place is opened only once an officer says so."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache.problems import VaultDamaged
from attache.vault import Vault, location, system
from attache.vault.confirming import confirm, look
from attache.vault.copies.copying import Copying
from attache.vault.copies.give import copied
from attache.vault.header import Header, Slot
from attache.vault.location import Known
from tests import opening
from tests.desk.offices import peopled
from tests.faults import forging
from tests.vault.conftest import AT, created, reopened

FILE, FAMILY, SLOT = "0f" * 16, "1e" * 16, "2d" * 8
HEADER = Header(FILE, FAMILY, 1, "", "", (Slot(SLOT, "passphrase", "", "", "", ""),))
KNOWN = Known(FILE, FAMILY, (SLOT,))


@pytest.fixture
def environ(tmp_path):
    return {"ATTACHE_STATE": str(tmp_path / "state")}


@pytest.fixture
def notes(tmp_path):
    return tmp_path / "state" / "locations"


def test_what_was_noted_is_known(tmp_path, environ):
    here = tmp_path / "post.vault"
    assert location.known(here, environ) is None
    assert location.note(here, HEADER, environ)
    assert location.known(here, environ) == KNOWN
    assert location.known(tmp_path / "other.vault", environ) is None


def test_one_place_is_one_however_it_is_written(tmp_path, environ, monkeypatch):
    monkeypatch.chdir(tmp_path)
    location.note(Path("post.vault"), HEADER, environ)
    for path in (tmp_path / "post.vault", tmp_path / "data" / ".." / "post.vault"):
        assert location.known(path, environ) == KNOWN


def test_a_link_is_a_place_of_its_own(tmp_path, environ):
    """Whoever can write in the folder may lay one in the vault's place."""
    location.note(tmp_path / "post.vault", HEADER, environ)
    (tmp_path / "link.vault").symlink_to(tmp_path / "post.vault")
    assert location.known(tmp_path / "link.vault", environ) is None


def test_what_is_known_already_is_not_written_again(tmp_path, environ, monkeypatch):
    location.note(tmp_path / "post.vault", HEADER, environ)
    monkeypatch.setattr(system, "write_private", lambda *_: pytest.fail("written again"))
    assert location.note(tmp_path / "post.vault", HEADER, environ)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", str(KNOWN).encode()[:-1], b"ATTACHE-LOCATION", str(KNOWN).encode() * 2],
    ids=["empty", "binary", "cut off", "nothing", "twice"],
)
def test_a_note_that_cannot_be_read_counts_as_none(tmp_path, environ, notes, content):
    here = tmp_path / "post.vault"
    location.note(here, HEADER, environ)
    (note,) = notes.iterdir()
    note.write_bytes(content)
    assert location.known(here, environ) is None
    assert location.note(here, HEADER, environ)
    assert location.known(here, environ) == KNOWN


def test_a_note_that_cannot_be_written_is_no_failure(tmp_path, environ):
    (tmp_path / "state").write_text("in the way")
    assert location.note(tmp_path / "post.vault", HEADER, environ) is False
    assert location.known(tmp_path / "post.vault", environ) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_it_and_it_names_no_path(tmp_path, environ, notes):
    before = os.umask(0)
    try:
        location.note(tmp_path / "post.vault", HEADER, environ)
    finally:
        os.umask(before)
    (note,) = notes.iterdir()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert "post" not in note.name


def test_where_nothing_can_be_noted_that_is_told_and_nothing_else(path, post):
    """A vault that was just made here is not called one from elsewhere."""
    path.parent.mkdir()
    state = Path(f"{path}.state")
    state.write_text("in the way")
    opening.secret(path)
    made = created(path, post)
    assert [p.code for p in made.notices] == ["VLT017"]
    for _time in range(2):
        found = reopened(made)
        found.view()
        with found.work("person add", AT) as work:
            work.note("backup", work.profile())
        assert [p.code for p in found.notices] == ["VLT017"]
    state.unlink()
    found = reopened(made)
    found.view()
    assert [p.code for p in found.notices] == ["VLT037"]


def codes(vault):
    """How a vault is refused; none where it opens."""
    try:
        vault.view()
    except VaultDamaged as refused:
        return [p.code for p in refused.problems]
    return []


LAID = ("another id", "another id and key", "another key", "copy", "older", "cut off")


def a_copy(vault):
    """The bytes of another laptop's copy."""
    seat = chr(ord(vault.view().post.seat) + 1)
    begun = Copying(seat, os.urandom(16).hex(), vault.path.with_name("copy.vault"))
    return copied(vault.opened(), vault.opened().tables, begun)


def laid(what, vault, before):
    """The bytes of a file that somebody lays in the vault's place."""
    image = opening.image(vault)
    if what == "copy":
        return a_copy(vault)
    if what in ("older", "cut off"):
        return before
    if what == "another key":
        return forging.with_an_old_key(image, fresh_key=True)
    return forging.under_another_id(image, fresh_key=what == "another id and key")


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from((*LAID, "write")), st.booleans()), max_size=6))
def test_whatever_is_laid_there_only_what_is_known_opens(deeds):
    """Until an officer takes it on; an older state of the file is never taken on."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "post.vault")
        vault = opening.lay(path, peopled())
        opening.secret(path)
        for deed, agreed in deeds:
            before = path.read_bytes()
            if deed == "older":
                reopened(vault).renew()
            elif deed in ("write", "cut off"):
                with reopened(vault).work("vault backup", AT) as work:
                    work.note("backup", work.profile())
            whole = path.read_bytes()
            if deed in LAID:
                path.write_bytes(laid(deed, reopened(vault), before))
                assert codes(reopened(vault))
                if deed in ("older", "cut off"):
                    with pytest.raises(VaultDamaged):
                        look(reopened(vault))
                    path.write_bytes(whole)
                elif agreed:
                    confirm(reopened(vault), look(reopened(vault)))
                else:
                    path.write_bytes(whole)
            assert codes(reopened(vault)) == []


def test_a_copy_that_was_taken_on_is_the_one_that_is_known(vault):
    own = vault.path.read_bytes()
    copy = a_copy(vault)
    opening.secret(vault.path)
    vault.path.write_bytes(copy)
    assert codes(reopened(vault)) == ["VLT083"]
    found = reopened(vault)
    strange = look(found)
    assert (strange.another, strange.family, strange.same_key) == (True, True, True)
    confirm(found, strange)
    assert codes(reopened(vault)) == []
    vault.path.write_bytes(own)
    assert codes(reopened(vault)) == ["VLT083"]


def test_another_offices_vault_is_told_as_one(vault, tmp_path, post):
    other = created(tmp_path / "other" / "post.vault", post)
    opening.secret(vault.path)
    shutil.copyfile(other.path, vault.path)
    strange = look(Vault(vault.path, opening.access(vault.path)))
    assert (strange.another, strange.family, strange.same_key) == (True, False, False)
