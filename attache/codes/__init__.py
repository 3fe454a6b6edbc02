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
_SIGNS_AND_SPACES = bytes(_PUNCTUATION)
_SIGNS = bytes(n for n in _PUNCTUATION if not chr(n).isspace())
_LOWER = bytes(range(128)).lower() + bytes(range(128, 256))
_MARKED = re.compile(r"[^\x00-\x7f]+")
_APOSTROPHES = frozenset("’‘ʼʻʾʿˈ′´‵＇")
_APOSTROPHE = dict.fromkeys(map(ord, "'`"))
_STROKES = {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe"}
"""Letters that Unicode does not take apart."""
_PART = re.compile(r"([0-9]+)|[^\W0-9_]+")
_NOTHING = frozenset(("n/a", "n.a.", "n.a", "n/a."))
"""What would be Namibia (NA) without its signs."""
_SHORTEST = 4
NOT_ASKED = "not-asked"
"""The value of a question that was not asked yet, in every list that has it."""
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


def without_accents(text: str) -> str:
    """A text in which é is e and đ is d; of other signs than those of ASCII each is ' or -.

    >>> without_accents("Nur’aini – Rénée")
    "Nur'aini - Renee"
    """
    if text.isascii():
        return text
    for char in set("".join(_MARKED.findall(text))):
        text = text.replace(char, _unmarked(char))
    return text


@lru_cache(maxsize=4096)
def _unmarked(char: str) -> str:
    """A character beyond ASCII without its case and accents; an accent alone is nothing."""
    apart = unicodedata.normalize("NFKD", char.casefold()).casefold()
    kept = (c for c in apart if not unicodedata.combining(c))
    return "".join("'" if c in _APOSTROPHES else _letter(c) for c in kept)


def _letter(char: str) -> str:
    if char.isalnum():
        return _STROKES.get(char, char)
    return " " if char.isspace() else "-"


def fold(text: str) -> str:
    """A spelling without case, diacritics, spaces and punctuation.

    >>> fold("Banteay Mean Choăy"), fold("Nur’aini")
    ('banteaymeanchoay', 'nuraini')
    """
    if text.isascii():  # as most are; bytes are translated in a fifth of the time
        return text.encode().translate(_LOWER, _SIGNS_AND_SPACES).decode()
    return without_accents(text).lower().translate(_PUNCTUATION)


def searched(text: str) -> bytes:
    """A text as words are looked for in it: folded, but for the spaces between words; as UTF-8.

    >>> searched("Paspor  Rifa’i, P-12")
    b'paspor  rifai p12'
    """
    return without_accents(text).encode(errors="surrogatepass").translate(_LOWER, _SIGNS)


def in_order(text: str) -> tuple[object, ...]:
    """What a text is sorted by, as people do: word by word, numbers in it by value.

    Case, accents and punctuation count only where nothing else tells two texts apart.

    >>> sorted(["PNH-A-P10", "PNH-A-P2", "Étienne", "Eti", "Nuraini", "Nur Zahra"], key=in_order)
    ['Eti', 'Étienne', 'Nur Zahra', 'Nuraini', 'PNH-A-P2', 'PNH-A-P10']
    """
    words = without_accents(text).lower().translate(_APOSTROPHE)
    return (*(_place(found) for found in _PART.finditer(words)), (-1, 0, text))


def _place(part: re.Match[str]) -> tuple[int, int, str]:
    """Where a part of a text comes: numbers before words, longer numbers after shorter ones."""
    if part[1]:
        digits = part[1].lstrip("0")
        return 0, len(digits), digits
    return 1, 0, part[0]


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
