"""What every record type declares, checked for all of them at once."""

from __future__ import annotations

import json
import re
import string

import pytest

from attache import codes, records
from attache.problems import problem
from attache.records import RECORD_TYPES
from attache.records.kept import STAMP_FIELDS
from attache.records.kinds import Kind
from attache.records.record import Record, schema

each_type = pytest.mark.parametrize("kind", RECORD_TYPES, ids=lambda t: t.name)


def test_names_letters_and_nouns_are_unique():
    for values in (
        [t.name for t in RECORD_TYPES],
        [t.letter for t in RECORD_TYPES],
        [t.where for t in RECORD_TYPES],
        [t.title for t in RECORD_TYPES],
        [t.plural for t in RECORD_TYPES],
        [t.noun for t in RECORD_TYPES if t.noun],
    ):
        assert len(values) == len(set(values))


@each_type
def test_a_type_is_found_by_its_name_and_letter(kind):
    assert records.named(kind.name) is kind
    assert records.lettered(kind.letter) is kind
    assert kind.letter in string.ascii_uppercase
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.name)


def test_names_and_letters_of_no_type_find_none():
    assert records.lettered("Z") is None
    with pytest.raises(KeyError):
        records.named("passport")


def test_officers_work_with_what_has_a_noun():
    assert {t.name for t in RECORD_TYPES} - {t.name for t in records.every()} == {
        "post",
        "conflict",
        "exchange",
        "mapping",
    }


@each_type
def test_a_type_is_a_record_with_fields(kind):
    assert issubclass(kind.model, Record)
    assert (kind.model.__doc__ or "").strip()
    assert list(kind.fields) == [n for n in kind.model.__annotations__ if n != "ENTRY"]
    assert any(f.required for f in kind.fields.values())
    assert any(f.column.listed for f in kind.fields.values())


@each_type
def test_the_stamp_and_the_fields_have_different_names(kind):
    """They stand side by side in one flat document. Only the post has a field called post."""
    assert set(STAMP_FIELDS) & kind.fields.keys() == ({"post"} if kind.name == "post" else set())


@each_type
def test_titles_and_aliases_of_a_type_are_told_apart(kind):
    """A header of a sheet leads to one field only."""
    headers = [codes.folded(f.column.title) for f in kind.fields.values()]
    headers += [codes.folded(a) for f in kind.fields.values() for a in f.column.aliases]
    assert sorted(headers) == sorted(set(headers))


@each_type
def test_options_of_a_type_are_told_apart(kind):
    options = [f.column.option or name.replace("_", "-") for name, f in kind.fields.items()]
    assert len(options) == len(set(options))


@each_type
def test_the_json_schema_can_be_written(kind):
    """One of the kept form, in plain JSON, with every field."""
    written = schema(kind.model)
    assert written["properties"].keys() == kind.fields.keys()
    assert set(written["required"]) == {n for n, f in kind.fields.items() if f.required}
    assert written["additionalProperties"] is False
    assert json.loads(json.dumps(written)) == written


@each_type
def test_fields_say_what_they_are(kind):
    for name, field in kind.fields.items():
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name)
        assert isinstance(field.kind, Kind), name
        assert field.kind.name, name
        assert field.column.title.strip() == field.column.title != "", name
        assert field.column.width >= 8, name
        assert not re.search(r"[;\n]", field.column.title + "".join(field.column.aliases)), name


@each_type
def test_the_code_lists_of_fields_exist(kind):
    for name, field in kind.fields.items():
        if field.kind.name in ("code", "codes"):
            assert codes.load(field.code_list).name == field.code_list, name
        else:
            assert field.code_list == "", name


@each_type
def test_refs_lead_to_types_that_exist(kind):
    for field in kind.fields.values():
        assert all(records.named(to).noun for to in getattr(field.kind, "to", ())), field.name


@each_type
def test_a_default_is_a_value_of_the_field(kind):
    """What stands there when nothing is said must be what could have been said."""
    for name, field in kind.fields.items():
        if field.default in (None, ()):
            continue
        assert field.kind.revived(field.kept(field.default)) == field.default, name
        if field.code_list:
            default = field.default if field.kind.many else [field.default]
            assert set(default) <= codes.load(field.code_list).codes.keys(), name


@each_type
def test_what_is_left_out_today_is_a_needed_day(kind):
    for name, field in kind.fields.items():
        if field.column.today:
            assert field.kind.name == "day", name
            assert field.required, name
            assert not field.column.future, name


@each_type
def test_only_days_may_lie_ahead(kind):
    ahead = [f for f in kind.fields.values() if f.column.future]
    assert {f.kind.name for f in ahead} <= {"day", "partial-day"}


@each_type
def test_numbers_that_identify_a_person_are_protected(kind):
    for name, field in kind.fields.items():
        if field.kind.name in ("nik", "phone", "document-number"):
            assert field.column.sensitivity == "protected", name


def test_every_code_of_a_kind_is_in_the_catalogue():
    """Those with which `parse` refuses what no kind reads."""
    for code in ("REQ001", "FLD001", "FLD002", "FLD003"):
        assert problem(code, nearest="x").level == "error"
