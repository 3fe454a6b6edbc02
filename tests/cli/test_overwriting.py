"""No command writes over a vault, over what a vault needs, or over what is no file."""

from __future__ import annotations

import os

import pytest

from attache.vault import anchor, location, open_vault
from attache.vault.copies import copying
from tests import opening
from tests.cli.test_both_languages import tree
from tests.exchange.workbooks import theirs

WRITES = ("OUT", "DEST")
"""How help calls a place that a command writes to."""
WORDS = {
    ("exchange", "template", "out"): ("exchange", "template", "person", "{out}"),
    ("exchange", "export", "out"): (
        *("exchange", "export", "person", "{out}"),
        *("--purpose", "headquarters-report"),
    ),
    ("exchange", "check", "marked"): ("exchange", "check", "{sheet}", "--marked", "{out}"),
    ("exchange", "import", "marked"): (
        *("exchange", "import", "{sheet}", "--keep-good", "--marked", "{out}"),
    ),
    ("vault", "backup", "dest"): ("vault", "backup", "{out}"),
    ("vault", "salvage", "out"): ("vault", "salvage", "{out}"),
    ("vault", "copy", "dest"): ("vault", "copy", "{out}", "--seat", "B"),
}
"""How each of them is called; a new command that writes needs a line here."""
WORKBOOKS = [words for path, words in WORDS.items() if path[0] == "exchange"]
BAD = [["Date", "Topic", "Channel", "Summary"], ["kapan-kapan", "stay", "walk-in", "Contoh"]]


def vault_itself(cli):
    return cli.vault


def link_to_it(cli):
    link = cli.vault.with_name("tautan.xlsx")
    link.symlink_to(cli.vault)
    return link


def its_lock(cli):
    lock = cli.vault.with_name(f"{cli.vault.name}.lock")
    lock.touch()
    return lock


def its_session(cli):
    vault = open_vault(cli.vault, opening.access(cli.vault))
    vault.open_anew()
    assert vault.stay_open(60)
    return next(cli.vault.parent.rglob("*.session"))


def its_anchor(cli):
    vault = open_vault(cli.vault, opening.access(cli.vault))
    assert anchor.remember(vault.opened().anchor, opening.access(cli.vault).environ)
    return next(cli.vault.parent.rglob("anchors/*"))


def kept_before(cli):
    kept = cli.vault.with_name(f"{cli.vault.name}.before-restore-20260101T000000Z")
    kept.write_bytes(cli.vault.read_bytes())
    return kept


def damaged(cli):
    file = cli.vault.with_name("rusak.vault")
    file.write_bytes(cli.vault.read_bytes()[:100])
    return file


def first_byte_damaged(cli):
    file = cli.vault.with_name("rusak-awal.vault")
    file.write_bytes(b"x" + cli.vault.read_bytes()[1:])
    return file


def its_location(cli):
    vault = open_vault(cli.vault, opening.access(cli.vault))
    assert location.note_all(vault.location, vault.opened(), vault.access.environ)
    return next(cli.vault.parent.rglob("locations/*"))


def its_note_of_a_copy(cli):
    vault = open_vault(cli.vault, opening.access(cli.vault))
    begun = copying.Copying("B", "0" * 32, cli.vault.with_name("b.vault"))
    copying.note(vault.header().file, begun, vault.access.environ)
    return next(cli.vault.parent.rglob("copying/*"))


def pipe(cli):
    fifo = cli.vault.with_name("pipa.xlsx")
    os.mkfifo(fifo)
    return fifo


def link_to_nowhere(cli):
    link = cli.vault.with_name("tautan.xlsx")
    link.symlink_to(cli.vault.with_name("tidak-ada.xlsx"))
    return link


def test_each_command_that_writes_is_tried():
    told = {
        (*path, parameter.name)
        for path, found in tree().items()
        for parameter in getattr(found, "params", ())
        if parameter.metavar in WRITES
    }
    assert told == {*WORDS}


@pytest.mark.skipif(os.name != "posix", reason="links and pipes as on POSIX")
@pytest.mark.parametrize("words", WORDS.values(), ids=map(" ".join, WORDS))
@pytest.mark.parametrize(
    ("made", "code"),
    [
        (vault_itself, "FIL001"),
        (link_to_it, "FIL002"),
        (its_lock, "FIL001"),
        (its_session, "FIL001"),
        (its_anchor, "FIL001"),
        (kept_before, "FIL001"),
        (damaged, "FIL001"),
        (first_byte_damaged, "FIL001"),
        (its_location, "FIL001"),
        (its_note_of_a_copy, "FIL001"),
        (pipe, "FIL002"),
        (link_to_nowhere, "FIL002"),
        (lambda _cli: "/dev/null", "FIL002"),
    ],
)
def test_nothing_takes_the_place_of_what_must_stay(cli, tmp_path, words, made, code):
    sheet = theirs(tmp_path / "in.xlsx", {"Consultations": BAD})
    out = made(cli)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    there = os.lstat(out)
    ran = cli.json("--yes", *(w.format(out=out, sheet=sheet) for w in words))
    assert (ran.code, [c for c, _field in ran.problems]) == (3, [code])
    after = os.lstat(out)
    assert (after.st_mode, after.st_ino, after.st_rdev) == (
        there.st_mode,
        there.st_ino,
        there.st_rdev,
    )
    assert {p: p.read_bytes() for p in before} == before
    assert cli.json("person", "list").data["total"] == 3


@pytest.mark.parametrize("words", WORKBOOKS, ids=map(" ".join, WORKBOOKS))
@pytest.mark.parametrize("name", ["out", "-", "out.ods", "out.xls", "out.xlsm", "out.xlsx.csv"])
def test_a_workbook_has_a_name_that_a_program_opens_as_one(cli, tmp_path, words, name):
    """Refused before a row is stored, not after."""
    sheet = theirs(tmp_path / "in.xlsx", {"Consultations": BAD})
    field = "marked" if "--marked" in words else "out"
    before = sorted(tmp_path.rglob("*"))
    ran = cli.json("--yes", *(w.format(out=tmp_path / name, sheet=sheet) for w in words))
    assert (ran.code, ran.problems) == (3, [("XLS155", field)])
    assert sorted(tmp_path.rglob("*")) == before
    assert cli.json("exchange", "list").data["total"] == 0


def test_the_ending_of_a_workbook_may_be_in_capitals(cli, tmp_path):
    assert cli.json("exchange", "template", "person", tmp_path / "OUT.XLSX").code == 0
