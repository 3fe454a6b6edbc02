"""Who is described in answer to a number or a name that nobody has, and that somebody gets."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import recording
from attache.desk.meant import names_people
from attache.desk.questions import Answer, Place, questions_of
from attache.problems import AttacheError
from attache.records.record import kept
from tests.desk.offices import documents, sample

NOBODY = {
    "nik": "3201010403900009",
    "passport": "X0000009",
    "phone": "+6281200000042",
    "name": "Budi Pertama",
}
"""What a row names somebody by."""
FIRST = {"name": "Budi Pertama", "birth_date": "1990-03-04", "sex": "male"}
OTHER = {"name": "Wati Kedua", "mother_name": "Ratna Andaian", "birth_place": "Bogor"}
FIELDS = [
    (kind, name)
    for kind in records.every()
    for name, field in kind.fields.items()
    if names_people(field) and kind.name != "identity-decision"
]
WITH_PEOPLE = pytest.mark.parametrize(
    ("kind", "field"), FIELDS, ids=[f"{kind.name}-{name}" for kind, name in FIELDS]
)
NAMED = pytest.mark.parametrize("by", NOBODY)


def rows(kind, field, part, count):
    """Records that name somebody by a part."""
    value = [part] if kind.fields[field].kind.many else part
    return [{**sample(kind, seed, full=False), field: value} for seed in range(count)]


def asked(vault_office, kind, raws, answers):
    """The questions about people, or none where all is stored."""
    try:
        recording.record(vault_office, kind, raws, answers=answers)
    except AttacheError as held:
        if found := questions_of(held):
            return found
        raise
    return []


def described(by, raw, said="different"):
    """Somebody new, as it was answered to the question about a number or a name."""
    return Answer(said, described={**raw, by: raw.get(by, NOBODY[by])})


@WITH_PEOPLE
@NAMED
@pytest.mark.parametrize("said", ["different", "unsure"])
def test_who_is_described_for_each_of_two_rows_is_asked_about(office, vault, kind, field, by, said):
    """Not taken for the first by the number alone; as one both descriptions count."""
    raws = rows(kind, field, NOBODY[by], 2)
    first, other = Place(1, field), Place(2, field)
    before = vault.read_bytes()
    assert [q.place for q in asked(office(), kind, raws, {})] == [first, other]
    second = FIRST if by in ("phone", "name") else OTHER  # one phone is shared by many
    answers = {first: described(by, FIRST), other: described(by, {**OTHER, **second}, said)}
    (question,) = asked(office(), kind, raws, answers)
    assert (question.place, question.offered) == (other, {first})
    assert question.given["name"] == second["name"]
    assert vault.read_bytes() == before
    one = {**answers, other: answers[other]._replace(meant=first, offered=question.offered)}
    assert asked(office(), kind, raws, one) == []
    (stored,) = documents(vault, "person")[3:]
    assert stored["aliases"] == ([OTHER["name"]] if second is OTHER else [])
    assert stored["mother_name"] == OTHER["mother_name"]
    assert {**stored, **FIRST} == stored


@WITH_PEOPLE
@NAMED
def test_two_who_are_described_and_are_two_are_both_recorded(office, vault, kind, field, by):
    raws = rows(kind, field, NOBODY[by], 2)
    first, other = Place(1, field), Place(2, field)
    second = {**OTHER, "name": OTHER["name"] if by != "name" else FIRST["name"]}
    two = Answer("different", frozenset([first]), described(by, second).described)
    answers = {first: described(by, FIRST), other: two}
    assert asked(office(), kind, raws, answers) == []
    people = documents(vault, "person")[3:]
    assert [p["name"] for p in people] == [FIRST["name"], second["name"]]
    names = [documents(vault, kind.name)[-n][field] for n in (2, 1)]
    said = [name if isinstance(name, list) else [name] for name in names]
    assert said == [[p["ref"]] for p in people]


@WITH_PEOPLE
@pytest.mark.parametrize("by", ["nik", "passport"])
def test_who_was_recorded_elsewhere_while_it_was_typed_is_asked_about(
    office, record, vault, kind, field, by
):
    (raw,), place = rows(kind, field, NOBODY[by], 1), Place(1, field)
    known = record("person", **{**FIRST, by: NOBODY[by]})
    (question,) = asked(office(), kind, [raw], {place: described(by, OTHER)})
    assert question.offered == {known.ref}
    same = described(by, OTHER)._replace(meant=known.ref, offered=frozenset([known.ref]))
    assert asked(office(), kind, [raw], {place: same}) == []
    (stored,) = documents(vault, "person")[3:]
    assert stored["mother_name"] == OTHER["mother_name"]
    assert stored["name"] == kept(known.content)["name"]
