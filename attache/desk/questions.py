"""Questions about people: who is meant where that is not certain, as data for any front end.

A question is about one person in one record, and its answer counts for that person alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from attache.problems import AttacheError, DecisionNeeded, Problem, Refused, errors, problem

DIFFERENT, UNSURE = "different", "unsure"
"""What may be answered instead of a person: values of `identity-answer`."""
LEFT_OUT = "left-out"
"""The answer that somebody who was named is not recorded, in a field that may be blank."""
SEVERAL, NOBODY = "PER004", "PER005"
"""The codes of questions about a name: who of several is meant, and whether it is somebody new."""


class Place(NamedTuple):
    """Where a person stands: in which record of those given (from 1), in which field, as which.

    Without a field it is the record itself.
    """

    row: int
    field: str = ""
    part: int = 1


class Answer(NamedTuple):
    """Who is meant: a ref, a person at another place of the list, or a value of `identity-answer`.

    Of somebody who was only named also that they are left out.

    `offered` are those among whom was chosen: where others turn up, the question is open again.
    `described` are the fields of a new person who was only named. A `final` one is not asked again.
    """

    meant: str | Place
    offered: frozenset[str | Place] = frozenset()
    described: Mapping[str, object] | None = None
    final: bool = False


Answers = Mapping[Place, Answer]


class Question(NamedTuple):
    """Somebody of whom it is not certain who they are.

    `given` is what an officer knows them by: the fields of a description, or the `query` that
    names them. `candidates` are as `known.described` tells them, the likeliest first; one that
    stands in the same list has no ref, but `row`, `field` and `part`.
    """

    code: str
    place: Place
    given: Mapping[str, Any]
    candidates: Sequence[Mapping[str, Any]]

    @property
    def offered(self) -> frozenset[str | Place]:
        """The candidates, as an answer names them."""
        return frozenset(map(key_of, self.candidates))

    def data(self) -> dict[str, object]:
        """As JSON."""
        return {
            "code": self.code,
            **at(self.place),
            "given": dict(self.given),
            "candidates": [dict(candidate) for candidate in self.candidates],
        }

    def problem(self, *, many: bool) -> Problem:
        """What a script is told of it; `many` where several records were given."""
        row = self.place.row if many else None
        return problem(self.code, self.place.field or None).at(row=row)


def key_of(candidate: Mapping[str, Any]) -> str | Place:
    """A candidate, as an answer names it."""
    if candidate["ref"]:
        return str(candidate["ref"])
    return place_of(candidate)


def at(place: Place) -> dict[str, object]:
    """A place as JSON: without a field it is the record itself."""
    return {**place._asdict(), "field": place.field or None}


def place_of(told: Mapping[str, Any]) -> Place:
    """The place of a question or a candidate that is told as JSON."""
    return Place(told["row"], told["field"] or "", told["part"])


def questions_of(error: AttacheError) -> list[Question]:
    """The questions that kept records from being stored, in order; none for another error."""
    told: Any = error.data.get("questions", ())
    return [Question(q["code"], place_of(q), q["given"], q["candidates"]) for q in told]


def hold(questions: Sequence[Question], problems: Iterable[Problem], *, many: bool) -> None:
    """Raise what keeps records from being stored: Refused with every problem, or DecisionNeeded.

    Both carry the questions, where only answers are wanting. A name that nobody has is refused
    where nobody is there to say who is meant.
    """
    problems = tuple(problems)
    unknown = [q.problem(many=many) for q in questions if q.code == NOBODY]
    data: dict[str, object] = {"questions": [q.data() for q in questions]}
    if errors(problems):
        raise Refused(*problems, *unknown)
    if unknown:
        raise Refused(*problems, *unknown, data=data)
    if questions:
        if not many:
            data["candidates"] = questions[0].data()["candidates"]
        raise DecisionNeeded(*(q.problem(many=many) for q in questions), data=data)
