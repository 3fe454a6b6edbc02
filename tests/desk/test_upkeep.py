"""Checks over the whole vault, backups, and taking one back."""

from __future__ import annotations

import errno
import os

import pytest

from attache.desk import upkeep
from attache.problems import NotWritten, Refused, VaultDamaged, VaultLocked, problem
from attache.vault import Vault, system
from attache.vault.database import JournalStorage
from attache.vault.lock import Lock
from tests import opening
from tests.desk.offices import documents, office_at

SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}


def take_back(vault, source, line=None, *, replace=True, another_key=False):
    asked = upkeep.Asked(
        source, "vault restore", "2026-10-01T03:00:00+00:00", line, replace, another_key
    )
    return upkeep.take_back(vault, asked)


def kept_beside(vault):
    return sorted(vault.parent.glob(f"{vault.name}.before-restore-*"))


def failing(found):
    return [(c.name, c.serious, c.about) for c in found if not c.ok]


def altered(path, change):
    """The vault after another program has changed its documents."""
    vault = office_at(path).vault
    with vault.writing() as journal:
        storage = JournalStorage(journal)
        tables = storage.read()
        change(tables)
        storage.write(tables)
        storage.commit()
        vault.acknowledge()


def test_a_sound_vault_passes_every_check(office):
    found = upkeep.examine(office(), read_data=True)
    assert failing(found) == []
    assert len({c.name for c in found}) == len(found) >= 15


def test_without_its_data_no_key_is_needed(vault):
    other = Vault(vault, opening.access(vault))
    other.access.forget(other.header().file)
    assert failing(upkeep.examine(office_at(vault), read_data=False)) == []


def test_a_flipped_bit_is_found_and_nothing_is_read_past_it(office, vault):
    content = bytearray(vault.read_bytes())
    content[-300] ^= 1
    vault.write_bytes(content)
    found = upkeep.examine(office(), read_data=True)
    ((name, serious, _about),) = failing(found)
    assert (name, serious) == ("frames", True)
    assert "chain" not in {c.name for c in found}


def test_a_vault_that_others_can_read_is_told(office, vault):
    vault.chmod(0o644)
    vault.with_name(f".{vault.name}.abc.tmp").touch()
    found = failing(upkeep.examine(office(), read_data=False))
    assert [(name, serious) for name, serious, _about in found] == [
        ("permissions", False),
        ("leftovers", False),
    ]


def spoil_a_field(tables):
    next(iter(tables["person"].values()))["sex"] = "no such code"


def spoil_a_document(tables):
    next(iter(tables["person"].values())).pop("rev")


def spoil_a_ref(tables):
    next(iter(tables["consultation"].values()))["persons"] = ["PNH-A-P99"]


def spoil_a_counter(tables):
    tables["counters"]["person"]["last"] = 1


def double_a_ref(tables):
    first, second, *_more = tables["person"].values()
    second["ref"] = first["ref"]


@pytest.mark.parametrize(
    ("spoil", "name", "serious"),
    [
        (spoil_a_field, "fields", False),
        (spoil_a_document, "documents", True),
        (spoil_a_ref, "names", False),
        (spoil_a_counter, "counters", True),
        (double_a_ref, "refs", False),
    ],
)
def test_each_check_finds_what_it_is_for(office, vault, record, spoil, name, serious):
    record("consultation", **SAID, persons=["P1"])
    altered(vault, spoil)
    found = failing(upkeep.examine(office(), read_data=True))
    assert [(n, s) for n, s, _about in found] == [(name, serious)]
    assert found[0][2]


def test_a_backup_is_the_vault_encrypted_and_says_how_far_it_had_come(office, vault, tmp_path):
    before, reached = vault.read_bytes(), office().vault.opened().anchor
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    assert (made.path.read_bytes(), made.anchor) == (before, reached)
    assert made.path.stat().st_mode & 0o077 == 0
    (change,) = [*office().view.log()][-1].changes
    assert change.action == "backup"


def test_a_backup_into_a_folder_gets_a_dated_name(office, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    assert upkeep.backup(office(), folder, replace=False).path == folder / "post-2026-10-01.vault"
    again = folder / "post-2026-10-01-2.vault"  # no backup takes another's place
    assert upkeep.backup(office(), folder, replace=True).path == again


def test_a_backup_comes_back_and_what_was_there_is_kept(office, vault, record, tmp_path):
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    record("person", name="Agus Baru")
    later = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        take_back(office().vault, made.path, replace=False)
    assert [p.code for p in refused.value.problems] == ["VLT032"]
    done = take_back(office().vault, made.path, str(made.anchor))
    assert (done.anchor, done.problems) == (made.anchor, ())
    assert [d["ref"] for d in documents(vault, "person")] == ["PNH-A-P1", "PNH-A-P2", "PNH-A-P3"]
    assert kept_beside(vault) == [done.kept]
    assert done.kept.read_bytes() == later


def test_a_backup_older_than_its_anchor_is_refused(office, vault, record, tmp_path):
    old = upkeep.backup(office(), tmp_path / "old.vault", replace=False)
    record("person", name="Agus Baru")
    new = upkeep.backup(office(), tmp_path / "new.vault", replace=False)
    before = vault.read_bytes()
    for line, code in ((str(new.anchor), "VLT085"), ("nonsense", "VLT033")):
        with pytest.raises(Refused) as refused:
            take_back(office().vault, old.path, line)
        assert [(p.code, p.field) for p in refused.value.problems] == [(code, "anchor")]
        assert vault.read_bytes() == before
    assert take_back(office().vault, old.path).anchor == old.anchor  # as the advice says


@pytest.mark.parametrize("where", ["gone", "damaged", "itself"])
def test_who_goes_on_with_less_than_was_stored_here_is_told(office, vault, record, tmp_path, where):
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    record("person", name="Agus Baru")
    if where == "gone":
        vault.unlink()
    elif where == "damaged":
        vault.write_bytes(bytes(4096))
    else:
        vault.write_bytes(made.path.read_bytes())
    opening.secret(vault)
    source = vault if where == "itself" else made.path
    done = take_back(Vault(vault, opening.access(vault)), source)
    assert [p.code for p in done.problems] == ["VLT072"]
    assert [o.out for o in done.openers] == [False, False]
    assert bool(done.kept) == (where == "damaged")


@pytest.mark.parametrize("where", ["gone", "itself"])
def test_who_goes_on_with_all_of_it_is_not(office, vault, tmp_path, where):
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    last = office().vault
    last.acknowledge()
    content = vault.read_bytes()
    made.path.write_bytes(content)
    if where == "gone":
        vault.unlink()
    done = take_back(last, made.path if where == "gone" else vault)
    assert done.problems == ()


@pytest.mark.parametrize("spoil", ["flipped", "cut"])
def test_a_damaged_backup_is_never_taken(office, vault, tmp_path, spoil):
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    content = bytearray(made.path.read_bytes())
    if spoil == "flipped":
        content[-700] ^= 1
    else:
        del content[-100:]
    made.path.write_bytes(content)
    before = vault.read_bytes()
    with pytest.raises(VaultDamaged):
        take_back(office().vault, made.path)
    assert vault.read_bytes() == before
    assert not kept_beside(vault)


def test_a_backup_that_is_not_there(office, tmp_path):
    with pytest.raises(Refused) as refused:
        take_back(office().vault, tmp_path / "none.vault")
    assert [(p.code, p.field) for p in refused.value.problems] == [("FIL003", "src")]


def test_a_backup_opens_on_a_new_machine_with_the_passphrase(office, tmp_path):
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    there = tmp_path / "new" / "post.vault"
    fresh = Vault(there, opening.access(there))
    with pytest.raises(VaultLocked):
        take_back(fresh, made.path, replace=False)
    opening.secret(there)
    done = take_back(fresh, made.path, replace=False)
    assert (done.anchor, done.kept) == (made.anchor, None)
    assert Vault(there, opening.access(there)).view().post.post == "PNH"


def test_a_backup_is_made_where_the_vault_cannot_be_written_to(
    office, vault, tmp_path, monkeypatch
):
    """A full disk, or one that fails, is when a backup is needed."""
    before = vault.read_bytes()

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(system, "append", full)
    here = office()
    made = upkeep.backup(here, tmp_path / "usb.vault", replace=False)
    assert made.path.read_bytes() == before == vault.read_bytes()
    assert [p.code for p in here.vault.notices] == ["VLT040"]


def test_a_backup_is_made_where_there_is_no_lock_to_be_had(office, vault, tmp_path, monkeypatch):
    def refused(*_args, **_more):
        raise NotWritten(problem("VLT004", reason="read-only"))

    monkeypatch.setattr(Lock, "_take", refused)
    here = office()
    made = upkeep.backup(here, tmp_path / "usb.vault", replace=False)
    assert made.path.read_bytes() == vault.read_bytes()
    assert [p.code for p in here.vault.notices] == ["VLT040"]
