"""A workbook with everything that offices put around their cells, at any column."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from attache.exchange.geometry import letter

if TYPE_CHECKING:
    from collections.abc import Callable

TITLE = "DAFTAR WNI – CONTOH"
HEADS = ("Nama", "NIK", "JK", "Tanggal lahir", "Keterangan")
PEOPLE = (
    ("Siti Contoh", 3201995403950000, "P", 34772, "=1+1"),
    ("Budi Misal", "3201991503950001", "L", 33000, "+62 8"),
    ("Agus Umpama", "3201991503950002", "L", 31000, "-"),
)
FIRST = 3  # the row of the first person, counted from 0


def furnished(before: int = 0) -> bytes:
    """The workbook with `before` blank columns before everything on its sheet `Data`."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False})
    sheet, other = book.add_worksheet("Data"), book.add_worksheet("Daftar lain")
    place = Placed(book, sheet, before)
    for part in (_cells, _columns, _limits, _rules, _view, _drawings):
        part(place)
    _elsewhere(book, other, place)
    book.close()
    return content.getvalue()


class Placed:
    """A sheet whose columns, counted from 0, stand further right."""

    def __init__(self, book: Any, sheet: Any, before: int) -> None:
        self.book, self.sheet, self.before = book, sheet, before

    def at(self, cells: str) -> str:
        """An area such as `A1:$B$9` where it stands."""
        moved = (self._end(end) for end in cells.split(":"))
        return ":".join(moved)

    def column(self, place: int) -> int:
        return place + self.before

    def style(self, **how: Any) -> Any:
        return self.book.add_format(how)

    def _end(self, end: str) -> str:
        fixed = end.startswith("$")
        word = end.removeprefix("$")
        return ("$" if fixed else "") + letter(ord(word[0]) - 65 + self.before) + word[1:]


def _cells(p: Placed) -> None:
    sheet, bold = p.sheet, p.style(bold=True, bg_color="#DDEEFF", border=1, text_wrap=True)
    sheet.merge_range(p.at("A1:E1"), TITLE, p.style(bold=True, align="center", font_size=14))
    for place, head in enumerate(HEADS):
        sheet.write_string(FIRST - 1, p.column(place), head, bold)
    looks: dict[int, Any] = {2: p.style(bg_color="#FFFF00"), 3: p.style(num_format="dd/mm/yyyy")}
    for row, person in enumerate(PEOPLE, FIRST):
        for place, value in enumerate(person):
            sheet.write(row, p.column(place), value, looks.get(place))
    red = p.style(font_color="#FF0000", bold=True)
    sheet.write_rich_string(p.at("E6"), "lihat ", red, "berkas", " lama\nbaris dua")
    sheet.write_comment(p.at("A4"), "Sudah ditelepon.", {"author": "Budi Misal"})
    sheet.write_url(p.at("A5"), "https://contoh.example/berkas", string="Budi Misal")
    sheet.write_url(p.at("B5"), f"internal:'Data'!{p.at('A4')}", string="3201991503950001")
    sheet.set_row(FIRST - 1, 40)
    sheet.set_row(FIRST + 2, None, None, {"hidden": True})


def _columns(p: Placed) -> None:
    for place, width, how in (
        (0, 30, {}),
        (1, 20, {"level": 1}),
        (2, 5, {"level": 1, "collapsed": True}),
        (3, 14, {"hidden": True}),
    ):
        style = p.style(num_format="@") if place == 1 else None
        p.sheet.set_column(p.column(place), p.column(place), width, style, how)
    p.sheet.set_column(p.column(6), p.column(9), 3)
    p.sheet.set_v_pagebreaks([p.column(3)])
    p.sheet.print_area(p.at("A1:E6"))
    p.sheet.repeat_rows(2)
    p.sheet.repeat_columns(f"{p.at('A')}:{p.at('B')}")


def _limits(p: Placed) -> None:
    offers: tuple[dict[str, Any], ...] = (
        {"validate": "list", "source": f"={p.at('$G$2:$G$4')}"},
        {"validate": "list", "source": "='Daftar lain'!$A$1:$A$3"},
        {"validate": "custom", "value": f'=COUNTIF({p.at("$A:$A")},{p.at("A4")})+LEN("A4")<9'},
    )
    for place, offer in zip(("C4:C99", "D4:D99", "A4:A99"), offers, strict=True):
        p.sheet.data_validation(p.at(place), offer)
    p.sheet.autofilter(p.at("A3:E6"))
    p.sheet.filter_column(p.column(2), "x == L")


def _rules(p: Placed) -> None:
    pink = p.style(bg_color="#FF99CC")
    formula = {"type": "formula", "criteria": f'={p.at("$C4")}="L"', "format": pink}
    p.sheet.conditional_format(p.at("A4:E9"), formula)
    bars = {"type": "data_bar_2010", "min_type": "formula", "min_value": f"={p.at('$D$4')}"}
    p.sheet.conditional_format(p.at("D4:D9"), {**bars, "data_bar_2010": False, "type": "data_bar"})
    text = {"type": "text", "criteria": "containing", "value": "x", "format": pink}
    p.sheet.conditional_format(p.at("E4:E9"), text)


def _view(p: Placed) -> None:
    p.sheet.freeze_panes(FIRST, p.column(1))
    p.sheet.set_selection(p.at("B5"))


def _drawings(p: Placed) -> None:
    p.sheet.insert_image(p.at("H2"), "logo.png", {"image_data": BytesIO(_dot())})
    chart = p.book.add_chart({"type": "column"})
    data = {"categories": f"=Data!{p.at('$A$4:$A$6')}", "values": f"=Data!{p.at('$D$4:$D$6')}"}
    chart.add_series({"name": f"=Data!{p.at('$D$3')}", **data})
    p.sheet.insert_chart(p.at("H9"), chart)
    p.sheet.add_table(p.at("A12:B14"), {"columns": [{"header": "Kode"}, {"header": "Arti"}]})


def _elsewhere(book: Any, other: Any, p: Placed) -> None:
    """What points to the sheet from another one, and what does not."""
    define: Callable[[str, str], Any] = book.define_name
    define("orang", f"=Data!{p.at('$A$4:$A$6')}")
    define("sel_kiri", "=Data!A4")  # counts from the cell that uses it
    define("lain", "='Daftar lain'!$A$1:$A$3")
    define("Data!setempat", f"=Data!{p.at('$E$3')}+'Daftar lain'!$E$3")
    other.write_column(0, 0, ["P", "L", "-"])
    other.write_url("B1", f"internal:Data!{p.at('C4')}", string="ke data")
    offer = {"validate": "list", "source": f"=Data!{p.at('$A$4:$A$6')}"}
    other.data_validation("C1:C9", offer)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"=Data!{p.at('$D$4:$D$6')}"})
    other.insert_chart("E2", chart)


def _dot() -> bytes:
    """A picture of one red dot."""
    head, dot = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0), zlib.compress(b"\0\xff\0\0")
    parts = ((b"IHDR", head), (b"IDAT", dot), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
