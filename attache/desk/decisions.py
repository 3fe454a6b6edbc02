"""Decisions on who is who: what officers said, and what follows from it for others.

Two of one's own who are one become one record. Where one is another office's they are joined: both
stay, and what is said of one counts for all who are joined with them, also through a third.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from attache import records
from attache.problems import Refused, problem
from attache.records.identity import IdentityDecision
from attache.rules.identity import Pair, contradicted, groups

if TYPE_CHECKING:
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.vault import View, Work

DECISION = "identity-decision"
"""The type of record that keeps naming the two people whom it is about, also when they are one."""
DIFFERENT, SAME = "different", "same"
FEW = 20
"""Of so many decisions at most each is followed by itself; of more all are gone through once."""

Found = dict[str, "Kept[Any]"]
"""Decisions that stand, by id."""


def decide(work: Work, person: str, other: str, answer: str, today: date) -> Kept[Any]:
    """Keep the answer to whether two people are one."""
    decision = IdentityDecision(person=person, other=other, answer=answer, on=today)
    return work.add(DECISION, decision)


def decide_on_new(work: Work, new: str, known: str, like: Iterable[str], today: date) -> None:
    """Keep who somebody new is: another office's person, if one is known, and none of the rest.

    Whom officers said to be one with that person is not of the rest.
    """
    if known:
        decide(work, new, known, SAME, today)
    one = same_as(work, known) if known else ()
    for other in dict.fromkeys(ref for ref in like if ref not in one):
        decide(work, new, other, DIFFERENT, today)


def decided(view: View) -> dict[Pair, str]:
    """The last answer on each pair of people, by the refs of those who stand for them now."""
    latest = _latest(view.every(DECISION), leading(view))
    return {pair: k.content.answer for pair, k in latest.items()}


def same_as(view: View, ref: str) -> list[str]:
    """The refs by which somebody is recorded: that one first, then whom officers said are the same.

    Those who were merged with one of them are among these, though they do not stand any more.
    """
    return [ref, *_one_with(view, ref, leading(view))]


def left_of_erased(view: View, ref: str) -> list[str]:
    """The refs of records that are here yet of somebody who was erased, withdrawn ones too.

    Of those of whom one went into the other, the one that stays.
    """
    lead = partial(ref_now, view)
    others = _one_with(view, ref, lead)
    return [other for other in others if lead(other) == other and view.find(other)]


def _one_with(view: View, ref: str, lead: Callable[[str], str]) -> list[str]:
    """The refs that lead to whom officers said to be one with somebody."""
    refs, found = _around(view, [ref])
    if refs == [ref]:  # as of most
        return []
    answers = {p: k.content.answer for p, k in _latest(found.values(), lead).items()}
    joined = groups(pair for pair, answer in answers.items() if answer == SAME)
    one = joined.get(lead(ref), {lead(ref)}) - {""}
    return sorted(other for other in refs if other != ref and lead(other) in one)


def others_of(view: View, ref: str) -> list[str]:
    """The refs of other records that stand and are the same person by what officers said."""
    lead = leading(view)
    return [other for other in same_as(view, ref) if other != ref and lead(other) == other]


def names_of(view: View, ref: str) -> list[str]:
    """The refs that lead to a person: that one's own first, then those of who was merged into it.

    A record of another office goes on naming the one who went, since nobody changes it here.
    """
    lead = leading(view)
    return [other for other in same_as(view, ref) if lead(other) == ref]


def named_by(view: View, record: Kept[Any]) -> list[Kept[Any]]:
    """The records that stand and name one, of every type that can, in the order of recording.

    Those of other offices also where they name a person who was merged with it.
    """
    names = names_of(view, record.ref) if record.kind == "person" else [record.ref]
    kinds = (kind for kind in records.every() if _can_name(kind, record.kind))
    every = ((k, name) for kind in kinds for k, name in view.naming(kind.name, names))
    about = (k for k, name in every if name == record.ref or k.stamp.origin)
    return [*{k.id: k for k in about if not k.stamp.withdrawn}.values()]


def _can_name(kind: RecordType, other: str) -> bool:
    """Whether a record of a type has a field for the ref of another."""
    named = (f.kind for f in kind.fields.values() if f.kind.name in ("ref", "refs"))
    return any(not to or other in to for to in (getattr(k, "to", ()) for k in named))


def own_of(view: View, ref: str) -> Kept[Any] | None:
    """This office's own record of somebody whom officers said to be one, or None."""
    own = (view.get(other) for other in others_of(view, ref))
    return next((k for k in own if not k.stamp.origin), None)


def contradicting(view: View) -> list[Kept[Any]]:
    """The decisions by which two people are different whom others join, in order."""
    return _at_odds(view, view.every(DECISION))


def check(work: Work, before: View) -> None:
    """Raise Refused where decisions of this work contradict others that stand.

    What contradicted before, as copies of the vault may bring it, is for `vault check` to tell.
    """
    refs = [change.ref for change in work.changes if change.kind == DECISION]
    about = [k.content for k in map(work.find, refs) if k]
    if not about:
        return
    if len(about) > FEW:
        found = contradicting(work)
    else:
        people = [ref for said in about for ref in (said.person, said.other)]
        found = _at_odds(work, _around(work, people)[1].values())
    if found:
        known = {k.id for k in contradicting(before)}
        wrong = [problem("PER038", **_both(k)) for k in found if k.id not in known]
        if wrong:
            raise Refused(*wrong)


def _both(decision: Kept[Any]) -> dict[str, str]:
    return {"one": decision.content.person, "other": decision.content.other}


def _around(view: View, people: Iterable[str]) -> tuple[list[str], Found]:
    """Whoever may be one with some people, and all decisions that stand about any of these."""
    refs, found = list(dict.fromkeys(people)), Found()
    for one in refs:  # it grows: who is the same as somebody who is the same
        for k in (k for k, _ref in view.naming(DECISION, [one]) if not k.stamp.withdrawn):
            found[k.id] = k
            both = (k.content.person, k.content.other) if k.content.answer == SAME else ()
            refs += [ref for ref in both if ref not in refs]
    return refs, found


def _at_odds(view: View, decisions: Iterable[Kept[Any]]) -> list[Kept[Any]]:
    latest = _latest(decisions, leading(view))
    joins = {pair for pair, k in latest.items() if k.content.answer == SAME}
    joins = {pair for pair in joins if any(view.get(ref).stamp.origin for ref in pair)}
    apart = [p for p, k in latest.items() if len(p) > 1 and k.content.answer == DIFFERENT]
    return [latest[pair] for pair in contradicted(apart, joins)]


def _latest(decisions: Iterable[Kept[Any]], lead: Callable[[str], str]) -> dict[Pair, Kept[Any]]:
    """The last decision on each pair of people, by the refs of those who stand for them now.

    Two who are one record by now have one ref.
    """
    found = dict[Pair, Any]()
    standing = (k for k in decisions if not k.stamp.withdrawn)
    for k in sorted(standing, key=lambda k: (k.content.on, k.id)):
        found[frozenset((lead(k.content.person), lead(k.content.other))) - {""}] = k
    return found


def ref_now(view: View, ref: str) -> str:
    """The ref of who stands in the place of somebody now; of one that is gone, that one."""
    return _now(view, ref) or ref


def leading(view: View) -> Callable[[str], str]:
    """Leads the ref of a person to that of who stands in their place now, or to ''."""
    return cache(partial(_now, view))


def _now(view: View, ref: str) -> str:
    person = view.find(ref)
    now = view.in_place_of(person) if person else None
    return now.ref if now else ""
