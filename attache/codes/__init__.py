"""Closed lists: what a coded field may say, in both languages, with source and outside values.

Each list is a CSV file in `data/`; the index names them all. On input a value, a label in
either language, an alias, or the HTCDS value is understood; spelling, case, spacing and
diacritics are forgiven, nothing is guessed.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

from attache.language import Both

_DATA = Path(__file__).parent / "data"
_PUNCTUATION = {n: None for n in range(128) if not chr(n).isalnum()}
_NOTHING = frozenset(("n/a", "n.a.", "n.a", "n/a."))
"""What would be Namibia (NA) without its signs."""
_TEXT_COLUMNS = ("value", "en", "id", "source", "aliases")


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a closed list. `also` holds outside values and extra facts by column name."""

    value: str
    label: Both
    source: str
    aliases: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CodeList:
    """A closed list, in its own order."""

    name: str
    title: Both
    source: str
    codes: Mapping[str, Code]
    no_answer: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def __getitem__(self, value: str) -> Code:
        return self.codes[value]

    def label(self, value: str) -> Both:
        """The label of a value; one that today's list no longer has is shown as it is."""
        code = self.codes.get(value)
        return code.label if code else Both(value, value)

    def find(self, text: str) -> str | None:
        """The value that a text names, or None."""
        value = self._spellings.get(folded(text))
        return None if value and text.strip().casefold() in _NOTHING else value

    def nearest(self, text: str) -> str | None:
        """The value whose spelling comes closest, to suggest it."""
        from difflib import get_close_matches

        close = get_close_matches(folded(text), self._spellings, n=1, cutoff=0.6)
        return self._spellings[close[0]] if close else None

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Every spelling with its value; an outside value that two share belongs to the first."""
        spellings: dict[str, str] = {}
        for code in self:
            outside = (
                code.also.get(k, "") for k in ("htcds", "iso") if code.also.get(k) != "Other"
            )
            for text in (*outside, *code.aliases, *code.label):
                spellings.setdefault(folded(text), code.value)
        spellings.update((folded(code.value), code.value) for code in self)
        spellings.pop("", None)
        return spellings


def fold(text: str) -> str:
    """A spelling without case, diacritics, spaces and punctuation.

    >>> fold("Banteay Mean Choăy")
    'banteaymeanchoay'
    """
    if text.isascii():
        return text.lower().translate(_PUNCTUATION)
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filter(str.isalnum, plain))


folded = lru_cache(maxsize=4096)(fold)
"""The same for labels, of which a sheet says the same few over and over."""


def names() -> tuple[str, ...]:
    """The names of all lists, in order."""
    return tuple(sorted({*_index(), "country"}))


@cache
def load(name: str) -> CodeList:
    """One list by name; raises KeyError for a name that is none."""
    if name == "country":
        from attache.codes.countries import country_list

        return country_list()
    entry = _index()[name]
    codes = {c.value: c for c in _read(name)}
    missing = {c.value: c for c in _read("no-answer")} if entry["no_answer"] else {}
    return CodeList(
        name,
        Both(entry["title_id"], entry["title_en"]),
        entry["source"],
        {**codes, **missing},
        frozenset(missing),
    )


@cache
def _index() -> dict[str, dict[str, str]]:
    return {row["list"]: row for row in _rows("index")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f)


def _read(name: str) -> Iterator[Code]:
    for row in _rows(name):
        aliases = tuple(a.strip() for a in row["aliases"].split(";") if a.strip())
        also = {k: v for k, v in row.items() if k not in _TEXT_COLUMNS and v}
        yield Code(row["value"], Both(row["id"], row["en"]), row["source"], aliases, also)
