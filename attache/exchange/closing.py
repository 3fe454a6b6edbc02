"""Lines that stand below a table and are no records: sums, notes, place and date, signatures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attache.codes import folded
from attache.exchange.reader import Cell, CellError
from attache.records.dates import read_partial

if TYPE_CHECKING:
    from attache.exchange.headers import Header

SUM, NOTE, SIGNED, NUMBER = "sum", "note", "signed", "number"
_TOTALS = frozenset(
    folded(word)
    for word in (
        "Jumlah",
        "Jumlah total",
        "Jumlah keseluruhan",
        "Jumlah seluruhnya",
        "Jumlah orang",
        "Jumlah WNI",
        "Total",
        "Total keseluruhan",
        "Total orang",
        "Total WNI",
        "Grand total",
        "Subtotal",
        "Sub total",
        "Sub jumlah",
    )
)
_BEGIN = (
    *("jumlah", "total", "grandtotal", "subtotal", "subjumlah", "mengetahui", "menyetujui"),
    *("mengesahkan", "disahkanoleh", "dibuatoleh", "diperiksaoleh", "nip", "catatan"),
    *("keterangan", "ket", "nb", "note"),
)
_OF = r"[0-9]{1,6}\s*(?:orang|org|jiwa|wni|pmi|kasus|data|people|persons)?\.?"
_SUMMED = re.compile(rf"(?P<word>[a-z -]+?)\s*[:=]?\s*(?P<of>{_OF})", re.IGNORECASE)
_COUNT = re.compile(_OF, re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:mengetahui|menyetujui|mengesahkan|(?:disahkan|dibuat|diperiksa) oleh)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_STAFF_NUMBER = re.compile(r"NIP\b[\s.:]*[0-9 ./-]{8,}", re.IGNORECASE)
_NOTE = re.compile(
    r"(?:(?:catatan|keterangan|ket|nb|note)\.?\s*:|\*+\)).*", re.IGNORECASE | re.DOTALL
)
_PLACE_AND_DAY = re.compile(r"[^\W\d][^\d,]{1,40},\s*(?P<day>.{6,40})")
_COUNTED = frozenset(
    map(folded, ("Laki-laki", "Perempuan", "Pria", "Wanita", "L", "P", "Dewasa", "Anak", "Bayi"))
)
_SOME_DAY = date(2026, 1, 31)


def may_begin(word: str) -> bool:
    """Whether a folded cell begins as such a line may; quickly told, because hardly any does."""
    return word.startswith(_BEGIN) or word in _TOTALS


def is_total(cells: Sequence[Cell]) -> bool:
    """A word for a sum, alone or with its number, and beside it numbers only."""
    first, *rest = cells
    if not isinstance(first, str) or not _is_sum(first):
        return False
    return all(isinstance(cell, (int, float, CellError)) or _is_count(cell) for cell in rest)


def kind_of(filled: Mapping[int, Cell], header: Header) -> str | None:
    """What a line below a table is, from its filled cells by place; None for what is none."""
    words = [cell.strip() for cell in filled.values() if isinstance(cell, str)]
    if len(words) != len(filled) or len(words) > 2:
        return None
    if len(words) == 1 and _STAFF_NUMBER.fullmatch(words[0]):
        return NUMBER
    if len(words) == 1 and _NOTE.fullmatch(words[0]):
        return NOTE
    joint = any(header.names.get(place) in header.joint for place in filled)
    signed = all(_signs(word) or (not joint and _is_place_and_day(word)) for word in words)
    return SIGNED if signed else None


def is_line(cell: Cell) -> bool:
    """Whether a cell alone is such a line."""
    if not isinstance(cell, str):
        return False
    known = is_total([cell]) or folded(cell) in _COUNTED
    return known or _signs(cell) or bool(_NOTE.fullmatch(cell)) or _is_place_and_day(cell)


def counts_some(cells: Sequence[Cell]) -> bool:
    """How many women, men or children there are: one word and one number."""
    if len(cells) != 2 or not isinstance(cells[0], str):
        return False
    word, number = cells
    return folded(word) in _COUNTED and (isinstance(number, (int, float)) or _is_count(number))


def _is_sum(text: str) -> bool:
    found = _SUMMED.fullmatch(text.strip())
    return folded(text) in _TOTALS or bool(found and folded(found["word"]) in _TOTALS)


def _is_count(cell: Cell) -> bool:
    return isinstance(cell, str) and _COUNT.fullmatch(cell.strip(" ()")) is not None


def _signs(word: str) -> bool:
    return bool(_SIGNED.fullmatch(word) or _STAFF_NUMBER.fullmatch(word))


def _is_place_and_day(word: str) -> bool:
    found = _PLACE_AND_DAY.fullmatch(word)
    return bool(found and read_partial(found["day"], _SOME_DAY))
