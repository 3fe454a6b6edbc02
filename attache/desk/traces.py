"""Traces: what texts of a vault name people who are to be erased, beside what goes with them.

A trace is a place, never what stands there: a record and a field, or a line of the log that keeps
an old or new value of one. An officer decides by it what else is to be changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.records.refs import read_ref
from attache.rules.mentions import Mentioned
from attache.rules.traits import Traits, traits

if TYPE_CHECKING:
    from attache.records.kept import Kept
    from attache.records.record import Record
    from attache.vault import Change, View

IDENTITY = frozenset({"person", "identity-document", "identity-evidence", "former-number"})
"""Record types by which somebody is known: their names and numbers are looked for."""
NAMES = frozenset({"name", "aliases"})
"""Their fields with names of their own."""
_PEOPLE = {t.letter for t in records.RECORD_TYPES if t.name in IDENTITY}
OWN = frozenset({"ref", "account", "digest", "like", "line", "by", "at", "seat"})
"""What attache itself notes beside a row or a value: no text of an officer or a sender."""
STAYS = "reason"
"""What the log keeps of an erased record: the reason, from another erasure too."""


class Trace(NamedTuple):
    """A place that names somebody: a field of a record; in the log, where `line` is its ref.

    `by` is what of somebody stands there (`rules.mentions.BY`).
    """

    ref: str
    field: str
    by: tuple[str, ...]
    line: str | None = None

    @property
    def namesake(self) -> bool:
        """Whether it is only the name of somebody else: another person, or one recorded twice."""
        ref = read_ref(self.ref)
        of_people = ref is not None and ref.letter in _PEOPLE
        return of_people and self.field in NAMES and self.by == ("name",)


def traces_of(
    view: View,
    gone: Collection[Kept[Any]],
    left: Iterable[Kept[Any]],
    changed: Iterable[tuple[Kept[Any], Record]],
) -> tuple[Trace, ...]:
    """What names those who go, in records as they will be, and in the log."""
    if not gone:
        return ()
    who = people_in(view, gone)
    forgotten = {k.id for k in gone} | {k.id for k, _content in changed}
    return (*_of_records(who, left), *_of_log(view, who, forgotten))


def people_in(view: View, gone: Iterable[Kept[Any]]) -> Mentioned:
    """Those who are described by records, as they are now and as they were before."""
    ids = {k.id: k for k in gone if k.kind in IDENTITY}
    described = [traits(k.document()) for k in ids.values()]
    return Mentioned([*described, *_former(view, ids)])


def _former(view: View, ids: Mapping[str, Kept[Any]]) -> Iterator[Traits]:
    """What else the log says of them."""
    for line in view.log():
        for change in line.changes:
            if change.id in ids and change.fields:
                for side in (0, 1):
                    yield traits({name: both[side] for name, both in change.fields.items()})


def _of_records(who: Mentioned, every: Iterable[Kept[Any]]) -> Iterator[Trace]:
    """The fields of records that name people."""
    for k in every:
        for name, value in k.document().items():
            if is_text(k.kind, name) and (by := _by(who, value)):
                yield Trace(k.ref, name, by)


def _of_log(view: View, who: Mentioned, forgotten: Collection[str]) -> Iterator[Trace]:
    """The values in the log that name people, beside those of records that it is to forget."""
    for line in view.log():
        if by := who.by(line.command):
            yield Trace(line.ref, "command", by, line.ref)
        for change in line.changes:
            for name in (STAYS,) if change.id in forgotten else change.fields:
                if by := _by(who, _said(change, name)):
                    yield Trace(change.ref, name, by, line.ref)


def _said(change: Change, name: str) -> Any:
    """What a change says of a field that may name somebody."""
    return change.fields.get(name) if is_text(change.kind, name) else None


@cache
def is_text(kind: str, name: str) -> bool:
    """Whether a field, or what a stamp says, may name somebody in words or by a number."""
    field = records.named(kind).fields.get(name)
    if field is None:
        return name in ("withdrawn", STAYS)
    return not field.kind.few and field.kind.name not in ("ref", "refs")


def _by(who: Mentioned, value: Any) -> tuple[str, ...]:
    """By what a value of any depth names somebody."""
    found = [by for text in dict.fromkeys(_texts(value)) for by in who.by(text)]
    return tuple(dict.fromkeys(found))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (t for name, v in value.items() if name not in OWN for t in _texts(v))
    elif isinstance(value, (list, tuple)):
        yield from (text for part in value for text in _texts(part))
