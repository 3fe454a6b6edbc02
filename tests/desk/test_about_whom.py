"""A row is about whom its ref names: whatever is sorted, cut and pasted, or filled down."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import exports, imports, recording
from attache.desk.exports import Asked
from attache.desk.judging import judge
from attache.desk.meant import names_people
from attache.exchange.incoming import Incoming
from attache.exchange.layout import FIRST_ROW, KEYS, REF
from attache.problems import errors
from attache.records.record import kept, parse
from attache.rules.moved import telling
from tests import opening
from tests.desk import offices
from tests.desk.offices import documents
from tests.exchange.workbooks import theirs
from tests.samples import HERE, TODAY, example

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
ROWS = 5
PERSON = records.named("person")
PEOPLE = (
    {
        "name": "Wati Percobaan",
        "birth_date": "1991-02-03",
        "sex": "female",
        "passport": "X0000001",
        "phone": "+62 800 000 1111",
    },
    {"name": "Joko Umpama", "birth_date": "1985-11-30", "sex": "male", "nik": "3201993011850009"},
    {
        "name": "Ketut Misalnya",
        "birth_date": "1978-07-19",
        "sex": "male",
        "splp": "XD000003",
        "further_phone": "+62 800 000 3333",
    },
    {"name": "Dewi Andaian", "birth_date": "2002-12-08", "sex": "female", "mother_name": "Ratna"},
    {
        "name": "Yohana Contohnya",
        "birth_date": "1996",
        "sex": "female",
        "phone": "+62 800 000 4444",
    },
)
"""Who are nobody else: the records of other types are about them."""


def quiet(_done, _total):
    """Nobody is waiting."""


def told(vault, kind):
    """What the records of a type say, by ref."""
    return {d["ref"]: {n: d[n] for n in kind.fields} for d in documents(vault, kind.name)}


def written(kind, place):
    """Valid input of a record that is no other one."""
    if kind is PERSON:
        return {**PEOPLE[place], "remarks": f"Orang ke-{place}"}
    raw = example(kind, full=True, seed=10 + 7 * place)
    first = f"PNH-A-P{offices.PEOPLE + 1 + place}"
    other = f"PNH-A-P{offices.PEOPLE + 1 + (place + 1) % ROWS}"
    named = {"ref": first, "refs": [first, other]}
    raw = {n: named.get(kind.fields[n].kind.name, value) for n, value in raw.items()}
    if "birth_date" in raw:
        raw["birth_date"] = PEOPLE[place]["birth_date"]
    return raw | ({"other": other} if "other" in raw else {})


@cache
def sent(name):
    """The sheets of five records of a type as they left, and the office that has them."""
    kind = records.named(name)
    with tempfile.TemporaryDirectory() as folder:
        vault, path = Path(folder) / "post.vault", Path(folder) / "keluar.xlsx"
        laid = opening.lay(vault, offices.peopled())
        with offices.office_at(vault).work() as work:
            for one in dict.fromkeys([PERSON, kind]):
                for place in range(ROWS):
                    work.add(one.name, parse(one.model, written(one, place), HERE).draft)
        return exported(vault, kind, path), opening.image(laid)


def exported(vault, kind, path):
    """The sheets of an export, as they are read."""
    asked = Asked(kind.name, path, "headquarters-report", basis="public-task")
    exports.export(offices.office_at(vault), asked)
    return Incoming(path).raw


def made(folder, kind):
    """The vault of such an office, and the sheets."""
    sheets, image = sent(kind.name)
    vault = folder / "post.vault"
    opening.lay(vault, image)
    return vault, sheets


def came_back(raw, edit):
    """The sheets after somebody edited a grid: lists of cells, with the columns by name."""
    sheets = []
    for sheet in raw:
        rows = [list(row) for row in sheet.rows]
        if len(rows) >= FIRST_ROW and REF in rows[0]:
            width = len(rows[0])
            rows = [[*row, *[None] * (width - len(row))] for row in rows]
            edit(rows, {name: n for n, name in enumerate(rows[0])})
        sheets.append(replace(sheet, rows=rows))
    back = Incoming(Path("kembali.xlsx"))
    vars(back)["raw"], vars(back)["sha256"] = tuple(sheets), "1" * 64
    return back


@EVERY
@settings(max_examples=25)
@given(data=st.data())
def test_columns_that_moved_past_their_refs_change_nobody(tmp_path_factory, kind, data):
    """With the hidden columns or without them; whole columns or one."""
    vault, sheets = made(tmp_path_factory.mktemp("office"), kind)
    columns = data.draw(st.sets(st.sampled_from([*kind.fields]), min_size=1))
    keyed = data.draw(st.booleans())
    first = FIRST_ROW - 1 + (offices.PEOPLE if kind is PERSON else 0)
    order = data.draw(st.permutations(range(ROWS)))

    def edit(rows, places):
        now = [list(row) for row in rows]
        for name in columns & places.keys():
            for row, came_from in enumerate(order):
                rows[first + row][places[name]] = now[first + came_from][places[name]]
        for name in () if keyed else KEYS:
            for row in rows:
                row[places[name]] = None

    before = told(vault, kind)
    done = offices.taken_in(vault, came_back(sheets, edit))
    assert told(vault, kind) == before
    assert {a.account for a in done.accounts} <= {"unchanged", "refused"}


TELLING = [(k, n) for k in records.every() for n, f in k.fields.items() if telling(f)]
TOLD = pytest.mark.parametrize(("kind", "name"), TELLING, ids=lambda one: getattr(one, "name", one))


@TOLD
@settings(max_examples=6)
@given(data=st.data())
def test_a_part_of_a_sorted_column_changes_nobody(tmp_path_factory, kind, name, data):
    """Rows that were left out had values too; good rows are stored, and none of these is good."""
    vault, sheets = made(tmp_path_factory.mktemp("office"), kind)
    first = FIRST_ROW - 1 + (offices.PEOPLE if kind is PERSON else 0)
    order = data.draw(st.permutations(range(ROWS)))
    back = data.draw(st.integers(1, ROWS))
    if name == "birth_date":  # one date alone may agree by chance
        assume(sum(order[row] != row for row in range(back)) != 1)

    def edit(rows, places):
        now = [list(row) for row in rows]
        for row, came_from in enumerate(order):
            rows[first + row][places[name]] = now[first + came_from][places[name]]
        del rows[first + back : first + ROWS]

    assert_nobody_changed(vault, kind, came_back(sheets, edit))


@TOLD
@settings(max_examples=6)
@given(data=st.data())
def test_a_column_filled_down_changes_nobody(tmp_path_factory, kind, name, data):
    vault, sheets = made(tmp_path_factory.mktemp("office"), kind)
    first = FIRST_ROW - 1 + (offices.PEOPLE if kind is PERSON else 0)
    values = [said[name] for said in told(vault, kind).values()][-ROWS:]
    since = data.draw(st.sampled_from([row for row in range(ROWS - 2) if values[row]]))

    def edit(rows, places):
        for row in rows[first + since : first + ROWS]:
            row[places[name]] = rows[first + since][places[name]]

    assert_nobody_changed(vault, kind, came_back(sheets, edit))


def assert_nobody_changed(vault, kind, back):
    before = told(vault, kind)
    done = offices.taken_in(vault, back)
    assert told(vault, kind) == before
    assert {a.account for a in done.accounts} <= {"unchanged", "refused"}


@EVERY
def test_a_correction_of_one_cell_goes_through(tmp_path, kind):
    """Whatever an officer could say with edit, also who a record is about."""
    vault, sheets = made(tmp_path, kind)
    at = offices.PEOPLE if kind is PERSON else 0
    ref = [*told(vault, kind)][at]
    said, spare = told(vault, kind)[ref], example(kind, full=True, seed=501)
    view, corrected = offices.office_at(vault).view, []
    for name, field in kind.fields.items():
        value = "PNH-A-P2" if field.kind.name in ("ref", "refs") else spare[name]
        judged = judge(view, kind, {**said, name: value}, TODAY)
        if errors(judged.problems) or kept(judged.content) == said:
            continue

        def edit(rows, places, name=name, value=value):
            text = "; ".join(value) if isinstance(value, list) else value
            rows[FIRST_ROW - 1 + at][places[name]] = text

        back = came_back(sheets, edit)
        checked = imports.check(offices.office_at(vault), back, quiet)
        account = checked.accounts[at]
        assert (account.account, account.fields) == ("changed", (name,)), checked.problems
        about = [p.field for p in checked.problems if p.code == "XLS139"]
        assert about == ([name] if names_people(field) and said[name] else []), checked.problems
        corrected.append(name)
    assert len(corrected) > len(kind.fields) / 2


def sheet(*rows, heads=("ref", "name", "birth_date", "nik", "passport")):
    return {"People": [list(heads), *map(list, rows)]}


@pytest.fixture
def vault_of_five(tmp_path):
    return made(tmp_path, PERSON)[0]


@pytest.fixture
def check(vault_of_five, tmp_path):
    """The codes of an import of a sheet that leads by refs alone, row by row."""

    def one(sheets):
        path = theirs(tmp_path / "theirs.xlsx", sheets)
        done = imports.check(offices.office_at(vault_of_five), Incoming(path), quiet)
        bad = {p.row: p.code for p in errors(done.problems)}
        return [(a.account, bad.get(a.row)) for a in done.accounts]

    return one


WATI, JOKO, KETUT = "PNH-A-P4", "PNH-A-P5", "PNH-A-P6"
WATI_S = ("Wati Percobaan", "1991-02-03", None, "X0000001")
JOKO_S = ("Joko Umpama", "1985-11-30", "3201993011850009", None)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((WATI, *JOKO_S), "XLS025"),
        ((WATI, "Nama Lain Sekali", "1970-01-02", None, None), "XLS025"),
        ((WATI, "Wati Percobaan", "1991-02-03", JOKO_S[2], None), "XLS131"),
        ((WATI, "Sulastri Lain", "1991-02-03", JOKO_S[2], None), "XLS131"),
        ((KETUT, "Ketut Misalnya", None, None, "X0000001"), "XLS131"),
        ((WATI, "Joko Umpama", "1985-11-30", None, "X0000001"), "XLS131"),
    ],
)
def test_a_row_that_describes_somebody_else_is_refused(check, row, code):
    assert check(sheet(row)) == [("refused", code)]


@pytest.mark.parametrize(
    "row",
    [
        (WATI, "Wati Percobaann", None, None, None),
        (WATI, "Wati Prcobaan", "1991-02-03", None, None),
        (WATI, "Sulastri Lain", None, None, "X0000001"),
        (WATI, "Wati Percobaan", "1990-12-31", None, None),
        (WATI, "Wati Percobaan", "1990-12-31", None, "X0000077"),
        (JOKO, "Joko Umpama", None, "3201993011850010", None),
        (JOKO, "Djoko Oempama", "1985-11-03", "3201990311850009", None),
        (KETUT, "Ketut Misalnya", "1978-07-19", "3201991907780001", "X0000088"),
    ],
)
def test_a_correction_is_taken_where_something_still_agrees(check, row):
    assert check(sheet(row)) == [("changed", None)]


def test_a_name_with_a_birth_year_is_of_another_one_too(check):
    """Filled over those of a row, whose sex and number stay."""
    heads = ("ref", "name", "birth_date", "sex", "nik")
    row = (JOKO, "Yohana Contohnya", "1996", "male", JOKO_S[2])
    assert check(sheet(row, heads=heads)) == [("refused", "XLS131")]


def test_of_two_rows_of_one_ref_none_is_stored(vault_of_five, tmp_path):
    """Also where they name the record otherwise, and only one of them describes it."""
    before = told(vault_of_five, PERSON)
    heads = ("ref", "name", "remarks")
    id_ = offices.office_at(vault_of_five).view.get(WATI).id
    for other in (WATI, "P4", "p4", id_):
        rows = [(WATI, "Wati Percobaan", "Pertama"), (other, "Wati Percobaan", "Kedua")]
        path = theirs(tmp_path / "theirs.xlsx", sheet(*rows, heads=heads))
        done = offices.taken_in(vault_of_five, Incoming(path))
        assert [a.account for a in done.accounts] == ["refused", "refused"]
        assert {p.code for p in errors(done.problems)} == {"XLS014"}
    assert told(vault_of_five, PERSON) == before


def test_a_ref_column_filled_down_changes_nobody(tmp_path):
    """The same ref, or a series of refs that goes past the last record."""
    vault, sheets = made(tmp_path, PERSON)
    before = told(vault, PERSON)
    for first, step in ((1, 0), (2, 1)):

        def edit(rows, places, first=first, step=step):
            for n, row in enumerate(rows[FIRST_ROW - 1 :]):
                row[places[REF]] = f"PNH-A-P{first + n * step}"

        done = offices.taken_in(vault, came_back(sheets, edit))
        assert {a.account for a in done.accounts} == {"refused"}
    assert told(vault, PERSON) == before


CASE = records.named("victim-case")


def pasted(rows, places):
    """The second row's cells over the first one's, and the second row deleted."""
    for name in CASE.fields:
        rows[FIRST_ROW - 1][places[name]] = rows[FIRST_ROW][places[name]]
    del rows[FIRST_ROW]


def test_a_case_pasted_over_another_one_is_refused(tmp_path):
    """The other row is not in the sheet any more, so that no cell is seen to have moved."""
    vault, sheets = made(tmp_path, CASE)
    before = told(vault, CASE)
    done = offices.taken_in(vault, came_back(sheets, pasted))
    assert [p.code for p in errors(done.problems)] == ["XLS132"]
    assert told(vault, CASE) == before


def test_a_value_that_others_keep_is_no_moved_one(tmp_path):
    """Sites and places stand in many rows, and go from one value to the next."""
    vault, _sheets = made(tmp_path, CASE)
    sites = ["Lokasi A", "Lokasi B", "Lokasi B", "Lokasi C", "Lokasi C"]
    for ref, site in zip(told(vault, CASE), sites, strict=True):
        recording.edit(offices.office_at(vault), ref, {"site": site})
    again = exported(vault, CASE, tmp_path / "lagi.xlsx")

    def edit(rows, places):
        rows[FIRST_ROW - 1][places["site"]] = "Lokasi B"
        rows[FIRST_ROW][places["site"]] = "Lokasi C"

    done = offices.taken_in(vault, came_back(again, edit))
    assert [a.account for a in done.accounts] == ["changed"] * 2 + ["unchanged"] * 3


def test_work_that_goes_on_is_no_moved_column(tmp_path):
    """One step's state is the next one's: the values are not the same ones in other rows."""
    kind = records.named("information-request")
    vault, sheets = made(tmp_path, kind)
    before = [d["due_on"] for d in told(vault, kind).values()]

    def edit(rows, places):
        for row, day in zip(rows[FIRST_ROW - 1 :], [*before[1:], "2026-12-24"], strict=True):
            row[places["due_on"]] = day

    done = offices.taken_in(vault, came_back(sheets, edit))
    assert {a.account for a in done.accounts} <= {"changed", "unchanged"}
