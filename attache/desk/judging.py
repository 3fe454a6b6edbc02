"""Reading what was given as a record, and judging it: its fields, the rules, and what it names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk.left_blank import with_blanks
from attache.problems import Problem, problem
from attache.records.here import Here
from attache.records.record import Record, mentioned, parse, unseen, with_values
from attache.records.texts import unique
from attache.rules import check

if TYPE_CHECKING:
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.vault import View

Raw = Mapping[str, object]


class Judged(NamedTuple):
    """A raw mapping, read and judged by rules and neighbours."""

    content: Any
    problems: tuple[Problem, ...]


def judge(view: View, kind: RecordType, raw: Raw, today: date) -> Judged:
    """Read a raw mapping and judge it: its fields, the rules, and the records that it names."""
    parsed = parse(kind.model, raw, at_post(view, today))
    content, unresolved = resolve(view, parsed.draft)
    alone = _by_rules(kind, content, parsed.problems, today)
    return Judged(content, (*alone.problems, *unresolved, *unseen(kind.model, raw)))


def judge_new(view: View, kind: RecordType, raw: Raw, today: date) -> Judged:
    """The same of a new record: words in place of a number leave it blank."""
    return with_blanks(kind, raw, lambda given: judge(view, kind, given, today))


def judge_change(
    view: View, kind: RecordType, standing: Mapping[str, object], raw: Raw, today: date
) -> Judged:
    """The same of a record as it is to be, where no number is `standing` that they take away."""
    return with_blanks(kind, raw, lambda given: judge(view, kind, given, today), standing)


def at_post(view: View, today: date) -> Here:
    """A day at the post whose vault this is."""
    return Here(today, view.post.country)


def judge_alone(kind: RecordType, raw: Raw, here: Here) -> Judged:
    """The same of a new record that names no other: no vault is looked at."""
    return with_blanks(kind, raw, lambda given: _judge_alone(kind, given, here))


def _judge_alone(kind: RecordType, raw: Raw, here: Here) -> Judged:
    parsed = parse(kind.model, raw, here)
    judged = _by_rules(kind, parsed.draft, parsed.problems, here.today)
    found = unseen(kind.model, raw)
    return judged._replace(problems=(*judged.problems, *found)) if found else judged


def _by_rules(
    kind: RecordType, content: Record, problems: tuple[Problem, ...], today: date
) -> Judged:
    """What was read with what the rules say; they are silent on fields that were not read."""
    found = check(kind.name, content, today)
    if problems:
        unread = {p.field for p in problems}
        found = (*problems, *(p for p in found if p.field not in unread))
    return Judged(content, found)


def resolve(view: View, content: Record) -> tuple[Record, tuple[Problem, ...]]:
    """The record with every ref in its whole form, or the problems of those that name nothing."""
    problems: list[Problem] = []
    whole: dict[str, list[str]] = {}
    for field, ref in mentioned(content):
        found = view.find(ref)
        to = getattr(field.kind, "to", ())
        if found is None:
            problems.append(problem(view.why_missing(ref), field.name))
        elif to and found.kind not in to:
            problems.append(problem("REF003", field.name, kinds=", ".join(to)))
        elif (now := _now(view, found)) is None:
            problems.append(problem("REF004", field.name))
        else:
            whole.setdefault(field.name, []).append(now.ref)
    if not whole:
        return content, tuple(problems)
    many = {f.name for f, _ref in mentioned(content) if f.kind.many}
    update = {name: unique(refs) if name in many else refs[0] for name, refs in whole.items()}
    return with_values(content, update), tuple(problems)


def _now(view: View, found: Kept[Any]) -> Kept[Any] | None:
    """The record itself, or whom a merged person is now; None where it was withdrawn."""
    if not found.stamp.withdrawn:
        return found
    from attache.desk.known import current

    return current(view, found) if found.kind == "person" else None
