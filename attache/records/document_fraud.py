"""DocumentFraudCase: a travel document that is not what it says."""

from __future__ import annotations

import datetime
from typing import Annotated

from attache.records.columns import Column
from attache.records.identifiers import DocumentNumber
from attache.records.kinds import Day, OneOf, RecordRef, Text
from attache.records.record import Record


class DocumentFraudCase(Record):
    """One document. Its holder may be a victim: employers hand such papers out."""

    found_on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Found on",
            aliases=("Tanggal temuan", "Tgl", "Tanggal"),
            width=12,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    fraud_type: Annotated[
        str,
        OneOf("fraud-type"),
        Column(
            title="Type of fraud",
            aliases=("Jenis pemalsuan", "Modus"),
            width=26,
            listed=True,
            rank=1,
            asked=True,
        ),
    ]
    certainty: Annotated[
        str,
        OneOf("fraud-certainty"),
        Column(title="Certainty", aliases=("Kepastian",), width=14, listed=True, asked=True),
    ] = "suspected"
    document_type: Annotated[
        str,
        OneOf("travel-document-type"),
        Column(title="Document", aliases=("Jenis dokumen",), width=22, listed=True, asked=True),
    ]
    document_number: Annotated[
        str | None,
        DocumentNumber(),
        Column(
            title="Document number",
            aliases=("No. dokumen", "No. Paspor"),
            sensitivity="protected",
            width=18,
            asked=True,
        ),
    ] = None
    issuing_country: Annotated[
        str | None,
        OneOf("country"),
        Column(
            title="Issuing country",
            help="The state whose document it is or claims to be",
            aliases=("Negara penerbit",),
            width=16,
            asked=True,
        ),
    ] = None
    holder: Annotated[
        str | None,
        RecordRef(("person",)),
        Column(
            title="Holder",
            help="Ref of the person who carried it",
            aliases=("Pemegang", "Person", "WNI"),
            width=16,
            listed=True,
            rank=2,
            asked=True,
        ),
    ] = None
    holder_role: Annotated[
        str,
        OneOf("holder-role"),
        Column(title="Holder's role", aliases=("Peran pemegang",), width=16),
    ] = "not-asked"
    detection: Annotated[
        str | None,
        OneOf("fraud-detection"),
        Column(
            title="How detected", aliases=("Cara diketahui",), width=24, asked=True, sticky=True
        ),
    ] = None
    place: Annotated[
        str | None,
        Text(),
        Column(title="Place", help="Where it was found", aliases=("Tempat", "Lokasi"), width=20),
    ] = None
    retained_by: Annotated[
        str,
        OneOf("document-holder"),
        Column(title="Document now with", aliases=("Dokumen ditahan oleh",), width=18),
    ] = "unknown"
    reported_to: Annotated[
        str | None,
        Text(),
        Column(title="Reported to", aliases=("Dilaporkan kepada",), width=24),
    ] = None
    summary: Annotated[
        str | None,
        Text(10_000, long=True),
        Column(title="Summary", aliases=("Uraian",), sensitivity="protected", width=50, asked=True),
    ] = None
