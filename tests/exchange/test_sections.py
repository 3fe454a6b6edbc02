"""Tables below one another in a sheet: nobody else's rows become people of the list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.exchange.reader import RawSheet
from attache.exchange.rows import read_rows

OTHERS = ("Perekrut", "Majikan", "Pelapor", "Agen", "Penjamin", "Terduga Pelaku", "Sponsor")
HEADS = ["No", "Nama", "L/P", "No HP"]
OWN = [[1, "Siti Contoh", "P", "081200000001"], [2, "Budi Misal", "L", "081200000002"]]
THEIRS = [[1, "Orang Lain", "L", "081300000001"], [2, "Bang Uji", "L", "081300000002"]]
LATER = [[3, "Wati Umpama", "P", "081200000003"]]
FORMS = ("{}", "DATA {}", "B. {}", "II. Data {}")


def read(rows):
    """The names that are read, and what is told of rows."""
    (found,) = read_rows([RawSheet("Data", visible=True, rows=rows)], "person").found
    told = {p.code: p.args["rows"] for p in found.problems if "rows" in p.args}
    return [row.raw.get("name") for row in found.rows], told


@st.composite
def title(draw, words):
    """The title of a section, in the column of numbers or of names."""
    text = draw(st.sampled_from(FORMS)).format(draw(st.sampled_from(words)))
    text = draw(st.sampled_from((text, text.upper())))
    return [None, text] if draw(st.booleans()) else [text]


@given(title(OTHERS), title(("Korban", "WNI")), st.booleans(), st.booleans())
def test_nobody_below_a_title_that_names_others_is_read(theirs, own, again, empty):
    apart: list[list[object]] = [[]] if empty else []
    heads = [HEADS] if again else []
    rows = [HEADS, *OWN, *apart, theirs, *heads, *THEIRS, *apart, own, *heads, *LATER]
    names, told = read(rows)
    assert names == ["Siti Contoh", "Budi Misal", "Wati Umpama"]
    assert {"XLS157", "XLS158"} <= told.keys()


@pytest.mark.parametrize("kind", OTHERS)
def test_nobody_below_a_header_that_names_others_is_read(kind):
    names, told = read([HEADS, *OWN, [], ["No", f"Nama {kind}", None, "No HP"], *THEIRS])
    assert names == ["Siti Contoh", "Budi Misal"]
    assert told["XLS157"] == "5-7"


@pytest.mark.parametrize("name", ["Guru Contoh", "Bos Misal", "Agen Budi Umpama"])
@pytest.mark.parametrize("more", [["L", "081200000009"], []])
def test_somebody_whose_name_has_such_a_word_is_read(name, more):
    names, _told = read([HEADS, *OWN, [3, name, *more], *LATER])
    assert names == ["Siti Contoh", "Budi Misal", name, "Wati Umpama"]


@pytest.mark.parametrize("word", ["Anak", "ANAK-ANAK", "Keluarga", "Istri"])
def test_below_a_title_of_family_stand_people_of_the_list(word):
    names, _told = read([HEADS, *OWN, [word], *LATER])
    assert "Wati Umpama" in names
