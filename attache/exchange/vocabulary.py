"""What the columns of a record type may be called: names, titles and aliases of its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache, partial
from typing import TYPE_CHECKING

from attache.codes import folded
from attache.exchange.claims import seconds
from attache.exchange.described import PERSON
from attache.exchange.joint import HEADS as JOINT
from attache.exchange.joint import fields_of
from attache.exchange.layout import KEYS, REF
from attache.exchange.others import without_person
from attache.exchange.spellings import as_numbers, named
from attache.language import both

if TYPE_CHECKING:
    from attache.exchange.reader import Cell
    from attache.records import RecordType
    from attache.records.record import Field

_NUMBERS = frozenset(("nik", "document-number", "phone"))


def knowing(record_type: RecordType) -> Callable[[Cell], str | None]:
    """What tells the field (or `ref`, or a hidden key) that a head names in a record type.

    A head of a person may say what the person is called: “Nama Siswa”, “NIK Korban”.
    """
    knows = partial(named, _spellings(record_type))
    if record_type.name != PERSON:
        return knows
    return lambda head: knows(head) or knows(without_person(head))


def near(word: Cell, record_type: RecordType, cutoff: float) -> tuple[str, str] | None:
    """The spelling that a word comes close to, and what it names."""
    spellings = _spellings(record_type)
    close = get_close_matches(folded(str(word)), spellings, n=1, cutoff=cutoff)
    return (close[0], spellings[close[0]]) if close else None


def nearest(text: str, record_type: RecordType, cutoff: float) -> str | None:
    """The field that a text comes close to naming; a hidden key names none."""
    found = None if text in KEYS else near(text, record_type, cutoff)
    return found and found[1]


@cache
def _spellings(record_type: RecordType) -> dict[str, str]:
    """Folded headers with the field each names: field names first, then titles, then aliases.

    After those the heads of parts, and all that a number of a person may be called. Of a field that
    has a second one, the first or second may be numbered: “HP 1”, “HP 2”.
    """
    fields = record_type.fields.values()
    both_here = {head: name for head, name in JOINT.items() if _holds(record_type, name)}
    spellings = {**both_here, folded(REF): REF, **{folded(f.name): f.name for f in fields}}
    of_person = (_numbers,) if record_type.name == PERSON else ()
    for spell in (_titles, _aliases, _parts, *of_person):
        for f in fields:
            for text, name in spell(f):
                spellings.setdefault(folded(text), name)
    for second, first in seconds(record_type.fields).items():
        for text in [text for text, name in spellings.items() if name == first]:
            spellings.setdefault(f"{text}1", first)
            spellings.setdefault(f"{text}2", second)
    return spellings


def _titles(field: Field) -> Iterator[tuple[str, str]]:
    title = both(field.column.title)
    yield from ((text, field.name) for text in (*title, str(title)))


def _aliases(field: Field) -> Iterator[tuple[str, str]]:
    yield from ((alias, field.name) for alias in field.column.aliases)


def _parts(field: Field) -> Iterator[tuple[str, str]]:
    for number, heads in enumerate(field.column.parts, 1):
        yield from ((head, f"{field.name}:{number}") for head in heads)


def _numbers(field: Field) -> Iterator[tuple[str, str]]:
    """A number may be called No, Nomor or Number before or after what it is."""
    if field.kind.name in _NUMBERS:
        for text in (*both(field.column.title), *field.column.aliases):
            yield from ((number, field.name) for number in as_numbers(text))


def _holds(record_type: RecordType, joint: str) -> bool:
    return record_type.fields.keys() >= set(fields_of(joint))
