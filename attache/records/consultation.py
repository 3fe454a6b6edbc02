"""Consultation: one conversation, with nobody known, one person or a family."""

from __future__ import annotations

import datetime
from typing import Annotated

from attache.records.columns import Column
from attache.records.kinds import Day, OneOf, RecordRefs, Text
from attache.records.record import Record


class Consultation(Record):
    """One consultation. An anonymous enquiry has no persons."""

    on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Date",
            help="The day of the consultation",
            aliases=("Tgl", "Tanggal", "Tanggal konsultasi"),
            width=12,
            listed=True,
            asked=True,
        ),
    ]
    topic: Annotated[
        str,
        OneOf("consultation-topic"),
        Column(
            title="Topic",
            aliases=("Subject", "Perihal", "Keperluan", "Jenis layanan"),
            width=24,
            listed=True,
            asked=True,
        ),
    ]
    channel: Annotated[
        str,
        OneOf("channel"),
        Column(
            title="Channel",
            help="How the person reached the office",
            aliases=("Saluran", "Media", "Via"),
            width=16,
            listed=True,
            asked=True,
            sticky=True,
        ),
    ]
    persons: Annotated[
        tuple[str, ...],
        RecordRefs(("person",)),
        Column(
            option="person",
            title="Persons",
            help="Refs of the people it concerns; none for an anonymous enquiry",
            aliases=("Person", "Orang", "WNI", "WNI ybs"),
            width=18,
            listed=True,
            asked=True,
        ),
    ] = ()
    caller: Annotated[
        str | None,
        Text(),
        Column(
            title="Caller",
            help="Who reported, where it was not the person",
            aliases=("Pelapor", "Reporter"),
            sensitivity="personal",
            inside=True,
            width=22,
        ),
    ] = None
    province: Annotated[
        str | None,
        OneOf("cambodian-province"),
        Column(
            title="Province of stay",
            help="Where in the host country the person is",
            aliases=("Lokasi", "Provinsi keberadaan"),
            width=20,
            asked=True,
            sticky=True,
        ),
    ] = None
    summary: Annotated[
        str,
        Text(10_000, long=True),
        Column(
            title="Summary",
            help="What was asked or told",
            aliases=("Uraian", "Ringkasan", "Kronologi", "Isi"),
            sensitivity="personal",
            width=50,
            listed=True,
            asked=True,
        ),
    ]
    advice: Annotated[
        str | None,
        Text(10_000, long=True),
        Column(
            title="Advice",
            help="What was advised or done",
            aliases=("Saran", "Tindak lanjut yang diberikan"),
            sensitivity="personal",
            width=50,
            asked=True,
        ),
    ] = None
    outcome: Annotated[
        str,
        OneOf("consultation-outcome"),
        Column(title="Outcome", aliases=("Hasil",), width=18, listed=True),
    ] = "in-progress"
    follow_up: Annotated[
        datetime.date | None,
        Day(),
        Column(
            title="Follow up on",
            help="The day on which to come back to it",
            aliases=("Follow-up", "Tindak lanjut"),
            inside=True,
            width=14,
            listed=True,
            asked=True,
            future=True,
        ),
    ] = None
