"""Note: a dated remark on any record; the first entry kind."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar

from attache.records.columns import Column
from attache.records.kinds import Day, RecordRef, Text
from attache.records.record import Record


class Note(Record):
    """What happened or was learnt about a record, on a day."""

    ENTRY: ClassVar[bool] = True

    about: Annotated[
        str,
        RecordRef(),
        Column(
            title="About",
            help="Ref of the record it belongs to",
            aliases=("Record", "Mengenai"),
            width=16,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Date",
            aliases=("Tgl", "Tanggal"),
            width=12,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    text: Annotated[
        str,
        Text(10_000, long=True),
        Column(
            title="Note",
            aliases=("Catatan", "Isi"),
            sensitivity="protected",
            width=60,
            listed=True,
            rank=1,
            asked=True,
            source="HTCDS cco_CaseComment",
        ),
    ]
