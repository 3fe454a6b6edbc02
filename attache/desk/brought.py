"""What a copy would change of what is here: asked about before it is stored.

What a merge adds is no danger to what is here. What it takes out for good, withdraws or puts in
the place of a protected value is: by a mistake on the other laptop, or because somebody meant harm.
Each erasure is agreed to by name; whoever declines one declines the copy, and nothing of it is
taken over. Part of a copy cannot be: later merges would take what was left out for known, and the
copies would never come to the same. So they come to the same when the erasure is agreed to, or
when the other laptop goes on with a new copy of this vault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.elsewhere import elsewhere
from attache.desk.erased import naming_erased
from attache.desk.erasing import anonymised
from attache.desk.finishing import NOTHING, finish, of_all
from attache.desk.recording import listed
from attache.problems import DecisionNeeded, Refused, problem
from attache.records.record import blank, kept, mentioned
from attache.records.refs import read_ref
from attache.vault.copies.conflicts import CONFLICT
from attache.vault.history import ERASE, LOG
from attache.vault.views import ERASED

if TYPE_CHECKING:
    from attache.desk.elsewhere import Elsewhere
    from attache.desk.erasing import Plan
    from attache.problems import Problem
    from attache.records.kept import Kept
    from attache.vault import View, Work
    from attache.vault.copies.forms import Ahead
    from attache.vault.copies.merging import Merged

PERSON = "person"
REST = ("emptied", "stand_again", "still_named", "sent")
"""What a plan says, as JSON, of the records that are not erased."""


class Erasure(NamedTuple):
    """A record of ours that the copy erases: who erased it, when, why, and in which line.

    `along` are the refs of what is erased with it, there or here.
    """

    ref: str
    by: str
    at: str
    reason: str
    line: str
    along: tuple[str, ...] = ()


class Brought(NamedTuple):
    """What a copy changes of what is here, by refs.

    `rest` is what becomes of the records that are not erased with somebody. `as_there` are other
    fields, by ref, of records from which the copy erased somebody: what was said in them here is
    left out. `withdrawn` stand no
    longer, and nothing stands for them; `joined` went into another one, which is named second.
    `changed` are protected values that get others or go, by record. `signed` are names by which new
    lines are signed and that open this vault no more, or never did; `own` the lines of this
    laptop's own that it does not have. `doubtful` records of a salvaged copy say what no line of
    its log says. `ahead` are lines that are dated ahead of this laptop's clock. `officers` were
    added or removed elsewhere: that is told, and changes nothing.
    """

    erased: tuple[Erasure, ...] = ()
    rest: Plan = NOTHING
    as_there: Mapping[str, tuple[str, ...]] = {}
    withdrawn: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    changed: Mapping[str, tuple[str, ...]] = {}
    signed: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    officers: tuple[Elsewhere, ...] = ()

    @property
    def others(self) -> bool:
        """Whether there is anything to ask about but erasures."""
        known = (self.withdrawn, self.joined, self.changed, self.signed, self.own, self.doubtful)
        return any(known)

    def data(self) -> dict[str, Any]:
        """As JSON."""
        rest = self.rest.data()
        return {
            "erased": [{**one._asdict(), "along": [*one.along]} for one in self.erased],
            "without": [k.ref for k, _content in self.rest.anonymised],
            **{name: rest[name] for name in REST},
            "as_there": [{"ref": ref, "fields": [*names]} for ref, names in self.as_there.items()],
            "withdrawn": [*self.withdrawn],
            "replaced": [{"ref": goes, "by": stays} for goes, stays in self.joined],
            "protected": [{"ref": ref, "fields": [*names]} for ref, names in self.changed.items()],
            "signed_by": [*self.signed],
            "own_lines": [*self.own],
            "doubtful": [*self.doubtful],
            "ahead": [one._asdict() for one in self.ahead],
            "officers": [one._asdict() for one in self.officers],
        }


class Agreed(NamedTuple):
    """What an officer agrees to: what is not erased, each erasure by its ref, and dates ahead."""

    others: bool = False
    erasures: frozenset[str] = frozenset()
    ahead: bool = False

    @classmethod
    def of(
        cls, view: View, erasures: Iterable[str], *, others: bool, ahead: bool = False
    ) -> Agreed:
        """What is agreed to, with refs as they are typed, short or whole."""
        read = ((text, read_ref(text)) for text in erasures)
        refs = (str(view.whole(ref)) if ref else text for text, ref in read)
        return cls(others, frozenset(refs), ahead)

    def check(self, brought: Brought) -> None:
        """Raise DecisionNeeded with what is not agreed to.

        Raises Refused where somebody who cannot open this vault has erased something: that is taken
        from nobody who was shut out. Where it is right, it is erased here first.
        """
        if refused := [*_refused(brought)]:
            raise Refused(*refused)
        if asked := self._asked(brought):
            raise DecisionNeeded(*asked, data=brought.data())

    def missing(self, brought: Brought) -> tuple[Problem, ...]:
        """What `check` would raise, for a rehearsal to say."""
        return tuple(_refused(brought)) or self._asked(brought)

    def _asked(self, brought: Brought) -> tuple[Problem, ...]:
        ahead = () if self.ahead else _of_ahead(brought)
        others = () if self.others else _of_others(brought)
        return (*_of_erasures(brought, self.erasures), *ahead, *others)


def _refused(brought: Brought) -> Iterator[Problem]:
    for one in brought.erased:
        if one.by in brought.signed:
            yield problem("MRG032", "erase", ref=one.ref, by=one.by)


def _of_erasures(brought: Brought, agreed: Collection[str]) -> Iterator[Problem]:
    for one in brought.erased:
        if one.ref not in agreed:
            yield problem("MRG027", "erase", ref=one.ref, by=one.by, line=one.line)


def _of_ahead(brought: Brought) -> Iterator[Problem]:
    if brought.ahead:
        last = max(one.at for one in brought.ahead)[:10]
        yield problem("MRG019", lines=listed([one.ref for one in brought.ahead]), day=last)


def _of_others(brought: Brought) -> Iterator[Problem]:
    joined = [f"{goes} → {stays}" for goes, stays in brought.joined]
    found = {
        "MRG028": ("refs", [*brought.withdrawn, *joined]),
        "MRG029": ("refs", [*brought.changed]),
        "MRG030": ("names", [*brought.signed]),
        "MRG031": ("lines", [*brought.own]),
        "MRG033": ("refs", [*brought.doubtful]),
    }
    for code, (name, about) in found.items():
        if about:
            yield problem(code, **{name: listed(about)})


def look_at(before: View, work: Work, merged: Merged, officers: Collection[str]) -> Brought:
    """Finish what the copy erases, and say what it changes of what is here.

    `officers` are the names of those who can open this vault.
    """
    lines = {i: d for i, d in merged.put.get(LOG, {}).items() if before.line(i) is None}
    erased = [k for ids in merged.out.values() for k in filter(None, map(before.find, ids))]
    erased = [k for k in erased if k.kind != CONFLICT or k.id in merged.put.get(ERASED, {})]
    finished = finish(work, merged)
    after = [(was, now) for was, now in _met(before, work, merged) if now]
    rest = of_all(before, work, finished._replace(erased=(*erased, *finished.erased)), after)
    without = {*merged.dropped, *(k.id for k, _content in rest.anonymised)}
    return Brought(
        erased=tuple(_erasures(erased, finished, _erasing(lines.values()))),
        rest=rest,
        as_there=dict(_as_there(after, without, work.erased())),
        withdrawn=tuple(was.ref for was, now in after if _is_withdrawn(was, now)),
        joined=tuple(_joined(after)),
        changed={was.ref: names for was, now in after if (names := tuple(_replaced(was, now)))},
        signed=tuple(sorted({d["by"] for d in lines.values()} - {*officers})),
        doubtful=merged.doubtful,
        ahead=merged.ahead,
        own=tuple(d["ref"] for d in lines.values() if _seat(d["ref"]) == before.post.seat),
        officers=tuple(elsewhere(lines.values(), officers)),
    )


def _as_there(
    met: Iterable[tuple[Kept[Any], Kept[Any]]], without: Collection[str], gone: Iterable[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields of records that say something else than before, and not for want of who is gone.

    `without` are the ids of records from which one side has erased somebody.
    """
    out = {*gone}
    for was, now in (pair for pair in met if pair[0].id in without):
        said = (kept(was.content), kept(anonymised(was.content, out)))
        every = kept(now.content).items()
        names = tuple(n for n, value in every if value not in [s[n] for s in said])
        if names:
            yield was.ref, names


def still_there(work: Work, about_erased: Collection[str]) -> dict[str, list[str]]:
    """The refs of records that name somebody who was erased, once that is finished here.

    Each with the erased refs that it names.
    """
    naming = naming_erased(work) if about_erased else {}
    return {ref: naming[ref] for ref in about_erased if ref in naming}


def _erasing(lines: Iterable[Mapping[str, Any]]) -> dict[str, Erasure]:
    """What lines erase, by id."""
    found: dict[str, Erasure] = {}
    for line in lines:
        for action, _kind, id_, ref, _rev, fields in line["changes"]:
            if action == ERASE:
                reason = (fields.get("reason") or [None, ""])[1]
                one = Erasure(ref, line["by"], line["at"], reason, line["ref"])
                found.setdefault(id_, one)  # later ones took out what another copy brought of them
    return found


def _erasures(
    erased: Collection[Kept[Any]], finished: Plan, told: Mapping[str, Erasure]
) -> Iterator[Erasure]:
    """Whom and what the copy erases of ours; what names one of those goes along with it."""
    refs = {k.ref for k in erased}
    every = {k.ref: k for k in (*erased, *finished.erased)}
    first = {ref: _first(every, ref, refs) for ref in every}
    for k in erased:
        if first[k.ref] == k.ref:
            along = tuple(ref for ref, leads in first.items() if leads == k.ref != ref)
            line = told.get(k.id) or Erasure(k.ref, "", "", "", "")
            yield line._replace(along=along)


def _first(every: Mapping[str, Kept[Any]], ref: str, erased: Collection[str]) -> str:
    """The erased record for whose sake another one goes: of a note, the person it is about."""
    met: list[str] = []
    while ref in every and ref not in met:
        met.append(ref)
        named = (named for _field, named in mentioned(every[ref].content) if named in erased)
        ref = next(named, ref) if every[ref].kind != PERSON else ref
    return met[-1] if met else ref


def _met(before: View, work: Work, merged: Merged) -> Iterator[tuple[Kept[Any], Kept[Any] | None]]:
    """Each record that was here and is touched, as it was and as it is to be."""
    kinds = (t.name for t in records.RECORD_TYPES if t.name != CONFLICT)
    ids = {id_: None for kind in kinds for id_ in merged.put.get(kind, {})}
    ids |= {c.id: None for c in work.changes if c.kind != CONFLICT}
    new = merged.new[1] - merged.new[0]  # what only the other side added was not here
    for id_ in (i for i in ids if i not in new):
        if was := before.find(id_):
            yield was, work.find(id_)


def _is_withdrawn(was: Kept[Any], now: Kept[Any]) -> bool:
    gone = bool(now.stamp.withdrawn) and not now.stamp.replaced_by
    return gone and not was.stamp.withdrawn


def _joined(after: Iterable[tuple[Kept[Any], Kept[Any]]]) -> Iterator[tuple[str, str]]:
    """Records that went into another one; an entry that was corrected stands in its correction."""
    for was, now in after:
        to = now.stamp.replaced_by
        if to and not type(now.content).ENTRY and to != was.stamp.replaced_by:
            yield was.ref, to


def _replaced(was: Kept[Any], now: Kept[Any]) -> Iterator[str]:
    """Protected fields whose value goes, or gives way to another."""
    before, after = kept(was.content), kept(now.content)
    for name, field in records.named(was.kind).fields.items():
        protected = field.column.sensitivity == "protected"
        if protected and not blank(before[name]) and before[name] != after[name]:
            yield name


def _seat(line: str) -> str:
    ref = read_ref(line)
    return ref.seat if ref else ""
