"""Copies of the vault for other laptops, and merging them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache import records
from attache.desk import clock
from attache.desk.brought import Agreed, Brought, look_at, still_there
from attache.desk.conflicts import Renumbered, opened, renumbered
from attache.desk.contrary import withdrawn_and_joined
from attache.desk.elsewhere import still_here
from attache.desk.erased import Carried, carried_over
from attache.desk.moving import lead_on, naming_passed_over
from attache.desk.recording import listed, read_value
from attache.problems import problem
from attache.records.kept import titles
from attache.records.post import Letters
from attache.vault import care

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.desk.settling import Settled
    from attache.problems import DecisionNeeded, Problem
    from attache.vault import View, Work
    from attache.vault.copies.merging import Merged
    from attache.vault.copies.take_over import Settle


def make_copy(office: Office, path: Path, seat: str, *, anywhere: bool) -> str:
    """Write a copy with a seat letter of its own, which is returned; raises Refused."""
    from attache.vault.copies.give import Wanted, copy

    letter = _letter(office, seat)
    copy(office.vault, Wanted(path, letter, anywhere), office.command, office.at)
    return letter


class Outcome(NamedTuple):
    """What a merge brought, and what followed from it."""

    merged: Merged
    settled: Settled
    brought: Brought
    about: tuple[str, ...] = ()
    """The refs of what was erased and is named by records still."""
    carried: tuple[Carried, ...] = ()
    """Who is here yet of those who were erased; the rest of what is about them goes with them."""
    left_out: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Records from which somebody was erased here, with the titles of the fields in which what the
    other copy said is left out."""
    contrary: tuple[tuple[str, str], ...] = ()
    """People whom one side withdrew and the other joined, with whom they are joined now."""
    undone: tuple[tuple[str, str], ...] = ()
    """Merges that were undone and stay so, each with the line that did."""
    conflicts: tuple[str, ...] = ()
    """The refs of those that wait for a decision since: that came of it, or with the copy."""
    renumbered: tuple[Renumbered, ...] = ()
    """Conflicts that were open here under another ref."""
    missing: tuple[Problem, ...] = ()
    """Of a rehearsal, what the merge itself would ask about or refuse."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What an officer has to know of it, as warnings."""
        merged, settled = self.merged, self.settled
        joined = [f"{goes} → {stays}" for stays, goes in settled.joined]
        refs = {
            "MRG008": self.conflicts,
            "MRG011": joined,
            "MRG012": [f"{one}, {other}" for one, other in settled.alike],
            "MRG014": [ref for ref in settled.about_erased if ref not in self.of_one],
            "MRG044": [f"{goes} → {stays}" for goes, stays in self.contrary],
            "MRG046": [f"{k.ref} ({k.named} / {k.other})" for k in merged.ambiguous],
        }
        found = [(code, about) for code, about in refs.items() if about]
        erased = listed(self.about)
        told = (problem(code, refs=listed(about), erased=erased) for code, about in found)
        left_out = (problem("MRG013", ref=ref, fields=said) for ref, said in self.left_out)
        moved = (problem("MRG047", **one._asdict()) for one in self.renumbered)
        again = (problem("MRG042", line=line, undo=by) for line, by in self.undone)
        carried = (one.told() for one in self.carried)
        return (*told, *moved, *carried, *left_out, *still_here(self.brought.officers), *again)

    @property
    def of_one(self) -> set[str]:
        """The refs of who is here yet of the erased, and of the decisions that say so."""
        return {ref for one in self.carried for ref in (one.ref, *one.decisions)}

    @property
    def stored(self) -> bool:
        """Whether there was anything to store."""
        return not self.merged.nothing or self.settled.did_something


def merge(
    office: Office,
    path: Path,
    seat: str = "",
    agreed: Agreed | None = None,
    *,
    rehearsal: bool,
    another_key: bool = False,
) -> Outcome:
    """Take over what another copy has, and do what follows.

    `seat` is a letter for what a file that was copied by hand has given out under ours. `agreed` is
    what may change of what is here, and `another_key` whether the copy may be under one; a
    rehearsal says what is missing. Raises Refused, or DecisionNeeded with what is not agreed to.
    """
    from attache.desk.taking_back_merge import still_undone
    from attache.vault.copies.take_over import Signed, take_over

    letter = _letter(office, seat) if seat else ""
    signed = Signed(office.command, office.at, letter, another_key or rehearsal)
    agreed = agreed or Agreed()
    outcome = _settled(
        office,
        lambda follow: take_over(office.vault, path, signed, follow, rehearsal=rehearsal),
        None if rehearsal else agreed,
    )
    outcome = outcome._replace(undone=tuple(still_undone(office.view, outcome.merged.seen)))
    if not rehearsal:
        return outcome
    unknown = outcome.merged.agreed and not another_key
    key = (problem("MRG040", "file"),) if unknown else ()
    by_clock = clock.against_erasing(office.view, office.now) if outcome.brought.erased else ()
    return outcome._replace(missing=(*key, *agreed.missing(outcome.brought), *by_clock))


def asks_for_the_key(asked: DecisionNeeded) -> bool:
    """Whether a merge waits for somebody to say that the copy may be under another key."""
    return any(p.code == "MRG040" for p in asked.problems)


def _letter(office: Office, seat: str) -> str:
    return str(read_value(Letters(1), "seat", seat, office.today))


def settle_again(office: Office) -> Outcome:
    """Do what earlier merges should have done; raises NotWritten."""
    from attache.vault.copies.take_over import Signed, mend

    signed = Signed(office.command, office.at)

    def take(follow: Settle) -> Merged:
        def settle_all(before: View, work: Work, merged: Merged) -> None:
            lead_on(work, [k.id for k in naming_passed_over(work)])
            follow(before, work, merged)

        return mend(office.vault, signed, settle_all)

    return _settled(office, take)


def _settled(
    office: Office, take: Callable[[Settle], Merged], agreed: Agreed | None = None
) -> Outcome:
    """What is taken over, and what followed in the same unit of work.

    Raises DecisionNeeded for what is not agreed to, Refused where nobody is erased by this clock.
    """
    from attache.desk.settling import Settled, settle

    settled, brought, about = Settled(), Brought(), dict[str, list[str]]()
    contrary, left_out = list[tuple[str, str]](), list[tuple[str, tuple[str, ...]]]()
    carried, moved, asked = list[Carried](), list[Renumbered](), list[str]()

    def follow(before: View, work: Work, merged: Merged) -> None:
        nonlocal settled, brought, about
        settled = settle(work, merged, office.today)
        names = {officer.name for officer in care.officers(office.vault)}
        brought = look_at(before, work, merged, names)
        about = still_there(work, settled.about_erased)
        carried[:] = _carried(work, about)
        contrary[:] = withdrawn_and_joined(before, work, merged)
        left_out[:] = _left_out(work, merged)
        moved[:], asked[:] = renumbered(before, work), sorted(opened(before, work))
        settled = settled._replace(about_erased=tuple(about))
        if agreed is not None:
            agreed.check(brought)
            if brought.erased:
                clock.check_before_erasing(before, office.now)

    merged = take(follow)
    told = Outcome(merged, settled, brought, (), tuple(carried), tuple(left_out))
    named = (refs for ref, refs in about.items() if ref not in told.of_one)
    erased = tuple(dict.fromkeys(chain.from_iterable(named)))
    told = told._replace(about=erased, contrary=tuple(contrary))
    return told._replace(conflicts=tuple(asked), renumbered=tuple(moved))


def _carried(view: View, about: Mapping[str, Iterable[str]]) -> list[Carried]:
    """Who is here yet of those whom records name, by whom each names, that were erased."""
    gone = dict.fromkeys(chain.from_iterable(about.values()))
    return [one for ref in gone for one in carried_over(view, ref)]


def _left_out(work: Work, merged: Merged) -> Iterator[tuple[str, tuple[str, ...]]]:
    for id_, names in merged.dropped.items():
        record = work.find(id_)
        if record and names:
            yield record.ref, titles(records.named(record.kind), names)
