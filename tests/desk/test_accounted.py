"""Records given are records accounted for: all of them are stored, or nothing is."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import codes, records
from attache.desk import recording
from attache.desk.common import Common
from attache.desk.lists import Lists
from attache.desk.meant import names_people, parts_of
from attache.desk.questions import DIFFERENT, UNSURE, Answer, Place, questions_of
from attache.problems import DecisionNeeded, Refused
from attache.records.record import parse
from tests import opening
from tests.desk import offices
from tests.desk.offices import documents, office_at, sample
from tests.samples import HERE

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
NAMES = ("Siti Contoh", "Bagas Misal", "Bagas Missal", "Dewi Umpama")
ROUNDS = 30


def people():
    """People as a record may have them: described (some badly), named, by ref; of few names."""
    described = st.fixed_dictionaries(
        {"name": st.sampled_from(NAMES)},
        optional={
            "birth_date": st.sampled_from(("1995-03-14", "1999", "31/31/1999")),
            "phone": st.sampled_from(("0812-3456-7890", "0812-3456-7891")),
            "sex": st.sampled_from(("female", "male")),
        },
    )
    return st.one_of(described, described, st.sampled_from(("P1", "P2", *NAMES, "tidak ada")))


@st.composite
def raws(draw, kind):
    """Records of a type with such people; one in some is bad."""
    if kind.name == "person":
        return draw(
            st.lists(people().filter(lambda one: isinstance(one, dict)), min_size=1, max_size=5)
        )
    named = [f for f in kind.fields.values() if names_people(f)]
    found = []
    for seed in range(draw(st.integers(1, 5))):
        raw = sample(kind, seed, full=False)
        for field in named:
            many = st.lists(people(), min_size=1, max_size=3)
            if field.required or draw(st.booleans()):
                raw[field.name] = draw(many if field.kind.many else people())
        if draw(st.integers(0, 9)) == 0:
            raw["no_such_field"] = "x"
        found.append(raw)
    return found


def answered(question, number):
    """One of the answers that there are, as the number says."""
    meant = [DIFFERENT, UNSURE, *sorted(question.offered, key=str)]
    return Answer(meant[number % len(meant)], question.offered)


@EVERY
@given(data=st.data())
@settings(max_examples=25)
def test_all_are_stored_or_nothing_is(tmp_path_factory, kind, data):
    """Whoever is described is somebody new or somebody known; each answer counts for one only."""
    path = tmp_path_factory.mktemp("vault") / "post.vault"
    opening.lay(path, offices.peopled())
    before, bytes_before = documents(path, kind.name), path.read_bytes()
    known = {person["ref"] for person in documents(path, "person")}
    wanted = data.draw(raws(kind))
    answers: dict[Place, Answer] = {}
    for _round in range(ROUNDS):
        try:
            done = recording.record(office_at(path), kind, wanted, answers=answers)
            break
        except (Refused, DecisionNeeded) as held:
            assert path.read_bytes() == bytes_before
            questions = questions_of(held)
            if not questions:
                return
        places = [question.place for question in questions]
        assert len({*places}) == len(places)
        for question in questions:
            assert 1 <= question.place.row <= len(wanted)
            before_it = answers.get(question.place)
            assert before_it is None or not question.offered <= before_it.offered
            said = answered(question, data.draw(st.integers(0, 5)))
            offered = said.offered | (before_it.offered if before_it else frozenset())
            answers[question.place] = said._replace(offered=offered)
    else:
        pytest.fail("the questions do not end")
    assert len(done.kept) == len(wanted)
    after = documents(path, kind.name)
    new = {
        kept.ref for kept, changed in zip(done.kept, done.changed, strict=True) if changed is None
    }
    assert {k.ref for k in done.kept} <= {one["ref"] for one in after}
    if kind.name != "identity-decision":  # answers are kept as such
        assert len(after) - len(before) == len(new)
    made = {person["ref"] for person in documents(path, "person")} - known
    assert made == {k.ref for k in done.people} | (new if kind.name == "person" else set())
    known_after_all = [a for a in answers.values() if a.meant not in (DIFFERENT, UNSURE)]
    assert len(made) == described(kind, wanted) - len(known_after_all)


def described(kind, wanted) -> int:
    """So many people are described or named by what names nobody for certain."""
    if kind.name == "person":
        return len(wanted)
    named = [f for f in kind.fields.values() if names_people(f)]
    parts = [p for raw in wanted for f in named for p in parts_of(f, raw.get(f.name))]
    return sum(1 for part in parts if part not in ("P1", "P2"))


def answer_in(kind, wanted, question, meant):
    """Write an answer beside the description that it is about."""
    place = question.place
    said: dict[str, Any] = {"same_as": meant}
    if meant in (DIFFERENT, UNSURE):
        said = {"new" if meant == DIFFERENT else "unsure": True}
    elif isinstance(meant, Place):
        said = {"same_as": meant.row if meant.part == 1 else meant._asdict()}
    if place.field and kind.fields[place.field].kind.many:
        wanted[place.row - 1][place.field][place.part - 1] |= said
    else:
        (wanted[place.row - 1][place.field] if place.field else wanted[place.row - 1]).update(said)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (records.named("person"), ""),
        *((k, f.name) for k in records.every() for f in k.fields.values() if names_people(f)),
    ],
    ids=lambda one: getattr(one, "name", one),
)
@given(data=st.data())
@settings(max_examples=15)
def test_each_description_of_a_list_has_its_own_answer(tmp_path_factory, kind, field, data):
    """As many people are made as are said to be new, and each question ends with its answer."""
    path = tmp_path_factory.mktemp("vault") / "post.vault"
    opening.lay(path, offices.peopled())
    known = {person["ref"] for person in documents(path, "person")}
    wanted = []
    for seed in range(data.draw(st.integers(1, 4))):
        one = {"name": data.draw(st.sampled_from(NAMES)), "birth_date": "1990-01-02"}
        many = field and kind.fields[field].kind.many
        row = {**sample(kind, seed, full=False), field: [one] if many else one} if field else one
        wanted.append(row)
    wanted, new = json.loads(json.dumps(wanted)), len(wanted)
    for _round in range(ROUNDS):
        try:
            recording.record(office_at(path), kind, wanted)
            break
        except (Refused, DecisionNeeded) as held:
            questions = questions_of(held)
            if not questions:
                return
        question = questions[0]
        meant = answered(question, data.draw(st.integers(0, 5))).meant
        answer_in(kind, wanted, question, meant)
        new -= meant not in (DIFFERENT, UNSURE)
    else:
        pytest.fail("the questions do not end")
    assert len({person["ref"] for person in documents(path, "person")} - known) == new


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"same_as": "P99"}, "REF002", "same_as"),
        ({"same_as": "V1"}, "REF002", "same_as"),
        ({"same_as": 2}, "FLD013", "same_as"),
        ({"same_as": True}, "FLD003", "same_as"),
        ({"new": "ya"}, "FLD003", "new"),
        ({"new": True, "same_as": "P1"}, "USE017", "same_as"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_at_its_place(office, said, code, field):
    rows = [{"name": "Nama Satu"}, {"name": "Nama Dua", **said}]
    with pytest.raises(Refused) as refused:
        recording.record(office(), records.named("person"), rows)
    assert [(p.code, p.row, p.field) for p in refused.value.problems] == [(code, 2, field)]
    nested = {"person": rows[1], "reported_on": "2026-01-02", "channel": "walk-in"}
    with pytest.raises(Refused) as refused:
        recording.record(office(), records.named("victim-case"), [nested])
    told = [(p.code, p.field) for p in refused.value.problems if p.code != "REQ001"]
    assert told[:1] == [(code, f"person.{field}")]


def test_an_option_for_all_does_not_go_over_the_answer_of_one(office):
    rows = [{"name": "Nama Satu", "same_as": "P1"}]
    with pytest.raises(Refused) as refused:
        recording.record(office(), records.named("person"), rows, new_people=DIFFERENT)
    assert [(p.code, p.field) for p in refused.value.problems] == [("FLD012", "same_as")]


@EVERY
@given(data=st.data())
@settings(max_examples=25)
def test_neither_a_row_nor_what_is_given_beside_it_is_dropped(tmp_path_factory, kind, data):
    """What rows leave open is filled, the same value is fine, and what differs is told of each."""
    path = tmp_path_factory.mktemp("vault") / "post.vault"
    opening.lay(path, offices.peopled())
    names = data.draw(st.lists(st.sampled_from([*kind.fields]), min_size=1, unique=True))
    beside = sample(kind)
    common = {name: Common(beside[name], f"--{name}") for name in names}
    rows, differing = [], set()
    for row in range(1, data.draw(st.integers(1, 3)) + 1):
        raw = sample(kind, row)
        for name in names:
            own = data.draw(st.sampled_from((None, beside[name], raw[name])))
            raw[name] = own
            if own not in (None, beside[name]):
                differing.add((row, name))
        rows.append(raw)
    before = path.read_bytes()
    record = partial(recording.record, common=common, new_people=DIFFERENT)
    if differing:
        with pytest.raises(Refused) as refused:
            record(office_at(path), kind, rows)
        told = {(p.row or 1, p.field) for p in refused.value.problems if p.code == "FLD012"}
        assert (told, path.read_bytes()) == (differing, before)
        return
    try:
        done = record(office_at(path), kind, rows).kept
    except Refused as contradiction:  # of values of several records
        done = ()
        wrong = [p.code for p in contradiction.problems]
        assert "FLD012" not in wrong
    whole = parse(kind.model, beside, HERE).draft
    for one in done:
        assert {n: getattr(one.content, n) for n in names} == {n: getattr(whole, n) for n in names}


@EVERY
def test_every_question_of_a_list_is_told_with_its_row(tmp_path, kind):
    """All at once, and nothing is stored."""
    path = tmp_path / "post.vault"
    opening.lay(path, offices.peopled())
    field = next((f for f in kind.fields.values() if names_people(f)), None)
    wanted: list[dict[str, Any]]
    if kind.name == "person":
        wanted = [{"name": "Dewi Umpama"}, {"name": "Bagas Misal"}, {"name": "Dewi Umpama"}]
    elif field:
        described = ({"name": name} for name in ("Dewi Umpama", "Bagas Misal", "Dewi Umpama"))
        wanted = [
            {**sample(kind, seed, full=False), field.name: [one] if field.kind.many else one}
            for seed, one in enumerate(described)
        ]
    else:
        return
    before = path.read_bytes()
    with pytest.raises(DecisionNeeded) as needed:
        recording.record(office_at(path), kind, wanted)
    (question,) = questions_of(needed.value)
    assert (question.place.row, question.place.field) == (3, field.name if field else "")
    assert question.given["name"] == "Dewi Umpama"
    (candidate,) = question.candidates
    assert (candidate["ref"], candidate["row"]) == (None, 1)
    assert [(p.row, p.level) for p in needed.value.problems] == [(3, "error")]
    assert path.read_bytes() == before


@EVERY
def test_a_list_is_changed_by_one_value(office, kind):
    """Adding and taking out leaves the rest of it as it was."""
    lists = [f for f in kind.fields.values() if f.kind.many]
    for field in lists:
        (old,) = recording.record(office(), kind, [sample(kind)], new_people="different").kept
        held = list(getattr(old.content, field.name))
        added = "P3" if names_people(field) else _other(field, held)
        (new,) = recording.edit(office(), old.ref, {}, lists=Lists({field.name: [added]}, {})).kept
        assert list(getattr(new.content, field.name))[:-1] == held
        removed = Lists({}, {field.name: [held[0]]})
        (newest,) = (done := recording.edit(office(), new.ref, {}, lists=removed)).kept
        assert (
            list(getattr(newest.content, field.name)) == list(getattr(new.content, field.name))[1:]
        )
        assert [*done.changed] == [
            {
                field.name: (
                    [*getattr(new.content, field.name)],
                    [*getattr(newest.content, field.name)],
                )
            }
        ]
        with pytest.raises(Refused) as refused:
            recording.edit(office(), newest.ref, {}, lists=removed)
        assert [(p.code, p.field) for p in refused.value.problems] == [("FLD009", field.name)]


def _other(field, held) -> str:
    """A value that a list does not have yet."""
    if not field.code_list:
        return "Nama Lain Sekali"
    listed = codes.load(field.code_list)
    return next(c.value for c in listed if c.value not in (*held, *listed.no_answer))
