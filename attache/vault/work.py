"""Units of work, which change the vault: all of it is stored at the end, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from uuid_utils import uuid7

from attache import records
from attache.problems import Refused, problem
from attache.records.kept import Kept, Stamp, lean
from attache.records.post import Post
from attache.records.record import Record, kept
from attache.records.refs import Ref
from attache.vault.believed import Believed
from attache.vault.drafts import Added, Draft, Stamping, Theirs
from attache.vault.history import COPY, ERASE, LETTER, LOG, MERGE, NO_COPY, Change, Line
from attache.vault.numbers import last_given
from attache.vault.views import COUNTERS, ERASED, SEATS, View

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from attache.vault.header import Slot
    from attache.vault.payload import Document

OldAndNew = tuple[str | None, str | None]
Reach = Mapping[str, int]
"""The number of the last line by seat."""


class Work(View):
    """A view that also changes: all of it is stored at the end, or nothing.

    `by` signs, `at` is the time (UTC, ISO 8601), `command` the words that asked for it. What it
    changes stands in one line of the log, in the same transaction.
    """

    undoes: str | None = None
    """The ref of the line that this work takes back."""
    theirs_too = False
    """Whether it may change records of another vault: an import and its undo may, no officer."""
    fresh_key = False
    """Whether the file is written anew under another data key, without what was deleted."""
    shuts_out = False
    """Whether that is done so that somebody who had the key has it no more."""
    slots: tuple[Slot, ...] | None = None
    """The slots that the vault has from then on, named under its present key; None for as it is."""
    moved: Mapping[str, str] = MappingProxyType({})
    """Ids of slots that were made anew, with the new ones: who opened the vault by them goes on."""

    def __init__(self, db: VaultDB, *, by: str, at: str, command: str) -> None:
        super().__init__(db)
        self._by, self._at, self._command = by, at, command
        self._changes: list[Change] = []
        self._numbers: dict[str, int] = {}
        self.believed = Believed(db)

    @property
    def line_ref(self) -> str:
        """The ref of the line that the log will have of this work."""
        return str(self.whole(Ref("", "", LETTER, self._last(LOG) + 1)))

    @cached_property
    def today(self) -> date:
        """The day at the post on which this is done."""
        zone = ZoneInfo(self.post.time_zone)
        return datetime.fromisoformat(self._at).astimezone(zone).date()

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it has done so far."""
        return tuple(self._changes)

    def changes_since(self, done: int) -> list[Change]:
        """What it has done since it had done so many things."""
        return self._changes[done:]

    def add(self, kind: str, content: Record, id_: str = "") -> Kept[Any]:
        """Record something new under a new ref, and under an id that is given, where one is."""
        post = content if isinstance(content, Post) else self.post
        return self._put("add", Kept(kind, self._stamp(kind, post, id_), content))

    def add_draft(self, draft: Draft) -> Added:
        """Record something new that was made ready elsewhere."""
        added = Added(str(uuid7()), self._new_ref(draft.kind, self.post))
        self._db.of(draft.kind).take(added.id, self._stamping.put(draft, *added))
        self._changes.append(Change("add", draft.kind, added.id, added.ref, 1))
        return added

    @cached_property
    def _stamping(self) -> Stamping:
        return Stamping(self.post.post, self._by, self._at)

    def change(self, current: Kept[Any], content: Record) -> Kept[Any]:
        """Give an entity new content; the same content changes nothing."""
        if content == current.content:
            return current
        self._keep_theirs(current)
        old, new = kept(current.content), kept(content)
        fields = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
        return self._put("change", Kept(current.kind, self._later(current), content), fields)

    def decide(self, current: Kept[Any], content: Record, name: str) -> Kept[Any]:
        """Give a record new content, where a field of it was in question: also the same content."""
        theirs = bool(current.stamp.origin)  # of what its vault said twice, one is chosen
        if content != current.content and not theirs:
            return self.change(current, content)
        old, value = kept(current.content)[name], kept(content)[name]
        stamp = self._later(current)
        stamp = replace(stamp, rev=current.stamp.rev) if theirs else stamp
        return self._put("change", Kept(current.kind, stamp, content), {name: (old, value)})

    def withdraw(
        self, current: Kept[Any], reason: str, replaced_by: str | None = None
    ) -> Kept[Any]:
        """Take a record back, or once more, with the reason and the ref of what corrects it."""
        self._keep_theirs(current)
        stamp = replace(self._later(current), withdrawn=reason, replaced_by=replaced_by)
        leads = (current.stamp.replaced_by, replaced_by)
        said = {"withdrawn": (current.stamp.withdrawn, reason), "replaced_by": leads}
        return self._put("withdraw", Kept(current.kind, stamp, current.content), said)

    def restore(self, current: Kept[Any], rev: int = 0) -> Kept[Any]:
        """Let a record stand again that was withdrawn; one of another vault at a revision of it."""
        self._keep_theirs(current)
        stamp = replace(self._later(current), withdrawn=None, replaced_by=None)
        stamp = replace(stamp, rev=rev or stamp.rev)
        said = {
            "withdrawn": (current.stamp.withdrawn, None),
            "replaced_by": (current.stamp.replaced_by, None),
        }
        return self._put("restore", Kept(current.kind, stamp, current.content), said)

    def add_theirs(self, theirs: Theirs, kind: str, content: Record) -> Kept[Any]:
        """Keep a record of another vault, under the names that it has there."""
        stamp = Stamp(**theirs._asdict(), recorded_by=self._by, recorded_at=self._at)
        return self._put("add", Kept(kind, stamp, content))

    def follow_theirs(self, current: Kept[Any], content: Record, rev: int) -> Kept[Any]:
        """Give a record of another vault the content that it has there at a revision.

        Where only the revision is another, the log tells that: a change of no fields would say that
        somebody was erased from the record.
        """
        old, new = kept(current.content), kept(content)
        fields = {name: (old[name], new[name]) for name in new if old[name] != new[name]}
        fields = fields or {"rev": (current.stamp.rev, rev)}
        stamp = replace(self._later(current), rev=rev)
        return self._put("change", Kept(current.kind, stamp, content), fields)

    def sign(self, action: str, now: Kept[Any], fields: Mapping[str, Any] | None = None) -> None:
        """Put a record as it is to be, with what this line is to say of it."""
        self._put(action, now, fields)

    def erase(self, current: Kept[Any], reason: str) -> None:
        """Take a record out for good; only its ref and the reason stay."""
        self._db.of(current.kind).delete({current.id})
        stone = {"id": current.id, "kind": current.kind, "at": self._at, "reason": reason}
        self._db.of(ERASED).put({current.id: {**stone, "ref": current.ref}})
        said = {"reason": (None, reason)}
        gone = Change(ERASE, current.kind, current.id, current.ref, current.stamp.rev, said)
        self._changes.append(gone)

    def erase_again(self, ref: str, reason: str) -> None:
        """Have the log say that more was taken out of what was about an erased record."""
        id_ = self.erased()[ref]
        kind, said = self._documents(ERASED)[id_]["kind"], {"reason": (None, reason)}
        self._changes.append(Change(ERASE, kind, id_, ref, 0, said))

    def forget(self, ids: set[str]) -> None:
        """Take the old values of records out of the log, those of this work too."""
        told = {line.id: line for line in self.log() if ids & {c.id for c in line.changes}}
        log = {id_: line.without(ids).document() for id_, line in told.items()}
        self._db.of(LOG).put(log)
        self._changes = [c.without() if c.id in ids else c for c in self._changes]

    def give_seat(self, seat: str, file: str) -> None:
        """Note a copy's seat letter and its file; raises Refused where it was given before."""
        if seat in (*self._documents(SEATS), self.post.seat):
            raise Refused(problem("MRG004", "seat"))
        own = {self.post.seat: {"seat": self.post.seat, "file": self._db.file}}
        self._db.of(SEATS).put({**own, seat: {"seat": seat, "file": file}})
        self.note_on_profile(COPY, {"seat": (None, seat), "file": (None, file)})

    def take_seat_back(self, seat: str, file: str) -> bool:
        """Note that a copy was never made; whether its letter had been given out."""
        was_given = self._documents(SEATS).get(seat, {}).get("file") == file
        if was_given:
            self._db.of(SEATS).delete({seat})
            self.note_on_profile(NO_COPY, {"seat": (seat, None)})
        return was_given

    def renew_key(self, *, shuts_out: bool) -> None:
        """Have the file written anew under another data key, to shut somebody out or not."""
        self.fresh_key, self.shuts_out = True, shuts_out or self.shuts_out

    def took_over(self, counts: Mapping[str, int], seen: Reach, had: Reach) -> None:
        """Have the log say that another copy was merged, how much that brought, and how far it was.

        `seen` is the number of its last line by seat (copies/knowledge.py), `had` that of the last
        line that was here before.
        """
        said = {**counts, "seen": dict(seen), "had": dict(had)}
        self.note_on_profile(MERGE, {name: (None, value) for name, value in said.items()})

    def note_slot(self, action: str, officer: OldAndNew, slot: OldAndNew) -> None:
        """Have the log say what became of a way into the vault: officer and slot, old and new."""
        self.note_on_profile(action, {"officer": officer, "slot": slot})

    def note_on_profile(self, action: str, said: Mapping[str, tuple[Any, Any]]) -> None:
        """Have the log say something of the whole vault, with old and new values."""
        stamp = self.profile().stamp
        self._changes.append(Change(action, "post", stamp.id, stamp.ref, stamp.rev, said))

    def note(self, action: str, kept: Kept[Any]) -> None:
        """Have the log say what was done with a record that it did not change: a view of it."""
        self._changes.append(Change(action, kept.kind, kept.id, kept.ref, kept.stamp.rev))

    def flush(self) -> None:
        """Hand the line of the log and the counters to the database, after the changes."""
        if self._changes:
            line = Line(
                id=str(uuid7()),
                ref=self.line_ref,
                at=self._at,
                by=self._by,
                command=self._command,
                changes=tuple(self._changes),
                undoes=self.undoes,
            )
            self._next_number(LOG)
            self._db.of(LOG).put({line.id: line.document()})
        counters: dict[str, Document] = {kind: {"last": n} for kind, n in self._numbers.items()}
        if self._changes:
            counters[LOG]["at"] = self._at  # by it the next command judges its clock
        self._db.of(COUNTERS).put(counters)

    def _stamp(self, kind: str, post: Post, id_: str) -> Stamp:
        """The stamp of something new."""
        return Stamp(
            id=id_ or str(uuid7()),
            ref=self._new_ref(kind, post),
            rev=1,
            post=post.post,
            recorded_by=self._by,
            recorded_at=self._at,
        )

    def _new_ref(self, kind: str, post: Post) -> str:
        return f"{_front(post.post, post.seat, kind)}{self._next_number(kind)}"

    def _keep_theirs(self, current: Kept[Any]) -> None:
        """Raise Refused where a record is another vault's, unless an import is at work."""
        if current.stamp.origin and not self.theirs_too:
            raise Refused(problem("ORG001", "ref", ref=current.ref, post=current.stamp.post))

    def _later(self, current: Kept[Any]) -> Stamp:
        """The stamp of a change. Revisions of another vault are counted there.

        What is taken back of them here is behind again, so that the same sheet brings it anew.
        """
        stamp = current.stamp
        rev = max(stamp.rev - 1, 1) if stamp.origin else stamp.rev + 1
        return replace(stamp, rev=rev, changed_by=self._by, changed_at=self._at)

    def _put(
        self, action: str, record: Kept[Any], fields: Mapping[str, tuple[Any, Any]] | None = None
    ) -> Kept[Any]:
        self._db.of(record.kind).put({record.id: lean(record.document())})
        self._changes.append(
            Change(action, record.kind, record.id, record.ref, record.stamp.rev, fields or {})
        )
        return record

    def _next_number(self, kind: str) -> int:
        """Numbers are never used again, also not after a withdrawal."""
        self._numbers[kind] = self._last(kind) + 1
        return self._numbers[kind]

    def _last(self, kind: str) -> int:
        if kind not in self._numbers:
            counter = self._documents(COUNTERS).get(kind)
            # There may be none because it was lost.
            self._numbers[kind] = int(counter["last"]) if counter else last_given(self._db, kind)
        return self._numbers[kind]


@cache
def _front(post: str, seat: str, kind: str) -> str:
    """What the refs of a type begin with, all but their number."""
    return str(Ref(post, seat, records.named(kind).letter, 1))[:-1]
