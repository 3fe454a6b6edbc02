"""What may leave: protected fields only for a purpose, and on a legal basis (UU 27/2022, art. 20).

Each purpose has the basis that a mission usually acts on; another one can be stated. Statistics
need no protected field, so there is no basis on which one leaves for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import codes
from attache.desk.history import is_protected
from attache.desk.recording import listed, read_value
from attache.language import both
from attache.problems import DecisionNeeded, Problem, Refused, problem
from attache.records.kinds import OneOf
from attache.records.record import mentioned

if TYPE_CHECKING:
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.vault import View, Work

PERSON = "person"
NONE = "none"
CONSENT = "consent"
DISCLOSE = "disclose"
"""The action with which the log says that somebody's protected data left."""


class Release(NamedTuple):
    """For what and on which basis an export leaves; without a basis nothing protected does."""

    purpose: str | None = None
    basis: str | None = None

    @property
    def protected(self) -> bool:
        """Whether protected fields leave."""
        return self.basis is not None


def released(purpose: str | None, basis: str | None, today: date) -> Release:
    """What was asked for, as values of the lists.

    Raises Refused where they are none, or for a basis without a purpose (XLS081).
    """
    known = read_value(OneOf("export-purpose"), "purpose", purpose, today) if purpose else None
    stated = read_value(OneOf("legal-basis"), "basis", basis, today) if basis else None
    if stated and not known:
        raise Refused(problem("XLS081", "purpose"))
    usual = codes.load("export-purpose")[known].also.get("basis") if known else None
    if usual == NONE:
        return Release(known)
    return Release(known, stated or usual or None)


def held_back(kind: RecordType, release: Release) -> frozenset[str]:
    """The protected fields of a record type that stay here."""
    return frozenset() if release.protected else frozenset(f.name for f in _protected(kind))


def told(kinds: Iterable[RecordType], release: Release) -> tuple[Problem, ...]:
    """A warning on the columns that were left out, where there are any."""
    titles = [str(both(f.column.title)) for kind in kinds for f in _protected(kind)]
    if release.protected or not titles:
        return ()
    code = "XLS080" if release.purpose is None else "XLS082"
    return (problem(code, "purpose", columns=listed(list(dict.fromkeys(titles)))),)


def check_consent(view: View, found: Iterable[Kept[Any]], release: Release) -> None:
    """Raise DecisionNeeded (XLS083) where consent is the basis and is not recorded."""
    if release.basis != CONSENT:
        return
    if without := [person.ref for person in people_of(view, found)]:
        raise DecisionNeeded(
            problem("XLS083", "basis", refs=listed(without)), data={"without_consent": without}
        )


def disclosed(work: Work, found: Iterable[Kept[Any]], release: Release) -> None:
    """Have the log say of each person and record whose protected fields left that they did."""
    if release.protected:
        leaving = [k for k in found if is_protected(k)]
        for k in (*people_of(work, leaving), *(k for k in leaving if k.kind != PERSON)):
            work.note(DISCLOSE, k)


def people_of(view: View, found: Iterable[Kept[Any]]) -> list[Kept[Any]]:
    """Whose protected fields there are: people, and those whom other such records are about."""
    leaving = [k for k in found if is_protected(k)]
    return list({k.id: k for k in (*leaving, *_about(view, leaving)) if k.kind == PERSON}.values())


def _about(view: View, found: Iterable[Kept[Any]]) -> Iterator[Kept[Any]]:
    for k in found:
        for _field, ref in mentioned(k.content):
            if named := view.find(ref):
                yield named


def _protected(kind: RecordType) -> Iterator[Any]:
    return (f for f in kind.fields.values() if f.column.sensitivity == "protected")
