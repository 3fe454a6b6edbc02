"""What follows from a merge of two copies, in the same unit of work.

A merge brings together what two officers did without each other. What a single vault would have
looked after is done here: what names somebody who went into another person names that one, what was
changed of one who went is carried over, and a row that both took in is recorded once. What only an
officer can decide becomes a conflict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk import former
from attache.desk.beside import Join
from attache.desk.erased import naming_erased
from attache.desk.imported_twice import differences, join_imported_twice
from attache.desk.moving import lead_on
from attache.desk.taking_apart import take_back
from attache.problems import errors
from attache.records.conflict import Conflict
from attache.records.record import kept, revived
from attache.rules import check
from attache.rules import traits as lines
from attache.rules.candidates import KnownPeople
from attache.rules.merging import carried
from attache.rules.outlines import outline
from attache.vault.copies.conflicts import is_moot
from attache.vault.views import ERASED

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.records.kept import Kept
    from attache.vault import Work
    from attache.vault.copies.conflicts import Clash
    from attache.vault.copies.merging import Merged


_OFFICERS = frozenset(kind.name for kind in records.every())


class Settled(NamedTuple):
    """What was done, and what an officer has to know, by refs.

    `joined` are two records of one row, the one that stays first. `alike` are people whom each side
    has recorded and who may be one. `about_erased` name somebody who was erased.
    """

    joined: tuple[tuple[str, str], ...] = ()
    alike: tuple[tuple[str, str], ...] = ()
    about_erased: tuple[str, ...] = ()
    did_something: bool = False


def settle(work: Work, merged: Merged, today: date) -> Settled:
    """Do what follows from a merge."""
    _part_from_the_erased(work, merged)
    twice = join_imported_twice(work, merged)
    clashes = [c for id_, late in merged.late.items() for c in _carry(work, id_, late)]
    for joined in twice:
        clashes += _carry(work, joined.goes.id, differences(joined, work))
    for id_, was in merged.overtaken.items():
        former.keep_once(work, work.get(id_), was)
    officers = [kind for kind in merged.put if kind in _OFFICERS]
    lead_on(work, [id_ for kind in officers for id_ in merged.put[kind]])
    clashes += [
        c for id_, mixed in merged.mixed.items() for c in _ask_rules(work, id_, mixed, today)
    ]
    for ref in (*merged.conflicts, *keep(work, clashes)):
        _keep_numbers(work, work.get(ref))
    return Settled(
        joined=tuple((stays.ref, goes.ref) for stays, goes, _says in twice),
        alike=tuple(_alike(work, *merged.new)),
        about_erased=tuple(_about_erased(work, merged)),
        did_something=bool(work.changes),
    )


def keep(work: Work, clashes: Iterable[Clash]) -> Iterator[str]:
    """Keep a conflict for each clash that is none yet; the refs of the new ones."""
    erased = work.erased()
    for clash in clashes:
        if work.find(clash.id) is None and not is_moot(clash.document(), erased):
            values = tuple(voice.document() for voice in clash.voices)
            base = ({"value": clash.base},)
            conflict = Conflict(about=clash.about, field=clash.field, base=base, values=values)
            yield work.add("conflict", conflict, clash.id).ref


def _keep_numbers(work: Work, conflict: Kept[Any]) -> None:
    """Have a person be found by both numbers of a conflict while it is open."""
    record = work.find(conflict.content.about)
    if record and not record.stamp.withdrawn:
        former.keep_said(work, record, conflict.content, {conflict.content.field: None})


def _alike(work: Work, ours: Collection[str], theirs: Collection[str]) -> Iterator[tuple[str, str]]:
    """People of whom each side has recorded one, and who may be the same: nobody was asked."""
    here, there = (dict(_people(work, ids)) for ids in (ours, theirs))
    known = KnownPeople((id_, lines.traits(kept(k.content)).line) for id_, k in here.items())
    for other in there.values() if here else ():
        for id_, _likeness in known.like(outline(lines.traits(kept(other.content)))):
            if id_ != other.id:  # one workbook of another vault gives both sides one record
                yield here[id_].ref, other.ref


def _people(work: Work, ids: Iterable[str]) -> Iterator[tuple[str, Kept[Any]]]:
    found = filter(None, map(work.find, sorted(ids)))
    yield from ((k.id, k) for k in found if k.kind == "person" and not k.stamp.withdrawn)


def _about_erased(work: Work, merged: Merged) -> Iterator[str]:
    """Records that one side brings and that name somebody whom the other has erased."""
    if work.erased():
        new = {
            d["ref"] for documents in merged.put.values() for d in documents.values() if "ref" in d
        }
        yield from (r for r in naming_erased(work) if r in new or merged.put.get(ERASED))


def _carry(work: Work, id_: str, late: Iterable[Clash]) -> Iterator[Clash]:
    """Take over changes of a record that went into another; clashes where both say something."""
    gone = work.get(id_)
    stays = work.in_place_of(gone)
    if stays is None or stays.id == gone.id or type(stays.content).ENTRY:
        return
    content = stays.content
    for clash in late:
        value = clash.voices[-1].value
        new = carried(content, clash.field, clash.base, value)
        if new is None:
            first = clash.voices[0]._replace(value=kept(content)[clash.field])
            yield clash._replace(about=stays.ref, voices=(first, clash.voices[-1]))
        else:
            content = revived(type(content), {**kept(content), **new})
    former.change(work, stays, content)


def _part_from_the_erased(work: Work, merged: Merged) -> None:
    """Have what a join moved to somebody who is erased name again whom it was about before."""
    for id_, ref in merged.released:
        if line := work.line(ref):
            join = Join(work, line)
            for change in (c for c in line.changes if c.action == "change" and c.kind != "person"):
                list(take_back(work, join, change, id_))


def _ask_rules(work: Work, id_: str, mixed: tuple[Clash, ...], today: date) -> Iterator[Clash]:
    """Fields that fitted on either side, and do not fit together."""
    record = work.get(id_)
    if record.stamp.withdrawn:
        return
    for wrong in errors(check(record.kind, record.content, today)):
        clash = _cause(record, mixed, wrong, today)
        (own,) = clash.voices
        others = (c.voices[0] for c in mixed if c.voices[0].seat != own.seat)
        if other := next(others, None):
            yield clash._replace(voices=(other._replace(value=clash.base), own))


def _cause(record: Kept[Any], mixed: tuple[Clash, ...], wrong: Problem, today: date) -> Clash:
    """The field whose change makes something wrong; rather the one that the problem is told of."""
    model, said = type(record.content), kept(record.content)

    def is_cause(clash: Clash) -> bool:
        before = revived(model, {**said, clash.field: clash.base})
        return wrong not in check(record.kind, before, today)

    told = [c for c in mixed if c.field == wrong.field]
    return next(iter([*told, *filter(is_cause, mixed), *mixed]))
