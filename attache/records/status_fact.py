"""StatusFact: one dated fact on a person's migration status; an entry, on separate axes."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar

from attache.records.columns import REMARKS, Column
from attache.records.kinds import Day, OneOf, PartialDay, RecordRef, Text
from attache.records.record import Record


class StatusFact(Record):
    """A fact on entry, stay, work, document, custody, departure or protection. Never a label."""

    ENTRY: ClassVar[bool] = True

    person: Annotated[
        str,
        RecordRef(("person",)),
        Column(
            title="Person",
            help="Ref of the person",
            aliases=("Orang", "WNI"),
            width=16,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    fact: Annotated[
        str,
        OneOf("status-fact"),
        Column(
            title="Fact",
            aliases=("Status",),
            width=34,
            listed=True,
            rank=1,
            asked=True,
            source="IOM terms; HTCDS Guidance 7",
        ),
    ]
    on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Established on",
            help="The day on which the office learnt it",
            aliases=("Date", "Tanggal", "Tgl"),
            width=14,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    since: Annotated[
        str | None,
        PartialDay(),
        Column(
            title="Since",
            help="Since when it has been so, to the day, month or year",
            aliases=("Sejak",),
            width=13,
            listed=True,
            asked=True,
        ),
    ] = None
    source: Annotated[
        str,
        OneOf("fact-source"),
        Column(
            title="Source",
            help="What it rests on",
            aliases=("Sumber",),
            width=20,
            listed=True,
            asked=True,
            sticky=True,
        ),
    ]
    remarks: Annotated[
        str | None,
        Text(2000, long=True),
        REMARKS,
    ] = None
