"""Invented records, made from the declarations: valid for every record type, now and later.

Everything in them says that it is invented: names like "Siti Contoh" (example), a NIK of a
district that does not exist, telephone numbers of a prefix that nobody is given.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from attache import codes, records
from attache.records.here import Here
from attache.records.kept import Kept, Stamp
from attache.records.record import Field, parse

if TYPE_CHECKING:
    from attache.records import RecordType

TODAY = date(2026, 10, 1)
HERE = Here(TODAY, "KHM")
NAMES = ("Siti Contoh", "Budi Misal", "Rina Percobaan", "Agus Umpama", "Contoh")
NEEDED = {"former-number": ("nik",)}
"""Fields beside the required ones without which a rule refuses a record: one of several."""
_BORN = date(1995, 3, 14)


def example(record_type: RecordType, full: bool, seed: int = 0) -> dict[str, Any]:
    """Raw valid input: every field, or only what is needed. Seeds give different records."""
    needed = NEEDED.get(record_type.name, ())
    asked = [f for f in record_type.fields.values() if full or f.required or f.name in needed]
    return {f.name: _value(f, place, seed) for place, f in enumerate(asked)}


def kept(record_type: RecordType, full: bool, seed: int = 0) -> Kept[Any]:
    """The same as the vault would keep it."""
    parsed = parse(record_type.model, example(record_type, full, seed), HERE)
    assert not parsed.problems, parsed.problems
    number = seed + 1
    stamp = Stamp(
        id=f"0190a000-0000-7000-8000-{ord(record_type.letter):04}{number:08}",
        ref=f"PNH-A-{record_type.letter}{number}",
        rev=1 + seed % 3,
        post="PNH",
        recorded_by="Petugas Contoh",
        recorded_at="2026-09-30T01:02:03Z",
    )
    return Kept(record_type.name, stamp, parsed.draft)


def _value(field: Field, place: int, seed: int) -> Any:
    """A value by the kind's name; days follow each other in declared order."""
    by_name = {"birth_date": _birth_date, "nik": _nik, "splp": _splp, "other": _other}
    if field.name in by_name:
        return by_name[field.name](seed)
    return _BY_KIND[field.kind.name](field, place, seed)


def _day(_field: Field, place: int, seed: int) -> str:
    return (date(2024, 1, 1) + timedelta(days=14 * place + seed % 7)).isoformat()


def _partial(field: Field, place: int, seed: int) -> str:
    return _day(field, place, seed)[: (10, 7, 4)[seed % 3]]


def _text(field: Field, _place: int, seed: int) -> str:
    if getattr(field.kind, "worded", False):
        return NAMES[seed % len(NAMES)]
    text = f"Contoh {field.name} {seed}"
    if getattr(field.kind, "long", False):
        text += "\nBaris kedua; dengan titik koma, “kutipan” dan é, ñ, 语."
    return text[: getattr(field.kind, "limit", None)]


def _texts(_field: Field, _place: int, seed: int) -> list[str]:
    return [f"Contoh Alias {chr(65 + seed % 26)}", "Misal Lain"]


def _code(field: Field, _place: int, seed: int) -> str:
    return _answers(field)[seed % len(_answers(field))]


def _codes(field: Field, _place: int, seed: int) -> list[str]:
    answers = _answers(field)
    return [answers[seed % len(answers)], answers[(seed + 1) % len(answers)]]


def _answers(field: Field) -> list[str]:
    listed = codes.load(field.code_list)
    return [code.value for code in listed if code.value not in listed.no_answer] or [*listed.codes]


def _ref(field: Field, _place: int, seed: int) -> str:
    to = getattr(field.kind, "to", ()) or ("person",)
    return f"PNH-A-{records.named(to[0]).letter}{seed + 1}"


def _refs(field: Field, place: int, seed: int) -> list[str]:
    return [_ref(field, place, seed), _ref(field, place, seed + 1)]


def _count(field: Field, _place: int, seed: int) -> int:
    return min(getattr(field.kind, "least", 0) + seed % 50, getattr(field.kind, "most", 50))


def _born(seed: int) -> date:
    return _BORN + timedelta(days=seed)


def _birth_date(seed: int) -> str:
    return _born(seed).isoformat()[: (10, 7, 4)[seed % 3]]


def _nik(seed: int) -> str:
    """Digits of West Java, of a district that does not exist; an even seed is a woman's."""
    born = _born(seed)
    day = born.day + 40 * (1 - seed % 2)
    return f"320199{day:02}{born:%m%y}{seed % 9_999 + 1:04}"


def _splp(seed: int) -> str:
    return f"XX{990_000 + seed % 10_000}"


def _other(seed: int) -> str:
    """Somebody beside the person that a record names first."""
    return f"PNH-A-P{seed + 2}"


_BY_KIND = {
    "text": _text,
    "texts": _texts,
    "day": _day,
    "partial-day": _partial,
    "code": _code,
    "codes": _codes,
    "ref": _ref,
    "refs": _refs,
    "nik": lambda _field, _place, seed: _nik(seed),
    "document-number": lambda _field, _place, seed: f"X{9_990_000 + seed % 10_000}",
    "phone": lambda _field, _place, seed: f"+62 800 000 {seed % 10_000:04}",
    "count": _count,
    "amount": lambda _field, _place, seed: f"{1250 + seed}.{seed % 4 * 25:02}",
}
