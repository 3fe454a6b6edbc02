"""Taking over another copy of the vault."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache.language import N_
from attache.problems import DecisionNeeded, Refused, problem
from attache.vault import journal, migrations
from attache.vault.believed import Believed
from attache.vault.copies.both import Both
from attache.vault.copies.forks import told_apart
from attache.vault.copies.forms import Ahead
from attache.vault.copies.judging import here_of, judge_common, judge_form, judge_story
from attache.vault.copies.merging import Merged, merge, store
from attache.vault.copies.sides import Side, place_of
from attache.vault.copies.unsettled import unsettled
from attache.vault.copies.vouching import vouch
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.history import LOG
from attache.vault.journal import Journal
from attache.vault.keys import Keyring
from attache.vault.numbers import count_on
from attache.vault.readable import judge_tables
from attache.vault.views import ERASED, View
from attache.vault.work import Work

if TYPE_CHECKING:
    from attache.vault.vault import Vault

CORRECTED_TWICE = N_("corrected otherwise on another copy")
"""The reason with which a correction is withdrawn that another copy's takes the place of."""


class Signed(NamedTuple):
    """The words of a command and its time (UTC, ISO 8601).

    `letter` is the seat letter that a file gets that was copied by hand (forks.py); `another_key`
    says that a copy may be under another data key, and that others under that one may be too.
    """

    command: str
    at: str
    letter: str = ""
    another_key: bool = False


Settle = Callable[[View, Work, Merged], None]
"""Does in the same unit of work what follows from a merge; the view is of what was there before.

Whatever it raises, nothing is stored.
"""


def nothing_follows(_before: View, _work: Work, _merged: Merged) -> None:
    """Leave what a merge brings as it is."""


def take_over(
    vault: Vault,
    path: Path,
    signed: Signed,
    settle: Settle = nothing_follows,
    *,
    rehearsal: bool = False,
) -> Merged:
    """Merge the copy at a path into the vault, in one transaction; the copy stays as it is.

    A rehearsal writes nothing, not even a lock. Raises NoVault, VaultLocked, VaultDamaged, Refused
    or NotWritten.
    """
    with nullcontext(vault.kept_still()) if rehearsal else vault.writing() as opened:
        other = _other(vault, opened, path, signed)
        both, ahead = _looked_at(opened, other.db, path, signed)
        doubtful = judge_story(both, here_of(both.ours.db, signed.at))
        merged = merge(both, other.agreed)
        merged.doubtful = doubtful
        new = ((i, d) for i, d in merged.put.get(LOG, {}).items() if i in ahead)
        merged.ahead = tuple(Ahead(d["ref"], d["at"]) for _id, d in new)
        _carry_out(vault, opened, merged, signed, settle, rehearsal=rehearsal)
        return merged


def _looked_at(
    opened: Journal, other: VaultDB, path: Path, signed: Signed
) -> tuple[Both, frozenset[str]]:
    """Both copies, the other judged, and the ids of its lines dated ahead; raises Refused."""
    db = VaultDB(JournalStorage(opened))
    ahead = judge_form(db, other, signed.at)
    ours, plain = Side(db), Side(other)
    theirs = told_apart(ours, plain, signed.letter)
    judge_common(db, theirs.db)
    if journal.read_header(path).header.file == opened.header.file:
        _refuse_the_same(ours, theirs, is_plain=theirs is plain)
    return Both(ours, theirs), ahead


def mend(vault: Vault, signed: Signed, settle: Settle) -> Merged:
    """Settle in the vault what earlier merges have left; raises NotWritten."""
    with vault.writing() as opened:
        side = Side(VaultDB(JournalStorage(opened)))
        merged = unsettled(Both(side, side)).merged
        _carry_out(vault, opened, merged, signed, settle)
        return merged


def _carry_out(
    vault: Vault,
    opened: Journal,
    merged: Merged,
    signed: Signed,
    settle: Settle,
    *,
    rehearsal: bool = False,
) -> None:
    storage = JournalStorage(opened)
    db = VaultDB(storage)
    store(db, merged)
    before = Side(VaultDB(JournalStorage(opened)))
    if any(place_of(line["ref"]).seat == before.seat for line in merged.put.get(LOG, {}).values()):
        count_on(db)  # what this seat has given out elsewhere is not given again
    work = Work(db, by=vault.officer, at=signed.at, command=signed.command)
    for ref in merged.doubtful:
        vouch(work, View(before.db), ref)
    _follow_up(work, merged)
    settle(View(before.db), work, merged)
    if rehearsal or (merged.nothing and not work.changes):
        return
    counts = {"added": merged.added, "changed": merged.changed}
    counts |= {"ahead": len(merged.ahead)} if merged.ahead else {}
    work.took_over(counts, merged.seen, before.reach)
    if merged.agreed:
        work.believed.agree(merged.agreed, work.line_ref)
    if merged.put.get(ERASED) or any(merged.out.values()):
        work.renew_key(shuts_out=False)  # else the old frames still open
    vault.store(opened, storage, work)


def _follow_up(work: Work, merged: Merged) -> None:
    """Have the log say what a merge decided by itself: later decisions know of it then."""
    for record in map(work.get, (*merged.opened, *(id_ for id_, _line in merged.released))):
        if record.stamp.withdrawn:  # it goes where another officer had it go
            to = record.stamp.replaced_by
            work.withdraw(record, record.stamp.withdrawn, replaced_by=to)
        else:
            work.restore(record)
    for ref, by in merged.unseated:
        lost = work.get(ref)
        if not lost.stamp.withdrawn:
            work.withdraw(lost, CORRECTED_TWICE, replaced_by=by)


class Other(NamedTuple):
    """What the other copy holds, and the fingerprint of its data key where somebody agrees to it.

    '' where that one is ours, or is believed already.
    """

    db: VaultDB
    agreed: str


def _other(vault: Vault, opened: Journal, path: Path, signed: Signed) -> Other:
    """The other copy; raises Refused where it is none, VaultLocked, or DecisionNeeded."""
    written = journal.read_named(path, "file")
    header = written.header
    if header.family != opened.header.family:
        raise Refused(problem("MRG001", "file"))
    key, agreed = opened.key, ""
    if not written.sealed_by(Keyring(key, header.salt).header):
        believed = Believed(VaultDB(JournalStorage(opened))).keys()
        if not believed:  # nobody types a passphrase to be refused
            refuse_another_key(signed)
        key = vault.access.of_copy(path).unlock(written).key
        fingerprint = Keyring(key, header.salt).fingerprint
        if fingerprint not in believed:
            refuse_another_key(signed)
            agreed = fingerprint
    found = Journal(path, key)
    judge_tables(found, "MRG036")
    if migrations.pending(found.tables) or found.torn:
        raise Refused(problem("MRG003", "file"))
    return Other(VaultDB(JournalStorage(found)), agreed)


def refuse_another_key(signed: Signed) -> None:
    """Raise DecisionNeeded for a copy under a data key that is not believed, unless that was said.

    The key changed there since the copies were made, or here, where a passphrase or the recovery
    code was changed, an officer removed, a laptop lost. Whoever was shut out here can still write
    into a copy under the old key.
    """
    if not signed.another_key:
        raise DecisionNeeded(problem("MRG040", "file"))


def _refuse_the_same(ours: Side, theirs: Side, *, is_plain: bool) -> None:
    """Raise Refused for an earlier or later state of this file: there is nothing to merge.

    One that had to get other letters is none, although it has taken over all that is here.
    """
    if theirs.lines.keys() <= ours.lines.keys():
        raise Refused(problem("MRG002", "file"))
    if is_plain and ours.lines.keys() <= theirs.lines.keys():
        raise Refused(problem("MRG010", "file"))
