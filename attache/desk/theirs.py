"""Records of another vault: a neighbouring post's, or a post's at headquarters.

They keep the id, ref, post and revision that they have there, and say which vault they are of. A
row is taken in only as it left: what it says is changed there, and comes with a later workbook.
What was withdrawn there stays here, since no workbook says so; but a workbook that is older than
one with all that they have does not bring it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attache import records
from attache.desk import former
from attache.desk.accounts import Account, outcome, refused
from attache.desk.later import LaterWorkbooks
from attache.desk.recording import listed
from attache.desk.returned import as_sent, is_as_sent
from attache.exchange.packages import Cover
from attache.problems import Problem, errors, problem
from attache.records.record import blank, kept, mentioned, revived
from attache.records.refs import is_id, read_ref
from attache.vault import Theirs

if TYPE_CHECKING:
    from attache.desk.clashes import Clashes
    from attache.desk.sent import Sent
    from attache.exchange.rows import Row, Sheets
    from attache.records import RecordType
    from attache.records.here import Here
    from attache.records.kept import Kept
    from attache.records.record import Field, Record
    from attache.vault import Work


NO_COVER = Cover()
LAST_REVISION = 1_000_000
"""No record is changed so often."""


class TheirRecords:
    """Takes in rows of another vault; people and papers are matched with ours by an officer."""

    def __init__(
        self, work: Work, here: Here, sent: Sent, clashes: Clashes, cover: Cover = NO_COVER
    ) -> None:
        self._work, self._here, self._sent, self._clashes = work, here, sent, clashes
        self._cover, self._later = cover, LaterWorkbooks(work, cover)

    def are_meant(self, row: Row) -> bool:
        """Whether a row is of another vault."""
        return not row.new and row.origin not in (None, self._work.vault_id)

    def left_out(self, sheets: Sheets) -> Iterator[Problem]:
        """A warning for each sheet of a whole workbook that lacks what came from there before."""
        if not self._cover.whole or self._cover.data_file == self._work.vault_id:
            return
        rows = [row for sheet in sheets.found for row in sheet.rows]
        came = {name for row in rows for name in (row.id, row.ref)}  # the keys may be lost
        for sheet in sheets.found:
            every = self._work.every(sheet.record_type.name)
            theirs = (k for k in every if k.stamp.origin == self._cover.data_file)
            stand = (k.ref for k in theirs if not k.stamp.withdrawn and k.id not in came)
            if gone := [ref for ref in stand if ref not in came and ref not in self._later.refs]:
                told = problem("ORG011", post=self._cover.post, count=len(gone), refs=listed(gone))
                yield told.at(sheet=sheet.name)

    def take(self, kind: RecordType, row: Row) -> Account:
        """The account of a row of another vault."""
        row = row._replace(id=(row.id or "").lower())
        parsed = as_sent(kind, row, self._here)
        known = self._work.find(row.id or "")
        problems = (*row.problems, *parsed.problems, *self._names(kind, row, known))
        if not errors(problems) and not is_as_sent(kind, row, parsed):
            problems = (*problems, problem("ORG005", "ref", post=_post(row)))
        if errors(problems):
            return self._refused(row, problems)
        erased = self._erased_of(parsed.draft)
        if known is None and row.id in self._erased.values():
            return outcome("unchanged", problems=(problem("ORG008", "ref"),))
        for field, ref in erased:
            if field.required:  # as when a person is erased: it cannot stand without them
                return outcome("unchanged", problems=(problem("ORG009", field.name, ref=ref),))
        content = self._without(parsed.draft, {ref for _field, ref in erased})
        absent = known is None or bool(known.stamp.withdrawn)
        late = self._later_without(kind, row, content) if absent else ()
        if any(p.code == "ORG013" for p in late):
            return outcome("unchanged", problems=late)
        older = known is not None and not absent and (row.rev or 1) < known.stamp.rev
        if not older and (problems := self._named(row, content)):
            return self._refused(row, problems)
        done = self._follow(row, known, content) if known else self._add(kind, row, content)
        told = (*late, *(problem("ORG010", field.name, ref=ref) for field, ref in erased))
        return done._replace(problems=(*done.problems, *told))

    def _refused(self, row: Row, problems: tuple[Problem, ...]) -> Account:
        """The ledger keeps the ref: the workbook held that record, whatever became of the row."""
        ref = read_ref(row.ref or "")
        return refused(problems)._replace(ref=str(ref) if ref else None)

    def _later_without(self, kind: RecordType, row: Row, content: Record) -> tuple[Problem, ...]:
        """What is said of a row of which a later workbook has no more, or not whom it names.

        ORG013 where that is certain: nothing of the row is added then. ORG014 where its age is not
        known, as of what a third office hands on.
        """
        for name, ref in (("ref", str(read_ref(row.ref or ""))), *self._absent(content)):
            meant = next((t for t in records.every() if records.is_ref_of(ref, t.name)), kind)
            found = self._later.whole_without(str(row.origin), meant.name, ref)
            certain = found is not None and self._later.is_later(found)
            if found and (certain or name == "ref"):
                told = {"ref": ref, "ledger": found.line.ref, "at": found.made_at}
                return (problem("ORG013" if certain else "ORG014", name, **told),)
        return ()

    def _absent(self, content: Record) -> Iterator[tuple[str, str]]:
        """The fields that name what is not here, each with the ref."""
        for field, ref in mentioned(content):
            found = self._work.find(ref)
            if found is None or self._work.in_place_of(found) is None:
                yield field.name, ref

    def _without(self, content: Record, erased: Collection[str]) -> Record:
        """A record as an erasure here would leave it."""
        if not erased:
            return content
        from attache.desk.erasing import anonymised

        return anonymised(content, erased)

    def _names(self, kind: RecordType, row: Row, known: Kept[Any] | None) -> tuple[Problem, ...]:
        """What is wrong with the names of a row: theirs must not be those of another record."""
        ref = read_ref(row.ref or "")
        keyed = is_id(row.id or "") and 0 < (row.rev or 0) < LAST_REVISION
        if ref is None or not ref.post or ref.letter != kind.letter or not (keyed and row.digest):
            return (problem("ORG002", "ref"),)
        if ref.post == self._work.post.post:
            return (problem("ORG004", "ref", post=ref.post),)
        holder = self._work.find(str(ref))
        fits = known is None or (known.stamp.origin, known.ref, known.kind) == (
            row.origin,
            str(ref),
            kind.name,
        )
        if not fits or (holder and holder.id != row.id):
            return (problem("ORG003", "ref", ref=str(ref)),)
        return ()

    def _named(self, row: Row, content: Record) -> tuple[Problem, ...]:
        """A problem for each record that a row names and that is not here as theirs."""
        named = [(field.name, ref, self._work.find(ref)) for field, ref in mentioned(content)]
        return tuple(
            problem("ORG007", name, ref=ref)
            for name, ref, found in named
            if found is None
            or self._work.in_place_of(found) is None
            or not self._is_meant(row, ref, found)
        )

    def _is_meant(self, row: Row, ref: str, found: Kept[Any]) -> bool:
        """Whether a ref means what it means there: their record, or by its whole ref another's."""
        named = read_ref(ref)
        elsewhere = named is None or named.post not in ("", _post(row))
        return found.stamp.origin == row.origin or elsewhere

    def _add(self, kind: RecordType, row: Row, content: Record) -> Account:
        names = str(row.id), str(read_ref(row.ref or "")), row.rev or 1
        theirs = Theirs(*names, post=_post(row), origin=str(row.origin))
        return outcome("added", self._work.add_theirs(theirs, kind.name, content).ref)

    def _follow(self, row: Row, known: Kept[Any], content: Record) -> Account:
        """Bring a record to what it says there; what its copies there say differently waits.

        Of a later revision all is taken that the sheet has columns for, of an older one nothing.
        Two sheets of one revision come from two copies of their vault: they are merged with what
        was known before either. A record whose import was taken back is added again as it comes.
        """
        rev = row.rev or 1
        ours, said = kept(known.content), kept(content)
        theirs = {name: said[name] for name in ours if name in row.columns}
        if known.stamp.withdrawn:
            self._work.theirs_too = True
            known = self._work.restore(known, rev)
            return self._taken(known, theirs, {}, rev)._replace(account="added", fields=())
        if rev < known.stamp.rev:
            told = () if theirs.items() <= ours.items() else (problem("ORG006", "ref"),)
            return outcome("unchanged", known.ref, problems=told)
        if rev == known.stamp.rev:
            before = self._sent.before_revision(known, rev) or {}
            return self._taken(known, *_merged(ours, theirs, before), rev)
        self._clashes.settle(known.ref, theirs)
        return self._taken(known, theirs, {}, rev)

    def _taken(
        self, known: Kept[Any], taken: Mapping[str, Any], clashing: Mapping[str, Any], rev: int
    ) -> Account:
        old = kept(known.content)
        said = {**old, **taken}
        fields = tuple(name for name in old if old[name] != said[name])
        if fields or rev != known.stamp.rev:
            content = revived(type(known.content), said)
            before = former.numbers_of(known.content)
            known = self._work.follow_theirs(known, content, rev)
            former.keep(self._work, known, before)
        conflicts = self._clashes.keep(known, {}, clashing)
        told = tuple(problem("XLS013", name) for name in clashing) if conflicts else ()
        account = "changed" if fields else "parked" if conflicts else "unchanged"
        return outcome(account, known.ref, fields=fields, problems=told, conflicts=conflicts)

    def _erased_of(self, content: Record) -> tuple[tuple[Field, str], ...]:
        """The fields by which a record names who or what was erased here, each with the ref."""
        named = mentioned(content) if self._erased else ()
        return tuple((f, r) for f, r in named if r in self._erased and not self._work.find(r))

    @cached_property
    def _erased(self) -> Mapping[str, str]:
        """The ids of what was erased here, by ref."""
        return self._work.erased()


def not_ours(record: Kept[Any]) -> Problem:
    """Why a record is not changed here."""
    return problem("ORG001", "ref", ref=record.ref, post=record.stamp.post)


def _merged(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is to be taken of a second sheet of one revision, and what clashes with the first."""
    said = {n: v for n, v in theirs.items() if v not in (ours[n], before.get(n))}
    taken = {n: v for n, v in said.items() if blank(ours[n]) or ours[n] == before.get(n)}
    clashing = {n: v for n, v in said.items() if n not in taken and not blank(v)}
    return taken, clashing


def _post(row: Row) -> str:
    ref = read_ref(row.ref or "")
    return ref.post if ref else ""
