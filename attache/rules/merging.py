"""Two records of one person as one: the fuller values, and where a choice is needed."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from attache.codes import folded
from attache.records.record import Field, Record, fields, kept, with_values

if TYPE_CHECKING:
    from attache.records.person import Person

NO_ANSWER = (None, "", (), "unknown", "not-asked")
"""What any other value is fuller than."""
_CAREFUL = ("no", "declined", "yes", "unknown", "not-asked")
"""Answers to whether a call is safe, the one that counts first."""
_OWN = frozenset({"name", "aliases", "safe_to_contact"})
"""Fields that are put together, not chosen one by one."""


def together(one: Person, other: Person, taken: Collection[str] = ()) -> Person:
    """The first person with what the other knows better; of the fields `taken`, the other's."""
    model = type(one)
    update = {
        n: _fuller(f, *((other, one) if n in taken else (one, other)))
        for n, f in fields(model).items()
    }
    first, second = (other, one) if "name" in taken else (one, other)
    known = {folded(first.name): first.name}
    for name in (second.name, *one.aliases, *other.aliases):
        known.setdefault(folded(name), name)
    others = [name for key, name in known.items() if key != folded(first.name)]
    update |= {"name": first.name, "aliases": tuple(sorted(others, key=str.casefold))}
    return with_values(one, {**update, "safe_to_contact": _safe(one, other, update["phone"])})


def differing(one: Person, other: Person) -> tuple[str, ...]:
    """The fields in which both say something, and not the same: an officer has to choose.

    A name is not among them, since the other spelling is kept beside it.
    """
    return tuple(
        name
        for name, field in fields(type(one)).items()
        if name not in _OWN and _differ(field, one, other)
    )


def carried(record: Record, name: str, base: Any, value: Any) -> dict[str, Any] | None:
    """What changes in a record where one that went into it said something new, as JSON keeps it.

    A field of the other went from `base` to `value`. None where the record says something else by
    now: an officer has to choose. Another name is kept beside the first.
    """
    said = kept(record)
    now = said[name]
    if now == value:
        return {}
    if name == "name":
        return {"aliases": sorted({*said["aliases"], value}, key=str.casefold)}
    if isinstance(now, list):
        known = (*now, said["name"]) if name == "aliases" else now
        return {name: [*now, *(v for v in value or () if v not in known)]}
    return {name: value} if now in NO_ANSWER or now == base else None


def _differ(field: Field, one: Person, other: Person) -> bool:
    here, there = getattr(one, field.name), getattr(other, field.name)
    if here in NO_ANSWER or there in NO_ANSWER or here == there:
        return False
    return _contains(field, here, there) is None


def _fuller(field: Field, one: Person, other: Person) -> Any:
    """The value that says more; where that cannot be told, the first one's."""
    here, there = getattr(one, field.name), getattr(other, field.name)
    if here in NO_ANSWER or there in NO_ANSWER:
        return there if here in NO_ANSWER and there not in NO_ANSWER else here
    whole = _contains(field, here, there)
    return here if whole is None else whole


def _contains(field: Field, here: Any, there: Any) -> Any:
    """The value that says all that the other one says, or None."""
    if field.kind.name == "partial-day":
        return (
            max(here, there, key=len) if here.startswith(there) or there.startswith(here) else None
        )
    if field.kind.name != "text":
        return None
    first, second = folded(here), folded(there)
    return here if second in first else there if first in second else None


def _safe(one: Person, other: Person, phone: str | None) -> str:
    """Whether a call is safe goes with the phone; of two answers for one phone the careful one."""
    said = [p.safe_to_contact for p in (one, other) if p.phone == phone]
    return min(said, key=_CAREFUL.index)
