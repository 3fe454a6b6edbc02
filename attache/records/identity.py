"""What identity rests on: documents, evidence, and decisions on who is who."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar

from attache.records.columns import Column
from attache.records.identifiers import DocumentNumber
from attache.records.kinds import Day, OneOf, PartialDay, RecordRef, Text
from attache.records.record import Record


class IdentityDocument(Record):
    """A paper of a person, with the name and birth date that it says. A person may have many."""

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
    kind: Annotated[
        str,
        OneOf("travel-document-type"),
        Column(
            title="Document", aliases=("Jenis dokumen",), width=22, listed=True, rank=2, asked=True
        ),
    ]
    number: Annotated[
        str | None,
        DocumentNumber(),
        Column(
            title="Document number",
            aliases=("No. dokumen", "Nomor dokumen"),
            sensitivity="protected",
            width=18,
            listed=True,
            rank=1,
            asked=True,
        ),
    ] = None
    name: Annotated[
        str | None,
        Text(worded=True),
        Column(
            title="Name in it",
            help="The name as the document spells it",
            aliases=("Nama di dokumen",),
            sensitivity="personal",
            width=30,
            asked=True,
        ),
    ] = None
    birth_date: Annotated[
        str | None,
        PartialDay(),
        Column(
            title="Birth date in it",
            help="The birth date as the document says it",
            aliases=("Tanggal lahir di dokumen",),
            sensitivity="personal",
            width=13,
        ),
    ] = None
    issued_on: Annotated[
        datetime.date | None,
        Day(),
        Column(title="Issued on", aliases=("Tanggal terbit", "Tgl terbit"), width=12),
    ] = None
    expires_on: Annotated[
        datetime.date | None,
        Day(),
        Column(
            title="Expires on",
            aliases=("Berlaku sampai", "Masa berlaku", "Tanggal kedaluwarsa"),
            width=12,
            future=True,
        ),
    ] = None
    issued_by: Annotated[
        str | None,
        Text(),
        Column(
            title="Issued by",
            help="The office that issued it",
            aliases=("Diterbitkan oleh", "Kantor penerbit"),
        ),
    ] = None
    held_by: Annotated[
        str,
        OneOf("document-holder"),
        Column(
            title="Held by",
            help="Who has it now; employers often do",
            aliases=("Dipegang oleh", "Pemegang"),
            width=18,
            listed=True,
            asked=True,
        ),
    ] = "not-asked"
    held_since: Annotated[
        str | None,
        PartialDay(),
        Column(title="Held since", aliases=("Dipegang sejak",), width=13),
    ] = None
    remarks: Annotated[
        str | None,
        Text(2000, long=True),
        Column(title="Remarks", aliases=("Keterangan", "Catatan"), width=30),
    ] = None


class IdentityEvidence(Record):
    """What an officer saw or was told that an identity rests on. The state is derived from it."""

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
    kind: Annotated[
        str,
        OneOf("identity-evidence"),
        Column(title="Evidence", aliases=("Bukti",), width=34, listed=True, rank=1, asked=True),
    ]
    result: Annotated[
        str,
        OneOf("evidence-result"),
        Column(title="Result", aliases=("Hasil",), width=16, listed=True, asked=True),
    ] = "supports"
    on: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Date",
            help="The day on which it was seen or answered",
            aliases=("Tgl", "Tanggal"),
            width=12,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    number: Annotated[
        str | None,
        DocumentNumber(),
        Column(
            title="Document number",
            help="Number of the document that was seen",
            aliases=("No. dokumen", "Nomor dokumen"),
            sensitivity="protected",
            width=18,
        ),
    ] = None
    reference: Annotated[
        str | None,
        Text(),
        Column(
            title="Reference",
            help="Number of the letter or message with the answer",
            aliases=("No. surat", "Nomor surat", "Referensi"),
            width=24,
        ),
    ] = None
    remarks: Annotated[
        str | None,
        Text(2000, long=True),
        Column(
            title="Remarks", aliases=("Keterangan", "Catatan"), sensitivity="personal", width=30
        ),
    ] = None


class IdentityDecision(Record):
    """An officer's answer to whether two recorded people are one. It is asked only once."""

    ENTRY: ClassVar[bool] = True

    person: Annotated[
        str,
        RecordRef(("person",)),
        Column(
            title="Person",
            help="Ref of one; where both are the same, of the record that stays",
            aliases=("Orang",),
            width=16,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    other: Annotated[
        str,
        RecordRef(("person",)),
        Column(
            title="Other person",
            help="Ref of the other",
            aliases=("Orang lain",),
            width=16,
            listed=True,
            rank=0,
            asked=True,
        ),
    ]
    answer: Annotated[
        str,
        OneOf("identity-answer"),
        Column(title="Answer", aliases=("Jawaban",), width=18, listed=True, rank=1, asked=True),
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
            rank=2,
            asked=True,
        ),
    ]
    grounds: Annotated[
        str | None,
        Text(),
        Column(
            title="Grounds",
            help="What the answer rests on",
            aliases=("Alasan", "Dasar"),
            sensitivity="personal",
            width=40,
            asked=True,
        ),
    ] = None
