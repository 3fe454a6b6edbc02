"""What the columns of a workbook hold, shown to an officer and asked of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attache import records
from attache.cli import show
from attache.cli.asking import answer, numbered, say
from attache.cli.fitting import Head
from attache.cli.safe import line
from attache.cli.tables import console, print_table
from attache.codes import folded
from attache.exchange import assigned
from attache.exchange.described import PERSON, described
from attache.exchange.joint import fields_of
from attache.exchange.layout import REF
from attache.exchange.mapping import (
    KNOWN,
    LEFT,
    MAPPED,
    MORE,
    NUMBERS,
    SET,
    UNKNOWN,
    Plan,
    by_header,
)
from attache.language import N_, _, plural
from attache.problems import Problem, Refused
from attache.records.mapping import ASIDE

if TYPE_CHECKING:
    from attache.cli.fitting import Cell
    from attache.exchange.mapping import Fit
    from attache.records import RecordType
    from attache.records.kept import Kept

HOW = {
    KNOWN: N_("known by its head"),
    MAPPED: N_("as was said before"),
    SET: N_("as said now"),
    LEFT: N_("left aside"),
    NUMBERS: N_("numbers the rows"),
    UNKNOWN: N_("not known"),
    MORE: N_("names the same people"),
}
ALL = "?"
"""The answer that lists the fields again."""


def ask(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Ask of each column that is not known what it holds, and whether another one is to change."""
    decided: assigned.Decisions = {}
    for plan in by_header(plans).values():
        if not plan.own:
            now = _asked(plan)
            decided |= {
                (plan.header, c.place): c.kept().field or ASIDE for c in now.columns if c.decided
            }
    return assigned.applied(plans, decided)


def _asked(plan: Plan) -> Plan:
    """What is read wrongly comes first: its field may be the one that another column needs."""
    print_plan(plan, stderr=True)
    plan = _changed(plan)
    unknown = [c for c in plan.columns if c.how == UNKNOWN]
    if not unknown:
        return plan
    _list(plan)
    say(_("Name the field by number or name; Enter leaves a column aside, ? lists the fields."))
    for column in unknown:
        plan = _decided(plan, column)
    print_plan(plan, stderr=True)
    return _changed(plan)


def _changed(plan: Plan) -> Plan:
    """The sheet with other answers about columns that the officer names by their letters."""
    while text := answer(_("A column letter to change what it holds, Enter goes on") + ": "):
        found = [c for c in plan.columns if c.letter == text.upper()]
        if found:
            _list(plan)
            plan = _decided(plan, found[0])
        else:
            print_plan(plan, stderr=True)
    return plan


def _decided(plan: Plan, column: Fit) -> Plan:
    """The sheet with an answer about one column; what cannot be is asked again with the reason."""
    hint = f" ({_(column.hint)}?)" if column.hint else ""
    now = f" [{title(plan.record_type, column.field)}]" if column.field else ""
    question = line(f"{column.letter} “{column.head}”{hint}{now}")
    while True:
        text = answer(f"{question}: ")
        if text == ALL:
            _list(plan)
            continue
        if not text and column.how != UNKNOWN:
            return plan
        try:
            return assigned.applied([plan], {(plan.header, column.place): _field(plan, text)})[0]
        except Refused as refused:
            for told in refused.problems:
                say(f"  ✗ {told.message(_)} {told.fix(_)}")


def _field(plan: Plan, text: str) -> str:
    """What an answer means; raises Refused."""
    found = _understood(plan, text)
    if isinstance(found, Problem):
        raise Refused(found)
    return found


def _understood(plan: Plan, text: str) -> str | Problem:
    """A field by number, name, title or a beginning that only one title has; nothing is `-`."""
    if not text:
        return ASIDE
    if text.isdecimal() and 0 < int(text) <= len(plan.choices):
        return plan.choices[int(text) - 1]
    found = assigned.field_of(plan, text)
    begun = [n for n in plan.choices if folded(title(plan.record_type, n)).startswith(folded(text))]
    return begun[0] if isinstance(found, Problem) and len(begun) == 1 else found


def _list(plan: Plan) -> None:
    """The fields that no column holds, by numbers that stay the same."""
    choices = enumerate(plan.choices, 1)
    free = [(n, c) for n, c in choices if plan.held.isdisjoint(fields_of(c))]
    numbered([(n, title(plan.record_type, c)) for n, c in free])


def title(kind: RecordType, name: str) -> str:
    """What a column holds, in words."""
    of_person = records.named(PERSON).title
    words = {n: _(f.column.title) for n, f in kind.fields.items()} | {REF: _("Ref")}
    words |= {n: f"{_(of_person)}: {_(f.column.title)}" for n, f in described(kind).items()}
    _field, share, more = name.partition(":")
    return " + ".join(words.get(part, part) for part in fields_of(name)) + share + more


def print_plan(plan: Plan, *, stderr: bool = False) -> None:
    """One sheet: its record type, its columns, and what is missing."""
    kind = plan.record_type
    row = [_("header in row {row}").format(row=plan.row)] if plan.columns else []
    place = " · ".join([plan.sheet, _(kind.title), *row])
    rows = [(c.letter, c.head, _held(kind, c), _(HOW[c.how])) for c in plan.columns]
    heads = (
        Head(_("Column"), rank=0),
        Head(_("Head"), rank=0, least=12),
        Head(_("Field"), rank=0, least=20),
        Head(_("How it is known"), least=12),
    )
    print_table(heads, rows, heading=place, stderr=stderr)
    if plan.columns and plan.missing:
        names = ", ".join(title(kind, name) for name in plan.missing)
        console(stderr).print(
            line(_("Needed in a new record, and in no column: {fields}").format(fields=names))
        )


def _held(kind: RecordType, column: Fit) -> str:
    if column.field:
        return title(kind, column.field)
    return f"{_(column.hint)}?" if column.hint and column.how == UNKNOWN else "–"


def sheet_json(plan: Plan) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "sheet": plan.sheet,
        "kind": plan.record_type.name,
        "row": plan.row or None,
        "mapping": plan.earlier[0].ref if plan.earlier else None,
        "missing": list(plan.missing) if plan.columns else [],
        "columns": [
            {"column": c.letter, "head": c.head, "field": c.field, "how": c.how}
            for c in plan.columns
        ],
    }


def print_mappings(found: Sequence[Kept[Any]]) -> None:
    """A table of mappings."""
    heads = (
        Head(_("Ref"), rank=0),
        Head(_("Record type"), rank=0, least=12),
        Head(_("Sender"), least=12),
        Head(_("Columns"), least=16),
    )
    caption = plural("{count} mapping", "{count} mappings", len(found))
    print_table(heads, _rows(found), caption, more="attache exchange mappings REF")


def _rows(found: Sequence[Kept[Any]]) -> Iterator[tuple[Cell, ...]]:
    titles = {t.name: _(t.title) for t in records.every()}
    for k in found:
        heads = [column.head for column in k.content.columns]
        kind = titles.get(k.content.kind, k.content.kind)
        yield show.short(k.ref), kind, k.content.sender or "", heads
