"""How a value of a field reads for a person: labels for codes, masked where it could hurt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attache import codes, records
from attache.cli.safe import line, safe
from attache.cli.session import session
from attache.cli.titles import BESIDE
from attache.language import _, current
from attache.records.record import Field

_SHOWN = 4
"""Characters of a masked number that stay readable, to tell two apart."""


def readable(field: Field, kept: Any) -> str:
    """A kept value in the officer's language, on one line."""
    return "; ".join(each(field, kept))


def each(field: Field, kept: Any) -> list[str]:
    """The values of a field one by one, in the officer's language."""
    if kept in (None, [], ()):
        return []
    values = kept if isinstance(kept, (list, tuple)) else [kept]
    return [_one(field, value) for value in values]


def in_full(field: Field, kept: Any) -> str:
    """The same for one record: long texts keep their lines."""
    return safe(kept) if field.kind.long else readable(field, kept)


def masked(field: Field, kept: Any) -> str:
    """The same for lists: protected values show their last characters only."""
    text = readable(field, kept)
    if field.column.sensitivity != "protected" or not text:
        return text
    return "•" * max(len(text) - _SHOWN, 0) + text[-_SHOWN:] if field.kind.identifier else "•••"


def apart(field: Field, values: Sequence[Any]) -> list[str]:
    """Values of one field to choose among: masked, but for the part in which they differ."""
    shown, texts = [masked(field, v) for v in values], [readable(field, v) for v in values]
    if len(set(shown)) == len(set(texts)):
        return shown
    places = enumerate(zip(*filter(None, texts), strict=False))
    same = next((place for place, chars in places if len(set(chars)) > 1), 0)
    return [text and "•" * same + text[same:] for text in texts]


def title_of(name: str) -> str:
    """The title of a field by its name: that of the noun in use, where several types have it."""
    used, name = tuple(session().words), name.rpartition(".")[2]  # of somebody described: the last
    kinds = [t for t in records.RECORD_TYPES if name in t.fields]
    kinds.sort(key=lambda t: t.noun != used[: len(t.noun)])
    return _(kinds[0].fields[name].column.title) if kinds else _(BESIDE.get(name, name))


def label(list_name: str, value: str) -> str:
    """The label of a code in the officer's language."""
    return str(getattr(codes.load(list_name).label(value), current()))


def _grouped(amount: float) -> str:
    """An amount as its language writes it: 1.200,50 in Indonesian, 1,200.50 in English."""
    english = f"{amount:,}"
    return english.translate(str.maketrans(",.", ".,")) if current() == "id" else english


def _one(field: Field, value: Any) -> str:
    if field.code_list:
        return label(field.code_list, value)
    if field.kind.name == "amount":
        return _grouped(value)
    if field.kind.name == "columns":
        return line(f"{value['head']} → {value['field'] or '?'}")
    return line(value)
