"""Copies and backups with any one value of any table altered: whatever is then said, nothing fails.

Whoever has the key can write them. They are refused, or taken over and harmless: every command goes
on working, in text as it is shown to an officer.
"""

from __future__ import annotations

import io
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.cli import session
from attache.cli.main import run
from attache.desk import copies, erasing, recording, undoing
from attache.vault import keys
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.history import LOG, RESTORED, SALVAGED
from attache.vault.journal import Journal
from attache.vault.payload import Put
from attache.vault.views import ASIDE
from attache.vault.work import Work
from tests import opening
from tests.desk.offices import sample
from tests.desk.test_judged import altered
from tests.faults.clock import Clock
from tests.laptops import Laptops

RUBBISH = (b"", b"{", b"7", b"null", b"[]", b'"x"', b"{}", b"[" * 3000 + b"]" * 3000, b"\xff")
"""Contents of a document that are none."""
AFTER = (
    ("person", "list"),
    ("exchange", "conflicts"),
    ("log",),
    ("vault", "check", "--read-data"),
    ("exchange", "resolve", "PNH-A-Q1", "--take", "B"),
    ("person", "add", "--new", "--name", "Sesudah Contoh"),
    ("undo", "--dry-run"),
)


@cache
def busy():
    """The files of two laptops, B with something in every table, and the key of B and its slot."""
    with TemporaryDirectory() as folder:
        laptops = Laptops(Path(folder), "AB")
        for kind in records.every():
            recording.record(laptops.office("B"), kind, [sample(kind)], new_people="different")
        recording.withdraw(laptops.office("B"), "PNH-A-N1", "salah catat")
        recording.edit(laptops.office("B"), "PNH-A-P2", {"birth_place": "Depok"})
        undoing.undo(laptops.office("B"), None)
        recording.edit(laptops.office("B"), "PNH-A-P1", {"birth_place": "Bogor"})
        recording.edit(laptops.office("A"), "PNH-A-P1", {"birth_place": "Bekasi"})
        copies.merge(laptops.office("B"), laptops.paths["A"], rehearsal=False)
        erasing.erase(laptops.office("B"), "PNH-A-P4", "permintaan")
        _put_aside(laptops.office("B").vault)
        vault = laptops.office("B").vault
        image = opening.image(vault)
        db = VaultDB(JournalStorage(vault.opened()))
        assert all(dict(db.of(name).contents()) for name in ("conflict", "believed", ASIDE))
        return laptops.paths["A"].read_bytes(), opening.image(laptops.office("A").vault), image


def _put_aside(vault):
    """As if B had been restored and salvaged once: one line set aside, another one lost."""
    storage = JournalStorage(vault.opened())
    db = VaultDB(storage)
    log = db.of(LOG)
    refs = {ref: str(log.id_of(ref)) for ref in ("PNH-B-L2", "PNH-B-L3")}
    at = opening.NOW.isoformat(timespec="seconds")
    for action, command in ((RESTORED, "vault restore"), (SALVAGED, "vault salvage")):
        work = Work(db, by=vault.officer, at=at, command=command)
        aside = {"line": "PNH-B-L2", "by": work.line_ref}
        lost = {"line": "PNH-B-L3", "by": work.line_ref, "lost": True}
        key, said = (refs["PNH-B-L2"], aside) if action == RESTORED else ("PNH-B-L3", lost)
        db.of(ASIDE).put({key: said})
        work.note_on_profile(action, {"lost": (None, 1)})
        work.flush()
    log.delete({refs["PNH-B-L3"]})
    storage.commit()
    vault.acknowledge()


def alter(path, key, chance):
    """Alter one value, or one whole document, in a table of a file; what was altered."""
    storage = JournalStorage(Journal(path, key))
    db = VaultDB(storage)
    tables = [name for name in storage.journal.tables if dict(db.of(name).contents())]
    table = db.of(chance.draw(st.sampled_from(tables)))
    documents = table.documents()
    id_ = chance.draw(st.sampled_from([*documents]))
    ref = documents[id_].get("ref")
    if chance.draw(st.integers(0, 9)) == 0:
        content = chance.draw(st.sampled_from(RUBBISH))
    else:
        content = made_of(altered(documents[id_], chance))
    table.take(id_, Put(ref if isinstance(ref, str) else None, content))
    storage.commit()


def made_of(document):
    import orjson

    return orjson.dumps(document)


def typed(path, *words):
    """What a command prints for an officer, and its exit code."""
    environ = {
        **opening.environ(path),
        "ATTACHE_VAULT": str(path),
        "ATTACHE_LANG": "en",
        "HOME": str(path.parent),
    }
    out = io.StringIO()
    with ExitStack() as stack:
        for one in (
            patch.object(sys, "stdin", io.StringIO()),
            patch.object(session, "datetime", Clock),
            patch.object(keys, "calibrated", opening.light),
            patch.object(keys, "stretched", stretched()),
            redirect_stdout(out),
            redirect_stderr(out),
        ):
            stack.enter_context(one)
        code = run(["--no-input", "--yes", *words], environ)
    assert "SYS00" not in out.getvalue(), (words, out.getvalue())
    assert code != 1, (words, out.getvalue())
    return code, out.getvalue()


@cache
def stretched():
    return cache(keys.stretched)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_altered_copy_makes_a_command_fail(chance):
    _content, ours, theirs = busy()
    with TemporaryDirectory() as folder:
        path, copy = Path(folder) / "A.vault", Path(folder) / "B.vault"
        opening.lay(path, ours)
        opening.secret(path)
        copy.write_bytes(theirs.content)
        alter(copy, theirs.key, chance)
        before = path.read_bytes()
        merge = ("vault", "merge", str(copy), "--another-key", "--erase", "PNH-A-P4")
        code, said = typed(path, *merge, "--dry-run")
        assert path.read_bytes() == before
        merged, said = typed(path, *merge)
        if merged:
            assert path.read_bytes() == before, said
            return
        assert code == 0, said
        for words in AFTER:
            code, said = typed(path, *words)
            assert code in (0, 3, 4, 5), (words, said)


@settings(max_examples=25, deadline=None)
@given(st.data(), st.booleans())
def test_no_altered_backup_makes_a_command_fail(chance, there):
    _content, _ours, theirs = busy()
    with TemporaryDirectory() as folder:
        path, backup = Path(folder) / "B.vault", Path(folder) / "backup.vault"
        opening.lay(path, theirs)
        opening.secret(path)
        before = path.read_bytes()
        backup.write_bytes(before)
        alter(backup, theirs.key, chance)
        if not there:
            path.unlink()
        restored, said = typed(path, "vault", "restore", str(backup))
        if restored:
            assert there == path.exists(), said
            assert not there or path.read_bytes() == before
            return
        for words in AFTER:
            code, said = typed(path, *words)
            assert code in (0, 3, 4, 5), (words, said)
