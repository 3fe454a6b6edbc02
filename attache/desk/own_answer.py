"""Who somebody is, as their description says itself: `same_as`, `new` or `unsure` beside a name.

So each person of a list has an answer of their own, where an option would speak for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from attache.desk.questions import DIFFERENT, UNSURE, Answer, Place
from attache.problems import Problem, Word, problem

if TYPE_CHECKING:
    from attache.desk.judging import Raw

SAME_AS = "same_as"
FLAGS = {"new": DIFFERENT, "unsure": UNSURE}
"""What a description may have as true, with what it means."""
OPTIONS = {meant: Word(f"--{name}") for name, meant in FLAGS.items()}
"""The options that say the same of everybody."""


class OwnAnswer(NamedTuple):
    """A description without what it says of who it is, that as an answer, and what is wrong."""

    raw: Raw
    answer: Answer | None = None
    problems: tuple[Problem, ...] = ()


def own_answer(place: Place, raw: Raw) -> OwnAnswer:
    """Read a description at a place of a list.

    `same_as` is a ref, the number of an earlier row, or the place of somebody in the list as the
    candidates of a question tell it (`row`, `field`, `part`).
    """
    said = {n: raw[n] for n in (SAME_AS, *FLAGS) if raw.get(n) not in (None, "", False)}
    rest = {n: value for n, value in raw.items() if n not in (SAME_AS, *FLAGS)}
    if len(said) > 1:
        return OwnAnswer(rest, None, (problem("USE017", SAME_AS, options=Word(", ".join(said))),))
    for name, value in said.items():
        meant = _somebody(place, value) if name == SAME_AS else FLAGS[name]
        if meant is None or (name in FLAGS and value is not True):
            return OwnAnswer(rest, None, (problem("FLD003", name),))
        return OwnAnswer(rest, Answer(meant, final=True))
    return OwnAnswer(rest)


def _somebody(place: Place, value: Any) -> str | Place | None:
    """A ref, or the place of somebody in the list; None where it is neither."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return Place(value, place.field)
    if isinstance(value, Mapping) and value.keys() <= {*Place._fields} and "row" in value:
        return Place(value["row"], value.get("field") or "", value.get("part", 1))
    return None
