"""Who is meant by the people whom records describe or name, within one unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.judging import Judged, Raw, at_post, judge_new
from attache.desk.own_answer import OPTIONS, SAME_AS, own_answer
from attache.desk.questions import (
    DIFFERENT,
    LEFT_OUT,
    NOBODY,
    SEVERAL,
    UNSURE,
    Answer,
    Answers,
    Place,
    Question,
    at,
)
from attache.problems import DecisionNeeded, NoSuchRecord, Problem, errors, problem
from attache.records.record import blank, kept
from attache.records.refs import divided, is_ref_of_person, read_ref
from attache.rules.names import several

if TYPE_CHECKING:
    from attache.desk.known import Everybody
    from attache.records import RecordType
    from attache.records.here import Here
    from attache.records.kept import Kept
    from attache.records.record import Field
    from attache.vault import View, Work

Changed = Mapping[str, tuple[Any, Any]]
"""Fields that changed, each with its old and its new value as JSON keeps them."""
SHOWN = ("name", "birth_date", "home_province")
"""What a question tells of somebody who is described."""


class Settled(NamedTuple):
    """A person as recorded, or None with the problems; `changed` of one who was known before."""

    kept: Kept[Any] | None
    problems: tuple[Problem, ...] = ()
    changed: Changed | None = None


@dataclass
class Meant:
    """Settles who is meant, from answers; what is not certain becomes a question.

    As long as a question is open the person counts as new, so that all the rest can be judged and
    somebody like them in a later record is found. `new_people`, a value of `identity-answer`,
    answers for everybody.
    """

    work: Work
    today: date
    answers: Answers = field(default_factory=dict)
    new_people: str = ""
    questions: list[Question] = field(default_factory=list)
    asked: dict[int, set[str]] = field(default_factory=dict)  # the fields, by record
    new: dict[str, tuple[Place, Kept[Any]]] = field(default_factory=dict)
    """The new people and where they stand, by ref."""
    refs: dict[Place, str] = field(default_factory=dict)
    """Who it is at a place, as far as that is settled."""

    @cached_property
    def _everybody(self) -> Everybody:
        from attache.desk.known import Everybody

        return Everybody(self.work)

    @property
    def here(self) -> Here:
        """How values are read."""
        return at_post(self.work, self.today)

    def new_on_the_way(self) -> tuple[Kept[Any], ...]:
        """The new people whom a field of another record describes."""
        return tuple(new for place, new in self.new.values() if place.field)

    def described(self, place: Place, raw: Raw) -> Settled:
        """A person who is described: somebody known with what is new, or somebody new."""
        raw, own, wrong = own_answer(place, raw)
        judged = judge_new(self.work, records.named("person"), raw, self.today)
        problems = (*wrong, *(self._wrong(own) if own else ()), *judged.problems)
        if errors(problems):
            return Settled(None, problems)
        answer = own or self._answer(place)
        if answer and (known := self._known(answer)):
            return self._same(place, known, judged, raw)
        new, told = self._new(place, judged.content, answer)
        return Settled(new, (*judged.problems, *told))

    def named(self, place: Place, part: object) -> tuple[object, tuple[Problem, ...]]:
        """The ref of somebody who is named by it, a whole number or a name; None where open."""
        if not isinstance(part, str) or is_ref_of_person(part) or self.work.find(part):
            return part, ()
        if answer := self._answer(place):
            return self._answered(place, answer, part)
        try:
            ref, nobody = named_person(self.work, part)
            if not nobody:
                return self._settle(place, ref), ()
            candidates: Any = ()
        except DecisionNeeded as needed:
            candidates = needed.data["candidates"]
        if several(part) and (self.new_people or not candidates):
            return None, (problem("PER039"),)
        if not self.new_people:
            self._ask(SEVERAL if candidates else NOBODY, place, {"query": part}, candidates)
            return None, ()
        return self._person(place, _description(part, self.here))

    def people(
        self, row: int, name: str, parts: Iterable[object], start: int = 1
    ) -> tuple[list[object], list[Problem]]:
        """The refs of people in a field, and what is wrong with those who have none."""
        refs, problems = list[object](), list[Problem]()
        for number, part in enumerate(parts, start):
            place = Place(row, name, number)
            ref, found = self._person(place, part)
            problems += [p.at(field=f"{name}.{p.field}" if p.field else name) for p in found]
            refs += [ref] if ref else []
        return refs, problems

    def resolved(
        self, row: int, kind: RecordType, raw: Raw
    ) -> tuple[dict[str, object], list[Problem]]:
        """A record with refs in place of the people whom it describes or names."""
        given, problems = dict(raw), list[Problem]()
        for name, declared in kind.fields.items():
            parts = parts_of(declared, raw.get(name)) if names_people(declared) else []
            if all(map(is_ref_of_person, parts)):
                continue
            refs, found = self.people(row, name, parts)
            problems += found
            given[name] = refs if declared.kind.many else next(iter(refs), None)
        return given, problems

    def _answered(
        self, place: Place, answer: Answer, part: str
    ) -> tuple[object, tuple[Problem, ...]]:
        """The ref of somebody who was named, as it was answered.

        A description counts, whoever has come to bear that name or number since it was asked.
        """
        if answer.meant == LEFT_OUT:
            return None, ()
        if answer.described is not None:
            return self._person(place, answer.described)
        if known := self._known(answer):
            return self._settle(place, known), ()
        return self._person(place, _description(part, self.here))

    def _person(self, place: Place, part: object) -> tuple[object, tuple[Problem, ...]]:
        """The ref of somebody who is described or named."""
        if not isinstance(part, Mapping):
            return self.named(place, part)
        found = self.described(place, part)
        return (found.kept.ref if found.kept else None), found.problems

    def _new(
        self, place: Place, person: Any, answer: Answer | None
    ) -> tuple[Kept[Any], tuple[Problem, ...]]:
        """Somebody new, with a question where they may be known and nobody has decided that.

        Where the name is too common to ask it is told who bears it.
        """
        from attache.desk.decisions import decide
        from attache.desk.known import described, each_once
        from attache.desk.recording import listed

        found, namesakes = self._everybody.meet(person)
        same = () if answer else namesakes
        said = self.new_people or (str(answer.meant) if answer else "")
        offered = answer.offered if answer else frozenset()
        final = self.new_people or (answer and answer.final)
        each = [] if final else each_once(self.work, found)
        if not {self.new.get(m.person.ref, (m.person.ref,))[0] for m in each} <= offered:
            candidates = [self._in_list(described(self.work, match)) for match in each]
            document = kept(person)
            self._ask(
                "DEC004" if place.field else "DEC001",
                place,
                {name: document[name] for name in SHOWN},
                candidates,
            )
            said = ""
        new = self.work.add("person", person)
        self._everybody.recorded(new.id)
        for match in found if said else ():
            decide(self.work, new.ref, match.person.ref, said, self.today)
        self.new[new.ref] = place, new
        self.refs[place] = new.ref
        told = problem("PER031", "name", count=len(same), refs=listed(same)) if same else None
        return new, (told,) if told and not found else ()

    def _same(self, place: Place, ref: str, judged: Judged, raw: Raw) -> Settled:
        """A known person, with what the description knows besides."""
        from attache.desk.people import filled

        known = filled(self.work, ref, judged.content, raw)
        if known.kept:
            self._settle(place, known.kept.ref)
        return known._replace(problems=(*judged.problems, *known.problems))

    def _answer(self, place: Place) -> Answer | None:
        """The answer about a person; one that means a place of which nobody is known is none."""
        answer = self.answers.get(place)
        if answer and isinstance(answer.meant, Place) and answer.meant not in self.refs:
            return None
        return answer

    def _wrong(self, own: Answer) -> Iterator[Problem]:
        """What is wrong with the answer that a description has of its own."""
        if self.new_people not in ("", own.meant):
            yield problem("FLD012", SAME_AS, word=OPTIONS[self.new_people])
        elif isinstance(own.meant, Place):
            if own.meant not in self.refs:
                yield problem("FLD013", SAME_AS)
        elif own.meant not in OPTIONS and not self.work.find(own.meant):
            yield problem(self.work.why_missing(own.meant), SAME_AS)

    def _known(self, answer: Answer) -> str:
        """The ref of the person that an answer means, or '' where it means none."""
        if isinstance(answer.meant, Place):
            return self.refs[answer.meant]
        return "" if answer.meant in (DIFFERENT, UNSURE) else answer.meant

    def _settle(self, place: Place, ref: object) -> str:
        self.refs[place] = str(ref)
        return str(ref)

    def _in_list(self, candidate: dict[str, object]) -> dict[str, object]:
        """A candidate; one that this list describes has a place and no ref before it is stored."""
        place, _new = self.new.get(str(candidate["ref"]), (None, None))
        return {**candidate, "ref": None, "id": None, **at(place)} if place else candidate

    def _ask(
        self,
        code: str,
        place: Place,
        given: Mapping[str, object],
        candidates: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        found = [c if "row" in c else self._in_list(dict(c)) for c in candidates]
        self.questions.append(Question(code, place, given, found))
        self.asked.setdefault(place.row, set()).add(place.field)


def names_people(declared: Field) -> bool:
    """Whether a person may be described where a ref is due."""
    return "person" in getattr(declared.kind, "to", ())


def named_person(view: View, part: object) -> tuple[object, tuple[Problem, ...]]:
    """The ref of a person named by it, or by a whole number; raises DecisionNeeded.

    Without a ref there are the problems; a ref of nobody stays as it is.
    """
    if not isinstance(part, str) or is_ref_of_person(part) or view.find(part):
        return part, ()
    from attache.desk.people import named

    try:
        return named(view, part).ref, ()
    except NoSuchRecord as nobody:
        return (part, ()) if read_ref(part) else (None, nobody.problems)


def parts_of(declared: Field, value: object) -> list[object]:
    """What stands in a field of refs, one by one."""
    if not declared.kind.many:
        return [] if blank(value) else [value]
    given = value if isinstance(value, (list, tuple)) else [value]
    return [
        one
        for part in given
        for one in (divided(part) if isinstance(part, str) else [part])
        if one is not None
    ]


def _description(part: str, here: Here) -> Mapping[str, object]:
    """The description of somebody new who was only named."""
    from attache.desk.people import typed

    return typed(part, here)
