"""What is kept. `RECORD_TYPES` is the one registry; a record type is declared once, in its module.

Names, letters and nouns stand here so that help and completion need not load the declarations;
`RecordType.model` loads the one that is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from attache.records.refs import read_ref

if TYPE_CHECKING:
    from attache.records.record import Field, Record


@dataclass(frozen=True)
class RecordType:
    """One line of the registry.

    `where` is `module:class` below this package. `noun` is the command it is worked with, `verb`
    what recording one is called there. `areas` are the numbers of the agreed areas it serves. The
    post's profile, the exchange ledger and its like have no noun: attache itself keeps them.
    """

    name: str
    letter: str
    where: str
    title: str
    plural: str
    noun: tuple[str, ...] = ()
    verb: str = "record"
    areas: tuple[int, ...] = ()

    @cached_property
    def model(self) -> type[Record]:
        module, name = self.where.split(":")
        model: type[Record] = getattr(import_module(f"{__name__}.{module}"), name)
        return model

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        from attache.records.record import fields

        return fields(self.model)


RECORD_TYPES = (
    RecordType("person", "P", "person:Person", "person", "people", ("person",), "add", (1, 2)),
    RecordType(
        "identity-document",
        "D",
        "identity:IdentityDocument",
        "identity document",
        "identity documents",
        ("person", "document"),
        "add",
        (1, 5),
    ),
    RecordType(
        "identity-evidence",
        "E",
        "identity:IdentityEvidence",
        "evidence of identity",
        "evidence of identity",
        ("person", "evidence"),
        "add",
        (1,),
    ),
    RecordType(
        "identity-decision",
        "M",
        "identity:IdentityDecision",
        "decision on who is who",
        "decisions on who is who",
        ("person", "decision"),
        "record",
        (1,),
    ),
    RecordType(
        "former-number",
        "B",
        "former:FormerNumber",
        "former number",
        "former numbers",
        ("person", "number"),
        "add",
        (1,),
    ),
    RecordType(
        "consultation",
        "C",
        "consultation:Consultation",
        "consultation",
        "consultations",
        ("consult",),
        "log",
        (1, 2, 6),
    ),
    RecordType(
        "victim-case",
        "V",
        "victim_case:VictimCase",
        "victim case",
        "victim cases",
        ("victim",),
        areas=(4, 6),
    ),
    RecordType("note", "N", "note:Note", "note", "notes", ("note",), areas=(4,)),
    RecordType(
        "status-fact",
        "S",
        "status_fact:StatusFact",
        "status fact",
        "status facts",
        ("status",),
        areas=(3,),
    ),
    RecordType(
        "document-fraud",
        "F",
        "document_fraud:DocumentFraudCase",
        "document-fraud case",
        "document-fraud cases",
        ("fraud",),
        areas=(5,),
    ),
    RecordType(
        "return-step",
        "R",
        "return_step:ReturnStep",
        "return step",
        "return steps",
        ("return",),
        areas=(2,),
    ),
    RecordType(
        "information-request",
        "I",
        "cooperation:InformationRequest",
        "information request",
        "information requests",
        ("cooperation", "info"),
        areas=(1, 6),
    ),
    RecordType(
        "programme",
        "G",
        "cooperation:Programme",
        "programme",
        "programmes",
        ("cooperation", "programme"),
        areas=(7,),
    ),
    RecordType(
        "commitment",
        "K",
        "cooperation:Commitment",
        "commitment",
        "commitments",
        ("cooperation", "commitment"),
        areas=(7,),
    ),
    RecordType(
        "training",
        "T",
        "cooperation:Training",
        "training activity",
        "training activities",
        ("cooperation", "training"),
        areas=(8,),
    ),
    RecordType("post", "A", "post:Post", "post profile", "post profiles"),
    RecordType("conflict", "Q", "conflict:Conflict", "conflict", "conflicts"),
    RecordType("exchange", "X", "exchange:Exchange", "exchange", "exchanges"),
    RecordType("mapping", "H", "mapping:SheetMapping", "column mapping", "column mappings"),
)


def every() -> tuple[RecordType, ...]:
    """The record types that officers work with, in order."""
    return tuple(t for t in RECORD_TYPES if t.noun)


def named(name: str) -> RecordType:
    """One record type by name; raises KeyError for a name that is none."""
    for record_type in RECORD_TYPES:
        if record_type.name == name:
            return record_type
    raise KeyError(name)


def lettered(letter: str) -> RecordType | None:
    """The record type whose refs carry this letter."""
    return next((t for t in RECORD_TYPES if t.letter == letter), None)


def is_ref_of(ref: str, name: str) -> bool:
    """Whether a text is a ref as records of a type have them."""
    read = read_ref(ref)
    return read is not None and named(name).letter == read.letter
