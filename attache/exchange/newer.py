"""Dropdowns that newer Excels keep apart, and openpyxl drops: those whose list is on another sheet.

Excel 2010 and later write them as an extension at the end of a sheet ([MS-XLSX] 2.4.34); the
plain kind says the same, and Excel takes it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.xml.functions import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_BEGIN, _END = b"<extLst", b"</extLst>"
_ROOT = re.compile(rb"<(?:[\w.-]+:)?worksheet\s[^>]*>")
_NAMESPACE = re.compile(rb"\sxmlns:[\w.-]+=\"[^\"<>]*\"")
_HEAD = 4096  # bytes in which the sheet says what its prefixes mean
_ATTRIBUTES = frozenset(DataValidation.__attrs__) - {"sqref"}


def newer_limits(part: bytes) -> Iterator[DataValidation]:
    """The dropdowns and other limits in the extension of a sheet's part; none it cannot read."""
    first, last = part.rfind(_BEGIN), part.rfind(_END)
    if first < 0 or last < first or b"dataValidation" not in part[first:last]:
        return
    root = _ROOT.search(part[:_HEAD])
    prefixes = b"".join(_NAMESPACE.findall(root[0])) if root else b""
    try:
        read = fromstring(b"<any%b>%b</any>" % (prefixes, part[first : last + len(_END)]))
    except ParseError:
        return
    for limit in read.iter(f"{{{_X14}}}dataValidation"):
        with suppress(TypeError, ValueError):  # attributes or areas that no program writes
            yield _limit(limit)


def _limit(limit: Any) -> DataValidation:
    first, second = (
        limit.findtext(f"{{{_X14}}}{name}/{{{_XM}}}f") for name in ("formula1", "formula2")
    )
    how: dict[str, Any] = {n: value for n, value in limit.attrib.items() if n in _ATTRIBUTES}
    areas = limit.findtext(f"{{{_XM}}}sqref", "")
    return DataValidation(formula1=first, formula2=second, sqref=areas, **how)
