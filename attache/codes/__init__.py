"""Closed lists: what a coded field may say, in both languages, with source and outside values.

Each list is a CSV file in `data/`; the index names them all. On input a value, a label in
either language, an alias, or the HTCDS value is understood; spelling, case, spacing and
diacritics are forgiven, nothing is guessed.
"""

from __future__ import annotations

import csv
import re
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
_SHORTEST = 4
_OUTSIDE = ("htcds", "iso", "kemendagri")
_TWICE = re.compile(r"([^()]+)\(([^()]+)\)")
_PROVINCE = re.compile(r"\s*(?:provinsi|propinsi|province|prov|prop)\b[\s.:]*", re.IGNORECASE)
_SHORTENED = {
    "brt": "barat",
    "tgh": "tengah",
    "tim": "timur",
    "tmr": "timur",
    "sel": "selatan",
    "utr": "utara",
    "sum": "sumatera",
    "kal": "kalimantan",
    "sul": "sulawesi",
    "kep": "kepulauan",
}
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
        value = self._spellings.get(spelling(text)) or self._otherwise(text)
        return None if value and text.strip().casefold() in _NOTHING else value

    def _otherwise(self, text: str) -> str | None:
        """The value of a text that says it twice, Laki-laki (L), or of a shortened province."""
        if found := _TWICE.fullmatch(text.strip()):
            values = {self._spellings.get(spelling(part)) for part in found.groups()}
            return values.pop() if len(values) == 1 else None
        if self.name.endswith("-province"):
            return self._spellings.get(folded(spelled_out(text)))
        return None

    def nearest(self, text: str) -> str | None:
        """The value whose spelling comes near, to suggest it; a short text is near to anything."""
        from difflib import get_close_matches

        if len(spelled := folded(text)) < _SHORTEST:
            return None
        close = get_close_matches(spelled, self._spellings, n=1, cutoff=0.75)
        return self._spellings[close[0]] if close else None

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Every spelling with its value; an outside value that two share belongs to the first."""
        spellings: dict[str, str] = {}
        for code in self:
            outside = (code.also.get(k, "") for k in _OUTSIDE if code.also.get(k) != "Other")
            for text in (*outside, *code.aliases, *code.label):
                spellings.setdefault(spelling(text), code.value)
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


def spelling(text: str) -> str:
    """A spelling as it is looked for: folded, or the sign itself where nothing else is there.

    >>> spelling(" Laki-laki "), spelling("✓")
    ('lakilaki', '✓')
    """
    return folded(text) or text.strip()


def spelled_out(text: str) -> str:
    """The name of a province without that word, its shortened words at full length.

    >>> spelled_out("Prov. Jawa Brt.")
    'jawa barat'
    """
    words = re.findall(r"[^\s.]+", _PROVINCE.sub("", text.lower(), count=1))
    return " ".join(_SHORTENED.get(word, word) for word in words)


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
