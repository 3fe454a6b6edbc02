"""HTCDS sheets for the tests: ours as they are read, and one of the shape that IOM published."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from attache import records
from attache.exchange.geometry import letter
from attache.exchange.htcds import CASE, OWN, PERSON, standard
from attache.exchange.htcds_in import from_htcds
from attache.exchange.reader import RawSheet
from tests import samples

if TYPE_CHECKING:
    from attache.exchange.rows import Row

NAMES = [*standard(), *OWN]


def person(**said_: Any) -> dict[str, Any]:
    """A kept person of whom only this is known."""
    return samples.kept(records.named(PERSON), full=False).document() | said_


def case(**said_: Any) -> dict[str, Any]:
    """A kept case of that person."""
    return samples.kept(records.named(CASE), full=False).document() | said_


def sheet(rows: Any) -> RawSheet:
    """The sheet as our file shows it: system names, titles, rows; days are days."""
    days = {s.name for s in standard().values() if s.type == "Date"}
    shown = [[_day(row.get(n)) if n in days else row.get(n) for n in NAMES] for row in rows]
    return RawSheet("Case Sheet", True, [[*NAMES], [s.label for s in standard().values()], *shown])


def back(*rows: Any) -> dict[str, list[Any]]:
    """The rows that were read, by record type; nothing may be wrong with them."""
    sheets = from_htcds([sheet(rows)])
    assert sheets.every_problem() == ()
    return {part.record_type.name: part.rows for part in sheets.found}


# The header of the published workbook: system names by column letter. T1 is misspelt there, AJ1
# is empty and goes by its title, and N..R have other titles than names (reference.md 1.1).
_HEADER = """cas_CaseOwner prs_Salutation prs_FirstName prs_SecondName con_Consent prs_Birthdate
prs_Gender prs_Citizenship prs_Title prs_Email prs_HomePhone prs_MobilePhone prs_MailingCity
prs_MailingCountry prs_MailingState prs_MailingStreet prs_MailingPostalCode vic_TraffickingStatus
vic_TraffickinStatusDecisionMakingOrg vic_MethodOfRecruitment vic_LocationOfRecruitment
vic_MethodsOfControl vic_TypeOfExploitation vic_ForcedLabourIndustry vic_TypeOfSexExploitation
vic_LocationOfExploitation cas_Status cas_ReferringOrganisation cas_IncomingReferralDate
cas_ReferringPrimaryCaseWorker cas_ReasonForIncomingReferral cas_IncomingReferralDetails
cas_ReferredOrganisation cas_ReferredPrimaryCaseWorker - cas_OutgoingReferralDate
cas_OutgoingReferralDetails cas_ReasonForCaseClosure"""
_FIRST = _HEADER.split()
_UNNAMED = "Reason for Outgoing Referral"
PUBLISHED = {letter(place): name for place, name in enumerate(_FIRST, 1)}
_CROSSED = ("Street", "City", "State/Province", "Zip/Postal Code", "Country")
REFERRED = {"cas_OutgoingReferralDate": date(2026, 1, 30)}


def as_published(*rows: dict[str, Any], crossed: bool = True) -> RawSheet:
    """A sheet of the published shape, its titles crossed or put right, with rows by system name."""
    titles = [_UNNAMED if name == "-" else standard()[_right(name)].label for name in _FIRST]
    if crossed:
        place = _FIRST.index("prs_MailingCity")
        titles[place : place + 5] = [f"Mailing {title}" for title in _CROSSED]
    names = [None if name == "-" else name for name in _FIRST]
    known = [name or _UNNAMED for name in names]
    assert all(row.keys() <= set(known) for row in rows)
    filled = [[n, *(row.get(name) for name in known)] for n, row in enumerate(rows, 1)]
    return RawSheet("Sheet1", True, [[None, *names], [None, *titles], *filled])


def person_of(row: dict[str, Any], *, crossed: bool = True) -> Row:
    """The person of one row of the published shape."""
    return from_htcds([as_published(row, crossed=crossed)]).found[0].rows[0]


def case_of(row: dict[str, Any]) -> Row:
    """The case of one row of the published shape, of an invented person."""
    return (
        from_htcds([as_published({"prs_FirstName": "Contoh", **REFERRED, **row})]).found[1].rows[0]
    )


def codes_of(*rows: Any, crossed: bool = True) -> list[tuple[str, str | None, int | None]]:
    """Code, column and row of every problem of rows of the published shape."""
    found = from_htcds([as_published(*rows, crossed=crossed)])
    return [(p.code, p.column, p.row) for p in found.every_problem()]


def _right(name: str) -> str:
    return name.replace("TraffickinStatus", "TraffickingStatus")


def _day(told: Any) -> Any:
    return date.fromisoformat(told) if isinstance(told, str) else told
