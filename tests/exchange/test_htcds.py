"""Our records in HTCDS 2.0, and back: what it can say is the same, the rest is listed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import codes, records
from attache.exchange.htcds import CASE, KEPT, KINDS, OWN, PERSON, cell, find, pairs, said, standard
from attache.exchange.htcds_in import from_htcds
from attache.exchange.htcds_out import Loss, to_htcds
from attache.exchange.layout import digest_of
from attache.records.record import kept, parse
from tests import samples
from tests.exchange.htcds import back, case, person, sheet

CODED = [
    pytest.param(name, f, id=name)
    for kind in KINDS
    for name, f in pairs(kind).items()
    if f.code_list
]


def test_the_table_has_the_fields_of_the_standard():
    assert len(standard()) == 83
    assert sum(s.core for s in standard().values()) == 40
    assert len({s.label for s in standard().values()}) == 83


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_names_htcds_as_its_source_is_said(kind):
    """A source that is misspelt would quietly stay at home."""
    declared = records.named(kind).fields.values()
    sources = {f.column.source.split()[1] for f in declared if f.column.source.startswith("HTCDS ")}
    assert sources <= pairs(kind).keys() <= standard().keys()


@pytest.mark.parametrize(("name", "field"), CODED)
def test_what_a_value_goes_out_as_is_read_again(name, field):
    """The words of HTCDS name a value that goes out as the same words; none holds a semicolon."""
    words = {w for code in codes.load(field.code_list) if (w := said(field, code.value))}
    assert words, name
    for word in words:
        found = find(field, word)
        assert found is not None
        assert said(field, found) == word
        assert ";" not in word


def values(field: Any) -> st.SearchStrategy[Any]:
    """Raw valid input for one field, by the name of its kind."""
    known = [*codes.load(field.code_list).codes] if field.code_list else []
    missing = codes.load(field.code_list).no_answer if field.code_list else ()
    several = st.lists(st.sampled_from([k for k in known if k not in missing] or [""]), min_size=1)
    days = st.dates(date(1930, 1, 1), samples.TODAY).map(date.isoformat)
    words = st.text("abc =+-@;_x001B_\t\n'<é语", min_size=1, max_size=30).map(lambda t: f"A{t}z")
    return {
        "code": st.sampled_from(known or [""]),
        "codes": several | st.sampled_from([[m] for m in missing] or [["other"]]),
        "text": words,
        "texts": st.just(["Misal"]),
        "day": days,
        "partial-day": days.flatmap(lambda d: st.sampled_from([d, d[:7], d[:4]])),
        "nik": st.integers(0, 9999).map("320199010195{:04}".format),
        "phone": st.just("+62 800 000 0001"),
        "document-number": st.just("X9990001"),
        "amount": st.just("1250.5"),
        "ref": st.just("PNH-A-P1"),
    }[field.kind.name]


def kept_documents(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Kept documents of a record type, with any of its fields."""
    record_type = records.named(kind)
    fields = {f.name: values(f) for f in record_type.fields.values()}
    needed = {name: fields.pop(name) for name, f in record_type.fields.items() if f.required}
    stamp = samples.kept(record_type, full=False).document()

    def document(raw: dict[str, Any]) -> dict[str, Any]:
        parsed = parse(record_type.model, raw, samples.HERE)
        assert not parsed.problems
        return stamp | kept(parsed.draft)

    return st.fixed_dictionaries(needed, optional=fields).map(document)


@given(kept_documents(PERSON), kept_documents(CASE))
def test_any_record_comes_back_but_for_what_is_listed(someone, episode):
    """Every field is as it was, or named as having no place in HTCDS. The digest fits the row."""
    table = to_htcds([someone], [episode])
    homeless = {(loss.kind, loss.field) for loss in table.losses if loss.value is None}
    for kind, document in ((PERSON, someone), (CASE, episode)):
        (row,) = back(*table.rows)[kind]
        record_type = records.named(kind)
        draft = kept(parse(record_type.model, row.raw, samples.HERE).draft)
        for field in record_type.fields.values():
            if (kind, field.name) in homeless:
                assert field.name not in row.raw
            else:
                assert draft[field.name] == document[field.name], field.name
        assert (row.ref, row.id, row.rev) == (document["ref"], document["id"], document["rev"])
        assert row.digest == digest_of(record_type, draft)


@given(kept_documents(CASE))
def test_a_stranger_who_has_only_the_standard_reads_what_it_can_say(episode):
    """Without our keys the exact values are the same; wider ones are all among the losses."""
    table = to_htcds([person()], [episode | {"channel": "ngo"}])
    (row,) = back({n: text for n, text in table.rows[0].items() if n not in OWN})[CASE]
    lost = {loss.field for loss in table.losses if loss.kind == CASE}
    for field in pairs(CASE).values():
        if field.name not in lost:
            draft = kept(parse(records.named(CASE).model, row.raw, samples.HERE).draft)
            assert draft[field.name] == episode[field.name], field.name


def test_what_htcds_cannot_say_is_listed_with_its_record():
    suffered = ["restricts-movement", "uses-children", "debt-bondage"]
    episode = case(
        exploitation=["forced-criminality", "forced-labour"],
        means_of_control=suffered,
        recruitment_method=["unknown"],
        recruiter="Contoh",
        site_arrival="2025-08",
    )
    table = to_htcds([person(birth_date="2001-08")], [episode])
    (row,) = table.rows
    assert row["vic_TypeOfExploitation"] == "Other;ForcedLabour"
    assert row["vic_MethodsOfControl"] == "Other;DebtBondage"
    assert "vic_MethodOfRecruitment" not in row
    assert "prs_Birthdate" not in row
    mine = (episode["ref"], CASE)
    assert {
        Loss(*mine, "exploitation", "forced-criminality", "Other"),
        Loss(*mine, "means_of_control", "restricts-movement", "Other"),
        Loss(*mine, "means_of_control", "uses-children", "Other"),
        Loss(*mine, "recruitment_method", "unknown"),
        Loss(*mine, "recruiter"),
        Loss(*mine, "site_arrival"),
        Loss(person()["ref"], PERSON, "birth_date", ""),
    } <= set(table.losses)


def test_what_is_lost_is_told_once_with_its_count():
    """One warning a value, not one a row; none of them names a person."""
    episodes = [case(exploitation=["forced-criminality"], ref=f"PNH-A-V{n}") for n in range(1, 4)]
    told = [p for p in to_htcds([person()], episodes).problems if p.field == "exploitation"]
    assert [(p.code, p.level, p.args["count"]) for p in told] == [("HTC001", "warning", 3)]
    assert all("PNH" not in p.message(str) for p in to_htcds([person()], episodes).problems)


def test_what_nobody_was_asked_is_no_loss():
    assert {loss.field for loss in to_htcds([person()], [case()]).losses} == {
        "channel",
        "reported_on",
    }


@pytest.mark.parametrize("name", ["Contoh", "Siti Contoh", "Siti Misal Contoh Umpama"])
def test_one_name_is_a_whole_name(name):
    (row,) = to_htcds([person(name=name)], []).rows
    assert row["prs_FirstName"] == name.split()[0]
    assert row.get("prs_SecondName", "") == " ".join(name.split()[1:])
    assert back(row)[PERSON][0].raw["name"] == name


def test_only_what_another_organisation_referred_goes_out_as_referral():
    told = {"reporter": "Yayasan Contoh", "reported_on": "2026-01-30"}
    (walked_in,) = to_htcds([], [case(channel="walk-in", **told)]).rows
    (referred,) = to_htcds([], [case(channel="ngo", **told)]).rows
    assert not [name for name in walked_in if name.startswith("cas_")]
    assert referred["cas_IncomingReferralDate"] == "2026-01-30"
    assert back(referred)[CASE][0].raw["reporter"] == "Yayasan Contoh"


def test_fields_that_are_not_to_leave_are_neither_written_nor_named():
    someone = {n: v for n, v in person(phone="+628000000001").items() if n not in ("name", "phone")}
    table = to_htcds([someone], [])
    assert not {"prs_FirstName", "prs_MobilePhone"} & table.rows[0].keys()
    assert not table.losses
    (row,) = back(dict(table.rows[0]) | {"prs_Gender": "Feminine"})[PERSON]
    assert "name" not in row.raw


def test_a_second_phone_goes_there_and_back():
    table = to_htcds([person(phone="+628000000001", further_phone="+628000000002")], [])
    assert table.rows[0]["prs_HomePhone"] == "+628000000002"
    (row,) = back(table.rows[0])[PERSON]
    assert (row.raw["phone"], row.raw["further_phone"]) == ("+628000000001", "+628000000002")
    (row,) = back({"prs_FirstName": "Siti", "prs_HomePhone": "+628000000002"})[PERSON]
    assert row.raw["phone"] == "+628000000002"
    assert "further_phone" not in row.raw


def test_a_person_with_two_cases_is_one_person():
    table = to_htcds(
        [person()], [case(), case(id="0190a000-0000-7000-8000-000000000099", ref="V9")]
    )
    found = back(*table.rows)
    assert len(found[PERSON]) == 1
    assert [row.raw["person"] for row in found[CASE]] == [person()["ref"]] * 2


def test_what_others_change_keeps_our_finer_values():
    """What the cell still says is ours; what was added or taken out is theirs."""
    methods = ["restricts-movement", "debt-bondage", "physical-abuse"]
    (row,) = to_htcds([], [case(means_of_control=methods)]).rows
    assert row["vic_MethodsOfControl"] == "Other;DebtBondage;PhysicalAbuse"
    changed = dict(row) | {"vic_MethodsOfControl": "Physical abuse; OTHER ;Takes earnings"}
    assert back(changed)[CASE][0].raw["means_of_control"] == [
        "physical-abuse",
        "restricts-movement",
        "takes-earnings",
    ]


def test_without_the_hidden_cell_a_wider_value_changes_nothing():
    """“Other” could be any of ours: the field is left alone, and that is said."""
    (row,) = to_htcds([], [case(means_of_control=["uses-children"], site="Contoh")]).rows
    bare = {name: text for name, text in row.items() if name != KEPT}
    sheets = from_htcds([sheet([bare])])
    (told,) = sheets.every_problem()
    assert (told.code, told.field, told.row, told.level) == (
        "HTC010",
        "means_of_control",
        3,
        "warning",
    )
    raw = sheets.found[1].rows[0].raw
    assert "means_of_control" not in raw
    assert raw["site"] == "Contoh"


@pytest.mark.parametrize("told", ["", "[]", "{", "7", '{"means_of_control": "x"}', '{"a": [1]}'])
def test_a_hidden_cell_that_was_meddled_with_says_nothing(told):
    (row,) = to_htcds([], [case(means_of_control=["debt-bondage"])]).rows
    raw = back(dict(row) | {KEPT: told or "{}"})[CASE][0].raw
    assert raw["means_of_control"] == ["debt-bondage"]


def test_a_cell_says_each_word_once():
    field = pairs(CASE)["vic_MethodsOfControl"]
    assert cell(field, ["restricts-movement", "other", "uses-children"]) == "Other"
