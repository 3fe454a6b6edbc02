"""Lines that the log lacks: each seat numbers its own, so that one that is gone leaves a gap.

Whoever has the key can take lines out of the log. What else leaves a gap is noted: with a part of a
damaged file lines are lost (`ASIDE`), and a file that gets another letter goes on with its numbers,
as its first line under that says (reseating.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from attache.vault.copies.knowledge import SEEN
from attache.vault.copies.own_tables import is_whole
from attache.vault.history import LETTER, LOG, Line
from attache.vault.views import ASIDE, COUNTERS, PROFILE

if TYPE_CHECKING:
    from attache.vault.database import VaultDB

MOST = 1 << 16
"""So many lines of a seat are noted as lost at most: whoever has the key can put in any number."""


def gaps(
    numbers: Collection[int], first: Line | None, noted: Container[int], end: int = 0
) -> Iterator[int]:
    """The numbers of a seat that no line has and nothing explains, up to its last line or an end.

    `first` is its line with the lowest number.
    """
    begins = first is not None and any(c.fields.keys() == {SEEN} for c in first.changes)
    start = min(numbers) if begins else 1
    return (n for n in range(start, max(end, *numbers, 0)) if n not in numbers and n not in noted)


def lacking(db: VaultDB) -> tuple[str, ...]:
    """The refs of lines that the log must have and has not, of each seat the first one.

    Of this seat the last line that was counted, too. `LOG` where there is none: every vault has
    some.
    """
    log = db.of(LOG)
    if not log.documents():
        return (LOG,)
    seats = _Seats(db)
    found = [seat + str(n) for seat in seats.lines for n in islice(seats.gaps(seat), 1)]
    last = _last_counted(db)
    return (*found, *([last] if last and log.id_of(last) is None else ()))


def note_lost(db: VaultDB, by: str) -> None:
    """Note what the log lacks as lost; `by`, the next line of this seat, says what happened."""
    seats, (own, number) = _Seats(db), _split(by)
    for seat in {own, *seats.lines}:
        found = seats.gaps(seat, number if seat == own else 0)
        refs = [seat + str(n) for n in islice(found, MOST)]
        db.of(ASIDE).put({ref: {"line": ref, "by": by, "lost": True} for ref in refs})


def _last_counted(db: VaultDB) -> str:
    """The ref of the line that this seat counted last; '' where it has counted none."""
    counter = db.of(COUNTERS).documents().get(LOG)
    post = next(iter(db.of(PROFILE).documents().values()))
    return f"{post['post']}-{post['seat']}-{LETTER}{counter['last']}" if counter else ""


class _Seats:
    """The ids of the lines of each seat by number, by what the refs of the seat begin with."""

    def __init__(self, db: VaultDB) -> None:
        self._documents = db.of(LOG).documents()
        self.lines: dict[str, dict[int, str]] = defaultdict(dict)
        for ref, id_ in db.of(LOG).refs().items():
            if id_ in self._documents and is_whole(ref, LETTER):
                seat, number = _split(ref)
                self.lines[seat][number] = id_
        self._noted: dict[str, set[int]] = defaultdict(set)
        for aside in db.of(ASIDE).documents().values():
            seat, number = _split(aside["line"])
            self._noted[seat].add(number)

    def gaps(self, seat: str, end: int = 0) -> Iterator[int]:
        lines = self.lines.get(seat, {})
        first = Line.of(self._documents[lines[min(lines)]]) if lines else None
        return gaps(lines, first, self._noted[seat], end)


def _split(ref: str) -> tuple[str, int]:
    seat, _letter, number = ref.rpartition(LETTER)
    return seat + LETTER, int(number)
