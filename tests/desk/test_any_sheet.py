"""Any sheet at all: every row that says something has one account, or is named as passed over."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, NamedTuple

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from attache import records
from attache.codes import folded
from attache.desk import imports
from attache.desk.imports import Wish
from attache.exchange.fillers import DASHES
from attache.exchange.incoming import Incoming
from attache.exchange.reader import CellError, RawSheet
from attache.language import both
from attache.problems import Refused, errors
from attache.problems.catalogue import CATALOGUE
from attache.records.exchange import ACCOUNTS
from tests import opening, strategies
from tests.desk import offices
from tests.exchange import test_libreoffice as libreoffice

PASSED_OVER = {code for code, wording in CATALOGUE.items() if "passed over" in wording.message}
COUNTING = ("No.", "No", "Nomor urut", "#")
JUNK_HEADS = ("Foto", "Tanda tangan", "Status lain", "Catatan pusat", "Kolom 9", 7, "?", None)
TITLES = ("DAFTAR WNI", "PERIODE SEPTEMBER 2026", None, "Perwakilan RI", 2026, "attache")
REFS = {"person": ["PNH-A-P1", "P2", "p3", "P9"]}

NOON = datetime(2026, 9, 1, 12, 30)  # noqa: DTZ001 - a cell has no zone


class Page(NamedTuple):
    """A sheet as somebody might have made it; `header` is the row of its (last) heads, from 1."""

    kind: str
    rows: list[list[Any]]
    header: int
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: tuple[int, ...] = ()


LOOSE: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.none(),
    st.sampled_from(strategies.PIECES).filter(lambda text: text.isprintable()),
    st.sampled_from(["", " ", "-", "–", "P1", "#1", "#2", "stay", "walk-in", "Jumlah", "Total"]),
    st.sampled_from([0, 1, 5, -1, 3.5, 46_000, 2001, 3201995403958001, True, False]),
    st.sampled_from([date(2001, 8, 17), NOON, "17 Agustus 2001"]),
    st.sampled_from(["#N/A", "#REF!", "=1/0", "=A1"]),
)


def names_of(kind):
    """All that a column of a record type may be called."""
    return [
        "Ref",
        *(
            text
            for f in kind.fields.values()
            for text in (f.name, *both(f.column.title), *f.column.aliases)
        ),
    ]


def heads_of(kind):
    """All that may head a column: names, titles, aliases; counters and junk."""
    known = st.sampled_from(names_of(kind))
    return st.one_of(known, known, known, st.sampled_from(COUNTING + JUNK_HEADS))


@st.composite
def pages(draw):
    """A sheet with a header, and above and below it whatever there may be."""
    kind = draw(st.sampled_from(records.every()))
    heads = draw(st.lists(heads_of(kind), min_size=3, max_size=9))
    if draw(st.booleans()):  # else a row can hardly be taken in
        heads = [*(f.name for f in kind.fields.values() if f.required), *heads]
    above = [[draw(st.sampled_from(TITLES))] for _ in range(draw(st.integers(0, 3)))]
    if draw(st.booleans()):
        above.append([draw(st.sampled_from(["Identitas", None, "Paspor"])) for _ in heads])
    known = {text: f for f in kind.fields.values() for text in (f.name, *f.column.aliases)}
    meant = [strategies.values(known[h], REFS) if h in known else LOOSE for h in heads]
    cells = [st.one_of(LOOSE, LOOSE, one.map(_shown)) for one in meant]
    row = st.one_of(
        st.tuples(*cells).map(list),
        st.tuples(*cells).map(list),
        st.tuples(*cells, LOOSE, LOOSE).map(list),
        st.just([]),
        st.just(list(heads)),
        st.just([n + 1 for n in range(len(heads))]),
        st.sampled_from([["Jumlah", None, 5], [None, "Total", "7"], [None] * 9 + ["ttd."]]),
    )
    rows = draw(st.lists(row, max_size=8))
    header = len(above) + 1
    first, left = header + 1 + draw(st.integers(0, 3)), draw(st.integers(0, 3))
    merged = ((first, left + 1, first + draw(st.integers(1, 2)), left + 1),)
    return Page(
        kind.name,
        [*above, heads, *rows],
        header,
        merged if draw(st.booleans()) else (),
        tuple(draw(st.sets(st.integers(header + 1, header + 8), max_size=2))),
    )


def _shown(value):
    return "; ".join(value) if isinstance(value, list) else value


def counts(head, cell):
    """Whether a cell does nothing but number its row."""
    return head in COUNTING and re.fullmatch(r"\(?[0-9]{1,3}\)?|[0-9]+", str(cell)) is not None


def saying(page, header):
    """The rows below the header that say something, as they were made."""
    heads = dict(enumerate(page.rows[page.header - 1]))
    found = set()
    for number, cells in enumerate(page.rows[header:], header + 1):
        covered = {
            (r, c) for a, b, c_, d in page.merged for r in range(a, c_ + 1) for c in range(b, d + 1)
        } - {(a, b) for a, b, _c, _d in page.merged}
        said = [
            cell
            for place, cell in enumerate(cells)
            if (number, place + 1) not in covered
            and cell is not None
            and str(cell).strip()
            and cell not in DASHES
            and not counts(heads.get(place), cell)
        ]
        if said:
            found.add(number)
    return found


def passed_over(problems):
    """The rows that warnings name as passed over."""
    named = [
        re.findall(r"([0-9]+)(?:-([0-9]+))?", str(p.args["rows"]))
        for p in problems
        if p.code in PASSED_OVER and "rows" in p.args
    ]
    spans = [(int(a), int(b or a)) for found in named for a, b in found]
    return [n for a, b in spans for n in range(a, b + 1)]


def assert_accounted_for(page, source, taken):
    """No row is lost, and none is counted twice."""
    (found,) = source.sheets.found
    rows = [a.row for a in taken.accounts]
    aside = passed_over(taken.problems)
    assert len(rows) == len(set(rows))
    assert not set(rows) & set(aside)
    if found.header_row:
        assert saying(page, found.header_row) <= {*rows, *aside}
        assert_is_no_record(page, found.header_row)
    else:
        assert "XLS005" in [p.code for p in taken.problems]
    counted = taken.counts()
    assert counted["read"] == len(rows) == sum(counted[name] for name in ACCOUNTS)


def assert_is_no_record(page, header_row):
    """What is taken for the lower row of a header stands below blank heads or names columns."""
    lower = page.rows[page.header : header_row]
    heads = page.rows[page.header - 1]
    known = {folded(str(text)) for text in names_of(records.named(page.kind))}
    for row in lower:
        for head, cell in zip_longest(heads[: len(row)], row):
            below_known = isinstance(head, str) and folded(head) in known
            assert cell in (None, *DASHES) or not below_known or folded(str(cell)) in known


def quiet(_done, _total):
    """Nobody is waiting."""


def judge(vault, page, source):
    """Check it, import it, and import what is good of it; the counts are true each time."""
    opening.lay(vault, offices.peopled())
    checked = imports.check(offices.office_at(vault), source, quiet)
    assert_accounted_for(page, source, checked)
    try:
        taken = imports.take_in(offices.office_at(vault), source, quiet, Wish())
    except Refused as refused:
        data = refused.data
        assert errors(checked.problems)
        assert {name: data[name] for name in checked.counts()} == checked.counts()
        assert data["rows"] == checked.data()["rows"]
        taken = offices.taken_in(vault, source)
    assert_accounted_for(page, source, taken)
    assert [_unnamed(a) for a in taken.accounts] == [_unnamed(a) for a in checked.accounts]
    for line in offices.documents(vault, "exchange"):
        assert line["read"] == len(line["rows"]) == sum(line[name] for name in ACCOUNTS)
    before = _standing(vault)
    again = offices.taken_in(vault, source)
    assert {a.account for a in again.accounts} <= {"unchanged", "parked", "refused"}
    assert _standing(vault) == before


def _unnamed(account):
    """Before they are stored, new records have no names."""
    ref = None if account.account == "added" else account.ref
    return account._replace(like=(), conflicts=(), ref=ref)


def _standing(vault):
    kinds = [*records.every(), records.named("conflict")]
    return {
        d["ref"]: d for k in kinds for d in offices.documents(vault, k.name) if not d["withdrawn"]
    }


def raw_of(page):
    """The sheet as a reader would tell it, without the way through a file."""
    failed = {"#N/A": CellError("#N/A"), "#REF!": CellError("#REF!"), "=1/0": CellError()}
    rows = [[failed.get(c, c) if isinstance(c, str) else c for c in row] for row in page.rows]
    rows = [[float(c) if type(c) is int else c for c in row] for row in rows]
    areas = tuple((a - 1, b - 1, c - 1, d - 1) for a, b, c, d in page.merged)
    for a, b, c, d in areas:
        for row in rows[a : c + 1]:
            for place in range(b, min(d + 1, len(row))):
                row[place] = row[place] if row is rows[a] and place == b else None
    return RawSheet("Sheet1", True, rows, merged=areas)


@settings(max_examples=60)
@given(page=pages())
def test_every_row_has_an_account(tmp_path, page):
    source = Incoming(tmp_path / "in.xlsx", page.kind)
    vars(source)["raw"], vars(source)["sha256"] = (raw_of(page),), "0" * 64
    judge(tmp_path / "post.vault", page, source)


def book_of(page, path):
    """The sheet as a file that openpyxl made."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(page.rows, 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value = value
            if isinstance(value, str) and value[:1] in "=#" and value not in FAILING:
                cell.data_type = "s"
    for a, b, c, d in page.merged:
        sheet.merge_cells(start_row=a, start_column=b, end_row=c, end_column=d)
    for number in page.hidden:
        sheet.row_dimensions[number].hidden = True
    book.save(path)
    return path


FAILING = ("#N/A", "#REF!", "=1/0", "=A1")


# Each example starts the child process that reads; to make it smaller would take minutes.
@settings(max_examples=12, phases=[Phase.generate])
@given(page=pages())
def test_every_row_of_a_file_has_an_account(tmp_path, page):
    path = book_of(page, tmp_path / "in.xlsx")
    judge(tmp_path / "post.vault", page, Incoming(path, page.kind))


@libreoffice.pytestmark
def test_every_row_of_an_ods_file_has_an_account(tmp_path):
    """Which calls formulas by other names, and repeats rows and cells by counts."""
    drawn = strategies.several(pages(), 5)
    paths = [book_of(page, tmp_path / f"{n}.xlsx") for n, page in enumerate(drawn)]
    for page, path in zip(drawn, libreoffice.all_saved_again(paths, tmp_path, "ods"), strict=True):
        judge(tmp_path / "post.vault", page, Incoming(path, page.kind))


def test_a_row_beside_the_columns_is_named(tmp_path):
    """A signature below a list, or a remark in a column that nobody knows."""
    rows: list[list[Any]] = [
        ["No.", "Nama", "JK", "Foto"],
        [1, "Siti", "P", None],
        [2, None, None, "hilang"],
    ]
    rows += [[3, None, None, None], [None, "-", None, None], [None, None, None, None, "ttd."]]
    page = Page("person", rows, 1)
    source = Incoming(book_of(page, tmp_path / "in.xlsx"), "person")
    sheets = source.sheets
    assert [row.number for row in sheets.found[0].rows] == [2]
    told = [(p.code, p.args["rows"]) for p in sheets.every_problem() if p.code == "XLS109"]
    assert told == [("XLS109", "3, 6")]


@pytest.mark.parametrize("head", COUNTING)
def test_a_counter_is_no_unknown_column(tmp_path, head):
    page = Page("person", [[head, "Nama", "JK"], [1, "Siti", "P"], [2, "Budi", "L"]], 1)
    source = Incoming(book_of(page, tmp_path / "in.xlsx"), "person")
    assert source.sheets.every_problem() == ()
