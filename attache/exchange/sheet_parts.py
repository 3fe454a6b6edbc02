"""Which parts of an .xlsx file are its sheets. Runs in the child process (`sandbox`)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

from attache.exchange.parts import check, part_of
from attache.exchange.preflight import refuse

if TYPE_CHECKING:
    from zipfile import ZipFile

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def sheet_parts(archive: ZipFile) -> list[tuple[str, str]]:
    """Name and part of each worksheet of an .xlsx file, in the order of the workbook.

    Raises Refused (XLS003, XLS062) where the parts that say so are damaged, or name one that is
    not there.
    """
    book, relations = (part_of(archive, name) for name in (_BOOK, _RELATIONS))
    if not book or not relations:
        refuse("XLS003")
    check(archive, (book,))  # no entities, no deep nesting
    targets = targets_of(archive, relations)
    found = []
    for sheet in fromstring(archive.read(book)).iterfind(".//{*}sheet"):  # noqa: S314
        id_ = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        part, is_worksheet = targets.get(id_, (None, False))
        if part is None:
            refuse("XLS003")
        if is_worksheet:
            found.append((sheet.get("name", ""), part))
    return found


def targets_of(archive: ZipFile, relations: str) -> dict[str, tuple[str | None, bool]]:
    """Which part each id of a workbook leads to, if it is there, and whether that is a worksheet.

    Raises Refused (XLS003, XLS062) where the part of relations is damaged.
    """
    check(archive, (relations,))
    found = {}
    for one in fromstring(archive.read(relations)):  # noqa: S314
        target = one.get("Target", "")
        part = part_of(archive, target[1:] if target.startswith("/") else f"xl/{target}")
        found[one.get("Id", "")] = part, one.get("Type", "").endswith("/worksheet")
    return found
