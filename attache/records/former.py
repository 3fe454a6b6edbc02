"""Former number: one that a person does not have any more, or was known by before."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar

from attache.records.columns import REMARKS, Column
from attache.records.identifiers import DocumentNumber
from attache.records.kinds import Day, RecordRef, Text
from attache.records.person import (
    FamilyPhoneNumber,
    FurtherPhoneNumber,
    NikNumber,
    PassportNumber,
    PhoneNumber,
    SplpNumber,
)
from attache.records.record import Record


class FormerNumber(Record):
    """The numbers that one change replaced: whoever still has the old paper is found by it.

    attache keeps one itself whenever a person or a paper gets another number, or loses one. Its
    fields are those of a person and of a paper that hold such numbers.
    """

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
    nik: NikNumber = None
    passport: PassportNumber = None
    splp: SplpNumber = None
    number: Annotated[
        str | None,
        DocumentNumber(),
        Column(
            title="Document number",
            help="Number of another paper",
            aliases=("No. dokumen", "Nomor dokumen"),
            sensitivity="protected",
            width=18,
        ),
    ] = None
    phone: PhoneNumber = None
    further_phone: FurtherPhoneNumber = None
    family_phone: FamilyPhoneNumber = None
    until: Annotated[
        datetime.date,
        Day(),
        Column(
            today=True,
            title="Until",
            help="The day on which another number took its place",
            aliases=("Sampai",),
            width=12,
            listed=True,
            asked=True,
        ),
    ]
    remarks: Annotated[str | None, Text(2000, long=True), REMARKS] = None
