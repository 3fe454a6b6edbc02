"""Asking who is meant: the people who may be, and what the officer answers about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attache.cli.asking import answer, say, tell
from attache.cli.candidates import in_a_line
from attache.cli.options import NONE
from attache.cli.safe import line
from attache.cli.session import session
from attache.desk.questions import DIFFERENT, UNSURE, Answer, Place, Question, key_of
from attache.language import _
from attache.problems import problem
from attache.records.refs import read_ref, ref_and_name
from attache.rules.names import several

ANSWERS = {"n": DIFFERENT, "u": UNSURE}
"""What may be answered about candidates, by its letter."""
OTHER = "n"
"""The answer that none of them is meant."""
SHOWN = 9
"""So many people are offered at most where a name was typed."""
FIRST = "1"


def pick(query: str, *, one: bool = False) -> Answer | None:
    """Who is meant by a ref, a name or a number; None where another one is to be typed.

    `one`: it is known that a name with commas is one person's. Enter takes somebody only where a
    ref or a number says for certain who it is.
    """
    from attache.desk import people
    from attache.desk.known import described, each_once

    view = session().office.view
    found = people.find(view, query, SHOWN)
    each = each_once(view, found.matches)
    total = found.total - len(found.matches) + len(each)
    candidates = [described(view, match) for match in each]
    return among(query, candidates, total, sure=people.certain(each) is not None, one=one)


def among(
    query: str,
    candidates: Sequence[Mapping[str, Any]],
    total: int,
    *,
    sure: bool = False,
    one: bool = False,
) -> Answer | None:
    """Which of those whom a query may mean, or somebody new; None for Enter."""
    shown = candidates[:SHOWN]
    if not shown:
        say(_("  Nobody is found by “{query}”.").format(query=line(query)))
    _offer(shown)
    if total > len(shown):
        hint = _("  {count} of {total}, the latest seen first; type more of the name, or a number.")
        say(hint.format(count=len(shown), total=total))
    letters: Mapping[str, str]
    if read_ref(query) or ref_and_name(query) or (several(query) and not one):  # nobody is so
        letters = {OTHER: ""} if shown else {}
    else:
        letters = ANSWERS if shown else {OTHER: DIFFERENT}
    if not (shown or letters):
        return None
    for text in _meaning(query, letters, sure=sure):
        say(f"  {text}")
    said = _chosen(shown, letters, FIRST if sure else "", enter=True)
    return Answer(said, frozenset(map(key_of, shown))) if said else None


def _meaning(query: str, letters: Mapping[str, str], *, sure: bool) -> Iterator[str]:
    """What the answers beside the numbers do."""
    if letters.get(OTHER):
        yield _("“n” registers “{name}” as somebody new.").format(name=line(query))
    else:
        yield _("“n”: somebody else; type another name, ref or number.")
    if UNSURE in letters.values():
        yield _("“u”: not sure; record as new and ask later.")
    if not sure:
        yield _("Enter: type another name, ref or number.")


def another(title: str, *, may_leave_out: str = "") -> str:
    """Another name for somebody who was not found; blank only where they are left out.

    `may_leave_out` is whom a field that may be blank named. Enter alone leaves nobody out: it is
    the key that is pressed once too often.
    """
    hint = _("- leaves this one out") if may_leave_out else _("Ctrl-C stores nothing")
    while True:
        text = answer(f"{title} ({hint}): ")
        if "\n" in text:
            tell("TXT006")
        elif may_leave_out and text == NONE:
            say(_("  “{query}” is left out and not named here.").format(query=line(may_leave_out)))
            return ""
        elif any(map(str.isalnum, text)):
            return text
        else:
            tell("PER020")


def decide(question: Question, count: int) -> Answer:
    """Who somebody is who is described; `count` records were given."""
    say("")
    say(told(question, count))
    say(f"  {problem(question.code).message(_)}")
    _offer(question.candidates)
    say(_("  “n”: somebody new. “u”: not sure; record as new and ask later."))
    said = _chosen(question.candidates, ANSWERS, "", enter=False)
    assert said
    return Answer(said, question.offered)


def told(question: Question, count: int = 0) -> str:
    """Whom a question is about: the row where several were given, and what is known of them."""
    row = _("Row {row} of {count}") if count else _("Row {row}")
    row = row.format(row=question.place.row, count=count)
    given = [question.given.get(n) for n in ("query", "name", "birth_date")]
    return line(" · ".join([*([] if count == 1 else [row]), *map(str, filter(None, given))]))


def _chosen(
    candidates: Sequence[Mapping[str, Any]],
    letters: Mapping[str, str],
    default: str,
    *,
    enter: bool,
) -> str | Place | None:
    """A candidate or what a letter says; any other answer is asked again, with the reason."""
    offered = f" [{default}]" if default else ""
    question = _("  Who is it ({answers})").format(answers=_short(candidates, letters))
    while True:
        said = answer(f"{question}{offered}: ").casefold() or default
        if said.isdecimal() and 0 < int(said) <= len(candidates):
            return key_of(candidates[int(said) - 1])
        if said in letters:
            return letters[said]
        if not said and enter:
            return None
        code = "PER023" if said.isdecimal() else "PER021"
        tell(code, {"answers": _these(candidates, letters)})


def _these(candidates: Sequence[Mapping[str, Any]], letters: Mapping[str, str]) -> str:
    """The answers that there are."""
    last_number = len(candidates)
    numbers = [_("a number from 1 to {most}").format(most=last_number)] if last_number > 1 else []
    letters_ = ["1"] if last_number == 1 else []
    *first, last = [*numbers, *(f"“{letter}”" for letter in (*letters_, *letters))]
    return _("{first} or {last}").format(first=", ".join(first), last=last) if first else last


def _short(candidates: Sequence[Mapping[str, Any]], letters: Mapping[str, str]) -> str:
    """The same as briefly as they are typed."""
    last = len(candidates)
    numbers = ["1" if last == 1 else f"1–{last}"] if candidates else []
    return ", ".join([*numbers, *letters])


def _offer(candidates: Sequence[Mapping[str, Any]]) -> None:
    for number, candidate in enumerate(candidates, 1):
        say(f"{number:>3} {in_a_line(candidate)}")
