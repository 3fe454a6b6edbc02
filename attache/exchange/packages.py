"""What travels together: a record type alone, or a package of several."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from attache import records
from attache.exchange.layout import BEGINNING, DATA_FILE, MADE_AT, PERIOD, POST, explains
from attache.language import both
from attache.problems import Refused, problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from attache.exchange.reader import RawSheet
    from attache.records import RecordType

PACKAGES: Mapping[str, tuple[str, ...]] = {
    "handoff": ("person", "consultation", "victim-case", "return-step", "status-fact"),
}
"""Packages by name, each with its record types in the order of its sheets.

Former numbers are in none: they serve whoever searches here, and headquarters has the papers.
"""
HTCDS = "htcds"
"""The sheet of IOM's Human Trafficking Case Data Standard; a row is a person and a case."""
_HTCDS_TYPES = ("person", "victim-case")


def record_types_of(kind: str) -> tuple[RecordType, ...]:
    """The record types that a package or a single name stands for; raises Refused (XLS017)."""
    known = {t.name: t for t in records.every()}
    names = _HTCDS_TYPES if kind == HTCDS else PACKAGES.get(kind, (kind,))
    if not known.keys() >= set(names):
        raise Refused(problem("XLS017", "kind", names=", ".join([*PACKAGES, HTCDS, *known])))
    return tuple(known[name] for name in names)


def asked_for(as_kind: str | None) -> RecordType | None:
    """The record type that was asked for by name; raises Refused (XLS017)."""
    if as_kind is None:
        return None
    asked, *more = record_types_of(as_kind)
    if more:
        raise Refused(problem("XLS126", "kind", names=", ".join(t.name for t in (asked, *more))))
    return asked


def in_form(kind: str, form: str) -> str:
    """What leaves where a kind is asked for in the form of a standard.

    Raises Refused (XLS017) where there is no such form, or where it says nothing of that kind.
    """
    if not form:
        return kind
    if form != HTCDS:
        raise Refused(problem("XLS017", "as", names=HTCDS))
    if kind not in (sayable := (*PACKAGES, HTCDS, *_HTCDS_TYPES)):
        raise Refused(problem("XLS017", "kind", names=", ".join(sayable)))
    return HTCDS


def left_out(kind: str, record_type: RecordType) -> frozenset[str]:
    """The fields of a record type that a package has no column for: those for this office alone."""
    if kind == record_type.name:
        return frozenset()
    return frozenset(f.name for f in record_type.fields.values() if f.column.inside)


def package_of(record_types: Iterable[str]) -> str:
    """The package that holds just these record types, else their names."""
    names = tuple(dict.fromkeys(record_types))
    same = (package for package, held in PACKAGES.items() if set(held) == set(names))
    return next(same, "; ".join(names))


def types_in(package: str) -> Collection[str]:
    """The record types that `package_of` gave a name."""
    return PACKAGES.get(package) or package.split("; ")


_DATA_FILE = re.compile("[0-9a-f]{16}")  # `View.vault_id`


class Cover(NamedTuple):
    """What the first sheet of a workbook says of it; blank where it does not.

    `data_file` is the id of the vault that it left, `made_at` the moment in UTC, as ISO 8601: of
    one form, so that texts sort as moments do. `whole` tells that it has all records of its types,
    from the first to the day it was made.
    """

    data_file: str = ""
    post: str = ""
    made_at: str = ""
    whole: bool = False


def cover_of(sheets: Iterable[RawSheet]) -> Cover:
    """What a workbook says of itself, as `exports.export` has it said."""
    about = (row for s in sheets if explains(s.rows) for row in s.rows if len(row) > 1)
    told = {str(label): str(value) for label, value, *_rest in about}
    made, id_ = told.get(str(both(MADE_AT)), ""), told.get(str(both(DATA_FILE)), "")
    post, _comma, _country = told.get(str(both(POST)), "").partition(",")
    period = f"{BEGINNING} – {made[: len('2026-01-31')]}"
    whole = told.get(str(both(PERIOD))) == period
    moment = _moment(made)
    return Cover(id_, post, moment, whole) if moment and _DATA_FILE.fullmatch(id_) else Cover()


def _moment(text: str) -> str:
    """A moment with its distance from UTC, in UTC; '' where it is none."""
    try:
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC).isoformat(timespec="seconds") if read.tzinfo else ""
    except (ValueError, OverflowError):
        return ""
