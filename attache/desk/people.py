"""People: finding them, and taking a new description as somebody who is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk import former, sharing
from attache.desk.by_name import by_a_slip, by_a_word, by_name
from attache.desk.common import Common, with_common
from attache.desk.decisions import own_of
from attache.desk.judging import judge_new
from attache.desk.known import TABLES, Match, current, described, each_once, matches
from attache.desk.meant import Settled
from attache.desk.own_answer import SAME_AS, own_answer
from attache.desk.questions import Place
from attache.desk.recording import Recorded, differences
from attache.problems import DecisionNeeded, NoSuchRecord, Refused, Word, errors, problem
from attache.records.here import Here
from attache.records.phones import dialled, number_in
from attache.records.record import blank, kept, with_values
from attache.records.refs import ref_and_name
from attache.records.texts import Unreadable, clean
from attache.rules import traits as lines
from attache.rules.matching import OF_LETTER, POINTS, Likeness
from attache.rules.names import words

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.records.kept import Kept
    from attache.records.person import Person
    from attache.vault import View, Work

MOST = 50
"""People that are looked at of all whom a query may mean."""
FEW = 20
"""Of so many it is looked up when they were seen last."""
WHOLE_PHONE = range(7, 16)
"""Digits that a whole number of a telephone may have: in E.164 15, with more it is a NIK."""
PART = 4
"""Characters of a number that are enough to look for it."""
_PHONES = frozenset({lines.LETTERS["phone"], lines.OTHERS})
_REF = Likeness(99, ("ref",))
_FAMILY_PHONE = Likeness(4, ("family-phone",))


class Found(NamedTuple):
    """Whom a query may mean, the likeliest first, and how many there are in all."""

    matches: list[Match]
    total: int


def find(view: View, query: str, most: int = MOST, *, slips: bool = False) -> Found:
    """Whom a ref, part of a name or part of a number names, in any spelling.

    With `slips`, where nobody is found so, those whose name differs in a slip of the keyboard.
    Among equals those come first who were seen last; of very many, those who were recorded last.
    """
    named = current(view, view.find(query)) or with_name(view, query)
    if named and named.kind == "person":
        return Found([Match(named, _REF)], 1)
    found = _best(*_by_number(view, query), *by_name(view, query))
    found = found or _best(*by_a_word(view, query))
    if slips and not found:
        found = _best(*by_a_slip(view, query))
    ranked = sorted(found.items(), key=lambda one: (one[1].score, one[0]), reverse=True)
    people = matches(view, ranked[: 2 * most])
    if len(people) <= FEW:
        seen = _last_seen(view, [match.person for match in people])
        people.sort(key=lambda match: (match.likeness.score, seen[match.person.ref]), reverse=True)
    return Found(people[:most], len(people) if len(ranked) <= 2 * most else len(ranked))


def with_name(view: View, text: str) -> Kept[Person] | None:
    """Whom a ref with the name behind it means, as lists print people; both must agree."""
    ref, name = ref_and_name(text) or ("", "")
    found = view.find(ref) if ref else None
    if found is None or found.kind != "person":
        return None
    now, given = current(view, found), {*words(name)}
    names = (n for k in (found, now) if k for n in (k.content.name, *k.content.aliases))
    return now if any(given <= {*words(n)} for n in names) else None


def _best(*found: tuple[str, Likeness]) -> dict[str, Likeness]:
    """The best that is found of each."""
    best: dict[str, Likeness] = {}
    for id_, likely in found:
        if id_ not in best or likely.score > best[id_].score:
            best[id_] = likely
    return best


def named(view: View, query: str) -> Kept[Person]:
    """The one person whom a ref or a whole number names.

    Raises DecisionNeeded with the candidates where it is not certain, NoSuchRecord where nobody
    is found: a name alone is never enough.
    """
    found = each_once(view, find(view, query).matches)
    if sure := certain(found):
        return sure.person
    if not found:
        raise NoSuchRecord(problem("PER005"))
    raise DecisionNeeded(
        problem("PER004"), data={"candidates": [described(view, match) for match in found]}
    )


def certain(found: Iterable[Match]) -> Match | None:
    """The one who is named by a ref, a NIK or a document; None where none is, or several."""
    sure = [match for match in found if match.likeness.score >= POINTS["same-document"]]
    return sure[0] if len(sure) == 1 else None


def typed(query: str, here: Here) -> dict[str, object]:
    """What a query says of somebody new: a NIK, a document number, a phone, or a name."""
    fields = records.named("person").fields
    for name in ("nik", "passport", "phone") if any(c.isdigit() for c in query) else ():
        with suppress(Unreadable):
            return {name: fields[name].kind.read(query, here)}
    return {"name": query} if any(c.isalpha() for c in query) else {}


def same_as(
    office: Office,
    ref: str,
    raw: Mapping[str, object],
    common: Mapping[str, Common] | None = None,
) -> Recorded:
    """Take a description as a known person: what is blank is filled, another name is kept too.

    What is recorded otherwise stays as it is, with a warning for each field that differs.
    """
    with office.work() as work:
        known = work.get(ref)  # raises where there is nobody
        raw, own, wrong = own_answer(Place(1), raw)
        if own and work.find(str(own.meant)) != known:
            wrong = (*wrong, problem("FLD012", SAME_AS, word=Word("--same-as")))
        kind = records.named("person")
        raw, differing = with_common(work, kind, raw, common or {}, office.today)
        judged = judge_new(work, kind, raw, office.today)
        if found := errors((*wrong, *differing, *judged.problems)):
            raise Refused(*found)
        done = filled(work, ref, judged.content, raw)
        problems = (*judged.problems, *done.problems)
        if done.kept is None:
            raise Refused(*problems)
        told = (*problems, *sharing.told(work))
        return Recorded((done.kept,), told, changed=(done.changed,))


def filled(work: Work, ref: str, new: Person, raw: Mapping[str, object]) -> Settled:
    """A known person whose blanks a description fills, with a warning for what differs."""
    found = current(work, work.find(ref))
    if found is None:
        return Settled(None, (problem("REF004", "same_as"),))
    if found.kind != "person":
        return Settled(None, (problem("REF003", "same_as", kinds="person"),))
    if found.stamp.origin:
        found = own_of(work, found.ref) or found
    content, differing = _filled(found.content, new, raw)
    warnings = tuple(problem("DEC003", name) for name in differing)
    changed = former.change(work, found, content)
    return Settled(changed, warnings, differences(found.content, content))


def _last_seen(view: View, people: Iterable[Kept[Any]]) -> dict[str, str]:
    """The day on which each was last at the counter, or recorded."""
    seen = {person.ref: person.stamp.recorded_at[:10] for person in people}
    for kind, day in (("consultation", "on"), ("victim-case", "reported_on")):
        for record, ref in view.naming(kind, seen.keys()):
            if not record.stamp.withdrawn:
                seen[ref] = max(seen[ref], getattr(record.content, day).isoformat())
    return seen


def _by_number(view: View, query: str) -> Iterator[tuple[str, Likeness]]:
    """Those who have a number that is this, or that it is part of."""
    query = number_in(clean(query).strip())
    typed = re.sub(r"[\s.\-+/()]", "", query).upper()
    wanted = typed.lstrip("0") if typed.isdigit() else typed
    if len(wanted) < PART or not any(c.isdigit() for c in wanted):
        return
    read = _as_recorded(query, view.post.country)
    for table, part in product(TABLES, dict.fromkeys((wanted, *read))):
        for id_, line in view.holding(table, part):
            said = lines.read(line)
            for number in (*said.numbers, *said.others_numbers):
                if part in number[1:]:
                    whole = number[1:] in read or _is_whole(view, query, typed, number)
                    yield id_, _of_number(number[0], len(part), whole=whole)


def _as_recorded(query: str, country: str) -> list[str]:
    """What a number would be recorded as at a post, in each way that it may be meant."""
    fields = records.named("person").fields
    here = Here(date.min, country)  # no number depends on the day
    read: list[str] = []
    for name in ("nik", "passport", "phone"):
        with suppress(Unreadable):
            read.append(fields[name].kind.read(query, here))
    if sum(map(str.isdigit, query)) in WHOLE_PHONE and not any(map(str.isalpha, query)):
        read += sorted(dialled(query, country))
    return read


def _is_whole(view: View, query: str, typed: str, number: str) -> bool:
    """Whether a number of a line is what was typed: a telephone number also as it is dialled."""
    letter, value = number[0], number[1:].lstrip("+")
    if letter not in _PHONES:
        return value in (typed, typed.removeprefix("0") if typed.isdigit() else typed)
    if value == typed.removeprefix("00"):
        return True
    return "+" not in query and f"+{value}" in dialled(typed, view.post.country)


def _of_number(letter: str, length: int, *, whole: bool) -> Likeness:
    """What it says that somebody has a number, or one of which so many digits are a part."""
    if whole:
        reason = OF_LETTER.get(letter)
        return Likeness(POINTS[reason], (reason,)) if reason else _FAMILY_PHONE
    part = ("family-phone",) if letter == lines.OTHERS else ()
    return Likeness(length // 2, (*part, "number-part"))


def _filled(old: Any, new: Person, raw: Mapping[str, object]) -> tuple[Person, list[str]]:
    """The known person with gaps filled, and the fields in which the two differ."""
    empty = ("unknown", "not-asked")
    before, after = kept(old), kept(new)
    given = [n for n, v in raw.items() if not (blank(v) or blank(after[n])) and n != "aliases"]
    fill = {n: getattr(new, n) for n in given if before[n] in (None, *empty)}
    names = dict.fromkeys((*old.aliases, *new.aliases, new.name))
    names.pop(old.name, None)
    differing = [n for n in given if n != "name" and n not in fill and before[n] != after[n]]
    return with_values(old, {**fill, "aliases": tuple(names)}), differing
