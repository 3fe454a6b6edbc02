"""A record as the vault keeps it: the declared content and the stamp around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attache.language import N_
from attache.records.record import Record, kept, revived

if TYPE_CHECKING:
    from attache.records import RecordType

LEFT_OUT = "–"
"""What stands where a text was needed and had to go, because somebody was erased."""
R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who recorded what, when, under which name. Times are UTC, ISO 8601 to the second.

    `rev` counts from 1. `withdrawn` is empty, or the reason; `replaced_by` is then the ref of the
    entry that corrects this one, where there is one. `origin` is the id of the vault that a record
    is of, where that is another one: it keeps the id, ref, post and revision that it has there.
    """

    id: str
    ref: str
    rev: int
    post: str
    recorded_by: str
    recorded_at: str
    changed_by: str | None = None
    changed_at: str | None = None
    withdrawn: str | None = None
    replaced_by: str | None = None
    origin: str | None = None


STAMP_FIELDS = tuple(Stamp.__dataclass_fields__)
STAMP_TITLES = {
    "id": N_("Id"),
    "ref": N_("Ref"),
    "rev": N_("Revision"),
    "post": N_("Post"),
    "recorded_by": N_("Recorded by"),
    "recorded_at": N_("Recorded"),
    "changed_by": N_("Last changed by"),
    "changed_at": N_("Last changed"),
    "withdrawn": N_("Withdrawn"),
    "replaced_by": N_("Replaced by"),
    "origin": N_("Office that it comes from"),
}
"""What the parts of a stamp are called on the screen."""


def titles(kind: RecordType, names: Iterable[str]) -> tuple[str, ...]:
    """What fields of a record, and parts of its stamp, are called; others by their names."""
    fields = kind.fields
    return tuple(fields[n].column.title if n in fields else STAMP_TITLES.get(n, n) for n in names)


@dataclass(frozen=True, slots=True)
class Kept(Generic[R_co]):
    """One record of the vault."""

    kind: str
    stamp: Stamp
    content: R_co

    @property
    def ref(self) -> str:
        return self.stamp.ref

    @property
    def id(self) -> str:
        return self.stamp.id

    def document(self) -> dict[str, Any]:
        """The whole record as one flat JSON object: the stamp, then every field."""
        stamp = {name: getattr(self.stamp, name) for name in STAMP_FIELDS}
        return {**stamp, **kept(self.content)}


def lean(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document as the vault keeps it: without the fields that say nothing."""
    return {name: value for name, value in document.items() if value is not None}


def from_document(kind: str, model: type[R_co], document: Mapping[str, Any]) -> Kept[R_co]:
    """The record that a document of the vault is."""
    stamp = Stamp(**{name: document[name] for name in STAMP_FIELDS if name in document})
    return Kept(kind, stamp, revived(model, document))
