"""The cells of one HTCDS row, and what each says of the field of ours that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from attache.codes import folded
from attache.exchange.htcds import (
    CASE,
    KEPT,
    OWN,
    PERSON,
    ambiguous,
    find,
    key,
    pairs,
    said,
    standard,
    understood,
)
from attache.exchange.reader import Cell, CellError, text_of
from attache.problems import Problem, problem

if TYPE_CHECKING:
    from attache.records.record import Field

PROVINCES = frozenset({"prs_MailingState", "hte_State"})  # free text in HTCDS, closed lists here


class HtcdsCells:
    """The filled cells of a row by system name, and which of them were used.

    `closed` are the cells of an event of another type (recruitment, transit): not the place of
    exploitation. `problems` are those found on the way, by record type, each at its column.
    """

    def __init__(self, given: Mapping[str, Cell], letters: Mapping[str, str]) -> None:
        self.given = {n: c for n, c in given.items() if not isinstance(c, CellError)}
        self.failed = {n: c for n, c in given.items() if isinstance(c, CellError)}
        self.letters = letters
        self.problems: dict[str, list[Problem]] = {PERSON: [], CASE: []}
        self._kept = _kept(self.given.get(KEPT))
        self._used: set[str] = set()
        other = folded(self.text("hte_Type")) not in ("", "exploitation")
        self.closed = {n for n in self.given if n.startswith("hte_") and other}
        for name in sorted(self.failed):
            self._note(name, self.failed[name].problem())

    def text(self, name: str) -> str:
        """A cell as text, used or not; empty where it is blank."""
        return text_of(self.given.get(name))

    def take(self, name: str) -> Cell:
        """A cell, which then is used."""
        self._used.add(name)
        return self.given.get(name)

    def leave(self, name: str) -> None:
        """A cell that was taken has no place after all."""
        self._used.discard(name)

    def joined(self, names: Iterable[str], separator: str, after: Iterable[str] = ()) -> str:
        """Several cells as one text; blank ones leave no gap."""
        there = [n for n in names if n in self.given and n not in self.closed]
        return separator.join([*(text_of(self.take(n)) for n in there), *after])

    def unused(self) -> set[str]:
        """The columns of HTCDS whose cells had no place."""
        return self.given.keys() - self._used - set(OWN)

    def about(self, kind: str) -> bool:
        """Whether a cell says anything of a record type."""
        return any(_kind(name) == kind for name in (*self.given, *self.failed))

    def wrong(self, name: str, code: str, kind: str | None = None) -> None:
        """Note a problem of one cell, for the record type that its column is about."""
        self._note(name, problem(code), kind)

    def _note(self, name: str, found: Problem, kind: str | None = None) -> None:
        kind = kind or _kind(name) or PERSON
        field = pairs(kind).get(name)
        place = {"field": field.name if field else None, "column": self.letters.get(name)}
        self.problems[kind].append(found.at(**place))

    def fields(self, kind: str, *, but: Iterable[str] = ()) -> dict[str, object]:
        """What the columns say that stand for one field of ours each."""
        raw: dict[str, object] = {}
        for name, field in pairs(kind).items():
            if name in self.closed or name in but:
                continue
            if field.code_list:
                raw |= self.coded(name, field)
            elif name in self.given:
                raw[field.name] = self.take(name)
            elif silent := self._silent(field):
                raw[field.name] = silent[0]
        return raw

    def coded(self, name: str, field: Field) -> dict[str, object]:
        """What a cell of codes says; a text that is no province says nothing here."""
        cell = self.given.get(name)
        if cell is None:
            silent = self._silent(field)
            return {field.name: _shape(field, silent)} if silent else {}
        if not isinstance(cell, str):
            return {field.name: self.take(name)}
        if name in PROVINCES and not find(field, cell):
            return {}
        self.take(name)
        values = understood(field, cell, self._kept.get(field.name, ()))
        if code := self._uncertain(name, field, values):
            self.wrong(name, code)
            return {}
        return {field.name: _shape(field, values) if field.kind.many or len(values) == 1 else cell}

    def _silent(self, field: Field) -> list[str]:
        """What a blank cell was made from, where HTCDS has no words for it."""
        return [value for value in self._kept.get(field.name, ()) if not said(field, value)]

    def _uncertain(self, name: str, field: Field, values: list[str]) -> str:
        """The code of what keeps a cell from being read for certain, or ''."""
        if field.name == "nationality" and len(values) > 1:
            return "HTC007"
        ours = key(_kind(name) or PERSON, "ref") in self.given
        if ours and KEPT not in self.given:
            known = [value for value in values if find(field, value)]
            return "HTC010" if any(ambiguous(field, value) for value in known) else ""
        return ""


def _kind(name: str) -> str | None:
    return standard()[name].kind if name in standard() else None


def _shape(field: Field, values: list[str]) -> object:
    return values if field.kind.many else values[0]


def _kept(cell: Cell) -> dict[str, list[str]]:
    """Our own values as the hidden cell tells them; whatever else stands there says nothing."""
    try:
        told: Any = orjson.loads(cell) if isinstance(cell, str) else {}
    except orjson.JSONDecodeError:
        return {}
    lists = told.items() if isinstance(told, dict) else ()
    return {
        name: values
        for name, values in lists
        if isinstance(values, list) and all(isinstance(value, str) for value in values)
    }
