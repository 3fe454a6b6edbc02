"""Refs: the short names of records, spoken on the phone: `PNH-A-C123`.

Post, seat letter of the vault copy, kind letter and number. On the seat that made it, `C123`
is enough. A record's `id` (a UUIDv7) is taken wherever a ref is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_REF = re.compile(
    r"(?:(?P<post>[A-Z]{3})-(?P<seat>[A-Z])-)?(?P<letter>[A-Z])(?P<number>[1-9]\d{0,8})"
)
_WITH_NAME = re.compile(r"\s*([\w-]+)(?:\s*[·:]\s*|\s+)([^\W\d_]\D*[^\s\d]|[^\W\d_])\s*")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Ref(NamedTuple):
    """A ref in its parts; post and seat are empty where only the short form was given."""

    post: str
    seat: str
    letter: str
    number: int

    def __str__(self) -> str:
        short = f"{self.letter}{self.number}"
        return f"{self.post}-{self.seat}-{short}" if self.post else short


def read_ref(text: str) -> Ref | None:
    """The ref that a text is, in any case, or None."""
    typed = text.strip()
    match = _REF.fullmatch(typed.upper()) if typed.isascii() else None  # other digits look alike
    if not match:
        return None
    return Ref(match["post"] or "", match["seat"] or "", match["letter"], int(match["number"]))


def is_id(text: str) -> bool:
    """Whether a text has the form of a record id (UUIDv7)."""
    return _ID.fullmatch(text) is not None


def is_ref_of_person(part: object) -> bool:
    """Whether it can only be the ref or id of a person, or nothing at all."""
    if not isinstance(part, str):
        return not isinstance(part, Mapping)
    ref = read_ref(part)
    return is_id(part.lower()) or bool(ref and ref.letter == "P")


def ref_and_name(text: str) -> tuple[str, str] | None:
    """A ref and the name behind it, as lists print people, or None.

    >>> ref_and_name("PNH-A-P4 Nurul Contoh"), ref_and_name("Nurul Contoh")
    (('PNH-A-P4', 'Nurul Contoh'), None)
    """
    found = _WITH_NAME.fullmatch(text)
    return (found[1], found[2]) if found and read_ref(found[1]) else None


def divided(text: str) -> list[str]:
    """The refs, numbers or names of a text, between semicolons, new lines and commas.

    A comma divides only what holds a digit throughout, and beside a ref or number alone: a name may
    have one (Contoh, S.H.).

    >>> divided("P1, P2; Siti Contoh, S.H."), divided("P1, Siti Contoh")
    (['P1', 'P2', 'Siti Contoh, S.H.'], ['P1', 'Siti Contoh'])
    """
    refs: list[str] = []
    for part in re.split(r"[;\n]", text):
        between = [p.strip() for p in part.split(",") if p.strip()]
        numbers = [p for p in between if any(map(str.isdigit, p))]
        alone = any(not ref_and_name(p) for p in numbers)
        refs += between if alone or len(numbers) == len(between) else [part.strip()]
    return [ref for ref in refs if ref]
