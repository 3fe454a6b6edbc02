"""Whom a row describes that leads to a record: that person, somebody else, or nobody known.

A name, a birth date or a number may be corrected. But a ref stands in a row of its own, and rows
are sorted and copied past it; then the row describes another person altogether.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attache.rules.matching import POSSIBLE, agreement, compare

if TYPE_CHECKING:
    from attache.records.record import Field
    from attache.rules.traits import Traits

IDENTITY = frozenset({"name", "aliases", "birth_date", "nik", "passport", "splp"})
"""Fields of a person that say who it is."""
_WHOLE_NAMES = frozenset({"same-name", "name-alike"})
_NUMBERS = frozenset({"same-nik", "near-nik", "same-document"})
_AGREES = _NUMBERS | _WHOLE_NAMES | {"name-part", "same-birth-date", "near-birth-date"}
_SHARED = frozenset({"code", "codes", "count", "ref", "refs"})
"""Kinds of value by which records are hardly told apart."""


def is_nobody_known(row: Traits, known: Iterable[Traits]) -> bool:
    """Whether a row agrees with a person in nothing by which people are told apart.

    `known` are the person as recorded, as sent, and as papers spell them.
    """
    return not any(_AGREES & agreement(row, one) for one in known)


def is_the_other(
    row: Traits, other: Traits, known: Collection[Traits], *, replaced: bool, holders: int
) -> bool:
    """Whether a row describes another recorded person rather than the one it leads to.

    A number of theirs says so. Where the row replaces something of the person's own (and does not
    only fill in), so do their name with their birth date, a name with a birth year where the
    person is not called so, and a likeness that is greater.
    """
    own_numbers = {number for one in known for number in one.numbers if number[0] != "t"}
    if {n for n in row.numbers if n[0] != "t"} & {*other.numbers} - own_numbers:
        return True
    if not replaced:
        return False
    theirs = agreement(row, other)
    if _WHOLE_NAMES & theirs:
        named = [own for own in (agreement(row, one) for one in known) if _WHOLE_NAMES & own]
        if "same-birth-date" in theirs and not any("same-birth-date" in own for own in named):
            return True
        if "same-birth-year" in theirs and not named:  # as of many people no day is known
            return True
    score = compare(row, other, holders).score
    return score >= POSSIBLE and score > max(compare(row, one, holders).score for one in known)


def is_another_entry(
    fields: Mapping[str, Field],
    sent: Mapping[str, Any],
    theirs: Mapping[str, Any],
    changing: Collection[str],
) -> str:
    """The field by which a record would be about somebody else, where the rest has moved as well.

    Otherwise nothing: one field may be corrected, also the one that names the person.
    """
    named = (n for n, f in fields.items() if n in changing and names_another(f, sent, theirs))
    about = next(named, "")
    if not about:
        return ""
    telling = [n for n, f in fields.items() if f.kind.name not in _SHARED and theirs.get(n)]
    both = [n for n in telling if sent.get(n)]
    moved = sum(theirs[n] != sent[n] for n in both)
    return about if moved and moved >= len(both) - moved else ""


def names_another(field: Field, sent: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether a field names no longer whom it named; naming somebody besides is no such change."""
    if field.kind.name not in ("ref", "refs") or not theirs[field.name]:
        return False
    before, now = refs_in(sent.get(field.name)), refs_in(theirs[field.name])
    return not {*before} <= {*now}


def refs_in(value: Any) -> list[str]:
    """The refs that a value has: one, several, or none."""
    return [value] if isinstance(value, str) else [*(value or ())]
