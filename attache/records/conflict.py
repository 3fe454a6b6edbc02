"""Conflict: a field that two copies of the vault have changed to different values."""

from __future__ import annotations

from typing import Annotated, Any

from attache.records.columns import Column
from attache.records.exchange import Rows
from attache.records.kinds import RecordRef, Text
from attache.records.record import Record


class Conflict(Record):
    """It stays until an officer decides. attache itself keeps it, when copies are merged.

    `values` has an object for each side, with `value`, `by`, `at`, `seat` and `line` (the ref of
    the log); `base` has one with the `value` that both sides started from.
    """

    about: Annotated[str, RecordRef(()), Column(title="Record", listed=True, width=16)]
    field: Annotated[str, Text(60), Column(title="Field", listed=True)]
    base: Annotated[tuple[Any, ...], Rows(), Column(title="Before", sensitivity="protected")] = ()
    values: Annotated[tuple[Any, ...], Rows(), Column(title="Values", sensitivity="protected")] = ()
    resolved: Annotated[
        str | None,
        Text(60),
        Column(title="Resolved", help="The seat whose value was taken, or “other”", listed=True),
    ] = None
