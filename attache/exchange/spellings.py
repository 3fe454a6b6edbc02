"""What a head says: a spelling of a field, also with a remark, a star or a second spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attache.codes import folded
from attache.exchange.layout import KEYS
from attache.records.texts import clean

_REMARK = re.compile(r"(?P<head>[^()]*[^()\s])\s*\((?P<remark>[^()]*)\)[\s*]*")
_BETWEEN = re.compile(r"[/&|]|\b(?:atau|dan|or|and)\b", re.IGNORECASE)
_NUMBER_WORDS = ("no", "nomor", "nomer", "nmr", "number")
_NUMBER_WORD = re.compile(r"^(?:no|nomor|nomer|nmr)\b\.?|\b(?:no|number)\.?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 40
_LONG_NUMBER = re.compile(r"\d{5}")
# Words of remarks that say how a column is to be filled in, and not what else it holds.
_OF_FORM = frozenset(
    (
        *("d", "dd", "ddmmyyyy", "m", "mm", "y", "yy", "yyyy", "h", "hh", "b", "bb", "t", "tt"),
        *("tttt", "hhbbtttt", "tgl", "bln", "thn", "tanggal", "bulan", "tahun", "hari"),
        *(
            "l",
            "p",
            "f",
            "pria",
            "wanita",
            "laki",
            "laki2",
            "perempuan",
            "lk",
            "pr",
            "male",
            "female",
        ),
        *("wajib", "diisi", "isi", "isian", "opsional", "optional", "required", "jika", "bila"),
        *("kalau", "ada", "bisa", "dapat", "dihubungi", "aktif", "sesuai", "seperti", "di", "pada"),
        *("dalam", "dengan", "tanpa", "paspor", "ktp", "kk", "akta", "dokumen", "identitas"),
        *("lengkap", "gelar", "digit", "angka", "huruf", "kapital", "besar", "balok", "format"),
        *("contoh", "misal", "misalnya", "teks", "text", "pilih", "salah", "satu", "no", "nomor"),
        *("ri", "wni", "indonesia", "y", "n", "ya", "tidak", "usd", "koma", "pisahkan"),
    )
)


def named(spellings: Mapping[str, str], head: object) -> str | None:
    """The field that a head names, or None.

    A remark in parentheses is left out where it only says how to fill the column in, or names the
    same field: `Tanggal lahir (dd/mm/yyyy)`, `JK (L/P)`, but not `Paspor (masa berlaku)`. So is a
    second spelling of the same field: `NIK/No. KTP`.
    """
    if not isinstance(head, str):
        return None
    text = head.strip()
    if text in KEYS:
        return text
    found = spellings.get(folded(text))
    return found or _without_remark(spellings, text) or _spelled_twice(spellings, text)


def as_numbers(title: str) -> Iterator[str]:
    """The spellings of a title as a number, such as Nomer Paspor and Paspor No of No. Paspor."""
    if of := _NUMBER_WORD.sub("", title).strip():
        for word in _NUMBER_WORDS:
            yield from (f"{word} {of}", f"{of} {word}")


def quoted(head: object) -> str:
    """A head as a message shows it: short, on one line, and without what may be a number."""
    text = " ".join(clean(str(head)).split())
    if _LONG_NUMBER.search(text):
        return "“…”"
    return f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"


def _without_remark(spellings: Mapping[str, str], text: str) -> str | None:
    found = _REMARK.fullmatch(text)
    if not found:
        return None
    name = named(spellings, found["head"])
    remark = spellings.get(folded(found["remark"]))
    if remark == name:
        return name
    words = _WORD.findall(found["remark"].lower())
    return name if remark is None and _OF_FORM.issuperset(words) else None


def _spelled_twice(spellings: Mapping[str, str], text: str) -> str | None:
    names = {spellings.get(folded(part)) for part in _BETWEEN.split(text)}
    return names.pop() if len(names) == 1 else None
