"""Two copies of a vault: what each did alone comes together, whichever merges, and how often."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.problems import Refused
from attache.records.record import parse, with_values
from attache.vault.copies.give import Wanted, copy
from attache.vault.copies.take_over import Signed, take_over
from attache.vault.keys import Opened
from attache.vault.vault import Vault
from tests import opening
from tests.samples import HERE, TODAY
from tests.vault.conftest import AT, created

NAMES = [f"Contoh {letter}" for letter in "ABCDEFGHIJ"]
_seconds = count(60)


def made(kind, **raw):
    parsed = parse(records.named(kind).model, raw, HERE)
    assert not parsed.problems
    return parsed.draft


def signed(command="vault merge"):
    """Each at a later time than the one before."""
    minute, second = divmod(next(_seconds), 60)
    hour, minute = divmod(minute, 60)
    return Signed(command, f"2026-02-{1 + hour // 24:02}T{hour % 24:02}:{minute:02}:{second:02}Z")


def working(vault):
    at = signed("contoh")
    return vault.work(at.command, at.at)


@pytest.fixture
def laptops(tmp_path, post):
    """A vault with five people and a note, and its copy with seat B."""
    return pair(tmp_path, post)


def pair(folder, post):
    ours = created(folder / "a" / "post.vault", post)
    with ours.work("person add", AT) as work:
        for name in NAMES[:5]:
            work.add("person", made("person", name=name))
        work.add("note", made("note", about="PNH-A-P1", on=TODAY, text="Catatan contoh"))
    path = folder / "b" / "post.vault"
    copy(ours, Wanted(path, "B", anywhere=True), "vault copy", AT)
    theirs = Vault(path, opening.access(path))
    mine = ours.opened()
    theirs.access.keep(theirs.header(), Opened(mine.key, ours.slot), opening.HOUR)
    return ours, theirs


def content(vault):
    """All records but the profile, which is each copy's own."""
    view = vault.view()
    kinds = [t.name for t in records.RECORD_TYPES if t.name != "post"]
    return {k.id: (name, k.document()) for name in kinds for k in view.every(name)}


def both(ours, theirs):
    """Merge each into the other."""
    take_over(ours, theirs.path, signed())
    take_over(theirs, ours.path, signed())


def edit(vault, ref, **raw):
    with working(vault) as work:
        current = work.get(ref)
        work.change(current, with_values(current.content, raw))


def test_a_copy_has_the_same_records_and_refs_of_its_own(laptops):
    ours, theirs = laptops
    assert content(theirs) == content(ours)
    assert theirs.view().post.seat == "B"
    with working(theirs) as work:
        assert work.add("person", made("person", name="Dari B")).ref == "PNH-B-P1"
    assert theirs.officer == "Rina Contoh"
    assert theirs.header().file != ours.header().file


def test_a_copy_opens_with_the_same_passphrase(laptops):
    _ours, theirs = laptops
    theirs.access.forget(theirs.header().file)
    opening.secret(theirs.path)
    fresh = Vault(theirs.path, opening.access(theirs.path))
    assert fresh.view().post.seat == "B"


@pytest.mark.parametrize("seat", ["A", "B"])
def test_a_seat_is_given_once(laptops, tmp_path, seat):
    ours, _theirs = laptops
    before = ours.path.read_bytes()
    with pytest.raises(Refused) as refused:
        copy(ours, Wanted(tmp_path / "c.vault", seat, anywhere=True), "vault copy", AT)
    assert [p.code for p in refused.value.problems] == ["MRG004"]
    assert not (tmp_path / "c.vault").exists()
    assert ours.path.read_bytes() == before


def test_entries_and_new_records_are_a_union(laptops):
    ours, theirs = laptops
    for vault in laptops:
        with working(vault) as work:
            person = work.add("person", made("person", name="Orang Baru"))
            work.add("note", made("note", about=person.ref, on=TODAY, text="Catatan"))
    both(ours, theirs)
    assert content(ours) == content(theirs)
    refs = {document["ref"] for _kind, document in content(ours).values()}
    assert {"PNH-A-P6", "PNH-B-P1", "PNH-A-N2", "PNH-B-N1"} <= refs


def test_different_fields_come_together_without_a_conflict(laptops):
    ours, theirs = laptops
    edit(ours, "PNH-A-P1", birth_place="Bogor")
    edit(theirs, "PNH-A-P1", home_address="Jalan Contoh 1")
    both(ours, theirs)
    assert content(ours) == content(theirs)
    person = ours.view().get("P1")
    assert (person.content.birth_place, person.content.home_address) == ("Bogor", "Jalan Contoh 1")
    assert list(ours.view().every("conflict")) == []


def test_the_same_field_keeps_the_later_value_and_a_conflict(laptops):
    ours, theirs = laptops
    edit(theirs, "PNH-A-P1", name="Nama B", birth_place="Bogor")
    edit(ours, "PNH-A-P1", name="Nama A", birth_place="Bogor")
    merged = take_over(ours, theirs.path, signed())
    assert merged.conflicts == ("PNH-A-Q1",)
    (conflict,) = ours.view().every("conflict")
    assert (conflict.content.about, conflict.content.field) == ("PNH-A-P1", "name")
    assert conflict.content.base == ({"value": NAMES[0]},)
    assert [(v["seat"], v["value"]) for v in conflict.content.values] == [
        ("B", "Nama B"),
        ("A", "Nama A"),
    ]
    assert ours.view().get("P1").content.name == "Nama A"


def test_merging_in_either_order_or_at_the_same_time_is_the_same(laptops, tmp_path):
    ours, theirs = laptops
    edit(ours, "PNH-A-P1", name="Nama A")
    edit(theirs, "PNH-A-P1", name="Nama B")
    edit(theirs, "PNH-A-P2", name="Nama Kedua")
    before = theirs.path.read_bytes()
    stale = tmp_path / "stale.vault"
    stale.write_bytes(ours.path.read_bytes())
    take_over(ours, theirs.path, signed())
    assert theirs.path.read_bytes() == before
    take_over(theirs, stale, signed())
    assert content(ours) == content(theirs)
    assert len(list(ours.view().every("conflict"))) == 1


def test_merging_again_writes_nothing(laptops):
    ours, theirs = laptops
    edit(ours, "PNH-A-P1", name="Nama A")
    edit(theirs, "PNH-A-P1", name="Nama B")
    both(ours, theirs)
    before = ours.path.read_bytes(), theirs.path.read_bytes()
    assert take_over(ours, theirs.path, signed()).nothing
    assert take_over(theirs, ours.path, signed()).nothing
    assert (ours.path.read_bytes(), theirs.path.read_bytes()) == before


def test_a_merge_that_takes_no_line_over_does_not_say_that_it_knows_one(laptops):
    """The other copy has only merged since; what follows of that is written down all the same."""
    ours, theirs = laptops
    edit(ours, "PNH-A-P1", name="Nama A")
    take_over(theirs, ours.path, signed())

    def change(_before, work, _merged):
        current = work.get("PNH-A-P2")
        work.change(current, with_values(current.content, {"name": "Nama B"}))

    assert take_over(ours, theirs.path, signed(), change).nothing
    both(theirs, ours)
    assert content(ours) == content(theirs)
    assert theirs.view().get("PNH-A-P2").content.name == "Nama B"


def test_a_rehearsal_tells_and_stores_nothing(laptops):
    ours, theirs = laptops
    edit(theirs, "PNH-A-P1", name="Nama B")
    before = ours.path.read_bytes()
    assert take_over(ours, theirs.path, signed(), rehearsal=True).changed == 1
    assert ours.path.read_bytes() == before


def test_a_withdrawal_on_one_side_stands_on_both(laptops):
    ours, theirs = laptops
    with working(theirs) as work:
        work.withdraw(work.get("PNH-A-N1"), "salah orang")
    both(ours, theirs)
    assert ours.view().get("N1").stamp.withdrawn == "salah orang"
    assert content(ours) == content(theirs)


def test_what_was_erased_on_one_side_does_not_come_back(laptops):
    ours, theirs = laptops
    edit(theirs, "PNH-A-P5", name="Nama Rahasia")
    with working(ours) as work:
        person = work.get("P5")
        work.erase(person, "permintaan")
        work.forget({person.id})
    both(ours, theirs)
    assert content(ours) == content(theirs)
    assert ours.view().find("PNH-A-P5") is None
    for vault in laptops:
        told = [c for t in vault.opened().tables.values() for c in t.values()]
        assert not [c for c in told if b"Nama Rahasia" in c]


def test_the_log_of_both_says_who_did_what(laptops):
    ours, theirs = laptops
    edit(ours, "PNH-A-P1", birth_place="Bogor")
    edit(theirs, "PNH-A-P2", birth_place="Depok")
    both(ours, theirs)
    places = [
        {c.fields["birth_place"][1] for line in vault.view().log() for c in line.changes
         if "birth_place" in c.fields}
        for vault in laptops
    ]  # fmt: skip
    assert places == [{"Bogor", "Depok"}] * 2
    assert [*ours.view().log()][-1].changes[0].action == "merge"


def test_only_copies_of_the_same_vault_merge(laptops, tmp_path, post):
    ours, _theirs = laptops
    stranger = created(tmp_path / "c" / "post.vault", post)
    nowhere = tmp_path / "none.vault"
    for path, code in ((stranger.path, "MRG001"), (ours.path, "MRG002"), (nowhere, "FIL003")):
        with pytest.raises(Refused) as refused:
            take_over(ours, path, signed())
        assert [p.code for p in refused.value.problems] == [code]


def test_two_laptops_with_two_hundred_changes_each(laptops):
    """Thirty on the same records, ten of them on the same fields."""
    ours, theirs = laptops
    with working(ours) as work:
        for number in range(40):
            work.add("person", made("person", name=f"Orang {number}"))
    both(ours, theirs)
    refs = [f"PNH-A-P{number}" for number in range(6, 46)]
    for vault, own in ((ours, "birth_place"), (theirs, "home_address")):
        for number, ref in enumerate(refs[:30]):
            field = "remarks" if number < 10 else own
            edit(vault, ref, **{field: f"{own} {number}"})
        for number in range(170):
            with working(vault) as work:
                text = f"Catatan {number}"
                work.add("note", made("note", about=refs[number % 40], on=TODAY, text=text))
    both(ours, theirs)
    assert content(ours) == content(theirs)
    for vault in laptops:
        view = vault.view()
        assert len(list(view.every("note"))) == 1 + 2 * 170
        assert len(list(view.every("conflict"))) == 10
        for number, ref in enumerate(refs[10:30], 10):
            person = view.get(ref).content
            assert person.birth_place == f"birth_place {number}"
            assert person.home_address == f"home_address {number}"


_EDITS = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from(["name", "birth_place", "remarks"]),
        st.sampled_from(NAMES),
    ),
    max_size=6,
)


@settings(max_examples=40)
@given(first=_EDITS, second=_EDITS, third=_EDITS)
def test_whatever_both_do_they_come_to_the_same(tmp_path_factory, first, second, third):
    """And a field that only one side has changed says what that side said."""
    ours, theirs = pair(tmp_path_factory.mktemp("two"), POST)
    start = {k.ref: k.content for k in ours.view().every("person")}
    for vault, edits in ((ours, first), (theirs, second)):
        for number, field, text in edits:
            edit(vault, f"PNH-A-P{number}", **{field: text})
    alone = [{k.ref: k.content for k in v.view().every("person")} for v in (ours, theirs)]
    both(ours, theirs)
    assert content(ours) == content(theirs)
    for ref, before in start.items():
        for field in ("name", "birth_place", "remarks"):
            said = {getattr(side[ref], field) for side in alone} - {getattr(before, field)}
            now = getattr(ours.view().get(ref).content, field)
            assert now in (said or {getattr(before, field)})
    for number, field, text in third:
        edit(theirs, f"PNH-A-P{number}", **{field: text})
    both(ours, theirs)
    assert content(ours) == content(theirs)
    assert take_over(ours, theirs.path, signed()).nothing


POST = made(
    "post", post="PNH", country="KHM", officers=["Rina Contoh"], time_zone="Asia/Phnom_Penh"
)
