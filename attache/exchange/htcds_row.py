"""One row of an HTCDS sheet as a person and a case.

Most columns stand for one field of ours (`htcds.pairs`). The others are put together here: names,
addresses, places, and what makes a partner's row a new case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from attache import records
from attache.codes import folded
from attache.exchange.claims import in_order, seconds
from attache.exchange.htcds import CASE, PERSON, find, key, pairs
from attache.exchange.reader import text_of
from attache.records.refs import is_id, read_ref

if TYPE_CHECKING:
    from attache.exchange.htcds_cells import HtcdsCells
    from attache.exchange.reader import Cell
    from attache.exchange.rows import Row

_NAME = ("prs_FirstName", "prs_MiddleName", "prs_SecondName")
_ADDRESS = ("prs_MailingStreet", "prs_MailingCity", "prs_MailingPostalCode")
_PLACE = ("vic_LocationOfExploitation", "hte_Street", "hte_City", "hte_PostalCode")
_REPORTER = ("cas_ReferringOrganisation", "cas_ReferringPrimaryCaseWorker")
_STORY = (
    "hte_Description",
    "cas_IncomingReferralDetails",
    "cas_OutgoingReferralDetails",
    "cco_CaseComment",
)
# A partner refers its case to us: the day of its outgoing referral is the day it reached us.
_REFERRED_ON = ("cas_OutgoingReferralDate", "cas_IncomingReferralDate")
# What kind of organisation sent the sheet tells how the case reached us.
_CHANNELS: Mapping[str, str] = {
    "ngo": "ngo",
    "lawenforcement": "authorities",
    "immigrationservice": "authorities",
    "centralgovernmentorganisation": "authorities",
    "localgovernmentorganisation": "authorities",
}
# Where a field of ours is read from several columns, a problem points at the first that is there.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": _NAME,
    "phone": ("prs_MobilePhone", "prs_HomePhone"),
    "minor": ("vic_AgeWhenTrafficked",),
    "home_address": _ADDRESS,
    "site": _PLACE,
    "reporter": _REPORTER,
    "reported_on": _REFERRED_ON,
    "summary": _STORY,
}
_NO = frozenset({"no", "false", "tidak", "0"})


class Pair(NamedTuple):
    """What a row holds; None where it says nothing of one of the two."""

    person: Row | None
    case: Row | None


def pair(blank: Row, cells: HtcdsCells, *, crossed: bool) -> Pair:
    """The person and the case of a row.

    `blank` has the place of the row, and the label by which a new person is named in its case.
    `crossed` tells that names and titles of the address columns disagree.
    """
    person, case = (_keyed(blank, cells, kind) for kind in (PERSON, CASE))
    case = case._replace(label=None)
    of_person = _person(cells, new=person.new, crossed=crossed)
    of_case = {"person": person.ref or person.id or person.label, **_case(cells, new=case.new)}
    about_case = not case.new or cells.about(CASE)
    about_person = cells.about(PERSON) or (person.new and about_case)
    return Pair(
        _filled(PERSON, person, of_person, cells) if about_person else None,
        _filled(CASE, case, of_case, cells) if about_case else None,
    )


def _keyed(blank: Row, cells: HtcdsCells, kind: str) -> Row:
    """The row with its keys. What starts with # is a label of the sender: a new record."""
    ref, id_, rev, digest = (cells.text(key(kind, p)) for p in ("ref", "id", "rev", "digest"))
    if ref.startswith("#") or not (ref or id_):
        return blank
    if ref and not (read_ref(ref) or is_id(ref.lower())):
        cells.wrong(key(kind, "ref"), "REF001", kind)
    return blank._replace(
        label=None,
        ref=ref or None,
        id=id_ or None,
        rev=int(rev) if rev.isdecimal() else None,
        digest=digest or None,
    )


def _filled(kind: str, row: Row, raw: dict[str, object], cells: HtcdsCells) -> Row:
    """The row with its values, the columns they came from, and what is wrong with them."""
    names = {f.name: name for name, f in pairs(kind).items()}
    for field, several in _COLUMNS.items():
        filled = [n for n in several if n in cells.given]
        names[field] = next((n for n in filled or several if n in cells.letters), several[0])
    ours = names.keys() & records.named(kind).fields.keys()
    columns = {f: cells.letters[names[f]] for f in ours if names[f] in cells.letters}
    row = row._replace(raw=raw, columns=columns)
    return row._replace(problems=tuple(map(row.place, cells.problems[kind])))


def _person(cells: HtcdsCells, *, new: bool, crossed: bool) -> dict[str, object]:
    raw = cells.fields(PERSON, but=("prs_MailingState", "prs_MailingStreet"))
    if name := cells.joined(_NAME, " "):
        raw["name"] = name
    if new:
        in_order(raw, seconds(records.named(PERSON).fields))
    if new and "nik" in raw and raw.get("nationality", "IDN") != "IDN":
        del raw["nik"]  # the number of another country's identity card
        cells.leave("prs_IdentityNumber")
    if folded(cells.text("con_Consent")) in _NO:
        cells.take("con_Consent")
        cells.wrong("con_Consent", "HTC009")
    if crossed and _typed_under_titles(cells):
        cells.wrong("prs_MailingStreet", "HTC006")
        return raw
    return raw | _address(cells)


def _country(cells: HtcdsCells) -> str | None:
    return find(pairs(PERSON)["prs_Citizenship"], cells.text("prs_MailingCountry"))


def _typed_under_titles(cells: HtcdsCells) -> bool:
    """Whether the values show that they follow the visible titles of crossed columns.

    The hidden names count. But a country that is none, or a postal code without a digit, was typed
    under the visible title; then the street cannot be told from the city.
    """
    postal = cells.text("prs_MailingPostalCode")
    country_fits = not cells.text("prs_MailingCountry") or _country(cells)
    return not country_fits or bool(postal and not any(c.isdigit() for c in postal))


def _address(cells: HtcdsCells) -> dict[str, object]:
    """Province and address; the parts that have no field of their own join the street."""
    country = text_of(cells.take("prs_MailingCountry"))
    found = _country(cells)
    told: dict[str, object] = {}
    if found in (None, "IDN"):
        told = cells.coded("prs_MailingState", pairs(PERSON)["prs_MailingState"])
    after = [] if told else [text_of(cells.take("prs_MailingState"))]
    after += [country] if found != "IDN" else []
    address = [cells.joined(_ADDRESS, ", "), *after]
    text = ", ".join(part for part in address if part)
    return told | ({"home_address": text} if text else {})


def _case(cells: HtcdsCells, *, new: bool) -> dict[str, object]:
    raw = cells.fields(CASE)
    if not cells.closed:
        cells.take("hte_Type")
    state = "hte_State" in cells.unused() - cells.closed
    places = [text_of(cells.take("hte_State"))] if state else []
    if site := cells.joined(_PLACE, ", ", places):
        raw["site"] = site
    if "vic_AgeWhenTrafficked" in cells.given:
        raw["minor"] = _minor(cells.take("vic_AgeWhenTrafficked"))
    return raw | _referred(cells) if new else raw


def _referred(cells: HtcdsCells) -> dict[str, object]:
    """What makes a partner's row a new case of ours."""
    sender = folded(cells.text("org_Type"))
    if sender in _CHANNELS:
        cells.take("org_Type")
    told: dict[str, object] = {"channel": _CHANNELS.get(sender, "other")}
    if days := [name for name in _REFERRED_ON if name in cells.given]:
        cells.leave(_REFERRED_ON[1])
        told["reported_on"] = cells.take(days[0])
    for field, names, separator in (("reporter", _REPORTER, ", "), ("summary", _STORY, "\n\n")):
        if text := cells.joined(names, separator):
            told[field] = text
    return told


def _minor(cell: Cell) -> object:
    """Whether an age in years is under 18; what is no age is handed on, to be refused."""
    text = text_of(cell)
    if not (text.isascii() and text.isdigit() and int(text) <= 120):
        return cell
    return "yes" if int(text) < 18 else "no"
