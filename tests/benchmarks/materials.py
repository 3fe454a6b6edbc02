"""What the commands work on: vaults filled through the seam, the peers' files, and workbooks.

All data are invented (`tests.samples`). Run as a program of its own, `FOLDER NAME`, since the
process that measures is kept small.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from attache import codes, records
from attache.desk.copies import make_copy
from attache.desk.exports import Asked, export, template_of
from attache.desk.imports import Wish, take_in
from attache.desk.office import Office, open_office
from attache.desk.recording import record
from attache.desk.setup import init
from attache.exchange.incoming import Incoming
from attache.exchange.layout import FIRST_ROW, NAMES_ROW, sheet_name
from attache.records.record import parse
from attache.vault import Access, Birth
from attache.vault.sessions import LONGEST
from tests import opening
from tests.crowds import LIST, PEOPLE, PEOPLE_FIELDS, crowd, listed, listed_namesakes
from tests.samples import HERE, NAMES, example

if TYPE_CHECKING:
    from attache.records.record import Field

SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
ROWS = 10_000
MORE = 500
"""Consultations that a second laptop has recorded when its copy is merged."""
RESIDENTS = 73_000
"""Nationals who lived in Cambodia in March 2024 (domain/brief.md)."""
CROWD = 131_000
"""Nationals who were legally resident in Cambodia in 2024 (domain/reference.md)."""
RECORDED = 100
"""People of a vault who are there before."""
_NOW = datetime.now(UTC)
"""A vault whose last line is old would be taken for one on a computer whose clock is wrong."""
_CONSULTATION = records.named("consultation")
_POST = {
    "post": "PNH",
    "country": "KHM",
    "seat": "A",
    "officers": [NAMES[0]],
    "time_zone": "Asia/Phnom_Penh",
}


class Materials:
    """Files by name, each made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str) -> Path:
        """The path of a material; raises KeyError for a name that is none."""
        path = self._folder / name
        if not path.exists():
            _MAKERS[name](path, self)
        return path


Maker = Callable[[Path, Materials], None]


def names() -> tuple[str, ...]:
    """The names of all materials."""
    return tuple(_MAKERS)


def _office(path: Path) -> Office:
    return open_office(path, _NOW, "bench", _access(path))


def _access(path: Path) -> Access:
    """With a session that is open for the whole run."""
    return Access(opening.environ(path), datetime.now(UTC))


def _copied(vault: Path, path: Path) -> None:
    """A vault elsewhere, with its session and its anchor."""
    shutil.copyfile(vault, path)
    shutil.copytree(f"{vault}.state", f"{path}.state")


def _consultation(seed: int) -> dict[str, Any]:
    """A consultation with every field, about one of the people."""
    return {**example(_CONSULTATION, True, seed), "persons": [f"P{seed % RECORDED + 1}"]}


def _vault(size: int) -> Maker:
    """A vault of some people and so many consultations."""

    def make(path: Path, _materials: Materials) -> None:
        person = records.named("person")
        birth = Birth("bench", _NOW.isoformat(timespec="seconds"), anywhere=True)
        init(path, _POST, birth, opening.secrets(), _access(path))
        _office(path).vault.stay_open(LONGEST)
        people = [example(person, True, seed) for seed in range(RECORDED)]
        record(_office(path), person, people, new_people="different")
        if size:
            record(_office(path), _CONSULTATION, [_consultation(seed) for seed in range(size)])

    return make


def _crowd(path: Path, materials: Materials) -> None:
    """A vault of as many people as the post's country has."""
    _copied(materials("people.vault"), path)
    person = records.named("person").model
    with _office(path).work() as work:
        for raw in crowd(CROWD):
            work.add("person", parse(person, raw, HERE).draft)


def _shared(path: Path, materials: Materials) -> None:
    """A vault of which a second laptop got a copy, and has recorded more in it since."""
    _copied(materials("10k.vault"), path)
    theirs = path.with_name("theirs.vault")
    make_copy(_office(path), theirs, "B", anywhere=True)
    opening.secret(theirs)
    record(_office(theirs), _CONSULTATION, _more())


def _theirs(path: Path, materials: Materials) -> None:
    """That copy; it is made with the vault."""
    materials("shared.vault")


def _more_given(path: Path, _materials: Materials) -> None:
    """What that laptop has recorded, as a script has it."""
    path.write_bytes(orjson.dumps(_more()))


def _more() -> list[dict[str, Any]]:
    """Consultations about people of the other laptop, whose refs bear its seat."""
    raws = (_consultation(seed) for seed in range(MORE))
    return [{**raw, "persons": [f"PNH-A-{ref}" for ref in raw["persons"]]} for raw in raws]


def _documents(vault: Path) -> list[dict[str, Any]]:
    return [kept.document() for kept in _office(vault).view.every("consultation")]


def _tinydb(size: str) -> Maker:
    def make(path: Path, materials: Materials) -> None:
        from tinydb import TinyDB

        with TinyDB(path) as db:
            db.table("consultation").insert_multiple(_documents(materials(f"{size}.vault")))

    return make


def _sqlite(size: str) -> Maker:
    def make(path: Path, materials: Materials) -> None:
        from sqlite_utils import Database

        db = Database(path)
        db["consultation"].insert_all(_documents(materials(f"{size}.vault")))  # type: ignore[union-attr]
        db.close()

    return make


def _one(path: Path, _materials: Materials) -> None:
    """What a script would hand to `consult log`; the day is left out, so it is today."""
    given = {name: value for name, value in _consultation(0).items() if name != "on"}
    path.write_bytes(orjson.dumps({**given, "follow_up": None}))


def _new(path: Path, _materials: Materials) -> None:
    """Our template, filled in as an officer would: labels, dates, and no keys."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(template_of("consultation", "en")))
    sheet = book[sheet_name(_CONSULTATION, "en")]
    places = {cell.value: place for place, cell in enumerate(sheet[NAMES_ROW], 1)}
    for seed in range(ROWS):
        for name, value in _consultation(seed).items():
            shown = _shown(_CONSULTATION.fields[name], value)
            sheet.cell(FIRST_ROW + seed, places[name], shown)
    book.save(path)


def _shown(field: Field, value: Any) -> Any:
    if field.code_list:
        return codes.load(field.code_list).label(value).en
    if field.kind.name == "day":
        return date.fromisoformat(value)
    return "; ".join(value) if field.kind.many else value


def _list(path: Path, _materials: Materials) -> None:
    """The list of an office with as many people as live in the country, as Excel keeps it."""
    from xlsxwriter import Workbook

    book = Workbook(path, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Daftar WNI")
    for number, row in enumerate((LIST, *listed(RESIDENTS))):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write(number, place, cell)
    book.close()


def _list_inline(path: Path, _materials: Materials) -> None:
    """The same as openpyxl writes it in the faster of its two ways: texts in their cells."""
    _inline(path, LIST, listed(RESIDENTS))


def _inline(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Daftar WNI")
    for row in (heads, *rows):
        sheet.append(row)
    book.save(path)


def _namesakes(count: int) -> Maker:
    """A list of people of whom many share a name, every cell filled."""
    return lambda path, _materials: _inline(path, PEOPLE, listed_namesakes(count))


def _namesakes_given(count: int) -> Maker:
    """The same people as a script hands them to `person add --from`."""

    def make(path: Path, _materials: Materials) -> None:
        rows = listed_namesakes(count)
        people = [dict(zip(PEOPLE_FIELDS, row, strict=True)) for row in rows]
        path.write_bytes(orjson.dumps(people))

    return make


def _residents(path: Path, materials: Materials) -> None:
    """A vault into which that list was taken."""
    _copied(materials("people.vault"), path)
    source = Incoming(materials("list.xlsx"), "person")
    take_in(_office(path), source, lambda _done, _of: None, Wish(keep_good=True))


def _sent_residents(path: Path, materials: Materials) -> None:
    copy = path.with_suffix(".vault")
    _copied(materials("residents.vault"), copy)
    export(_office(copy), Asked("person", path, "headquarters-report"))


def _imported(path: Path, materials: Materials) -> None:
    """A vault into which the workbook was taken already."""
    _copied(materials("people.vault"), path)
    source = Incoming(materials("new.xlsx"))
    take_in(_office(path), source, lambda _done, _of: None, Wish())


def _sent(path: Path, materials: Materials) -> None:
    """An export, of a copy of the vault since it leaves a line there."""
    copy = path.with_suffix(".vault")
    _copied(materials("10k.vault"), copy)
    export(_office(copy), Asked("consultation", path))


def _cells(workbook: str) -> Maker:
    """The cells of an export, sheet by sheet, as JSON; days are their serial numbers."""

    def make(path: Path, materials: Materials) -> None:
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(materials(workbook))
        rows = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
        path.write_bytes(orjson.dumps(rows, _serial, orjson.OPT_PASSTHROUGH_DATETIME))

    return make


def _serial(day: date) -> int:
    return day.toordinal() - date(1899, 12, 30).toordinal()


def _bare_typer(path: Path, _materials: Materials) -> None:
    """A Typer program that does nothing, with our commands and what is said about each."""
    from attache.cli.app import nouns

    lines = ["import typer", "", "app = typer.Typer()", ""]
    for name, noun in nouns().items():
        lines += [f"@app.command({name!r}, help={noun.help!r})", f"def {name}_() -> None: ...", ""]
    path.write_text("\n".join([*lines, "app()", ""]), encoding="utf-8")


_MAKERS: dict[str, Maker] = {
    "people.vault": _vault(0),
    "crowd.vault": _crowd,
    **{f"{size}.vault": _vault(count) for size, count in SIZES.items()},
    **{f"{size}.tinydb": _tinydb(size) for size in SIZES},
    **{f"{size}.sqlite": _sqlite(size) for size in SIZES},
    "shared.vault": _shared,
    "theirs.vault": _theirs,
    "more.json": _more_given,
    "consultation.json": _one,
    "new.xlsx": _new,
    "imported.vault": _imported,
    "sent.xlsx": _sent,
    "cells.json": _cells("sent.xlsx"),
    "list.xlsx": _list,
    "list-inline.xlsx": _list_inline,
    "namesakes-73k.xlsx": _namesakes(RESIDENTS),
    "namesakes-8k.xlsx": _namesakes(8_000),
    "namesakes-10k.xlsx": _namesakes(ROWS),
    "namesakes-10k.json": _namesakes_given(ROWS),
    "residents.vault": _residents,
    "sent-residents.xlsx": _sent_residents,
    "cells-residents.json": _cells("sent-residents.xlsx"),
    "bare_typer.py": _bare_typer,
}


if __name__ == "__main__":
    Materials(Path(sys.argv[1]))(sys.argv[2])
