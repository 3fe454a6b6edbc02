"""The Human Trafficking Case Data Standard 2.0, and how our values are said in it.

Its 83 fields, their order in the published workbook and the country names of that workbook stand
in `data/` (IOM, UNMigration/HTCDS, CC BY 4.0; country names: ISO 3166-1). Which of our fields say
them is declared where the fields are: `source="HTCDS …"` on a column and the `htcds` column of a
code list. Only what no declaration can tell stands here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attache import codes, records
from attache.codes import Code, folded

if TYPE_CHECKING:
    from attache.records.record import Field

_DATA = Path(__file__).parent / "data"
_PREFIX = "HTCDS "
SHEET = "Case Sheet"
SEPARATOR = ";"  # between the values of one cell (Toolkit/Excel/README.md of the standard)
PERSON, CASE = "person", "victim-case"
KINDS = (PERSON, CASE)
KEYS = ("ref", "id", "rev", "digest")
KEPT = "_kept"

# Where a field of ours has a place in HTCDS although it was not made after it.
_BESIDE: Mapping[str, Mapping[str, str]] = {
    PERSON: {"prs_MailingState": "home_province", "prs_MailingStreet": "home_address"},
    CASE: {
        "hte_Country": "site_country",
        "hte_State": "site_province",
        "hte_Description": "summary",
        "cas_ReferringOrganisation": "reporter",
        "cas_IncomingReferralDate": "reported_on",
    },
}
REFERRAL = frozenset({"reporter", "reported_on"})
REFERRED = frozenset({"ngo", "authorities"})
"""Channels of another organisation: only then is a report a referral in the words of HTCDS."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One field of HTCDS. `label` is its visible title; `spellings` are others seen in files."""

    name: str
    label: str
    core: bool
    type: str
    spellings: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The record type of ours that a value in this column is about."""
        return PERSON if self.name.startswith(("prs_", "con_")) else CASE


@cache
def standard() -> Mapping[str, Standard]:
    """The 83 fields by system name: first as in the published workbook, then the others."""
    return {
        row["field"]: Standard(
            row["field"],
            row["label"],
            row["core"] == "yes",
            row["type"],
            tuple(s for s in row["spellings"].split(";") if s),
        )
        for row in _rows("htcds-fields")
    }


@cache
def pairs(kind: str) -> Mapping[str, Field]:
    """The fields of a record type that a column of HTCDS says, by the name of the column."""
    declared = records.named(kind).fields
    sources = {f.column.source.removeprefix(_PREFIX): f for f in declared.values()}
    found = {name: f for name, f in sources.items() if name in standard()}
    return found | {name: declared[field] for name, field in _BESIDE[kind].items()}


def key(kind: str, part: str) -> str:
    """The name of a column of ours beside the standard's: `_victim_case_ref`."""
    return f"_{kind.replace('-', '_')}_{part}"


OWN = (*(key(kind, part) for kind in KINDS for part in KEYS), KEPT)
"""Our own columns: refs, which can be seen, and hidden keys that lead a row back."""


def said(field: Field, value: str) -> str:
    """One kept value in the words of HTCDS; empty where it has none.

    >>> said(pairs("victim-case")["vic_MethodsOfControl"], "restricts-movement")
    'Other'
    """
    if field.code_list:
        code = codes.load(field.code_list).codes.get(value)
        return _said(field, code) if code else ""
    if field.kind.name == "partial-day" and len(value) < len("2001-08-17"):
        return ""  # HTCDS knows dates to the day only
    return value


def cell(field: Field, value: Any) -> str:
    """A kept value as its cell says it."""
    return SEPARATOR.join(dict.fromkeys(s for v in listed(value) if (s := said(field, v))))


def find(field: Field, text: str) -> str | None:
    """The value that a text names: a code or label of HTCDS, one of ours, or None.

    The definitions of the standard spell some values with their column in front
    (MethodsOfControlThreats).
    """
    known = codes.load(field.code_list)
    stem = folded(field.column.source.rpartition("_")[2])
    spelled = folded(text)
    if field.code_list == "country":
        spelled = _iso_names().get(spelled, spelled)
    shorter = spelled.removeprefix(stem) if stem else spelled
    return known.find(spelled) or (known.find(shorter) if shorter else None)


def understood(field: Field, text: str, kept: Sequence[str] = ()) -> list[str]:
    """The values that a cell of codes names. A part that names none is handed on as it is.

    One value of HTCDS may stand for several of ours. `kept` are the values that the cell was made
    from: what it still says of them is read as them.
    """
    parts = [part for cut in text.split(SEPARATOR) for part in _cut(field, cut.strip())]
    found = [value for part in parts for value in _values(field, part, kept)]
    same = set(found) == set(kept)
    return [*kept] if same else [*dict.fromkeys(found)]


def exact(field: Field, value: str) -> bool:
    """Whether HTCDS has this very value, and not only a wider one."""
    return not field.code_list or find(field, said(field, value)) == value


def ambiguous(field: Field, value: str) -> bool:
    """Whether several of our values go out as this value does."""
    words = said(field, value)
    return sum(said(field, c.value) == words for c in codes.load(field.code_list)) > 1


def listed(value: Any) -> list[str]:
    """A kept value as a list: none, one or several."""
    if isinstance(value, (list, tuple)):
        return [str(v) for v in value]
    return [] if value is None else [str(value)]


def _said(field: Field, code: Code) -> str:
    if field.code_list == "country":  # the published workbook has ISO 3166-1 alpha-2
        return next((a for a in code.aliases if len(a) == 2), "")
    return code.also.get("htcds") or (code.label.en if "iso" in code.also else "")


def _cut(field: Field, part: str) -> Iterable[str]:
    """A part, or its words where each names a value: the survey form separates by blanks."""
    if not part or find(field, part):
        return [part] if part else []
    words = part.split()
    return words if field.kind.many and all(find(field, word) for word in words) else [part]


def _values(field: Field, part: str, kept: Sequence[str]) -> Iterable[str]:
    value = find(field, part)
    if value is None:
        return [part]
    words = said(field, value)
    if find(field, words) != value:  # one of our own finer values was typed
        return [value]
    return [k for k in kept if said(field, k) == words] or [value]


@cache
def _iso_names() -> Mapping[str, str]:
    """Country names of ISO 3166-1 that CLDR words differently, with the folded alpha-2 code."""
    return {folded(row["name"]): folded(row["iso"]) for row in _rows("iso-country-names")}


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]
