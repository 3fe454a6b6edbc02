"""ReturnStep: one dated step on the way home; an entry on a person or a case."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from attache.records.amounts import Amount
from attache.records.columns import REMARKS, Column
from attache.records.identifiers import Count, DocumentNumber
from attache.records.kinds import Day, OneOf, RecordRef, Text
from attache.records.record import Record


class ReturnStep(Record):
    """SPLP, fine, exit permit, shelter, ticket, departure or arrival, with its state that day."""

    ENTRY: ClassVar[bool] = True

    subject: Annotated[
        str,
        RecordRef(("person", "victim-case")),
        Column(
            title="Person or case",
            help="Ref of the person or the victim case",
            aliases=("Person", "Orang", "Kasus", "WNI"),
            width=16,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    step: Annotated[
        str,
        OneOf("return-step"),
        Column(
            title="Step", aliases=("Langkah", "Tahap"), width=18, listed=True, rank=1, asked=True
        ),
    ]
    on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Date",
            help="The day on which this happened",
            aliases=("Tgl", "Tanggal"),
            width=12,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    status: Annotated[
        str,
        OneOf("return-step-status"),
        Column(title="State", aliases=("Status",), width=16, listed=True, rank=2, asked=True),
    ]
    number: Annotated[
        str | None,
        DocumentNumber(limit=30),
        Column(
            title="Document number",
            help="Number of the SPLP, permit or ticket",
            aliases=("No. dokumen", "No. SPLP", "No. tiket"),
            sensitivity="protected",
            width=18,
            asked=True,
        ),
    ] = None
    valid_until: Annotated[
        datetime.date | None,
        Day(),
        Column(
            title="Valid until",
            help="Last day of the document, or the leave-by date of the exit permit",
            aliases=("Berlaku sampai", "Batas keluar"),
            width=14,
            listed=True,
            rank=3,
            asked=True,
            future=True,
        ),
    ] = None
    amount: Annotated[
        Decimal | None,
        Amount(beside="currency"),
        Column(
            title="Amount",
            help="Fine, fee or fare",
            aliases=("Jumlah", "Denda"),
            width=12,
            listed=True,
        ),
    ] = None
    currency: Annotated[
        str | None, OneOf("currency"), Column(title="Currency", aliases=("Mata uang",), width=10)
    ] = None
    relief_percent: Annotated[
        int | None,
        Count(0, 100),
        Column(
            title="Relief in %",
            help="Share of the fine that was waived: usually 50, 80 or 100",
            aliases=("Keringanan", "Keringanan denda (%)"),
            width=12,
        ),
    ] = None
    place: Annotated[
        str | None,
        Text(),
        Column(
            title="Place or flight",
            help="Shelter, airport, flight number",
            aliases=("Tempat", "Penerbangan", "Penampungan"),
            width=24,
        ),
    ] = None
    paid_by: Annotated[
        str | None,
        OneOf("payer"),
        Column(title="Paid by", aliases=("Dibayar oleh",), width=16),
    ] = None
    remarks: Annotated[
        str | None,
        Text(2000, long=True),
        REMARKS,
    ] = None
