"""What a table shows in a width: whole columns, readable ones, and nothing over the edge."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from attache.cli.fitting import (
    GAP,
    HEAD_LINES,
    Head,
    cut,
    fit,
    lines_of,
    safe_cell,
    titles,
    whole,
)

TEXTS = st.text(max_size=40)
CELLS = (TEXTS | st.lists(TEXTS, max_size=5)).map(safe_cell)
TITLES = st.sampled_from(["", "Ref", "Tanggal", "Tgl tindak lanjut", "Instansi yang meminta data"])


@st.composite
def tables(draw):
    """Heads and rows; two columns stay, as in a list."""
    ranks = [0, 0, *draw(st.lists(st.integers(1, 5), max_size=6))]
    heads = [
        Head(draw(TITLES), rank, draw(st.sampled_from([None, 8, 16]) if rank else st.just(16)))
        for rank in ranks
    ]
    return heads, draw(st.lists(st.tuples(*[CELLS] * len(heads)), max_size=5))


def first_of(cell):
    """A cell that shows the first of its values."""
    several = not isinstance(cell, str) and len(cell) > 1
    return f"{whole(cell[0])} +{len(cell) - 1}" if several else whole(cell)


@given(tables(), st.integers(60, 200))
def test_columns_that_are_shown_are_readable_and_fit(table, width):
    heads, rows = table
    fitted = fit(heads, rows, width)
    drawn = [[[cut(row[n], w)] for n, w in fitted.widths.items()] for row in rows]
    lines = [*titles(heads, fitted), *(x for row in drawn for x in lines_of(row, heads, fitted))]
    assert max(map(cell_len, lines), default=0) <= width
    for place, shown in fitted.widths.items():
        whole_ones = max((cell_len(whole(row[place])) for row in rows), default=0)
        firsts = max((cell_len(first_of(row[place])) for row in rows), default=0)
        least = heads[place].least
        assert shown >= (whole_ones if least is None else min(firsts, least))
    assert len([*titles(heads, fitted)]) <= HEAD_LINES


@given(tables(), st.integers(60, 200))
def test_a_column_goes_only_where_there_is_no_room_for_it(table, width):
    """And none goes of which a row has something, without being named."""
    heads, rows = table
    fitted = fit(heads, rows, width)
    filled = {n for n in range(len(heads)) if any(whole(row[n]) for row in rows)}
    assert filled <= {*fitted.widths, *fitted.dropped}
    leasts = {
        n: fit([heads[n]._replace(rank=0)], [[row[n]] for row in rows], 0).widths[0] for n in filled
    }
    for place in fitted.dropped:
        mine = (heads[place].rank, place)
        taken = [leasts.get(n, w) for n, w in fitted.widths.items() if (heads[n].rank, n) < mine]
        assert sum(taken) + GAP * len(taken) + leasts[place] > width


@given(tables())
def test_where_there_is_room_all_of_it_is_shown(table):
    heads, rows = table
    fitted = fit(heads, rows, 10_000)
    assert not fitted.dropped
    for row in rows:
        assert [cut(row[n], w) for n, w in fitted.widths.items()] == [
            whole(row[n]) for n in fitted.widths
        ]


@given(CELLS, st.integers(8, 60))
def test_a_cell_is_never_wider_than_it_may_be(cell, width):
    assert cell_len(cut(cell, width)) <= width
    assert "\n" not in cut(cell, width)


@given(st.lists(st.sampled_from(["P301 Nurul Contoh", "P7 Budi", "P12 Siti Misal Umpama"])))
def test_of_several_values_the_first_are_shown_and_how_many_more(parts):
    shown = cut(parts, 30)
    if shown == "; ".join(parts):
        return
    text, _plus, more = shown.rpartition(" +")
    first = text.split("; ")
    assert len(first) + int(more) == len(parts)
    assert first == parts[: len(first)]
