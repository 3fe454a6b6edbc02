"""Which records stand after both sides withdrew some, and which record took the place of another.

One that went into another leads to it; where two lead to each other, the one that was recorded
first stands. One that was only withdrawn, and was worked on or named elsewhere meanwhile, stands
until an officer decides. An entry that both sides corrected leads to the later correction, as does
the other correction, until an officer decides. Where one side withdrew it and the other corrected
it, the correction stands until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from attache import records
from attache.records.kept import LEFT_OUT, lean
from attache.vault.copies.conflicts import STANDING, SUCCESSOR, Clash, Voice, open_about
from attache.vault.copies.pointing import follows, naming_event

if TYPE_CHECKING:
    from attache.vault.copies.both import Both
    from attache.vault.copies.sides import Event
    from attache.vault.history import Line
    from attache.vault.payload import Document

DECISION, DIFFERENT = "identity-decision", "different"
"""The type of record by which officers say that two people are not one."""
TO_AND_FRO = ("withdraw", "restore")
"""Actions after which a record stands or does not."""


class Gone(NamedTuple):
    """A record that was withdrawn: the changes that say so, the last one last."""

    kind: str
    id: str
    ref: str
    heads: tuple[Event, ...]

    @property
    def last(self) -> Event:
        """The change that counts: where the record went into another one it leads there."""
        return next((h for h in reversed(self.heads) if successor(h)), self.heads[-1])

    @property
    def to(self) -> str | None:
        """The ref of the record that took its place."""
        return successor(self.last)


def successor(event: Event) -> str | None:
    """The ref of the record that takes the place of one that is withdrawn."""
    ref: str | None = event.change.fields.get(SUCCESSOR, (None, None))[1]
    return ref


def reason(event: Event) -> str | None:
    """Why a record is withdrawn; None where the log has forgotten it."""
    said: str | None = event.change.fields.get(STANDING, (None, None))[1]
    return said


@dataclass
class Standing:
    """The records that are withdrawn, by id, and what becomes of those that cannot all be so."""

    both: Both
    kinds: dict[str, str] = field(default_factory=dict)
    """The type of each record that was looked at, by id."""
    gone: dict[str, Gone] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    """The ids of those that stand again, because they led back to themselves."""
    released: list[tuple[str, str]] = field(default_factory=list)
    """The ids of those that go into somebody who is erased no more, with the line by which."""
    clashes: list[Clash] = field(default_factory=list)
    unseated: list[tuple[str, str]] = field(default_factory=list)
    """Corrections that stand beside a later one: their ref and that of the other."""

    def look_at(self, ids: Iterable[tuple[str, str]]) -> None:
        """Find out which of these stand, by type and id, and whom they lead to."""
        waiting = list(ids)
        while waiting:
            kind, id_ = waiting.pop()
            document = None if id_ in self.kinds else self.both.document(kind, id_)
            events = [e for e in self.both.events(id_) if e.change.action in TO_AND_FRO]
            if document is None or not events:
                continue
            self.kinds[id_] = kind
            heads = self.both.knowledge.latest(events)
            if went := tuple(h for h in heads if h.change.action == "withdraw"):
                self.gone[id_] = Gone(kind, id_, document["ref"], went)
                waiting += filter(
                    None, (self.both.find(ref) for h in went if (ref := successor(h)))
                )
        self._open_rings()
        for one in [g for g in self.gone.values() if g.to and self._is_erased(g.to)]:
            self._release(one)

    def _release(self, one: Gone) -> None:
        """Part a record from somebody who is erased: it goes where another officer had it go.

        Else it stands again: an officer has to see it.
        """
        others = tuple(h for h in one.heads if (to := successor(h)) and not self._is_erased(to))
        if others:
            self.gone[one.id] = one._replace(heads=others)
        else:
            del self.gone[one.id]
        self.released.append((one.id, one.last.line.ref))

    def _is_erased(self, ref: str) -> bool:
        found = self.both.find(ref)
        return found is None or found[1] in self.both.erased

    def lead(self, ref: str) -> str:
        """The ref of a record; of one that went into another, that of the other."""
        return self.way(ref)[-1]

    def way(self, ref: str) -> list[str]:
        """The ref of a record, and those of the records into which it went one after the other."""
        met = [ref]
        while (to := self._to(met[-1])) and to not in met:
            met.append(to)
        return met

    def _to(self, ref: str) -> str | None:
        found = self.both.find(ref)
        if found is None:
            return None
        kind, id_ = found
        if id_ in self.gone:
            return self.gone[id_].to
        document = None if id_ in self.kinds else self.both.document(kind, id_)
        return document.get(SUCCESSOR) if document else None

    def _open_rings(self) -> None:
        for one in sorted(self.gone.values(), key=lambda g: g.id):
            ring = self._ring(one) if one.id in self.gone else []
            if ring:
                first = min(ring, key=lambda g: g.id)
                self.opened.append(self.gone.pop(first.id).id)

    def _ring(self, one: Gone) -> list[Gone]:
        """The records that lead from this one back to it."""
        ring, now = [one], one
        while now.to and (found := self.both.find(now.to)) and found[1] in self.gone:
            now = self.gone[found[1]]
            if now.id == one.id:
                return ring
            if now in ring:
                return []
            ring.append(now)
        return []

    def decide(self) -> None:
        """Let those stand about which both sides say different things, and note the conflicts."""
        for one in [g for g in self.gone.values() if g.to]:
            self._compare_successors(one)
            self._compare_withdrawals(one)
        waiting = [g for g in self.gone.values() if not g.to]
        while doubtful := [(g, against) for g in waiting if (against := list(self._against(g)))]:
            for one, against in doubtful:
                del self.gone[one.id]
                waiting.remove(one)
                if not self._is_theirs(one):
                    self._add_clash(one, against)

    def _compare_successors(self, one: Gone) -> None:
        """Two officers who corrected one entry, or made one person part of two others."""
        named = [ref for ref in map(successor, one.heads) if ref and not self._is_erased(ref)]
        to = set(map(self.lead, named))
        apart = list(self._kept_apart(one))
        if len(to) < 2 and not apart:
            return
        stays = self.lead(one.to or "")
        lost = sorted(to - {stays})
        if records.named(one.kind).model.ENTRY:
            self.unseated += [(ref, stays) for ref in lost]
            if all(self._says_the_same(ref, stays) for ref in lost):
                return
        voices = [*(Voice.of(h, successor(h)) for h in one.heads if successor(h)), *apart]
        self._clash(one, SUCCESSOR, None, tuple(sorted(voices, key=lambda v: (v.at, v.id))))

    def _compare_withdrawals(self, one: Gone) -> None:
        """An officer who withdrew an entry that another one corrected: of that no word is left."""
        found = self.both.find(self.lead(one.ref))
        plain = [Voice.of(h, reason(h)) for h in one.heads if not successor(h)]
        if not plain or not records.named(one.kind).model.ENTRY or not one.to:
            return
        if found and found[1] not in self.gone and self.both.document(*found):
            voices = sorted([*plain, Voice.of(one.last, None)], key=lambda v: (v.at, v.id))
            self._clash(one._replace(ref=one.to), STANDING, None, tuple(voices))

    def _kept_apart(self, one: Gone) -> Iterator[Voice]:
        """Who said that a person is not the one into whom another copy made them one."""
        for kind, document in self.both.naming(one.ref):
            if kind == DECISION and document["answer"] == DIFFERENT and "withdrawn" not in document:
                pair = {self.lead(document["person"]), self.lead(document["other"])}
                said = self.both.events(document["id"])
                unknown = said and self._apart(one.last, said[0])
                if len(pair) == 1 and unknown and not self._were_joined(document, said[0].line):
                    yield Voice.of(said[0], None)

    def _were_joined(self, document: Document, decision: Line) -> bool:
        """Whether two became one by somebody who knew the decision, and all else that led there."""
        lines = [x for ref in (document["person"], document["other"]) for x in self._joining(ref)]
        known, knew = (decision, *lines), self.both.knowledge.knew
        return any(all(x.id == line.id or knew(line, x) for x in known) for line in lines)

    def _joining(self, ref: str) -> Iterator[Line]:
        """The lines that ever had a record go into another one, that into the next, and so on."""
        for _kind, id_ in filter(None, map(self.both.find, self.way(ref)[:-1])):
            yield from (e.line for e in self.both.events(id_) if successor(e))

    def _says_the_same(self, ref: str, other: str) -> bool:
        contents = []
        for found in (self.both.find(ref), self.both.find(other)):
            document = self.both.document(*found) if found else None
            contents.append(_content(found[0], document) if found and document else None)
        return contents[0] == contents[1]

    def _is_theirs(self, one: Gone) -> bool:
        """Whether it is of another vault: whether it stands, that says, and no officer here."""
        return bool((self.both.document(one.kind, one.id) or {}).get("origin"))

    def _against(self, one: Gone) -> Iterator[Voice]:
        """Whoever speaks against a withdrawal: by work on the record, or by naming it."""
        for event in self.both.events(one.id):
            worked = event.change.action in ("change", "restore")
            unknown = worked and any(self._apart(h, event) for h in one.heads)
            if unknown and not self._only_leads_on(one.kind, event):
                yield Voice.of(event, None)
        for _kind, document in self.both.naming(one.ref):
            if document["id"] not in self.gone and "withdrawn" not in document:
                yield Voice.of(naming_event(self.both.events(document["id"]), one.ref), None)
        if list(open_about(self.both, one.ref, STANDING)):
            yield Voice.of(one.last, None)

    def late(self, one: Gone) -> list[Event]:
        """Changes of a record that were made without knowledge that it went into another one.

        Entries have none: of them only that changes whom they name.
        """
        if not one.to or records.named(one.kind).model.ENTRY:
            return []
        changes = [e for e in self.both.events(one.id) if e.change.action == "change"]
        apart = (e for e in changes if self._apart(one.last, e))
        return [e for e in apart if not self._only_leads_on(one.kind, e)]

    def _apart(self, one: Event, other: Event) -> bool:
        """Whether neither knew of the other; what stands in one line was done together."""
        knew, together = self.both.knowledge.knew, one.line.id == other.line.id
        return not (together or knew(one.line, other.line) or knew(other.line, one.line))

    def _only_leads_on(self, kind: str, event: Event) -> bool:
        """Whether a change did no more than follow somebody into another person, or took that back.

        What became of the two since does not count: then it would be work today and none tomorrow.
        """
        back = {name: (new, old) for name, (old, new) in event.change.fields.items()}
        return follows(kind, event) or any(
            e.change.fields == back
            and self.both.knowledge.knew(event.line, e.line)
            and follows(kind, e)
            for e in self.both.events(event.change.id)
        )

    def _add_clash(self, one: Gone, against: list[Voice]) -> None:
        if any(open_about(self.both, one.ref, STANDING)):
            return
        voices = [Voice.of(h, reason(h)) for h in one.heads]
        seats = {voice.seat for voice in voices}
        first = min(against, key=lambda voice: (voice.seat in seats, voice.at, voice.id))
        ordered = sorted([*voices, first], key=lambda voice: (voice.at, voice.id))
        self._clash(one, STANDING, None, tuple(ordered))

    def _clash(self, one: Gone, name: str, base: object, voices: tuple[Voice, ...]) -> None:
        self.clashes.append(Clash(one.ref, name, base, voices))

    def stamp(self) -> None:
        """Note of each record that was looked at whether it stands, and where it leads."""
        for id_, kind in self.kinds.items():
            document = self.both.document(kind, id_)
            assert document
            one = self.gone.get(id_)
            why = (reason(one.last) or self._kept_reason(one)) if one else None
            said = {STANDING: why, SUCCESSOR: one.to if one else None}
            if any(document.get(name) != value for name, value in said.items()):
                self.both.now.setdefault(kind, {})[id_] = lean({**document, **said})

    def _kept_reason(self, one: Gone) -> str:
        """Why a record is withdrawn, as it says itself: the log has forgotten it."""
        sides = (side.documents(one.kind).get(one.id, {}) for side in self.both.sides)
        return max((d[STANDING] for d in sides if d.get(STANDING)), default=LEFT_OUT)


def _content(kind: str, document: Document) -> Document:
    names = records.named(kind).fields
    return {name: value for name, value in document.items() if name in names}
