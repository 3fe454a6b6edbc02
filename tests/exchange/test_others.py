"""Columns of somebody else than the person of a row: nothing of theirs becomes the person's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import records
from attache.exchange.described import MARK
from attache.exchange.geometry import letter
from attache.exchange.mapped import Saved
from attache.exchange.mapping import KNOWN, header_row, look
from attache.exchange.others import is_the_person, says_not_whose, speaks_of_another
from attache.exchange.reader import RawSheet
from attache.exchange.rows import read_rows
from attache.records.mapping import MappedColumn

if TYPE_CHECKING:
    from attache.exchange.reader import Area

KINDS = (
    *("Perekrut", "Ayah", "Ibu", "Majikan", "Pelapor", "Kontak Darurat", "Suami/Istri"),
    *("Penjamin", "Terduga Pelaku", "Data Orang Tua", "Anak", "Agen di Indonesia"),
)
UNHEARD = ("Bang Uji", "Pihak kedua")
CONTACTS = ("Kontak", "Kontak di Indonesia")
"""Who is somebody else where a relation stands below, too."""
FIELDS = {
    "Nama": "Orang Lain",
    "NIK": "3201990101010001",
    "No HP": "081300000001",
    "No. WA": "081300000002",
    "Alamat": "Jl. Lain 1",
    "Asal": "Bali",
    "Tgl Lahir": "1970-01-01",
    "No. Paspor": "X1111111",
}
OWN = {"Nama WNI": "Siti Contoh", "L/P": "P", "NIK": "3201995403950000", "Ket.": "contoh"}
THEIRS_BY_NAME = {"mother_name", "family_contact", "family_phone"}
"""Fields of a person that are somebody else's by their own titles: “Nama” of “Ibu” is one."""
FIELD = {"Nama Panggilan": "aliases", "No. WA": "phone"}
ALONE = {"No HP": "No. WA", "No. WA": "No. WA", "NIK": "NIK"}
"""Heads of which no column is the person's where the only one is beside another's name."""
JOINED = ("{f} {k}", "{k} {f}", "{f} ({k})", "{k} - {f}", "{k}: {f}", "{k}\n{f}", "{f} dari {k}")


class Shape(NamedTuple):
    """A sheet with one row of data, and the places of columns that are somebody else's."""

    rows: list[list[Any]]
    merged: tuple[Area, ...]
    theirs: frozenset[int]

    @property
    def sheet(self) -> RawSheet:
        return RawSheet("Data", visible=True, rows=self.rows, merged=self.merged)


@st.composite
def one_row(draw):
    """A header of one row, in which a head says both what and whose."""
    own = list(OWN.items())
    fields = draw(st.lists(st.sampled_from(list(FIELDS)), min_size=1, unique=True))
    kind = draw(st.sampled_from(KINDS))
    heads = [(draw(st.sampled_from(JOINED)).format(f=f, k=kind), FIELDS[f]) for f in fields]
    at = draw(st.integers(0, len(own)))
    placed = [*own[:at], *heads, *own[at:]]
    theirs = frozenset(range(at, at + len(heads)))
    return Shape([[head for head, _ in placed], [cell for _, cell in placed]], (), theirs)


@st.composite
def two_rows(draw):
    """The person's columns, then groups of others' below their heads; merged or not.

    A row of nothing may stand between, where the person's columns have a head over them, too.
    """
    own_below, merge = draw(st.booleans()), draw(st.booleans())
    apart = own_below and draw(st.booleans())
    upper, lower, cells = [], [], []
    for head, cell in OWN.items():
        upper.append(None if own_below else head)
        lower.append(head if own_below else None)
        cells.append(cell)
    # A head that is no word for anybody is somebody's only where the rows belong together.
    kinds = (*KINDS, *CONTACTS) if own_below else (*KINDS, *UNHEARD)
    areas, theirs = [], set()
    if apart:
        upper[0] = "Data Korban"
        areas.append((0, 0, 0, len(OWN) - 1))
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3, unique=True)):
        fields = draw(st.lists(st.sampled_from(list(FIELDS)), min_size=2, unique=True))
        fields = ["Hubungan", *fields] if kind in CONTACTS else fields
        left = len(upper)
        upper += [kind, *[None] * (len(fields) - 1)]
        lower += fields
        cells += [FIELDS.get(f, "paman") for f in fields]
        theirs |= {left + n for n, field in enumerate(fields) if field in FIELDS}
        areas.append((0, left, 0, len(upper) - 1))
    if merge and not own_below:
        areas += [(0, n, 1, n) for n in range(len(OWN))]
    titles = draw(st.sampled_from(([], [["Daftar WNI dan perekrut"], []], [["Daftar WNI"]])))
    moved = [(a + len(titles), b, c + len(titles), d) for a, b, c, d in areas]
    rows = [*titles, upper, *([[]] if apart else []), lower, cells]
    return Shape(rows, tuple(moved) if merge else (), frozenset(theirs))


@st.composite
def turned(draw):
    """The person's and another's below the field that both have."""
    field = draw(st.sampled_from(list(FIELDS)))
    kind = draw(st.sampled_from(KINDS))
    own = [(h, c) for h, c in OWN.items() if h != field]
    upper = [*(h for h, _ in own), field, None]
    cells = [*(c for _, c in own), None, FIELDS[field]]
    merged = draw(st.sampled_from(((), ((0, len(own), 0, len(own) + 1),))))
    rows = [upper, [*[None] * len(own), "WNI", kind], cells]
    return Shape(rows, merged, frozenset({len(own) + 1}))


@st.composite
def beside(draw):
    """A header of one row: the name of another, and beside it heads that do not say whose.

    The person's own stand before it or after it, but for one that only the other has.
    """
    own = {"Nama WNI": "Siti Contoh", "L/P": "P", "Alamat": "Jl. Contoh 2", "Asal": "Jabar"}
    own |= {"NIK": "3201995403950000", "No. WA": "081200000001", "No. Paspor": "X9990001"}
    own |= {"Tgl Lahir": "1995-03-14"}
    kind = draw(st.sampled_from(KINDS))
    fields = st.lists(st.sampled_from([*FIELDS][1:]), min_size=1, unique=True)
    theirs = [(field, FIELDS[field]) for field in draw(fields)]
    if theirs[0][0] in ALONE and draw(st.booleans()):
        del own[ALONE[theirs[0][0]]]
    name = draw(st.sampled_from((f"Nama {kind}", kind, f"Nama lengkap {kind}")))
    related = draw(st.sampled_from(([], [("Hubungan", "lain")])))
    group = [(name, "Orang Lain"), *related, *theirs]
    first = draw(st.booleans())
    columns = [*group, *own.items()] if first else [*own.items(), *group, ("Ket.", "contoh")]
    at = columns.index(theirs[0])
    places = frozenset(range(at, at + len(theirs)))
    return Shape([[head for head, _ in columns], [cell for _, cell in columns]], (), places)


SHAPES = st.one_of(one_row(), two_rows(), turned(), beside())


@given(SHAPES)
def test_no_field_of_somebody_else_is_read_as_the_persons(shape):
    (found,) = read_rows([shape.sheet], "person").found
    theirs = {FIELDS[f] for f in FIELDS}
    for row in found.rows:
        taken = {name: cell for name, cell in row.raw.items() if cell in theirs}
        assert taken.keys() <= THEIRS_BY_NAME, (taken, shape)
    assert [row.raw.get("name") for row in found.rows] == ["Siti Contoh"]
    told = {p.column for p in found.problems if p.code == "XLS140"}
    letters = {row.columns.get(name) for row in found.rows for name in THEIRS_BY_NAME}
    assert {letter(n) for n in shape.theirs} <= told | letters


@given(SHAPES)
def test_a_map_shows_the_same(shape):
    (plan,) = look([shape.sheet], (), "person", header_row("")).plans
    known = {c.place: c.field for c in plan.columns if c.how == KNOWN}
    assert {known[n] for n in shape.theirs & known.keys()} <= THEIRS_BY_NAME
    heads = {c.place: c.head for c in plan.columns}
    assert all(heads[n] in FIELDS or len(heads[n].split()) > 1 for n in shape.theirs)


@given(SHAPES, st.sampled_from(("consultation", "victim-case", "document-fraud")))
def test_nobody_is_described_by_the_columns_of_another(shape, kind):
    for found in read_rows([shape.sheet], kind).found:
        fields = found.record_type.fields
        for row in found.rows:
            for name, cell in row.raw.items():
                if name.startswith(MARK) or fields[name].kind.identifier:
                    of_another = name.removeprefix(MARK) in THEIRS_BY_NAME
                    assert of_another or cell not in FIELDS.values(), (name, shape)


@pytest.mark.parametrize(
    "heads",
    [
        ["Nama WNI", "Nama Ibu Kandung", "Alamat", "No. Paspor", "No. HP"],
        ["Nama WNI", "Perusahaan", "Tgl Lahir", "No. Paspor", "NIK", "No. HP"],
        ["Nama WNI", "Nama Perekrut", "No. HP Korban", "NIK WNI"],
        ["Nama WNI", "Jumlah Anak", "No. HP", "NIK"],
        ["No. WA", "Nama Perekrut", "Nama WNI", "NIK", "Alamat"],
    ],
)
def test_the_persons_own_are_read_also_where_others_are_named(heads):
    cells = {"Nama WNI": "Siti Contoh", "Tgl Lahir": "1995-03-14", "Jumlah Anak": 2}
    record: list[Any] = [cells.get(head, f"contoh {n}") for n, head in enumerate(heads)]
    raw = RawSheet("Data", visible=True, rows=[heads, record])
    (found,) = read_rows([raw], "person").found
    others = {"Nama Ibu Kandung", "Perusahaan", "Nama Perekrut", "Jumlah Anak"}
    mine = {letter(n) for n, head in enumerate(heads) if head not in others}
    assert mine <= set(found.rows[0].columns.values())


OTHER_SHAPES: dict[str, tuple[list[list[Any]], tuple[Area, ...]]] = {
    "groups side by side": (
        [
            ["Data Korban", None, None, "Orang yang dapat dihubungi", None],
            ["Nama WNI", "L/P", "NIK", "Tgl Lahir", "No. WA"],
        ],
        ((0, 0, 0, 2), (0, 3, 0, 4)),
    ),
    "beside a group that nobody knows": (
        [
            ["Data Diri", None, None, "Bang Uji", None],
            ["Nama WNI", "L/P", "NIK", "Tgl Lahir", "No. WA"],
        ],
        (),
    ),
    "the head of one column": (
        [["Nama WNI", "L/P", "NIK", "Bang Uji"], [None, None, None, "No. WA"]],
        (),
    ),
    "all below one that is not merged": (
        [["Data Orang Tua", None, None, None], ["Tgl Lahir", "No. WA", "Nama WNI", "L/P"]],
        (),
    ),
    "three rows": (
        [
            ["Nama WNI", "L/P", "NIK", "Perekrut", None],
            [None, None, None, "Identitas", "Kontak"],
            [None, None, None, "Nama", "No. WA"],
        ],
        ((0, 3, 0, 4), (0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 2, 2)),
    ),
}


@pytest.mark.parametrize("shape", OTHER_SHAPES)
def test_nor_in_headers_of_other_shapes(shape):
    heads, merged = OTHER_SHAPES[shape]
    own = {**OWN, "Nama WNI": "Siti Contoh"}
    width = max(map(len, heads))
    last = [next((r[n] for r in heads[::-1] if n < len(r) and r[n]), "") for n in range(width)]
    theirs = {"Tgl Lahir", "No. WA", "Nama"}
    record: list[Any] = [FIELDS[head] if head in theirs else own[head] for head in last]
    raw = RawSheet("Data", visible=True, rows=[*heads, record], merged=merged)
    (found,) = read_rows([raw], "person").found
    taken = [cell for row in found.rows for cell in row.raw.values()]
    assert not {*taken} & {*FIELDS.values()}
    assert not found.rows or shape != "three rows" or found.rows[0].raw["name"] == "Siti Contoh"


def test_words_of_the_own_columns_speak_of_nobody_else():
    """Otherwise a title of the person's own field would be somebody else's below another head."""
    for f in records.named("person").fields.values():
        own = f.name not in THEIRS_BY_NAME
        assert not (own and speaks_of_another(f.column.title)), f.name
    assert says_not_whose("Data Diri")
    assert is_the_person("Korban")
    assert not is_the_person("Data")


@pytest.mark.parametrize("title", ["Keberangkatan Juli", "Data Keluarga dan WNI", "KBRI"])
def test_a_title_beside_another_one_takes_no_column_away(title):
    heads, record = [None, "Nama", "NIK", "L/P"], [None, "Siti Contoh", None, "P"]
    rows: list[list[Any]] = [["Pos", title], heads, record]
    (found,) = read_rows([RawSheet("Data", visible=True, rows=rows)], "person").found
    if title != "Data Keluarga dan WNI":  # whose these are is not certain
        assert [row.raw for row in found.rows] == [{"name": "Siti Contoh", "sex": "P"}]


def test_a_mapping_of_heads_alone_is_not_that_of_heads_below_another_one():
    heads: list[Any] = ["Nama WNI", "L/P", "Nama Panggilan", "No. WA"]
    saved = Saved("PNH-A-H1", "person", tuple(MappedColumn(h, FIELD.get(h)) for h in heads))
    upper: list[Any] = ["Nama WNI", "L/P", "Perekrut", None]
    record: list[Any] = ["Siti Contoh", "P", "Bos Uji", "081300000002"]
    rows: list[list[Any]] = [[None, None, "Perekrut", None], heads, record]
    below: list[list[Any]] = [upper, [None, None, *heads[2:]], record]
    for sheet in (rows, below):
        raw = RawSheet("Data", visible=True, rows=sheet)
        (found,) = read_rows([raw], "person", [saved]).found
        assert not found.mapping
        assert [row.raw for row in found.rows] == [{"name": "Siti Contoh", "sex": "P"}]
    alone = RawSheet("Data", visible=True, rows=[heads, record])
    (found,) = read_rows([alone], "person", [saved]).found
    assert found.rows[0].raw["phone"] == "081300000002"
