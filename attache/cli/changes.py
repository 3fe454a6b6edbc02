"""Lines of the log and the changes in them, for a person or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from attache import records
from attache.cli.safe import line as one_line
from attache.cli.session import session
from attache.cli.show import LONGEST, cell, local_time, short, shortened
from attache.cli.values import apart, masked, readable
from attache.desk.history import ACTIONS, Found, Told, look_at_changes, protected_in
from attache.language import N_, _
from attache.problems import Problem
from attache.records.record import Field
from attache.vault import Change, Line

MANY = 10
"""Changes of a line that a list tells one by one; of more it tells how many."""
HIDDEN = "•••"
"""What stands for a value of which nothing is known any more, or that was not asked for."""
_OTHER = {
    "withdrawn": N_("Reason"),
    "replaced_by": N_("Replaced by"),
    "reason": N_("Reason"),
    "added": N_("Added"),
    "changed": N_("Changed"),
    "ahead": N_("Lines dated ahead"),
    "seat": N_("Seat letter"),
    "rev": N_("Revision at its office"),
    "officer": N_("Officer"),
    "aside": N_("Lines set aside"),
    "good": N_("Transactions before the damage"),
    "behind": N_("Transactions behind it"),
    "lost": N_("Transactions lost"),
}
"""What changes tell beside the fields of a record: of its stamp, an erasure, a merge."""
_UNTOLD = frozenset({"seen", "had", "slot", "anchor", "file"})
"""How far copies were that were merged, and slots of the vault: for attache, not for people."""
Reading = Callable[[Field, Any], str]


def undone(line: str, by: str, *, partly: bool) -> str:
    """What an officer is told of a line, or of an import, that was taken back, or only partly."""
    if partly:
        told = _("Part of {line} is undone; attache undo {undo} brings that part back.")
    else:
        told = _("{line} is undone; attache undo {undo} brings it back.")
    return told.format(line=short(line), undo=short(by))


def line_json(line: Line, found: Found, *, in_full: bool) -> dict[str, Any]:
    """A line with everything that it did; protected values as dots unless `in_full`."""
    return {
        "ref": line.ref,
        "id": line.id,
        "at": line.at,
        "by": line.by,
        "command": line.command,
        "undoes": line.undoes,
        "undone_by": found.undone.get(line.ref),
        "set_aside_by": found.aside.get(line.ref),
        "changes": [change_json(change, in_full=in_full) for change in line.changes],
    }


def change_json(change: Change, *, in_full: bool = True) -> dict[str, Any]:
    """What became of one record; protected values as dots unless `in_full`."""
    hidden = frozenset[str]() if in_full else protected_in(change)
    fields = {
        name: [HIDDEN if name in hidden and v not in (None, [], "") else v for v in values]
        for name, values in change.fields.items()
    }
    return {
        "action": change.action,
        "kind": change.kind,
        "ref": change.ref,
        "id": change.id,
        "rev": change.rev,
        "fields": fields,
    }


def looked_at(changes: Iterable[Change]) -> tuple[Problem, ...]:
    """The look of a script at the values of changes that are only shown, logged."""
    return look_at_changes(session().office, changes) if session().json else ()


def history_json(told: Iterable[Told]) -> list[dict[str, Any]]:
    """The changes of a record, each with who made it and when."""
    return [
        {"line": line.ref, "at": line.at, "by": line.by, "command": line.command}
        | {"undoes": line.undoes}
        | change_json(change)
        for line, change in told
    ]


def values(change: Change, reading: Reading = masked) -> Iterator[tuple[str, str, str]]:
    """Title, old and new value of each field that changed."""
    fields = records.named(change.kind).fields
    for name, (old, new) in change.fields.items():
        if name in fields:
            field = fields[name]
            yield _(field.column.title), cell(field, old, reading), cell(field, new, reading)
        elif name not in _UNTOLD and (old, new) != (None, None):
            hidden = name not in _OTHER
            before, after = (HIDDEN if hidden else _plain(value) for value in (old, new))
            yield _(_OTHER.get(name, name)), before, after


def old_and_new(field: Field, old: Any, new: Any) -> str:
    """What became of a field, in a line; of long values the part where they begin to differ."""
    if field.kind.name in ("ref", "refs"):
        before, after = cell(field, old), cell(field, new)
    elif field.kind.identifier:
        before, after = apart(field, [old, new])
    else:
        before, after = _clipped(masked(field, old), masked(field, new))
    return f"{_(field.column.title)}: {before or '–'} → {after or '–'}"


def _clipped(old: str, new: str) -> tuple[str, str]:
    """Two texts, or as much of them as shows how they differ."""
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    start = min(len(old), len(new)) if same is None else same
    start = max(start - LONGEST // 3, 0)
    before, after = (shortened(f"{'…' if start else ''}{text[start:]}") for text in (old, new))
    return before, after


def in_words(change: Change, reading: Reading = masked) -> str:
    """A change in a line: what was done to which record, old and new."""
    told = [f"{title}: {old or '–'} → {new or '–'}" for title, old, new in values(change, reading)]
    return ": ".join([what(change), "; ".join(told)] if told else [what(change)])


def what(change: Change) -> str:
    """Which record, and what was done to it."""
    return f"{_(records.named(change.kind).title)} {short(change.ref)} {_word(change.action)}"


def counted(changes: Iterable[Change]) -> str:
    """Very many changes in a line: how many records of each type, by what was done."""
    counts = Counter((c.kind, c.action) for c in changes)
    return "; ".join(
        f"{_(records.named(kind).plural)}: {count} {_word(action)}"
        for (kind, action), count in counts.items()
    )


def print_lines(found: Found, caption: str, most: int = MANY) -> None:
    """A table of lines, the changes of each below one another."""
    rows = [(line, told) for line in found.lines for told in _told(line, found, most)]
    _print(rows, caption, more="attache log LINE")


def _print(rows: Iterable[tuple[Line, str]], caption: str = "", more: str = "") -> None:
    """Lines with what was done, one thing below the other."""
    from attache.cli.fitting import Head
    from attache.cli.tables import print_table

    cells = [
        (short(line.ref), local_time(line.at), line.by, line.command, told) for line, told in rows
    ]
    heads = (
        Head(_("Ref"), rank=0),
        Head(_("Time"), rank=0),
        Head(_("Officer"), least=10),
        Head(_("Command"), least=12),
        Head(_("What was done"), rank=0, least=30, wraps=True),
    )
    print_table(heads, cells, caption, grouped=4, more=more)


def _told(line: Line, found: Found, most: int) -> Iterator[str]:
    about = [c for c in line.changes if found.about in (c.id, c.ref)] or [*line.changes]
    if line.undoes:
        yield _("undoes {line}").format(line=short(line.undoes))
    if len(about) > most:
        yield counted(about)
    else:
        yield from map(in_words, about)
    if len(about) < len(line.changes):
        yield _("and {count} more").format(count=len(line.changes) - len(about))
    if by := found.undone.get(line.ref):
        yield _("undone by {line}").format(line=short(by))
    if by := found.aside.get(line.ref):
        yield _("in effect no more since {line}").format(line=short(by))


def print_history(told: Sequence[Told]) -> None:
    """What became of a record, the oldest first; its values in full, as `show` has them."""
    _print((line, in_words(change, readable)) for line, change in told)


def _plain(value: object) -> str:
    """A reason, a ref or a number."""
    return "" if value is None else short(_(str(value)))


def _word(action: str) -> str:
    return one_line(_(ACTIONS.get(action, action)))
