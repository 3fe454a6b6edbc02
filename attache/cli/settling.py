"""Recording with somebody at the terminal: what is not certain is asked, row by row, then stored.

Nothing is stored before the last answer, and the vault is not held while somebody thinks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from attache.cli import prompts, who
from attache.cli.asking import confirmed, only_answers, say
from attache.cli.changes import old_and_new
from attache.cli.session import session
from attache.cli.values import title_of
from attache.desk.lists import losing
from attache.desk.questions import (
    LEFT_OUT,
    NOBODY,
    SEVERAL,
    Answer,
    Answers,
    Place,
    Question,
    questions_of,
)
from attache.desk.recording import Recorded
from attache.language import _
from attache.problems import DecisionNeeded, Refused
from attache.records import RecordType


def settled(
    count: int, act: Callable[[Answers], Recorded], may_be_blank: Collection[str] = ()
) -> Recorded:
    """What was recorded, with an answer to every question about a person in `count` records.

    In the fields that may be blank somebody who was named can be left out. Raises what `act`
    raises where nobody is there to answer.
    """
    answers: dict[Place, Answer] = dict(session().answers)
    while True:
        only_answers()
        try:
            return act(answers)
        except (Refused, DecisionNeeded) as held:
            questions = questions_of(held)
            if not questions or not session().interactive:
                raise
        for question in _ready(questions):
            answers[question.place] = _answered(
                question,
                count,
                answers.get(question.place),
                leave_out=question.place.field in may_be_blank,
            )


def is_meant(kind: RecordType, replaced: Mapping[str, Any]) -> bool:
    """Whether lists of several values are to be replaced, or emptied."""
    for name, (old, new) in replaced.items():
        found = losing(name, old, new)
        say(f"! {found.message(_)} {found.fix(_)}")
        say(f"  {old_and_new(kind.fields[name], old, new)}")
    emptied = not any(new for _old, new in replaced.values())
    return confirmed(_("Take them out?") if emptied else _("Replace them?"))


def _ready(questions: Iterable[Question]) -> Iterable[Question]:
    """The first ones, up to one that hangs on who somebody is in an earlier row.

    Of that row it is asked first, and of no later one before: rows are gone through in order.
    """
    open_: set[str | Place] = set()
    for question in questions:
        if question.offered & open_:
            return
        yield question
        open_.add(question.place)


def _answered(question: Question, count: int, before: Answer | None, *, leave_out: bool) -> Answer:
    """The answer about one person, beside what was answered about them before."""
    if question.code in (SEVERAL, NOBODY):
        return _named(question, count, leave_out=leave_out)
    said = who.decide(question, count)
    if before is None:
        return said
    return said._replace(offered=said.offered | before.offered, described=before.described)


def _named(question: Question, count: int, *, leave_out: bool) -> Answer:
    """The answer about somebody who was only named; somebody new is described."""
    say("")
    say(who.told(question, count))
    query = str(question.given["query"])
    named = query if leave_out else ""
    found = who.among(query, question.candidates, len(question.candidates))
    while found is None:
        query = who.another(title_of(question.place.field), may_leave_out=named)
        if not query:
            return Answer(LEFT_OUT)
        found = who.pick(query)
    return prompts.with_description(found, query)
