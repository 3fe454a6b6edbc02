"""Our people and cases into the HTCDS 2.0 spreadsheet, with a list of what it cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from attache import codes, records
from attache.exchange.htcds import (
    CASE,
    KEPT,
    PERSON,
    REFERRAL,
    REFERRED,
    cell,
    exact,
    key,
    listed,
    pairs,
    said,
    understood,
)
from attache.exchange.layout import digest_of_sent
from attache.language import N_, Both
from attache.problems import Problem, problem

if TYPE_CHECKING:
    from attache.records.record import Field

Document = Mapping[str, Any]
_PARTIAL = N_("a date known only to the month or year")
# Said by the row itself, or by the parts of the name.
_WHOLE = frozenset({"name", "person"})


class Loss(NamedTuple):
    """What HTCDS cannot say of one record.

    `value` is None where it has no field at all. `said` is the wider value that goes out instead,
    or empty where nothing does.
    """

    ref: str
    kind: str
    field: str
    value: str | None = None
    said: str = ""


@dataclass(frozen=True)
class HtcdsTable:
    """Rows of the 83-field table by system name and by our own keys, and what they leave out.

    Every value is the text of its cell; days are ISO 8601.
    """

    rows: tuple[Mapping[str, str], ...]
    losses: tuple[Loss, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Warnings, one for each value or field that HTCDS cannot say, with the count of rows."""
        counts = Counter(loss._replace(ref="") for loss in self.losses)
        return tuple(_told(loss, count) for loss, count in counts.items())


def to_htcds(people: Iterable[Document], cases: Iterable[Document]) -> HtcdsTable:
    """One row a case, with the person it is about; then one row for each person without a case.

    Takes kept documents (`Kept.document()`). Fields that are not to leave may be missing from
    them: they are neither written nor named among the losses.
    """
    by_name = {name: p for p in people for name in (p["ref"], p["id"])}
    everybody = {p["id"]: p for p in by_name.values()}
    found = [(by_name.get(c["person"]), c) for c in cases]
    busy = {person["id"] for person, _case in found if person}
    alone = [(p, None) for id_, p in everybody.items() if id_ not in busy]
    rows = tuple(_row(person, case) for person, case in (*found, *alone))
    losses = [loss for _person, c in found for loss in _losses(CASE, c)]
    losses += [loss for p in everybody.values() for loss in _losses(PERSON, p)]
    return HtcdsTable(rows, tuple(losses))


def _row(person: Document | None, case: Document | None) -> dict[str, str]:
    row: dict[str, str] = {}
    kept: dict[str, list[str]] = {}
    for kind, document in ((PERSON, person), (CASE, case)):
        if document is not None:
            cells = _cells(kind, document)
            finer = _finer(kind, _sayable(kind, document), cells)
            row |= cells | _keys(kind, document, cells, finer)
            kept |= finer
    if person is None and case is not None:
        row[key(PERSON, "ref")] = case["person"]
    return row | {KEPT: orjson.dumps(kept).decode()}


def _cells(kind: str, document: Document) -> dict[str, str]:
    """What the columns of HTCDS say of one record; blank cells are left out."""
    sent = _sayable(kind, document)
    cells = {name: cell(f, sent.get(f.name)) for name, f in pairs(kind).items()}
    if kind == PERSON:
        # HTCDS wants two names. A single name is a first name; none is made up for the second.
        cells["prs_FirstName"], _, cells["prs_SecondName"] = (sent.get("name") or "").partition(" ")
        cells["prs_MailingCountry"] = "ID" if cells["prs_MailingState"] else ""
    elif any(cells[name] for name in ("hte_Country", "hte_State", "hte_Description")):
        cells["hte_Type"] = "Exploitation"
    return {name: text for name, text in cells.items() if text}


def _sayable(kind: str, document: Document) -> Document:
    """A case that reached us otherwise was not referred: then who reported, and when, stays out."""
    if kind == CASE and document.get("channel") not in REFERRED:
        return {name: value for name, value in document.items() if name not in REFERRAL}
    return document


def _finer(kind: str, sent: Document, cells: Mapping[str, str]) -> dict[str, list[str]]:
    """The values that cannot be read back from their cells, by field."""
    return {
        f.name: values
        for name, f in pairs(kind).items()
        if _answered(f, sent.get(f.name))
        if (values := listed(sent[f.name])) != _read_back(f, cells.get(name, ""))
    }


def _read_back(field: Field, text: str) -> list[str]:
    if not text:
        return []
    return understood(field, text) if field.code_list else [text]


def _keys(
    kind: str, document: Document, cells: Mapping[str, str], finer: Mapping[str, object]
) -> dict[str, str]:
    """What leads the row back. The digest is that of the record as the row will be read."""
    back = {f.name for name, f in pairs(kind).items() if name in cells} | finer.keys() | _WHOLE
    keys = {part: str(document[part]) for part in ("ref", "id", "rev")}
    keys["digest"] = digest_of_sent(records.named(kind), document, back)
    return {key(kind, part): text for part, text in keys.items()}


def _losses(kind: str, document: Document) -> Iterator[Loss]:
    paired = {f.name: f for f in pairs(kind).values()}
    sent = _sayable(kind, document)
    for f in records.named(kind).fields.values():
        value = document.get(f.name)
        if f.name in _WHOLE or not _answered(f, value):
            continue
        if f.name not in paired or f.name not in sent:
            yield Loss(document["ref"], kind, f.name)
            continue
        for one in listed(value):
            if not (words := said(f, one)) or not exact(f, one):
                yield Loss(document["ref"], kind, f.name, one if f.code_list else "", words)


def _answered(field: Field, value: object) -> bool:
    """Whether a record says more than it would without the field."""
    return value not in (None, "", [], ()) and value != field.kept(field.default)


def _told(loss: Loss, count: int) -> Problem:
    field = records.named(loss.kind).fields[loss.field]
    if loss.value is None:
        return problem("HTC003", loss.field, title=field.column.title, count=count)
    value: str | Both = _PARTIAL
    if loss.value:
        value = codes.load(field.code_list).label(loss.value)
    if loss.said:
        return problem("HTC001", loss.field, value=value, said=loss.said, count=count)
    return problem("HTC002", loss.field, value=value, count=count)
