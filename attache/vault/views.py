"""Views, which read one state of the vault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import orjson

from attache import records
from attache.problems import NoSuchRecord, VaultDamaged, problem
from attache.records.kept import Kept, from_document
from attache.records.refs import Ref, is_id, read_ref
from attache.vault.history import LETTER, LOG, Line
from attache.vault.log import Log, line_of
from attache.vault.signs import named, named_in

if TYPE_CHECKING:
    from attache.records import RecordType
    from attache.records.post import Post
    from attache.vault.database import VaultDB
    from attache.vault.payload import Document

FEW = 20
"""For so many refs at most each is looked for; for more, everything is gone through once."""
PROFILE = "post"
"""The type of record that stays each copy's own: its profile with its seat letter."""
COUNTERS = "counters"
SEATS = "seats"
"""Seat letters that were given out, so that none is given twice."""
ASIDE = "aside"
"""Lines of the log, by id, of what is in effect no more since a backup was taken back."""
ERASED = "erased"
"""Ids of records that were erased, so that no other copy brings them back."""


class View:
    """One state of the vault. Names are refs (short or whole) or ids, in any case."""

    before: View | None = None
    """Of a unit of work the state in which it began, where that is known."""

    def __init__(self, db: VaultDB) -> None:
        self._db = db

    @cached_property
    def vault_id(self) -> str:
        """What this vault and its copies are known by elsewhere: 16 hex digits."""
        return self._db.family[:16]

    @cached_property
    def post(self) -> Post:
        """The post's own profile."""
        return self.profile().content

    def profile(self) -> Kept[Post]:
        """The record of the post's own profile; raises VaultDamaged where there is not one."""
        profiles = list(self.every("post"))
        if len(profiles) != 1:
            raise VaultDamaged(problem("VLT003"))
        return profiles[0]

    def get(self, name: str) -> Kept[Any]:
        """The record of this name; raises NoSuchRecord."""
        found = self.find(name)
        if found is None:
            raise NoSuchRecord(problem(self.why_missing(name)))
        return found

    def why_missing(self, name: str) -> str:
        """The code that tells why there is no record of a name: it may have been erased."""
        erased, ref = self.erased(), read_ref(name)
        gone = str(self.whole(ref)) in erased if ref else name.lower() in erased.values()
        return "REF008" if gone else "REF002"

    def find(self, name: str) -> Kept[Any] | None:
        """The record of this name, or None."""
        if is_id(name.lower()):
            return self._by_id(name.lower())
        ref = read_ref(name)
        kind = records.lettered(ref.letter) if ref else None
        if ref is None or kind is None:
            return None
        id_ = self._db.of(kind.name).id_of(str(self.whole(ref)))
        return _kept(kind, self._documents(kind.name)[id_]) if id_ else None

    def in_place_of(self, record: Kept[Any]) -> Kept[Any] | None:
        """The record that stands in place of one that went into another, or was corrected.

        The record itself where it stands; None where nothing took its place, or where it leads back
        to itself (`vault check` tells of those).
        """
        met = {record.id}
        while record.stamp.withdrawn:
            by = record.stamp.replaced_by
            following = self.find(by) if by else None
            if following is None or following.id in met:
                return None
            met.add(following.id)
            record = following
        return record

    def leading(self) -> Iterator[tuple[str, str]]:
        """Each record that went into another one or was corrected, with the ref of the other."""
        for kind in records.every():
            for _id, content in self._db.of(kind.name).contents():
                if b'"replaced_by":"' in content:
                    document = orjson.loads(content)
                    if document.get("replaced_by"):
                        yield document["ref"], document["replaced_by"]

    def withdrawn(self) -> Iterator[Kept[Any]]:
        """Each record that was withdrawn, corrected or went into another one; few are looked at."""
        for kind in records.RECORD_TYPES:
            for _id, content in self._db.of(kind.name).contents():
                if b'"withdrawn":"' in content:
                    record = _kept(kind, orjson.loads(content))
                    if record.stamp.withdrawn:
                        yield record

    def every(self, kind: str) -> Iterator[Kept[Any]]:
        """All records of a type in the order in which they were recorded, withdrawn ones too."""
        record_type = records.named(kind)
        documents = self._documents(kind)
        return (_kept(record_type, documents[id_]) for id_ in documents)

    def documents(self, kind: str) -> Iterator[Document]:
        """The same as JSON keeps them, fields that say nothing left out; most are never records."""
        return iter(self._documents(kind).values())

    def backwards(self, kind: str) -> Iterator[Kept[Any]]:
        """The same as records, the latest first."""
        record_type, documents = records.named(kind), self._documents(kind)
        return (_kept(record_type, documents[id_]) for id_ in reversed([*documents]))

    def of_ids(self, kind: str, ids: Iterable[str]) -> Iterator[Kept[Any]]:
        """Those of these ids, in their order."""
        record_type, documents = records.named(kind), self._documents(kind)
        return (_kept(record_type, documents[id_]) for id_ in ids)

    def latest_refs(self, kind: str, fits: Callable[[str], bool]) -> Iterator[str]:
        """The refs that fit of those that stand, the latest first; no other is looked at."""
        table = self._db.of(kind)
        documents = table.documents()
        for ref, id_ in reversed(table.refs().items()):
            if fits(ref) and id_ in documents and not documents[id_].get("withdrawn"):
                yield ref

    def naming(self, kind: str, refs: Collection[str]) -> Iterator[tuple[Kept[Any], str]]:
        """Each record of a type that names one of these, withdrawn ones too, with that ref."""
        record_type, documents, table = (
            records.named(kind),
            self._documents(kind),
            self._db.of(kind),
        )
        if len(refs) > FEW:
            lines: Iterable[tuple[str, bytes]] = table.signs()
        else:
            lines = dict(chain(*(table.holding(named(ref)) for ref in refs))).items()
        for id_, line in lines:
            if found := [ref for ref in named_in(line) if ref in refs]:
                kept = _kept(record_type, documents[id_])
                yield from ((kept, ref) for ref in dict.fromkeys(found))

    def signs(self, kind: str) -> Iterator[tuple[str, str]]:
        """The line of each record of a type by which it is found, by id (signs.py)."""
        return ((id_, line.decode()) for id_, line in self._db.of(kind).signs())

    def holding(self, kind: str, *parts: str) -> Iterator[tuple[str, str]]:
        """Those of them that hold all of these parts."""
        found = self._db.of(kind).holding(*(part.encode() for part in parts))
        return ((id_, line.decode()) for id_, line in found)

    def rarest(self, kind: str, parts: Iterable[str]) -> list[str]:
        """Parts of those lines, the rarest first."""
        count = self._db.of(kind).frequency
        return sorted(parts, key=lambda part: (count(part.encode()), part))

    def other_posts(self) -> set[str]:
        """The posts of whose vaults there are records; of very many few need be built."""
        every = (c for t in records.every() for _id, c in self._db.of(t.name).contents())
        theirs = (orjson.loads(content) for content in every if b'"origin":"' in content)
        return {document["post"] for document in theirs}

    def log(self) -> Iterator[Line]:
        """All lines of the log, in the order in which they were written."""
        lines = self._documents(LOG)
        return (line_of(lines[id_]) for id_ in lines)

    def history(self, *, all_of_it: bool = False) -> Log:
        """The log for searching: of very many lines only those are built that are wanted.

        Without those that are in effect no more, unless all of it is wanted.
        """
        aside = {} if all_of_it else self._documents(ASIDE)
        contents = self._db.of(LOG).contents()
        return Log((id_, line) for id_, line in contents if id_ not in aside)

    @cached_property
    def their_revisions(self) -> Mapping[str, list[int]]:
        """The revisions to which records of other posts came here, by id, the last first."""
        own, found = f"{self.post.post}-", defaultdict[str, list[int]](list)
        for told in self.history().newest():
            for _action, _kind, id_, ref, rev, _fields in reversed(told["changes"]):
                if not ref.startswith(own):
                    found[id_].append(rev)
        return found

    def set_aside(self) -> dict[str, str]:
        """The refs of lines that are in effect no more, each with the line that says so."""
        return {aside["line"]: aside["by"] for aside in self._documents(ASIDE).values()}

    def seats(self) -> Mapping[str, Document]:
        """Which file has each seat letter that is known, by letter."""
        return self._documents(SEATS)

    def line(self, name: str) -> Line | None:
        """The line of the log with this ref or id, or None."""
        lines = self._documents(LOG)
        if is_id(name.lower()) and name.lower() in lines:
            return line_of(lines[name.lower()])
        ref = read_ref(name)
        if ref is None or ref.letter != LETTER:
            return None
        id_ = self._db.of(LOG).id_of(str(self.whole(ref)))
        return line_of(lines[id_]) if id_ else None

    def unreadable(self, kind: str) -> Iterator[str]:
        """The ids of documents of a type that are no records any more."""
        record_type, documents = records.named(kind), self._documents(kind)
        for id_ in documents:
            try:
                _kept(record_type, documents[id_])
            except VaultDamaged:
                yield id_

    def erased(self) -> dict[str, str]:
        """The id of each record that was erased, by its ref."""
        stones = self._documents(ERASED).values()
        ids = {stone["ref"]: stone["id"] for stone in stones if "ref" in stone}
        old = {stone["id"] for stone in stones if "ref" not in stone}
        if old:  # for a while the ref stood in the log only
            ids |= {c.ref: c.id for line in self.log() for c in line.changes if c.id in old}
        return ids

    def reason_of(self, ref: str) -> str:
        """Why an erased record was."""
        return str(self._documents(ERASED)[self.erased()[ref]]["reason"])

    def last_written(self) -> str:
        """When the last line of this copy was written (UTC, ISO 8601), by the clock of then.

        '' where nothing was, or not since attache notes it.
        """
        return str(self._documents(COUNTERS).get(LOG, {}).get("at", ""))

    def counters(self) -> dict[str, int]:
        """The last number that was given on this seat, by type."""
        return {kind: int(found["last"]) for kind, found in self._documents(COUNTERS).items()}

    def whole(self, ref: Ref) -> Ref:
        """A ref with its post and seat: those of this copy where it has none."""
        return ref if ref.post else ref._replace(post=self.post.post, seat=self.post.seat)

    def _by_id(self, id_: str) -> Kept[Any] | None:
        for kind in records.RECORD_TYPES:
            if id_ in (documents := self._documents(kind.name)):
                return _kept(kind, documents[id_])
        return None

    def _documents(self, table: str) -> Mapping[str, Document]:
        return self._db.of(table).documents()


def _kept(kind: RecordType, document: Document) -> Kept[Any]:
    """The record of a document; raises VaultDamaged where it was altered into none."""
    try:
        return from_document(kind.name, kind.model, document)
    except (TypeError, ValueError, ArithmeticError):
        raise VaultDamaged(problem("VLT003")) from None
