"""Whatever a record may say, made from the declarations: for every record type, now and later.

A new record type is covered at once; a new kind of value wants a line in `_BY_KIND`. People and
numbers are invented, as in `samples`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from attache import codes, records
from attache.problems import errors
from attache.records.record import kept, parse
from attache.records.texts import Unreadable
from attache.rules import check
from tests import samples
from tests.samples import HERE, TODAY

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from attache.records import RecordType
    from attache.records.record import Field

T = TypeVar("T")
Content = dict[str, Any]
Refs = Mapping[str, Sequence[str]]
"""The refs that a record may name, by record type."""

PIECES = (
    # what a spreadsheet program could take for something else than text
    *(
        "=",
        "+",
        "-",
        "@",
        "＝",
        "＋",
        "－",
        "＠",
        "'",
        '"',
        "=1+1",
        "=cmd|'/C calc'!A0",
        "@SUM(A1)",
    ),
    *("007", "1e5", "1.200", "TRUE", "#N/A", "#REF!", "2026-01-31", "31/1/2026", "5%", "½", "٣"),
    *("http://contoh.invalid", "mailto:a@contoh.invalid", "\\\\contoh\\a", "file:///contoh"),
    # what XML, or an escape in it, could lose
    *("_x001B_", "_x000D_", "_x005F_", "_x005F_x001B_", "_xD83D_", "_x", "&amp;", "&#10;", "]]>"),
    *("<r>", "</r>", "<t>", "</si><si>", "<!--", "\ufffd", "\ufffe", "\uffff", "\U0001fffe"),
    # white space, and lines
    *(" ", "  ", "\t", "\n", "\n\n", "\r\n", "\u00a0", "\u2003", "\u2028", "\u2029", "\u3000"),
    # letters of all kinds
    *(
        "a",
        "Siti",
        "é",
        "e\u0301",
        "\u0301",
        "ß",
        "İ",
        "ﬁ",
        "Å",
        "ñ",
        "语",
        "សុខ",
        "ក្រ",
        "กำ",
        "한글",
    ),
    *(
        "שלום",
        "سلام",
        "\u202e",
        "\u200f",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "“",
        "”",
        "–",
        "…",
    ),
    *("😀", "👩\u200d🦰", "🇮🇩", "👍🏽", "𝔸", "𠮷", "\U000e0041", "\ue000", "\x1b", "\x9b", "\x00"),
    *(";", "; ", ",", "|", ":", "#1", "P1", "-", "–", "?", "/", "Total", "Jumlah", "Ref", "Nama"),
)
LONG = ("x", "é", "😀", "= ", "_x001B_", "\n=1+1", "<r>", "a\u0301")


def values(field: Field, refs: Refs | None = None) -> SearchStrategy[Any]:
    """What a field may hold, as it is kept."""
    raw = _BY_KIND[field.kind.name](field, refs)
    return raw.map(_reading(field)).filter(lambda value: value is not None)


def contents(kind: RecordType, refs: Refs | None = None) -> SearchStrategy[Content]:
    """The content of a record, as it is kept: each field as it is read, alone."""
    said = {f.name: values(f, refs) for f in kind.fields.values()}
    needed = {name: said.pop(name) for name, f in kind.fields.items() if f.required}
    return st.fixed_dictionaries(needed, optional=said).map(lambda raw: _whole(kind, raw))


def sound(kind: RecordType, refs: Refs | None = None) -> SearchStrategy[Content]:
    """The same, and the rules find no error in it: what they refuse is left out."""
    mended = contents(kind, refs).map(lambda content: _mended(kind, content))
    return mended.filter(lambda content: not _refused(kind, content))


def documents(kind: RecordType, most: int = 4) -> SearchStrategy[list[Content]]:
    """Kept documents of a record type, each under a ref of its own."""
    return st.lists(contents(kind), min_size=1, max_size=most).map(lambda c: stamped(kind, c))


def stamped(kind: RecordType, said: Sequence[Content]) -> list[Content]:
    """Contents as the vault would keep them."""
    return [
        samples.kept(kind, full=False, seed=seed).document() | content
        for seed, content in enumerate(said)
    ]


def several(strategy: SearchStrategy[T], count: int) -> list[T]:
    """So many examples at once, always the same: for what is too slow to be done for each."""
    found: list[T] = []

    @settings(max_examples=count, phases=[Phase.generate])
    @given(strategy)
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return found


def texts(limit: int) -> SearchStrategy[str]:
    """Any text up to a limit, mostly of what programs stumble over."""
    piece = st.sampled_from(PIECES) | st.text(max_size=6)
    mixed = st.lists(piece, min_size=1, max_size=6).map("".join)
    full = st.sampled_from(LONG).map(lambda piece: piece * (limit // len(piece)))
    either = st.integers(0, 11).flatmap(lambda number: full if number == 11 else mixed)
    return either.map(lambda text: text[:limit])


def _reading(field: Field) -> Callable[[Any], Any]:
    """Reads raw input as its kind does; None for what it refuses."""

    def read(raw: Any) -> Any:
        try:
            return field.kept(field.kind.read(raw, HERE))
        except Unreadable:
            return None

    return read


def _whole(kind: RecordType, raw: Mapping[str, Any]) -> Content:
    parsed = parse(kind.model, raw, HERE)
    assert not parsed.problems, parsed.problems
    return kept(parsed.draft)


def _mended(kind: RecordType, content: Content) -> Content:
    """Without what the rules refuse; days that have to be there are put to a day that does."""
    for found in _refused(kind, content):
        field = kind.fields[found.field or ""]
        if not field.required:
            content = {**content, field.name: field.kept(field.default)}
        elif field.kind.name == "day":
            content = {**content, field.name: date(2026, 1, 1).isoformat()}
    return content


def _refused(kind: RecordType, content: Content) -> list[Any]:
    return errors(check(kind.name, parse(kind.model, content, HERE).draft, TODAY))


def _text(field: Field, _refs: Refs | None) -> SearchStrategy[str]:
    limit = getattr(field.kind, "limit", 200)
    if getattr(field.kind, "worded", False):
        return texts(limit - 1).map(lambda text: f"{text}a")
    return texts(limit)


def _texts(field: Field, refs: Refs | None) -> SearchStrategy[list[str]]:
    return st.lists(_text(field, refs), min_size=1, max_size=3)


def _days(_field: Field, _refs: Refs | None) -> SearchStrategy[str]:
    far = st.dates(date(1900, 1, 1), date(2100, 12, 31))
    edges = st.sampled_from(
        [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2000, 2, 29)]
    )
    return st.one_of(st.dates(date(2024, 1, 1), TODAY), far, edges).map(date.isoformat)


def _partial(field: Field, refs: Refs | None) -> SearchStrategy[str]:
    return _days(field, refs).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))


def _code(field: Field, _refs: Refs | None) -> SearchStrategy[str]:
    return st.sampled_from([*codes.load(field.code_list).codes])


def _codes(field: Field, _refs: Refs | None) -> SearchStrategy[list[str]]:
    listed = codes.load(field.code_list)
    answers = [value for value in listed.codes if value not in listed.no_answer]
    alone = st.sampled_from([[value] for value in listed.codes])
    return alone | st.lists(st.sampled_from(answers or [*listed.codes]), min_size=1, max_size=4)


def _ref(field: Field, refs: Refs | None) -> SearchStrategy[str]:
    to = getattr(field.kind, "to", ()) or [t.name for t in records.every()]
    if refs is not None:
        return st.sampled_from([ref for name in to for ref in refs.get(name, ())])
    letters = st.sampled_from([records.named(name).letter for name in to])
    number = st.integers(1, 999_999_999)
    full = st.tuples(letters, number).map(lambda r: f"PNH-B-{r[0]}{r[1]}")
    return full | st.just("0190a000-0000-7000-8000-000000000001")


def _refs(field: Field, refs: Refs | None) -> SearchStrategy[list[str]]:
    return st.lists(_ref(field, refs), min_size=1, max_size=4)


def _number(field: Field, _refs: Refs | None) -> SearchStrategy[str]:
    """Of a passport or another paper; zeros in front, and what looks like 1E5."""
    limit = min(getattr(field.kind, "limit", 9), 12)
    letters = st.text("XE0123456789/", max_size=limit - 1)
    return letters.map(lambda text: f"{text}0") | st.sampled_from(["0012345", "1E5", "X9990001"])


def _amount(_field: Field, _refs: Refs | None) -> SearchStrategy[str]:
    most = Decimal(10**12) - Decimal("0.01")
    return st.decimals(0, most, places=2).map(str) | st.sampled_from(["0", "0.1", "1234.5", "1200"])


def _count(field: Field, _refs: Refs | None) -> SearchStrategy[int]:
    return st.integers(getattr(field.kind, "least", 0), getattr(field.kind, "most", 1000))


_BY_KIND: Mapping[str, Callable[[Field, Refs | None], SearchStrategy[Any]]] = {
    "text": _text,
    "texts": _texts,
    "day": _days,
    "partial-day": _partial,
    "code": _code,
    "codes": _codes,
    "ref": _ref,
    "refs": _refs,
    "nik": lambda _field, _refs: st.integers(0, 10**10 - 1).map("320199{:010}".format),
    "document-number": _number,
    "phone": lambda _field, _refs: st.integers(0, 9999).map("+62800000{:04}".format),
    "count": _count,
    "amount": _amount,
}
