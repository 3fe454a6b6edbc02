"""Saying what columns hold: `Head=field`, `D=field`, `Sheet!Head=field`; all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import combinations
from typing import NamedTuple

from attache.codes import folded
from attache.exchange.compound import collide, understood
from attache.exchange.joint import fields_of
from attache.exchange.mapped import Fingerprint, fields_read
from attache.exchange.mapping import LEFT, SET, Fit, Plan, by_header
from attache.exchange.vocabulary import knowing, nearest
from attache.problems import Problem, Refused, problem
from attache.records.mapping import ASIDE

_NAMED = 5  # so many heads are named in a problem
_NEAR = 0.5  # likeness of a field that is suggested; it is only typed, not read from a sheet
Decisions = dict[tuple[Fingerprint, int], str]
"""The field, or `-`, by header and column counted from 0: sheets of one header share them."""


class Setting(NamedTuple):
    """What was said of a column: its head or letter, and a field; `-` or nothing leaves it aside.

    `field` is None where no field was said at all.
    """

    column: str
    field: str | None

    @property
    def text(self) -> str:
        """As it would be typed."""
        return self.column if self.field is None else f"{self.column}={self.field}"


def read(text: str) -> Setting:
    """A setting as typed. A head may have an equals sign in it, a field has none."""
    column, equals, field = text.rpartition("=")
    return Setting(column, field.strip()) if equals else Setting(text, None)


def decide(plans: Sequence[Plan], settings: Iterable[Setting]) -> Decisions:
    """Which column each setting means, and which field; raises Refused with every problem."""
    decided: Decisions = {}
    problems: list[Problem] = []
    for setting in settings:
        meant = [] if setting.field is None else list(_meant(plans, setting.column))
        if not meant:
            problems.append(_nothing(plans, setting))
        for plan, columns in meant:
            at = {"sheet": plan.sheet, "row": plan.row, "column": columns[0].letter}
            field = field_of(plan, setting.field or ASIDE)
            if plan.own:
                problems.append(problem("XLS099").at(**at))
            elif len(columns) > 1:
                problems.append(_unclear(setting, columns).at(**at))
            elif isinstance(field, Problem):
                problems.append(field.at(**at))
            elif decided.setdefault((plan.header, columns[0].place), field) != field:
                problems.append(_unclear(setting, columns).at(**at))
    if problems:
        raise Refused(*problems)
    return decided


def applied(plans: Sequence[Plan], decided: Decisions) -> tuple[Plan, ...]:
    """The sheets with what was decided; raises Refused where several columns would hold a field."""
    done = tuple(_with(plan, decided) for plan in plans)
    problems = [p for plan in by_header(done).values() if plan.decided for p in _wrong(plan, done)]
    if problems:
        raise Refused(*problems)
    return done


def field_of(plan: Plan, text: str) -> str | Problem:
    """The field of a sheet's record type that a text names, `-` for none, or what is wrong."""
    if text == ASIDE or text in plan.choices:
        return text
    if compound := understood(text, fields_read(plan.record_type)):
        return compound
    found = knowing(plan.record_type)(text)
    if found in plan.choices and found is not None:
        return found
    near = nearest(text, plan.record_type, _NEAR)
    return problem("FLD002", text, nearest=near) if near else problem("FLD001", text)


def _meant(plans: Sequence[Plan], text: str) -> Iterator[tuple[Plan, list[Fit]]]:
    """The columns of each header that a text means; where there is none, of the sheet it names."""
    found = [(p, c) for p in by_header(plans).values() if (c := _columns(p, text))]
    if not found and "!" in text:
        sheet, _mark, column = text.partition("!")
        named = (p for p in plans if p.sheet.casefold() == sheet.strip().casefold())
        found = [(p, c) for p in named if (c := _columns(p, column))]
    yield from found


def _columns(plan: Plan, text: str) -> list[Fit]:
    said, wanted = text.strip(), folded(text)
    return [
        c
        for c in plan.columns
        if said.upper() == c.letter or said == c.head or (wanted and wanted in c.words)
    ]


def _with(plan: Plan, decided: Decisions) -> Plan:
    columns = (_set(c, decided.get((plan.header, c.place))) for c in plan.columns)
    return replace(plan, columns=tuple(columns))


def _set(column: Fit, field: str | None) -> Fit:
    if field is None:
        return column
    if field == ASIDE:
        return replace(column, field=None, how=LEFT, decided=True)
    return replace(column, field=field, how=SET, decided=True)


def _wrong(plan: Plan, plans: Sequence[Plan]) -> Iterator[Problem]:
    """Fields that several columns would hold, and sheets of one header but of several types."""
    at = {"sheet": plan.sheet, "row": plan.row}
    holding = [(c, c.field) for c in plan.columns if c.field]
    for name in dict.fromkeys(part for _c, field in holding for part in fields_of(field)):
        mine = [(c.letter, field) for c, field in holding if name in fields_of(field)]
        if any(collide(one, other) for (_, one), (_, other) in combinations(mine, 2)):
            letters = [letter for letter, _field in mine]
            yield problem("XLS092", name, columns=", ".join(letters)).at(**at, column=letters[-1])
    alike = [p for p in plans if p.header == plan.header]
    if len({p.record_type for p in alike}) > 1:
        yield problem("XLS094", refs=", ".join(p.sheet for p in alike)).at(**at)


def _nothing(plans: Sequence[Plan], setting: Setting) -> Problem:
    heads = list(dict.fromkeys(c.head for p in plans for c in p.columns))
    near = get_close_matches(setting.column, heads, n=_NAMED, cutoff=0.4) or heads[:_NAMED]
    return problem("XLS091", text=setting.text, heads=", ".join(near))


def _unclear(setting: Setting, columns: Iterable[Fit]) -> Problem:
    return problem("XLS093", text=setting.text, columns=", ".join(c.letter for c in columns))
