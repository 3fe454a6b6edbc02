"""What a copy claims that no record shows: conflicts, seat letters, and lines that it has lost.

Each is compared with the log. A conflict has no line of its own where a merge kept it, but each of
its sides is by a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attache import records
from attache.problems import problem
from attache.records.kept import LEFT_OUT, titles
from attache.records.record import blank
from attache.vault.copies.conflicts import CONFLICT, STANDING, SUCCESSOR, WIDER
from attache.vault.copies.folding import is_forgotten
from attache.vault.copies.forms import is_readable
from attache.vault.copies.knowledge import GIVEN
from attache.vault.copies.sides import place_of
from attache.vault.views import SEATS

if TYPE_CHECKING:
    from attache.problems import Problem
    from attache.records.here import Here
    from attache.vault.copies.both import Both
    from attache.vault.history import Change, Line
    from attache.vault.payload import Document

_SIDES = ("about", "field", "base", "values")
"""The fields of a conflict that nobody changes."""


def of_seats(both: Both) -> Iterator[Problem]:
    """Seat letters that the copy says were given out, and no line of the log does."""
    given = both.theirs.db.of(SEATS).documents().keys() - both.ours.db.of(SEATS).documents().keys()
    if given := given - {both.ours.seat, both.theirs.seat}:
        for line in both.lines.values():
            said = (c.fields[GIVEN][1] for c in line.changes if GIVEN in c.fields)
            given -= {place_of(line.ref).seat, *said}
    return (problem("MRG035", "seat", seat=seat) for seat in sorted(given))


def has_lost_lines(both: Both) -> bool:
    """Whether the copy itself was saved from a damaged file, or is a copy of one that was.

    What it has from others that were, it has taken over: an officer has looked at it there.
    """
    claims = {place_of(d["by"]).seat for d in both.theirs.aside.values() if d.get("lost")}
    return bool(claims & {*both.knowledge.lineage(both.theirs.seat)})


class Conflicts:
    """The conflicts of a copy that are not here, or not so."""

    def __init__(self, both: Both, here: Here) -> None:
        self._both, self._here = both, here
        self._documents = both.theirs.documents(CONFLICT)

    def wrong(self) -> Iterator[Problem]:
        """Those that the lines of the log do not come to, each with the field."""
        known = self._both.ours.documents(CONFLICT)
        new, differing = self._both.incoming(CONFLICT)
        for id_ in (i for i in (*new, *differing) if i not in self._both.erased):
            document, here = self._documents[id_], known.get(id_, {})
            asks_the_same = all(document.get(n) == here.get(n) for n in _SIDES)
            wrong = "" if asks_the_same else self._wrong_side(document)
            if wrong := wrong or self._wrong_stamp(document):
                said = titles(records.named(CONFLICT), [wrong])
                yield problem("MRG022", wrong, ref=document["ref"], fields=said)

    def _wrong_side(self, document: Document) -> str:
        """The first field of a conflict that is invented; empty where none is."""
        found = self._both.find(document["about"])
        if found is None:
            return "" if document["about"] in self._both.erased_refs else "about"
        kind, id_ = found
        question = _Question(self._both, kind, id_, document["field"])
        if not question.is_one:
            return "field"
        added = any(e.change.action == "add" for e in self._both.events(document["id"]))
        base = document["base"][0]["value"]
        if not question.can_be(base, self._here) or not (added or question.was_said(base)):
            return "base"
        for side in document["values"]:
            if not question.can_be(side["value"], self._here):
                return "values"
            if not (
                added if not side["line"] else self._is_by_its_line(side, question, added=added)
            ):
                return "values"
        return ""

    def _is_by_its_line(self, side: Mapping[str, Any], question: _Question, *, added: bool) -> bool:
        line = self._lines.get(side["line"])
        if line is None:  # lost: whoever keeps such a conflict has a line that says so
            return added and side["line"] in self._both.theirs.lost | self._both.ours.lost
        if (side["by"], side["at"]) != (line.by, line.at):
            return False
        return question.says(line, side["value"])

    @cached_property
    def _lines(self) -> Mapping[str, Line]:
        return {line.ref: line for line in self._both.lines.values()}

    def _wrong_stamp(self, document: Document) -> str:
        """Its revision, or that it is withdrawn, where no line and no wider conflict says so."""
        events = self._both.events(document["id"])
        if document["rev"] > len(events) + 1:
            return "rev"
        if not document.get("withdrawn") or any(e.change.action == "withdraw" for e in events):
            return ""
        lines = {side["line"] for side in document["values"]}
        wider = (d for d in self._documents.values() if d["ref"] == document.get("replaced_by"))
        contains = any(
            (d["about"], d["field"]) == (document["about"], document["field"])
            and lines < {side["line"] for side in d["values"]}
            for d in wider
        )
        return "" if contains and document["withdrawn"] == WIDER else "withdrawn"


class _Question:
    """A field of a record, and what was ever said in it."""

    def __init__(self, both: Both, kind: str, id_: str, name: str) -> None:
        self._both, self._kind, self._id, self._name = both, kind, id_, name
        self._field = records.named(kind).fields.get(name)

    @property
    def is_one(self) -> bool:
        """Whether there is such a field, or it is about whether the record stands."""
        return self._field is not None or self._name in (STANDING, SUCCESSOR)

    def can_be(self, value: Any, here: Here) -> bool:
        """Whether a value is one that the field can have."""
        if self._field is None:
            return value is None or isinstance(value, str)
        return is_readable(self._field, value, here)

    def says(self, line: Line, value: Any) -> bool:
        """Whether a line says a value, of this record or one that went into it, or it stood there.

        Which went into it nobody can tell any more where that was undone since, nor what was said
        of a record that was erased.
        """
        alike = [change for change in line.changes if change.kind == self._kind]
        if any(change.id in self._both.erased for change in alike):
            return True
        return any(self._is_in(change, value) for change in alike) or self.was_said(value)

    def was_said(self, value: Any) -> bool:
        """Whether the record ever said a value, as far as lines and both sides tell."""
        if blank(value) or value == LEFT_OUT or self._is_untold:
            return True
        sides = (s.documents(self._kind).get(self._id, {}) for s in self._both.sides)
        if any(document.get(self._name) == value for document in sides):
            return True
        return any(self._is_in(e.change, value) for e in self._both.events(self._id))

    def _is_in(self, change: Change, value: Any) -> bool:
        return value in change.fields.get(self._name, ())

    @cached_property
    def _is_untold(self) -> bool:
        """Whether it said what no line tells: somebody was erased from it, or it was added twice.

        Both sides have added it where they took one workbook of another vault in.
        """
        events = self._both.events(self._id)
        return any(map(is_forgotten, events)) or sum(e.change.action == "add" for e in events) > 1
