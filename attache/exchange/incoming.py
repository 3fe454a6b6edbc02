"""One file that comes in, and what is read of it. Each step is done once, on the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from attache.exchange import preflight
from attache.exchange.passwords import unlocked
from attache.exchange.reader import RawSheet, Reading

if TYPE_CHECKING:
    from attache.exchange.mapped import Saved
    from attache.exchange.rows import Sheets
    from attache.problems import Problem


@dataclass(frozen=True)
class Incoming:
    """A workbook, and what is known of it beforehand.

    `as_kind` is the record type or package that a foreign sheet holds, `csv` whether a text table
    is taken as well. `mappings` tells those that are saved; it is asked when the file has proved
    to be a workbook. Whatever is read raises Refused as `reader.read_workbook` does.
    """

    path: Path
    as_kind: str | None = None
    password: str | None = field(default=None, repr=False)
    csv: bool = False
    mappings: Callable[[], Sequence[Saved]] = field(default=tuple, repr=False)

    @cached_property
    def content(self) -> bytes:
        """The file as it lies there."""
        return preflight.contents(self.path)

    @cached_property
    def sha256(self) -> str:
        """The digest by which the ledger knows the file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def opened(self) -> bytes:
        """The workbook without its password, for a program that is to open it."""
        return unlocked(self.content, self.password)

    @cached_property
    def raw(self) -> tuple[RawSheet, ...]:
        """The sheets as they stand."""
        reading = self.__dict__.pop("_reading", None) or self._begun()
        sheets: tuple[RawSheet, ...] = reading.sheets()
        self.__dict__["unread"] = reading.problems
        return sheets

    @cached_property
    def unread(self) -> tuple[Problem, ...]:
        """Warnings of what there is beside the sheets that is not read, once these are."""
        return ()

    def begin(self) -> None:
        """Have the file read from now on, while other things are done; raises Refused."""
        if "raw" not in self.__dict__:
            self.__dict__["_reading"] = self._begun()

    def _begun(self) -> Reading:
        return Reading(self.content, self.password, csv=self.csv)

    @cached_property
    def sheets(self) -> Sheets:
        """The rows that belong to record types; raises Refused (XLS017) too."""
        from attache.exchange.packages import HTCDS  # while the file is read
        from attache.exchange.rows import read_rows

        if self.as_kind != HTCDS:
            sheets = read_rows(self.raw, self.as_kind, self.mappings())
        else:
            from attache.exchange.htcds_in import from_htcds

            sheets = from_htcds(self.raw)
        return replace(sheets, problems=(*self.unread, *sheets.problems))

    def forget(self) -> None:
        """Let go of what was read, rows included; it is read again where it is asked for again."""
        self.__dict__.pop("raw", None)
        if sheets := self.__dict__.pop("sheets", None):
            for sheet in sheets.found:
                sheet.rows.clear()
