"""Lines of signs: finding records without looking at them gives what looking at all gives."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.rules.traits import traits
from attache.vault import payload, signs
from attache.vault.signs import EDITION, Signs, signs_of
from tests.crowds import crowd
from tests.rules.peers import pairs

PINNED = ("7", "779c3092e1f6e192")
LINES = st.lists(st.text("ab# ~", max_size=8).map(str.encode), max_size=60)


def test_who_changes_the_rules_raises_the_edition():
    """Old lines would be searched by new rules otherwise: raise EDITION, then pin the digest."""
    names = (name for pair in pairs() for name in (pair.one, pair.other))
    people = [*({"name": name} for name in names), *crowd(50)]
    said = "\n".join(traits(person).line for person in people)
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    assert (EDITION.decode(), digest) == PINNED


@given(LINES, st.lists(st.text("ab# ~", min_size=1, max_size=3).map(str.encode), min_size=1))
def test_holding_is_what_a_plain_scan_finds(lines, parts):
    found = Signs(b"".join(line + b"\n" for line in lines))
    plain = [(n, line) for n, line in enumerate(lines) if all(part in line for part in parts)]
    assert [*found.holding(*parts)] == plain
    assert found.lines() == lines


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.none() | st.text("ab# ~", max_size=8)), max_size=30
    ),
    st.lists(st.text("ab# ~", min_size=1, max_size=3).map(str.encode), min_size=1),
    st.sets(st.integers(0, 30)),
)
def test_holding_is_what_a_plain_scan_finds_in_a_transaction(steps, parts, searched):
    """Whatever is put, put again or taken out, and whenever somebody searched before."""
    changes = payload.Changes()
    for place, (id_, line) in enumerate(steps):
        if line is None:
            changes.delete(id_)
        else:
            changes.take(id_, payload.made({}, line.encode()))
        if place in searched:
            changes.holding(*parts)
    plain = [(i, put.signs) for i, put in changes.put.items() if all(p in put.signs for p in parts)]
    assert changes.holding(*parts) == plain


@pytest.mark.parametrize("size", [signs.STRETCH - 1, signs.STRETCH, 3 * signs.STRETCH + 7])
def test_places_are_right_in_long_texts(size):
    lines = [b"x" * (size // 50)] * 50 + [b"here"] + [b"y"] * 20 + [b"here"]
    found = Signs(b"".join(line + b"\n" for line in lines))
    assert [place for place, _line in found.holding(b"here")] == [50, 71]


@pytest.mark.parametrize(
    ("table", "document", "line"),
    [
        ("note", {"about": "PNH-A-P1", "text": "x"}, b"#PNH-A-P1#"),
        ("consultation", {"persons": ["PNH-A-P1", "PNH-A-P2"]}, b"#PNH-A-P1#PNH-A-P2#"),
        ("consultation", {"summary": "x"}, b""),
        ("log", {"ref": "PNH-A-L1"}, b""),
    ],
)
def test_a_line_names_what_the_record_names(table, document, line):
    assert signs_of(table, document) == line


def test_lines_of_another_edition_are_made_anew(monkeypatch):
    changes = payload.Changes()
    document = {"name": "Siti Contoh"}
    changes.take("i1", payload.made(document, signs_of("person", document)))
    monkeypatch.setattr(payload, "EDITION", b"of long ago")
    old = payload.encode({"person": changes})
    monkeypatch.undo()
    (group,) = payload.decode(memoryview(old))
    assert group.signs.lines() == [signs_of("person", document)]
