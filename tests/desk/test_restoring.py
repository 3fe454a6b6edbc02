"""Taking a backup back loses nothing: what was newer comes back by a merge."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import copies, recording, setup, taking_back_merge, upkeep
from attache.desk.brought import Agreed
from attache.desk.undoing import undo
from attache.problems import Refused
from attache.records.record import with_values
from attache.vault import Birth, Vault
from tests import opening
from tests.desk.offices import office_at, peopled

PERSON = records.named("person")
KINDS = ("add", "change", "withdraw")
DEEDS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 4)), max_size=5)


def named(mark):
    """A name like nobody else's."""
    digest = sha256(mark.encode()).digest()[:12]
    return "".join(chr(ord("a") + byte % 26) for byte in digest).title()


def do(path, deeds, mark):
    """Record, change and withdraw people; what they say afterwards, by ref."""
    for number, (deed, which) in enumerate(deeds):
        office = office_at(path)
        people = [p for p in office.view.every("person") if not p.stamp.withdrawn]
        one = people[which % len(people)] if people else None
        if deed == "add" or one is None:
            raws = [{"name": named(f"{mark} {number}"), "remarks": f"{mark} {number}"}]
            recording.record(office, PERSON, raws)
        elif deed == "change":
            with office.work() as work:
                current = work.get(one.ref)
                changed = with_values(current.content, {"remarks": f"{mark} {number}"})
                work.change(current, changed)
        else:
            with office.work() as work:
                work.withdraw(work.get(one.ref), "keliru")


def people(path):
    every = office_at(path).view.every("person")
    return {p.ref: (p.content.remarks, bool(p.stamp.withdrawn)) for p in every}


def lines(path):
    return [line.id for line in office_at(path).view.log()]


def restored(path, backup):
    office = office_at(path)
    asked = upkeep.Asked(backup, "vault restore", office.at, replace=True)
    return upkeep.take_back(Vault(path, opening.access(path)), asked)


def merged(path, kept):
    """Merge what was kept; where nothing was recorded since there is nothing to merge."""
    with suppress(Refused):
        copies.merge(office_at(path), kept, agreed=Agreed(others=True), rehearsal=False)


@settings(max_examples=30)
@given(before=DEEDS, since=DEEDS, after=DEEDS)
def test_whatever_is_recorded_a_backup_that_is_taken_back_loses_nothing(before, since, after):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "post.vault")
        opening.lay(path, peopled())
        do(path, before, "sebelum")
        then = people(path)
        made = upkeep.backup(office_at(path), Path(folder, "usb.vault"), replace=False)
        do(path, since, "sejak")
        now, known = people(path), lines(path)
        done = restored(path, made.path)
        assert people(path) == then
        assert [*dict.fromkeys(known)] == lines(path)[: len(known)]
        assert done.kept
        do(path, after, "sesudah")
        late = people(path)
        merged(path, done.kept)
        end = people(path)
        assert end.keys() == now.keys() | late.keys()
        untouched = {ref for ref in now if late.get(ref) == then.get(ref)}
        assert {ref: end[ref] for ref in untouched} == {ref: now[ref] for ref in untouched}
        failed = [c for c in upkeep.examine(office_at(path), read_data=True) if not c.ok]
        assert [c.name for c in failed if c.name not in ("permissions", "folder")] == []


def test_what_is_in_effect_no_more_is_not_undone(office, vault, record, tmp_path):
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    record("person", name="Agus Baru")
    line = [*office().view.log()][-1].ref
    restored(vault, made.path)
    with pytest.raises(Refused) as refused:
        undo(office(), line)
    assert [p.code for p in refused.value.problems] == ["UND018"]
    assert undo(office(), None, rehearsal=True).line.ref != line


def test_what_a_merge_brought_back_after_a_restore_is_not_said_to_be_undone(
    office, vault, record, tmp_path
):
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    record("person", name="Agus Baru")
    merged(vault, restored(vault, made.path).kept)
    line = [*office().view.log()][-1].ref
    before = vault.read_bytes()
    for rehearsal in (True, False):
        with pytest.raises(Refused) as refused:
            taking_back_merge.undo(office(), line, rehearsal=rehearsal)
        assert [p.code for p in refused.value.problems] == ["UND020"]
    assert vault.read_bytes() == before


def test_a_copy_of_the_same_office_is_no_backup(office, vault, tmp_path):
    copies.make_copy(office(), tmp_path / "b.vault", "B", anywhere=True)
    before = vault.read_bytes()
    with pytest.raises(Refused) as refused:
        restored(vault, tmp_path / "b.vault")
    assert [p.code for p in refused.value.problems] == ["VLT071"]
    assert vault.read_bytes() == before


@pytest.mark.parametrize(("whose", "code"), [("copy", "VLT071"), ("other office", "VLT070")])
def test_another_vault_is_taken_where_this_one_is_gone_and_somebody_says_so(
    office, vault, tmp_path, whose, code
):
    source = tmp_path / "source.vault"
    if whose == "copy":
        copies.make_copy(office(), source, "B", anywhere=True)
    else:
        made = setup.init(
            tmp_path / "other" / "post.vault",
            {"post": "BKK", "country": "THA", "seat": "A", "officers": ["Rina Contoh"]},
            Birth("init", office().at, anywhere=True),
            opening.secrets(),
            opening.access(tmp_path / "other" / "post.vault"),
        )
        assert made.profile.ref == "BKK-A-A1"
        source.write_bytes((tmp_path / "other" / "post.vault").read_bytes())
    opening.secret(vault)
    agreed = upkeep.Asked(
        source, "restore", office().at, replace=True, another_key=True, another_file=True
    )
    for asked in (agreed, agreed._replace(another_file=False)):
        with pytest.raises(Refused) as refused:  # that it is gone is not for somebody to say
            upkeep.take_back(Vault(vault, opening.access(vault)), asked)
        assert [p.code for p in refused.value.problems] == [code]
        vault.rename(tmp_path / "aside.vault") if asked.another_file else None
    upkeep.take_back(Vault(vault, opening.access(vault)), agreed)
    found = Vault(vault, opening.access(vault))
    assert found.view().post.post == ("PNH" if whose == "copy" else "BKK")
    assert found.notices == []


def test_other_laptops_bring_back_what_a_backup_did_not_know(office, vault, record, tmp_path):
    """And take nothing back that they know: a restore is no withdrawal."""
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    record("person", name="Agus Baru")
    other = tmp_path / "b.vault"
    copies.make_copy(office(), other, "B", anywhere=True)
    opening.secret(other)
    restored(vault, made.path)
    assert "PNH-A-P4" not in people(vault)
    record("person", name="Sesudah Itu")
    copies.merge(office_at(vault), other, rehearsal=False)
    assert {"PNH-A-P4", "PNH-A-P5"} <= people(vault).keys()


def test_a_damaged_vault_says_what_is_not_known_of_it(office, vault, record, tmp_path):
    made = upkeep.backup(office(), tmp_path / "usb.vault", replace=False)
    record("person", name="Agus Baru")
    record("person", name="Budi Baru")
    content = bytearray(vault.read_bytes())
    content[-200] ^= 1
    vault.write_bytes(content)
    done = restored(vault, made.path)
    assert [p.code for p in done.problems] == ["VLT072"]
    assert done.kept.read_bytes() == content
    record("person", name="Citra Baru")
    assert "PNH-A-P5" in people(vault)  # P4 was in what could still be read
