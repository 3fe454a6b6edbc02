"""What fields and parts of a stamp are called."""

from __future__ import annotations

from attache import records
from attache.records.kept import STAMP_FIELDS, STAMP_TITLES, titles


def test_every_part_of_a_stamp_has_a_title():
    assert STAMP_TITLES.keys() == {*STAMP_FIELDS}


def test_fields_are_called_as_they_are_declared():
    person = records.named("person")
    assert titles(person, ("birth_place", "rev", "shoe_size")) == (
        person.fields["birth_place"].column.title,
        "Revision",
        "shoe_size",
    )
