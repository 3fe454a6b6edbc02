"""Which rows of a sheet head it, and by which words each column may be known.

Offices write titles above their tables, and heads in two rows, the upper one merged over several
columns ("Paspor" over "Nomor" and "Berlaku sampai") or standing over the first of them. What stands
under another head may be somebody else's ("Perekrut" over "No. WA"): see `Heads.known_by`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from attache import records
from attache.exchange.described import PERSON
from attache.exchange.layout import REASONS
from attache.exchange.others import (
    is_of_others,
    is_the_person,
    is_title,
    leaves_to_another,
    names_the_person,
    says_not_whose,
    speaks_of_another,
)
from attache.exchange.passed_over import heads_numbers
from attache.exchange.reader import Area, Cell
from attache.exchange.spans import Rows, over, spread_out, widened
from attache.exchange.vocabulary import knowing
from attache.records.record import blank

Knowing = Callable[[Cell], str | None]
Reading = Callable[["Heads", int], str | None]
"""What tells the field of a column."""
SEARCHED = 20  # rows in which a header is looked for
LEAST = 2  # columns that must be known
_ABOVE = 3  # rows above the last one of a header that may say whose a column is
_LONGEST = 40  # characters of a head


class Heads(NamedTuple):
    """The last row of a header, counted from 0, and the words of each column, the likeliest first.

    The last of the words is what stands there, for telling; without any the column has no head.
    `under` is the head over a column that may say whose it is; where two rows `belong` together,
    any that is not known to leave its columns to the person of a row. `theirs` are the columns that
    such a head leaves to somebody else.
    """

    row: int
    words: Sequence[tuple[Cell, ...]]
    under: Mapping[int, str] = MappingProxyType({})
    belong: bool = False
    theirs: Collection[int] = ()

    def known_by(self, place: int, knows: Knowing, *, strict: bool) -> tuple[Cell, ...]:
        """The words by which a column may be known: its lower one alone only if it is its own.

        It is not where the upper one speaks of somebody else, or the lower one does and the upper
        one is a field ("No. HP" over "Perekrut"). A `strict` look takes no upper head for the
        person's that it does not know.
        """
        words, upper = self.words[place], self.under.get(place)
        if upper is None or len(words) < 2:
            return words
        field = knows(upper)
        of_another = place in self.theirs or (field and speaks_of_another(words[-1]))
        unsure = strict and self.belong and not field
        return words[:-1] if of_another or unsure else words


def best(rows: Rows, merged: Sequence[Area], read: Reading) -> Heads | None:
    """The one or two rows by which most columns are known.

    Of equal ones two rows that belong together, else the first. One known column is enough beside
    those of others.
    """
    found = [
        (known, heads.belong, -number, heads)
        for number, heads in enumerate(candidates(rows, merged, read))
        if (known := _known(heads, read)) >= (1 if heads.belong and heads.under else LEAST)
    ]
    return max(found, key=lambda f: f[:3])[3] if found else None


def single(row: int, rows: Rows, merged: Sequence[Area]) -> Heads:
    """A header of one row, with what stands above of somebody else."""
    under, theirs = _under(row, rows, merged, belong=False)
    words = (_words(under.get(n), cell) for n, cell in enumerate(rows[row]))
    here = {n: text for n, text in under.items() if n < len(rows[row])}
    return Heads(row, [*words], here, theirs=theirs)


def simplest(heads: Heads, rows: Rows, merged: Sequence[Area], read: Reading) -> Heads:
    """The last row of a header alone, where the one above it says nothing of the columns.

    A title above a table is no part of its header; a row that belongs to it is.
    """
    alone = single(heads.row, rows, merged)
    return heads if heads.belong or _known(heads, read) > _known(alone, read) else alone


def candidates(rows: Rows, merged: Sequence[Area], read: Reading | None = None) -> Iterator[Heads]:
    """Each row that may head the sheet, alone and with the one below it.

    One of two that belong together does not alone, where both tell any field to who can `read`, or
    name somebody else.
    """
    pairs = [double(row, rows, merged) for row in range(min(len(rows) - 1, SEARCHED))]
    first = {both.row - 1 for both in pairs if both.belong and (not read or _says(both, read))}
    for row in range(min(len(rows), SEARCHED)):
        if row not in first and row - 1 not in first:
            yield single(row, rows, merged)
        if row + 1 not in first and row < len(pairs) and not all(map(blank, rows[row + 1])):
            yield pairs[row]


def double(row: int, rows: Rows, merged: Sequence[Area]) -> Heads:
    """A row and the one below it, the upper one spread over the columns that it is merged over."""
    belong = _belong(row + 1, rows, merged)
    under, theirs = _under(row + 1, rows, merged, belong=belong)
    upper, lower = spread_out(row, rows, merged), rows[row + 1]
    if belong:
        upper = widened(upper, over(row, row + 1, rows, merged))
    width = max(len(upper), len(lower))
    above, below = ([*cells, *[None] * (width - len(cells))] for cells in (upper, lower))
    whole = [_whole(under.get(n), cell) for n, cell in enumerate(above)]
    words = [_words(a, b) for a, b in zip(whole, below, strict=True)]
    return Heads(row + 1, words, under, belong, theirs)


def _whole(under: str | None, above: Cell) -> Cell:
    """The upper head of a column with the one over it, of three that stand one above the other."""
    if under is None or above == under:
        return above
    return under if blank(above) else f"{under} {above}"


def _belong(row: int, rows: Rows, merged: Sequence[Area]) -> bool:
    """Whether a row and the one above head a table together.

    A head is merged over both; or the row says nothing but below heads that stand over several
    columns, beside others. A title over the whole table has no others beside it. Or the row says
    nothing but whose the columns are.
    """
    if any(top == row - 1 and bottom == row for top, _left, bottom, _right in merged):
        return True
    said, above = (  # but for the head of a marked copy's own column
        {place for place, cell in enumerate(rows[n]) if not blank(cell) and cell != REASONS}
        for n in (row, row - 1)
    )
    if not said or not above:
        return False
    heads = over(row - 1, row, rows, merged)
    spans = (span for (_n, text), span in heads.items() if not is_title(text))
    wide = {n for span in spans if len(span) > 1 for n in span}
    if said <= wide and above - wide and _are_heads(rows[row], merged, row):
        return True
    if _are_both_heads(heads, said, rows[row]):
        return True
    return said <= above and all(_says_whose(rows[row][place]) for place in said)


def _are_both_heads(
    heads: Mapping[tuple[int, str], Sequence[int]], said: Collection[int], cells: Sequence[Cell]
) -> bool:
    """Whether a row holds heads that are known of a person, and so does the one above it.

    That one does where a known head has none below, where one of several names somebody else, or
    where all that stands below is shared by several of which the first names the person: titles
    stand side by side too.
    """
    knows = knowing(records.named(PERSON))
    of_row = [cells[n] for n in said if not heads_numbers(cells[n])]
    if not of_row or 2 * sum(knows(cell) is not None for cell in of_row) < len(of_row):
        return False
    texts = [text for (_n, text) in heads if not heads_numbers(text)]
    alone = [text for (n, text) in heads if n not in said]
    if any(heads_numbers(text) or knows(text) for text in alone):
        return True
    shared = {n for span in heads.values() for n in span}
    covered = {n for n in said if not heads_numbers(cells[n])} <= shared
    first = covered and any(map(names_the_person, texts[:1]))
    return len(texts) >= LEAST and (first or any(map(speaks_of_another, texts)))


def _are_heads(cells: Sequence[Cell], merged: Sequence[Area], row: int) -> bool:
    """Whether cells may be heads; below heads that are merged any may, else those without digits.

    An untitled column beside the last one may hold something in a first record.
    """
    if any(top == bottom == row - 1 and right > left for top, left, bottom, right in merged):
        return True
    filled = [cell for cell in cells if not blank(cell)]
    words = [cell for cell in filled if isinstance(cell, str) and len(cell) <= _LONGEST]
    return len(filled) == len(words) > 1 and not any(c.isdigit() for word in words for c in word)


def _says_whose(cell: Cell) -> bool:
    return is_the_person(cell) or (speaks_of_another(cell) and len(str(cell).split()) <= 2)


def _under(
    row: int, rows: Rows, merged: Sequence[Area], *, belong: bool
) -> tuple[dict[int, str], set[int]]:
    """The head over each column of a row that may say whose it is, the nearest one that does.

    And the columns that these leave to somebody else.
    """
    found, theirs, apart = dict[int, str](), set[int](), False
    for above in range(row - 1, max(row - 1 - _ABOVE, -1), -1):
        apart = apart or all(map(blank, rows[above]))
        next_one, heads = belong and above == row - 1, over(above, row, rows, merged)
        if apart and len(heads) < LEAST:  # a title above the table
            continue
        for (_place, text), span in heads.items():
            if not next_one and _is_title(text, span, above, row, rows, merged):
                continue
            below = {n: rows[row][n] if n < len(rows[row]) else None for n in span}
            another = leaves_to_another(text, below.values())
            for place in below.keys() - found.keys():
                unsure = not says_not_whose(text) or speaks_of_another(below[place])
                if another or (next_one and unsure):
                    found[place] = text
                    theirs |= {place} if another else set()
    return found, theirs


def _is_title(
    text: str, span: Sequence[int], above: int, row: int, rows: Rows, merged: Sequence[Area]
) -> bool:
    """Whether a text is over a whole table, beside nothing but what counts its rows.

    How far one that names nothing but others goes is not certain where it is not merged.
    """
    if is_title(text):
        return True
    spread = any(top <= above <= bottom and left == span[0] for top, left, bottom, _right in merged)
    if is_of_others(text) and not spread:
        return False
    beside = {n for n, cell in enumerate(rows[above]) if not blank(cell)}
    heads = {n for n, cell in enumerate(rows[row]) if not blank(cell) and not heads_numbers(cell)}
    return beside | heads <= {*span}


def _words(above: Cell, below: Cell) -> tuple[Cell, ...]:
    """Both together say most: the "Nomor" of "Paspor" is not that of "SPLP"."""
    if blank(below):
        return () if blank(above) else (above,)
    if blank(above) or not isinstance(above, str) or not isinstance(below, str):
        return (below,)
    own = (above,) if is_the_person(below) else ()
    return f"{below} {above}", f"{above} {below}", *own, below


def _says(heads: Heads, read: Reading) -> bool:
    return _known(heads, read) > 0 or bool(heads.theirs)


def _known(heads: Heads, read: Reading) -> int:
    """How many columns are known by their heads."""
    return sum(read(heads, place) is not None for place in range(len(heads.words)))
