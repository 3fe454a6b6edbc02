"""Words in place of a number: of what became of it, or that there is none.

Of a new record, and where no number is recorded yet, the number is left blank and the words are
told with what else they may mean. Where they would take a recorded number away they are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from attache.problems import Problem, problem
from attache.records.record import blank
from attache.records.whereabouts import is_gone, is_held

if TYPE_CHECKING:
    from attache.desk.judging import Judged, Raw
    from attache.records import RecordType
    from attache.records.record import Field

WHEREABOUTS, NONE = "DOC007", "DOC009"
WORDS = frozenset((WHEREABOUTS, NONE))
"""The codes with which a kind refuses words in place of a number."""
PAPER_HELD, PAPER_GONE, PHONE_TAKEN, BLANK = "DOC008", "DOC010", "DOC011", "DOC012"
"""Those with which they are told where the number is left blank."""


def with_blanks(
    kind: RecordType,
    raw: Raw,
    judged_of: Callable[[Raw], Judged],
    standing: Mapping[str, object] | None = None,
) -> Judged:
    """A mapping judged without the cells in which words stand, where nothing is `standing`."""
    judged = judged_of(raw)
    words = [
        p
        for p in judged.problems
        if p.code in WORDS and not (standing and not blank(standing.get(p.field or "")))
    ]
    if not words:
        return judged
    fields = {p.field for p in words}
    judged = judged_of({name: value for name, value in raw.items() if name not in fields})
    told = (left_blank(kind.fields[p.field or ""], p.code, p.args) for p in words)
    return judged._replace(problems=(*told, *judged.problems))


def left_blank(field: Field, refused: str, args: Mapping[str, object]) -> Problem:
    """The warning on a number that is left blank, in place of the refusal of its words."""
    is_phone, words, code = field.kind.name == "phone", str(args["words"]), BLANK
    if refused == WHEREABOUTS and is_held(words):
        code = PHONE_TAKEN if is_phone else PAPER_HELD
    elif refused == WHEREABOUTS and is_gone(words) and not is_phone:
        code = PAPER_GONE
    return problem(code, field.name, **args)
