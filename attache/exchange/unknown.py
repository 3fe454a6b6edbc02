"""What is told of a column whose head names no field: whose it may be, or what is meant by it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from attache import records
from attache.codes import folded
from attache.exchange.described import MARK, PERSON, described, own
from attache.exchange.joint import fields_of
from attache.exchange.others import speaks_of_another
from attache.exchange.spellings import quoted
from attache.exchange.vocabulary import knowing, near
from attache.problems import Problem, problem

if TYPE_CHECKING:
    from attache.exchange.heads import Heads
    from attache.exchange.reader import Cell
    from attache.records import RecordType

_GUESSED = "XLS007"
_MISSPELT, _SHORT = 0.8, 6  # a short word is near to many


def is_of_another(heads: Heads, place: int, record_type: RecordType) -> bool:
    """Whether a column which names no field is somebody else's, or may be."""
    whole, *_more, last = (*heads.words[place], heads.words[place][-1])
    people = [record_type, *([records.named(PERSON)] if described(record_type) else [])]
    field = place in heads.under and any(knowing(t)(last) for t in people)
    return field or speaks_of_another(whole)


def unknown(words: Sequence[Cell], record_type: RecordType, held: Collection[str]) -> Problem:
    """That a column names no field; where the sheet describes people, none of theirs either."""
    of_person = [own(name) for name in held if name.startswith(MARK)]
    found = _of_type(words, record_type, held)
    if of_person and found.code != _GUESSED:
        return _of_type(words, records.named(PERSON), of_person)
    return found


def _of_type(words: Sequence[Cell], record_type: RecordType, held: Iterable[str]) -> Problem:
    """A head that comes near a field is told with it; the guess stops no file: it may be wrong."""
    taken = {f for name in held for f in fields_of(name)}
    head = quoted(words[-1])
    for word in words:
        cutoff = _MISSPELT if len(folded(str(word))) >= _SHORT else 0.9
        close, name = near(word, record_type, cutoff) or ("", "")
        if name and taken.isdisjoint(fields_of(name)):
            field = record_type.fields.get(name)
            return problem(_GUESSED, head=head, nearest=field.column.title if field else close)
    return problem("XLS006", head=head)
