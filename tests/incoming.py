"""Workbooks of tests that are rows only: what reading a file comes to, without a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attache.exchange.incoming import Incoming

if TYPE_CHECKING:
    from attache.exchange.reader import RawSheet


def of_rows(
    sheets: Iterable[RawSheet], sha256: str = "0" * 64, kind: str | None = None
) -> Incoming:
    """A file that holds these sheets, by a digest of its own."""
    source = Incoming(Path(f"{kind or 'masuk'}.xlsx"), as_kind=kind)
    vars(source).update(raw=tuple(sheets), sha256=sha256)
    return source
