"""Taking back: every change has its opposite, and nothing that was done later is lost by it."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import erasing, exports, history, imports, in_the_way, recording
from attache.desk.exports import Asked
from attache.desk.undoing import UNDONE, undo
from attache.exchange.incoming import Incoming
from attache.problems import DecisionNeeded, NoSuchRecord, Refused
from attache.records.kept import STAMP_FIELDS
from attache.vault.vault import Vault
from tests import opening
from tests.desk import offices
from tests.desk.offices import sample
from tests.exchange.workbooks import theirs

SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}
EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
KEPT = ("withdrawn", "replaced_by")


def state(view):
    """What every record says and whether it stands. One whose adding was undone never was."""
    found = {}
    for kind in records.RECORD_TYPES:
        for kept in view.every(kind.name):
            said = {n: v for n, v in kept.document().items() if n in KEPT or n not in STAMP_FIELDS}
            if kept.stamp.withdrawn != UNDONE:
                found[kept.ref] = said
    return found


@pytest.fixture
def said(office):
    """What every record says now."""
    return lambda: state(office().view)


@pytest.fixture
def refused(office, vault):
    """Why a line cannot be undone; nothing is stored."""

    def told(name, error=DecisionNeeded):
        before = vault.read_bytes()
        with pytest.raises(error) as raised:
            undo(office(), name)
        assert vault.read_bytes() == before
        return raised.value

    return told


def found_by(decision):
    """Each conflict: its code, the record, and what stands in the way."""
    told = decision.data["conflicts"]
    assert {p.code for p in decision.problems} == {c["code"] for c in told}
    return [(c["code"], short(c["ref"]), short(c["by"])) for c in told]


def short(ref):
    return ref.removeprefix("PNH-A-")


@EVERY
@pytest.mark.parametrize("step", ["add", "change", "withdraw"])
def test_every_change_of_every_type_is_taken_back_and_brought_back(office, said, kind, step):
    states = [said()]
    (new,) = recording.record(office(), kind, [sample(kind)], new_people="different").kept
    states.append(said())
    if step == "change":
        field = next(f for f in reversed(kind.fields.values()) if f.kind.name == "text")
        recording.edit(office(), new.ref, {field.name: "Lain"})
        states.append(said())
    if step == "withdraw":
        recording.withdraw(office(), new.ref, "keliru")
        states.append(said())
    done = undo(office(command="undo"), None)
    assert said() == states[-2]
    line = office().view.line(done.ref)
    assert (line.undoes, line.command) == (done.line.ref, "undo")
    assert line.changes == done.changes
    undo(office(), done.ref)
    assert said() == states[-1]


def test_what_was_added_is_withdrawn_with_a_reason(office, record):
    ref = record("note", about="P1", text="Contoh").ref
    (change,) = undo(office(), None).changes
    assert (change.action, change.ref) == ("withdraw", ref)
    assert change.fields == {"withdrawn": (None, UNDONE), "replaced_by": (None, None)}
    assert office().view.get(ref).stamp.withdrawn == UNDONE


def test_a_corrected_entry_stands_again_and_its_correction_does_not(office, record):
    record("note", about="P1", text="Satu")
    recording.edit(office(), "N1", {"text": "Dua"})
    undo(office(), None)
    first, second = (office().view.get(name).stamp for name in ("N1", "N2"))
    assert (first.withdrawn, first.replaced_by, second.withdrawn) == (None, None, UNDONE)
    undo(office(), "L5")
    first, second = (office().view.get(name).stamp for name in ("N1", "N2"))
    assert (first.withdrawn, first.replaced_by) == ("corrected", "PNH-A-N2")
    assert second.withdrawn is None


@pytest.mark.parametrize("name", ["L3", "l3", "PNH-A-L3", "pnh-a-l3", "id"])
def test_a_line_is_named_in_any_form(office, record, name):
    record("note", about="P1", text="Contoh")
    name = office().view.line("L3").id.upper() if name == "id" else name
    assert undo(office(), name).line.ref == "PNH-A-L3"


@pytest.mark.parametrize("name", ["L9", "PNH-B-L3", "P1", "x"])
def test_a_line_that_is_not_there(refused, record, name):
    record("note", about="P1", text="Contoh")
    assert [p.code for p in refused(name, NoSuchRecord).problems] == ["REF002"]


def test_without_a_name_the_last_changes_go_one_by_one(office, said, record):
    """Looks, undone lines and undos are passed over."""
    states = [said()]
    for text in ("Satu", "Dua"):
        record("note", about="P1", text=text)
        states.append(said())
    history.look(office(), [office().view.get("P1")])
    for before in reversed(states[:-1]):
        undo(office(), None)
        assert said() == before


def test_without_a_name_another_officer_s_lines_are_left_alone(office, record, monkeypatch):
    record("note", about="P1", text="Satu")
    with monkeypatch.context() as patch:
        patch.setattr(Vault, "officer", property(lambda _vault: "Budi Contoh"))
        record("note", about="P1", text="Dua")
    assert undo(office(), None).line.ref == "PNH-A-L3"
    assert undo(office(), "L4").line.by == "Budi Contoh"  # but they may be named


def test_nothing_is_left_to_undo(office, refused):
    undo(office(), None)
    assert [p.code for p in refused(None, NoSuchRecord).problems] == ["UND001"]


def test_a_rehearsal_says_the_same_and_stores_nothing(office, vault, record):
    record("consultation", **SAID, persons=["P1"])
    recording.edit(office(), "C1", {"summary": "Lain"})
    before = vault.read_bytes()
    planned = undo(office(), None, rehearsal=True)
    assert vault.read_bytes() == before
    assert undo(office(), None) == planned
    assert planned.changes[0].fields == {"summary": ("Lain", "Contoh")}


def test_what_can_never_be_undone(office, refused, record, tmp_path):
    exports.export(office(), Asked("person", tmp_path / "out.xlsx"))
    history.look(office(), [office().view.get("P1")])
    with office().work() as work:
        work.note("passphrase", work.profile())
    erasing.erase(office(), "P3", "permintaan sendiri")
    codes = {
        name: refused(name, Refused).problems[0].code for name in ("L1", "L3", "L4", "L5", "L6")
    }
    assert codes == {
        "L1": "UND004",
        "L3": "UND003",
        "L4": "UND002",
        "L5": "UND004",
        "L6": "UND004",
    }
    assert refused(None, Refused).problems[0].code == "UND004"  # not what was before it


def test_an_export_is_not_passed_over_in_silence(office, refused, record, tmp_path):
    record("note", about="P1", text="Contoh")
    exports.export(office(), Asked("person", tmp_path / "out.xlsx"))
    assert refused(None, Refused).problems[0].code == "UND003"


class TestConflicts:
    """With a consultation C1 (L3) about P1 whose summary and advice were changed (L4)."""

    @pytest.fixture(autouse=True)
    def changed(self, office, record):
        record("consultation", **SAID, persons=["P1"])
        recording.edit(office(), "C1", {"summary": "Lain", "advice": "Sabar"})

    def test_a_later_change_of_the_same_field(self, office, refused):
        recording.edit(office(), "C1", {"advice": "Tenang", "outcome": "advised"})
        decision = refused("L4")
        assert found_by(decision) == [("UND006", "C1", "L5")]
        assert decision.data["conflicts"][0]["fields"] == ("advice",)
        assert decision.data["line"] == "PNH-A-L4"

    def test_a_later_change_of_another_field_stays(self, office):
        recording.edit(office(), "C1", {"outcome": "advised"})
        undo(office(), "L4")
        content = office().view.get("C1").content
        assert (content.summary, content.advice, content.outcome) == ("Contoh", None, "advised")

    def test_any_later_change_of_what_was_added(self, refused):
        assert found_by(refused("L3")) == [("UND006", "C1", "L4")]

    def test_a_later_withdrawal(self, office, refused):
        recording.withdraw(office(), "C1", "keliru")
        assert found_by(refused("L4")) == [("UND006", "C1", "L5")]

    def test_what_was_undone_already(self, office, refused):
        undo(office(), "L4")
        assert found_by(refused("L4")) == [("UND005", "L4", "L5")]
        undo(office(), "L5")
        assert found_by(refused("L5")) == [("UND005", "L5", "L6")]
        assert undo(office(), "L4").line.ref == "PNH-A-L4"

    def test_what_cancels_out_does_not_stand_in_the_way(self, office, said):
        before = said()
        recording.edit(office(), "C1", {"advice": "Tenang"})
        undo(office(), "L5")
        assert said() == before
        undo(office(), "L4")
        assert office().view.get("C1").content.advice is None

    def test_an_undo_of_what_was_done_before_does(self, office, refused):
        """L5 changes the summary again; both are undone; then only the undo of L5 is to go."""
        recording.edit(office(), "C1", {"summary": "Ketiga"})
        undo(office(), "L5")  # L6
        undo(office(), "L4")  # L7
        assert found_by(refused("L6")) == [("UND006", "C1", "L7")]
        undo(office(), "L7")
        undo(office(), "L6")
        assert office().view.get("C1").content.summary == "Ketiga"

    def test_others_that_stand_name_what_would_be_withdrawn(self, office, refused, record):
        note = record("note", about="C1", text="Contoh")
        undo(office(), "L4")
        assert found_by(refused("L3")) == [("UND007", "C1", "N1")]
        recording.withdraw(office(), note.ref, "keliru")
        undo(office(), "L3")
        assert office().view.get("C1").stamp.withdrawn == UNDONE

    def test_what_would_name_somebody_who_was_withdrawn(self, office, refused):
        recording.edit(office(), "C1", {"persons": ["P2"]})  # L5
        recording.withdraw(office(), "P1", "ganda")  # L6
        assert found_by(refused("L5")) == [("UND008", "C1", "P1")]
        recording.withdraw(office(), "C1", "keliru")  # L7
        recording.withdraw(office(), "P2", "ganda")  # L8
        assert found_by(refused("L7")) == [("UND008", "C1", "P2")]
        undo(office(), "L8")
        undo(office(), "L7")
        undo(office(), "L6")
        undo(office(), "L5")
        assert office().view.get("C1").content.persons == ("PNH-A-P1",)

    def test_old_values_that_contradict_what_stands_now(self, office, refused):
        recording.edit(office(), "C1", {"on": "2026-01-05"})  # L5
        recording.edit(office(), "C1", {"follow_up": "2026-02-01"})  # L6: before today
        decision = refused("L5")
        assert found_by(decision) == [("UND009", "C1", "")]
        assert decision.data["conflicts"][0]["fields"] == ("follow_up",)

    def test_old_values_that_were_erased(self, office, refused):
        erasing.erase(office(), "P1", "permintaan sendiri")
        recording.edit(office(), "C1", {"outcome": "advised"})  # nor is that to be undone first
        for line in ("L3", "L4"):
            assert found_by(refused(line)) == [("UND025", "C1", "L5")]
        assert found_by(refused("L2")) == [("UND025", "P1", "L5")]


def test_people_and_what_names_them_go_together(office, said):
    before = said()
    raw = {**SAID, "persons": ["P1", {"name": "Agus Baru"}]}
    recording.record(office(), records.named("consultation"), [raw])
    done = undo(office(), None)
    assert [short(c.ref) for c in done.changes] == ["C1", "P4"]
    assert said() == before


def test_very_many_conflicts_are_told_once_each_and_kept_whole(office, refused, record):
    for number in range(30):
        record("note", about="P3", text=f"Contoh {number}")
    decision = refused("L2")
    assert len(decision.problems) == in_the_way.TOLD
    assert len(decision.data["conflicts"]) == 30


def test_an_import_that_was_undone_can_be_taken_in_again(office, said, tmp_path):
    heads = ["on", "topic", "channel", "summary"]
    rows = [["2026-01-05", "stay", "email", f"Contoh {n}"] for n in range(3)]
    path = theirs(tmp_path / "in.xlsx", {"consultation": [heads, *rows]})

    def take_in():
        return imports.take_in(
            office(), Incoming(path, "consultation"), lambda _done, _all: None, imports.Wish()
        ).data()

    before = said()
    assert take_in()["added"] == 3
    assert take_in()["unchanged"] == 3
    undo(office(), None)  # the ledger line of what changed nothing
    undo(office(), None)
    assert said() == before
    assert take_in()["added"] == 3


def test_progress_is_true(office):
    told = []
    undo(office(), "L2", lambda done, every: told.append((done, every)))
    assert told == [(1, 3), (2, 3), (3, 3)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["person", "consultation", "note", "edit", "edit", "withdraw", "look"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=8,
)


def step(office, what, which, value):
    """One command of an officer; what it is refused does nothing."""
    people, notes, talks = ([*office.view.every(k)] for k in ("person", "note", "consultation"))
    every = [*notes, *talks, *people]
    record, person = every[which % len(every)], people[value % len(people)].ref
    text = f"Contoh {chr(65 + value)}"
    changed: dict[str, dict[str, object]] = {
        "person": {"remarks": text},
        "note": {"text": text},
        "consultation": {"summary": text, "persons": [person]},
    }
    new: dict[str, dict[str, object]] = {
        "person": {"name": text},
        "note": {"about": record.ref, "text": text},
        "consultation": {**SAID, "persons": [person]},
    }
    with suppress(Refused, DecisionNeeded):
        if what == "edit":
            recording.edit(office, record.ref, changed[record.kind])
        elif what == "withdraw":
            recording.withdraw(office, record.ref, text)
        elif what == "look":
            history.look(office, [record], always=True)
        else:
            recording.record(office, records.named(what), [new[what]], new_people="different")


@settings(max_examples=40)
@given(STEPS)
def test_undoing_what_was_done_last_leads_back_through_every_state(steps):
    """And undoing those undos, the last first, leads forward again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "post.vault"
        opening.lay(path, offices.peopled())
        states, undos = [state(offices.office_at(path).view)], []
        for what in steps:
            step(offices.office_at(path), *what)
            now = state(offices.office_at(path).view)
            states += [now] if now != states[-1] else []
        for before in reversed(states[:-1]):
            undos.append(undo(offices.office_at(path), None).ref)
            assert state(offices.office_at(path).view) == before
        for ref, after in zip(reversed(undos), states[1:], strict=True):
            undo(offices.office_at(path), ref)
            assert state(offices.office_at(path).view) == after


@settings(max_examples=40)
@given(STEPS, st.integers(0, 7))
def test_any_undo_is_refused_whole_or_can_itself_be_undone(steps, which):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "post.vault"
        opening.lay(path, offices.peopled())
        for what in steps:
            step(offices.office_at(path), *what)
        before, content = state(offices.office_at(path).view), path.read_bytes()
        lines = len([*offices.office_at(path).view.log()])
        try:
            done = undo(offices.office_at(path), f"L{1 + which % lines}")
        except (Refused, DecisionNeeded):
            assert path.read_bytes() == content
            return
        view = offices.office_at(path).view
        standing = {k.ref for t in records.every() for k in recording.standing(view, t.name)}
        named = {ref for _kept, ref in recording.naming(view, {*state(view)})}
        gone = {k.ref for t in records.every() for k in view.every(t.name) if k.stamp.withdrawn}
        led_on = {r for r in gone if view.get(r).stamp.replaced_by}
        assert named <= standing | led_on
        undo(offices.office_at(path), done.ref)
        assert state(offices.office_at(path).view) == before


@settings(max_examples=12)
@given(STEPS, st.integers(0, 5), STEPS)
def test_no_line_is_to_be_undone_first_that_can_never_be(before, which, after):
    """Nor is a record to be changed by hand that was erased."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "post.vault"
        opening.lay(path, offices.peopled())

        def office():
            return offices.office_at(path)

        for what in before:
            step(office(), *what)
        people = [k.ref for k in recording.standing(office().view, "person")]
        erasing.erase(office(), people[which % len(people)], "permintaan sendiri")
        if [*recording.standing(office().view, "person")]:
            for what in after:
                step(office(), *what)
        for conflict in [
            c for line in office().view.log() for c in conflicts_of(office(), line.ref)
        ]:
            if conflict["code"] == "UND006":
                with suppress(DecisionNeeded):
                    undo(office(), conflict["by"], rehearsal=True)
            elif conflict["code"] == "UND011":
                assert office().view.find(conflict["ref"])


def conflicts_of(office, name):
    """What stands in the way of undoing a line; nothing where it is refused at once."""
    try:
        undo(office, name, rehearsal=True)
    except Refused:
        return []
    except DecisionNeeded as decision:
        return decision.data["conflicts"]
    return []
