"""People of a workbook as its other rows name them: by a name or number that one row alone has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from attache.codes import folded
from attache.desk.ready import PERSON
from attache.desk.recording import listed
from attache.problems import Problem, problem
from attache.records.refs import is_id, read_ref

if TYPE_CHECKING:
    from attache.desk.accounts import Account
    from attache.exchange.rows import Row
    from attache.records import RecordType

Place = tuple[str, int]
_NUMBERS = ("nik", "passport", "splp")
_BETWEEN = re.compile(r"[\s.\-]+")


class Neighbour(NamedTuple):
    """Who is named: their ref, or why they have none."""

    ref: str | None = None
    problem: Problem | None = None


class Neighbours:
    """The people of a workbook by name and number, and what became of their rows.

    A workbook of nothing but people names nobody: there nothing is remembered.
    """

    def __init__(self, rows: Iterable[tuple[RecordType, Row]] = ()) -> None:
        rows = list(rows)
        self._places: dict[str, list[Place]] = defaultdict(list)
        self._outcomes: dict[Place, Account] = {}
        if any(kind.name != PERSON for kind, _row in rows):
            for kind, row in rows:
                for key in _keys(row) if kind.name == PERSON else ():
                    self._places[key].append((row.sheet, row.number))

    def settle(self, kind: RecordType, row: Row, account: Account) -> None:
        """Remember what became of a row of people."""
        if self._places and kind.name == PERSON:
            self._outcomes[row.sheet, row.number] = account

    def find(self, text: str) -> Neighbour | None:
        """Whom a name or number means; None where no row of people has it, or where it is a ref."""
        if read_ref(text) or is_id(text.lower()):
            return None
        places = self._places.get(_key(text))
        if not places:
            return None
        found = [self._outcomes.get(place) for place in places]
        refs = {account.ref for account in found if account and account.ref}
        if len(refs) == 1 and all(account and account.ref for account in found):
            return Neighbour(refs.pop())
        if len(places) > 1:
            named = listed([f"{sheet}!{number}" for sheet, number in places])
            return Neighbour(problem=problem("XLS138", rows=named))
        waits = found[0] is not None and found[0].account == "parked"
        return Neighbour(problem=problem("XLS023" if waits else "XLS019"))


def _keys(row: Row) -> set[str]:
    """By what a row of people may be named."""
    said = (row.raw.get(name) for name in ("name", *_NUMBERS))
    return {key for text in said if isinstance(text, str) and (key := _key(text))}


def _key(text: str) -> str:
    """A name or a number in one spelling; a number has digits and letters only."""
    number = _BETWEEN.sub("", text).upper()
    return number if any(map(str.isdigit, number)) else folded(text)
