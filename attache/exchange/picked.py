"""Which sheets of a workbook hold records, of which type, and by which header.

Beside a list offices send sheets that explain it (Petunjuk, Kode Data), or that are called like a
record type and hold something else. Where it was said what is to be read, by `--as` or by a saved
mapping, such a sheet is left aside and told; it does not stand in the way of the others.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from attache.exchange import headers, htcds_heads
from attache.exchange.layout import LISTS_SHEET, REF, explains, named_by
from attache.exchange.mapped import Choice, choose
from attache.problems import Problem, Word, problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from attache.exchange.headers import Header
    from attache.exchange.mapped import Saved
    from attache.exchange.reader import RawSheet
    from attache.records import RecordType


class Picked(NamedTuple):
    """A sheet that is read as one record type, by a mapping if any; its header if there is one.

    `sure` tells whether the sheet says itself what it holds: by our keys, its name or a mapping.
    """

    sheet: RawSheet
    record_type: RecordType
    choice: Choice
    header: Header | None
    sure: bool

    @property
    def lacking(self) -> bool:
        """Whether a new record could not be made of its columns, nor a known one be changed."""
        if self.header is None:
            return True
        keyed = REF in self.header.names.values()
        return not keyed and bool(headers.missing(self.header, self.record_type))


class Sorted(NamedTuple):
    """The sheets that are read, and what is to be told of the others."""

    picked: Sequence[Picked]
    aside: Sequence[Problem]


def filled(sheets: Iterable[RawSheet]) -> list[RawSheet]:
    """The sheets that may hold records: not those that attache adds, nor blank ones."""
    return [s for s in sheets if s.name != LISTS_SHEET and s.rows and not explains(s.rows)]


def pick(
    sheets: Iterable[RawSheet], asked: RecordType | None, saved: Sequence[Saved] = ()
) -> Sorted:
    """Which of the sheets of a workbook hold records.

    A sheet tells its type by its hidden row of machine names, otherwise it is the one `asked` for,
    otherwise that of the mapping saved for its header, otherwise that of its name.
    """
    picked: list[Picked] = []
    aside: list[Problem] = []
    for sheet in sheets:
        named = named_by(sheet.name)
        own = headers.type_of(sheet.rows, asked or named)
        choice = Choice() if own else choose(sheet, saved, asked)
        kind = own or asked or choice.record_type or named
        if kind is None:
            aside += choice.problems or [problem("XLS020").at(sheet=sheet.name)]
            continue
        header = headers.find(sheet.rows, kind, sheet.merged, choice.applied)
        sure = bool(own or choice.applied) or named is kind
        one = Picked(sheet, kind, choice, header, sure)
        of_another = one.lacking and not sure and _is_htcds(sheet)
        picked.append(one._replace(header=None) if of_another else one)
    if asked or any(p.choice.applied for p in picked):
        beside = [p for p in picked if _is_beside(p, picked)]
        aside += [left_aside(p.sheet.name) for p in beside]
        picked = [p for p in picked if p not in beside]
    return Sorted(picked, aside)


def left_aside(sheet: str) -> Problem:
    """That a sheet has no header, with the command that says where one stands, to be copied."""
    return problem("XLS141", rows=Word(shlex.quote(f"{sheet}!4"))).at(sheet=sheet)


def nothing(sheets: Sequence[RawSheet]) -> Problem:
    """That no sheet of a workbook holds records."""
    if not sheets:
        return problem("XLS142")
    return problem("HTC012" if any(map(_is_htcds, sheets)) else "XLS004")


def lost(sheet: RawSheet) -> Problem:
    """That a sheet which is to be read has no header."""
    found = "HTC012" if _is_htcds(sheet) else "XLS005"
    return problem(found).at(sheet=sheet.name)


def _is_beside(one: Picked, picked: Iterable[Picked]) -> bool:
    """Whether a sheet has no record that could be read, while another one has."""
    if one.choice.applied or not one.lacking or (one.sure and one.header):
        return False
    return any(not p.lacking for p in picked)


def _is_htcds(sheet: RawSheet) -> bool:
    heads = htcds_heads.find(sheet.rows)
    return heads is not None and heads.named
