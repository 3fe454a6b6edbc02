"""HTCDS sheets as partners fill them in: labels or codes, and more than we have fields for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from attache import records
from attache.exchange.htcds import CASE, PERSON
from attache.exchange.htcds_in import from_htcds
from attache.exchange.reader import CellError, RawSheet
from attache.records.record import kept, parse
from tests import samples
from tests.exchange.htcds import (
    REFERRED,
    as_published,
    case_of,
    codes_of,
    person,
    person_of,
    sheet,
)


def test_a_row_of_a_partner_is_a_new_person_with_a_new_case():
    """One row, two records with one number; the case names the person by a label."""
    row = {
        "prs_FirstName": "Siti",
        "prs_SecondName": "Contoh",
        "prs_Gender": "Feminine",
        "prs_Birthdate": date(2001, 8, 17),
        "prs_Citizenship": "Indonesia",
        "prs_MobilePhone": "+62 800 000 0001",
        "vic_MethodOfRecruitment": "Through a television advert",
        "vic_MethodsOfControl": "Physical threats;Debt bondage ;Other",
        "vic_TypeOfExploitation": "ForcedLabour",
        "vic_LocationOfExploitation": "Kompleks Contoh",
        "cas_OutgoingReferralDate": date(2026, 1, 30),
    }
    sheets = from_htcds([as_published(row)])
    assert sheets.every_problem() == ()
    (someone,), (episode,) = (part.rows for part in sheets.found)
    assert (someone.number, someone.new, episode.number, episode.new) == (3, True, 3, True)
    assert someone.label
    assert someone.label.startswith("#")
    assert episode.raw["person"] == someone.label
    assert (
        parsed(PERSON, someone.raw)
        >= {
            "name": "Siti Contoh",
            "sex": "female",
            "birth_date": "2001-08-17",
            "nationality": "IDN",
            "phone": "+628000000001",
        }.items()
    )
    assert (
        parsed(CASE, {**episode.raw, "person": "P1"})
        >= {
            "reported_on": "2026-01-30",
            "channel": "other",
            "site": "Kompleks Contoh",
        }.items()
    )
    assert episode.raw["recruitment_method"] == ["television-advertisement"]
    assert episode.raw["means_of_control"] == ["physical-threats", "debt-bondage", "other"]
    assert episode.raw["exploitation"] == ["forced-labour"]
    assert (someone.columns["name"], episode.columns["reported_on"]) == ("D", "AK")


def parsed(kind: str, raw: Mapping[str, object]) -> Any:
    found = parse(records.named(kind).model, raw, samples.HERE)
    assert not found.problems
    return kept(found.draft).items()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"prs_MailingState": "Bali"}, {"home_province": "bali"}),
        ({"prs_MailingState": "Misal"}, {"home_address": "Misal"}),
        (
            {"prs_MailingState": "Bali", "prs_MailingCountry": "IN"},
            {"home_address": "Bali, IN"},
        ),
        ({"prs_MailingCountry": "ID"}, {}),
    ],
)
def test_a_place_without_a_field_of_its_own_joins_the_address(given, wanted):
    raw = person_of({"prs_FirstName": "Contoh", **given}, crossed=False).raw
    assert {n: raw[n] for n in raw if n.startswith("home")} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Debt bondage ", ["debt-bondage"]),
        ("DebtBondage", ["debt-bondage"]),
        ("debt BONDAGE;  Takes earnings;", ["debt-bondage", "takes-earnings"]),
        ("DebtBondage TakesEarnings", ["debt-bondage", "takes-earnings"]),
        ("MethodsOfControlThreats", ["physical-threats"]),
        ("MethodsOfControlThreatOfLawEnforcement", ["threats-of-law-enforcement"]),
        ("MethodsOfControlPsychoactiveSubstances", ["psychoactive-substances"]),
        ("MethodsOfControlRestrictsMovement;Other", ["restricts-movement", "other"]),
        ("Threatens children/family", ["threatens-children-family"]),
    ],
)
def test_codes_labels_and_the_spellings_of_the_definitions(text, wanted):
    assert case_of({"vic_MethodsOfControl": text}).raw["means_of_control"] == wanted


def test_a_value_that_is_none_is_refused_by_the_record_with_the_rest():
    raw = case_of({"vic_MethodsOfControl": "Debt bondage;Sihir"}).raw
    assert raw["means_of_control"] == ["debt-bondage", "Sihir"]
    found = parse(records.named(CASE).model, {**raw, "person": "P1"}, samples.HERE)
    assert [(p.code[:3], p.field) for p in found.problems] == [("COD", "means_of_control")]


@pytest.mark.parametrize(
    ("country", "wanted"),
    [
        ("Indonesia", "IDN"),
        ("ID", "IDN"),
        ("Lao People's Democratic Republic", "LAO"),
        ("Taiwan, Province of China", "TWN"),
        ("Viet Nam", "VNM"),
        ("Iran (Islamic Republic of)", "IRN"),
    ],
)
def test_countries_by_code_and_by_their_names_in_iso_3166(country, wanted):
    raw = person_of({"prs_FirstName": "Contoh", "prs_Citizenship": country}).raw
    assert raw["nationality"] == wanted


def test_two_nationalities_are_a_problem():
    assert codes_of({"prs_FirstName": "Contoh", "prs_Citizenship": "Indonesia;Malaysia"}) == [
        ("HTC007", "I", 3)
    ]


def test_the_identity_number_of_another_country_is_no_nik():
    rows: Any = [
        ["prs_FirstName", "prs_Citizenship", "prs_IdentityNumber"],
        ["Contoh", "MY", "X-1"],
    ]
    sheets = from_htcds([RawSheet("Lembar", True, rows)])
    assert "nik" not in sheets.found[0].rows[0].raw
    assert [(p.code, p.column) for p in sheets.every_problem()] == [("HTC004", "C")]


@pytest.mark.parametrize(
    ("age", "wanted"), [(17.0, "yes"), ("17", "yes"), (18, "no"), (0, "yes"), ("muda", "muda")]
)
def test_an_age_tells_whether_the_person_was_a_minor(age, wanted):
    row = {"vic_AgeWhenTrafficked": age, "prs_FirstName": "Contoh", **REFERRED}
    (episode,) = from_htcds([sheet([row])]).found[1].rows
    assert episode.raw["minor"] == wanted


@pytest.mark.parametrize("no", [False, "FALSE", "No", "tidak", 0, 0.0])
def test_a_consent_that_was_not_given_is_told(no):
    assert codes_of({"prs_FirstName": "Contoh", "con_Consent": no}) == [("HTC009", "F", 3)]


@pytest.mark.parametrize("yes", [True, "TRUE", "Yes"])
def test_a_consent_that_was_given_has_no_field_yet(yes):
    assert codes_of({"prs_FirstName": "Contoh", "con_Consent": yes}) == [("HTC004", "F", 2)]


@pytest.mark.parametrize(
    ("sender", "channel"),
    [
        ("NGO", "ngo"),
        ("Law Enforcement", "authorities"),
        ("School or College", "other"),
        ("", "other"),
    ],
)
def test_the_kind_of_sender_tells_how_the_case_reached_us(sender, channel):
    row = {"prs_FirstName": "Contoh", "org_Type": sender, "cas_Status": "Active"}
    assert from_htcds([sheet([row])]).found[1].rows[0].raw["channel"] == channel


def test_what_a_partner_tells_in_several_cells_is_put_together():
    row = {
        "prs_FirstName": "Contoh",
        "cas_ReferringOrganisation": "Yayasan Contoh",
        "cas_ReferringPrimaryCaseWorker": "Rina Misal",
        "cas_IncomingReferralDate": "2026-01-02",
        "cas_OutgoingReferralDate": "2026-01-30",
        "cas_IncomingReferralDetails": "Pertama.",
        "cco_CaseComment": "Kedua.",
        "vic_LocationOfExploitation": "Gedung Contoh",
        "hte_City": "Misal",
        "hte_State": "Negara Bagian Umpama",
        "hte_Country": "Thailand",
        "hte_Type": "Exploitation",
    }
    raw = from_htcds([sheet([row])]).found[1].rows[0].raw
    assert raw["reporter"] == "Yayasan Contoh, Rina Misal"
    assert raw["reported_on"] == date(2026, 1, 30)
    assert raw["summary"] == "Pertama.\n\nKedua."
    assert raw["site"] == "Gedung Contoh, Misal, Negara Bagian Umpama"
    assert raw["site_country"] == "THA"


@pytest.mark.parametrize("kind", ["Recruitment", "Transit"])
def test_another_event_is_not_the_place_of_exploitation(kind):
    row = {"prs_FirstName": "Contoh", "hte_Type": kind, "hte_Country": "TH", "hte_City": "Misal"}
    sheets = from_htcds([sheet([row])])
    raw = sheets.found[1].rows[0].raw
    assert not {"site", "site_country", "site_province"} & raw.keys()
    assert [p.code for p in sheets.every_problem()] == ["HTC004"] * 3


def test_a_new_case_without_a_day_is_asked_for_it_at_its_column():
    row = case_of({"vic_TypeOfExploitation": "Other", "cas_OutgoingReferralDate": None})
    assert "reported_on" not in row.raw
    assert row.columns["reported_on"] == "AK"


def test_a_row_about_a_case_alone_asks_for_the_person():
    (someone,) = from_htcds([as_published({"cas_Status": "Active"})]).found[0].rows
    assert (someone.raw, someone.columns["name"]) == ({}, "D")


def test_a_failed_formula_is_a_problem_of_its_row():
    assert codes_of({"prs_FirstName": "Contoh", "cas_Status": CellError()}) == [("XLS041", "AB", 3)]


def test_two_rows_of_a_person_that_disagree_are_a_problem():
    rows = [
        {
            "prs_FirstName": name,
            "_person_ref": "P1",
            "_victim_case_ref": ref,
            "cas_Status": "Active",
        }
        for name, ref in [("Siti", "V1"), ("Sita", "V2"), ("Siti", "V2")]
    ]
    found = [p.code for p in from_htcds([sheet(rows)]).every_problem() if p.level == "error"]
    assert found == ["HTC008", "HTC008", "HTC008", "XLS014", "XLS014"]


def test_a_ref_that_is_none_and_a_label():
    told = from_htcds([sheet([{"prs_FirstName": "Contoh", "_person_ref": "siapa"}])])
    assert [(p.code, p.row) for p in told.every_problem()] == [("REF001", 3)]
    (row,) = from_htcds([sheet([{"prs_FirstName": "Contoh", "_person_ref": "#1"}])]).found[0].rows
    assert row.new


def test_a_known_person_with_a_new_case_keeps_the_ref():
    row = {"_person_ref": person()["ref"], "vic_TypeOfExploitation": "Other"}
    someone, episode = (part.rows for part in from_htcds([sheet([row])]).found)
    assert not someone
    assert episode[0].raw["person"] == person()["ref"]
