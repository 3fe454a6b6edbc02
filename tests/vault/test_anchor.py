"""How far a vault had come, noted outside of it."""

from __future__ import annotations

import os
import stat
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.vault import anchor, system
from attache.vault.anchor import Anchor, read_anchor

FILE, TAG, KEY, HEADER = "0f" * 16, "a1" * 16, "b2" * 16, "c3" * 16
ANCHOR = Anchor(FILE, 2, 30, TAG, KEY, HEADER)
LINE = f"ATTACHE-ANCHOR {FILE} 2 30 {TAG} {KEY} {HEADER}"
COMING = bytes(range(16))


@pytest.fixture
def environ(tmp_path):
    return {"ATTACHE_STATE": str(tmp_path / "state")}


@pytest.fixture
def place(tmp_path):
    return tmp_path / "state" / "anchors" / FILE


def hexes(size):
    return st.binary(min_size=size, max_size=size).map(bytes.hex)


counts = st.integers(1, 10**18 - 1)
anchors = st.builds(Anchor, hexes(16), counts, counts, *(hexes(16) for _text in range(3)))


def test_an_officer_can_keep_it_as_one_line():
    assert str(ANCHOR) == LINE


@given(anchors)
def test_its_line_says_all_of_it(anchor):
    line = str(anchor)
    assert line.isprintable()
    assert read_anchor(line) == anchor


def test_space_around_the_line_is_no_harm():
    assert read_anchor(f"  {LINE}\r\n") == ANCHOR


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ATTACHE-ANCHOR",
        LINE[:-1],
        LINE + "0",
        LINE.lower(),
        LINE.replace(" 2 ", " -2 "),
        LINE.replace(" 30 ", " "),
        LINE.replace(" 30 ", " " + "9" * 19 + " "),
        LINE.replace(FILE, FILE[:-1] + "g"),
        LINE.removesuffix(f" {HEADER}"),
        LINE.removesuffix(f" {KEY} {HEADER}"),
        f"{LINE}\n{LINE}",
    ],
)
def test_a_line_that_is_none_says_nothing(text):
    assert read_anchor(text) is None


def test_what_was_remembered_is_seen(environ, place):
    assert anchor.seen(FILE, environ) is None
    assert anchor.remember(ANCHOR, environ) is True
    assert place.read_text(encoding="ascii") == f"{LINE}\n"
    assert anchor.seen(FILE, environ) == ANCHOR


def test_the_last_one_counts(environ, place):
    later = ANCHOR._replace(sequence=31, tag="b2" * 16)
    anchor.remember(ANCHOR, environ)
    anchor.remember(later, environ)
    assert anchor.seen(FILE, environ) == later
    assert list(place.parent.iterdir()) == [place]


def test_each_vault_has_its_own(environ):
    other = ANCHOR._replace(file="1e" * 16, sequence=7)
    anchor.remember(ANCHOR, environ)
    anchor.remember(other, environ)
    assert anchor.seen(FILE, environ) == ANCHOR
    assert anchor.seen(other.file, environ) == other


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_can_read_it(environ, place):
    before = os.umask(0)
    try:
        anchor.remember(ANCHOR, environ)
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\xff\xfe", LINE[:40].encode(), str(ANCHOR._replace(file="1e" * 16)).encode()],
    ids=["empty", "blank", "binary", "cut off", "of another vault"],
)
def test_one_that_cannot_be_read_counts_as_none(environ, place, content):
    anchor.remember(ANCHOR, environ)
    place.write_bytes(content)
    assert anchor.seen(FILE, environ) is None
    assert anchor.remember(ANCHOR, environ) is True
    assert anchor.seen(FILE, environ) == ANCHOR


def test_a_folder_in_its_place_counts_as_none(environ, place):
    place.mkdir(parents=True)
    assert anchor.seen(FILE, environ) is None
    assert anchor.remember(ANCHOR, environ) is False


def test_one_that_cannot_be_written_is_no_failure(environ, tmp_path):
    """The transaction is stored by then."""
    (tmp_path / "state").write_text("in the way")
    assert anchor.remember(ANCHOR, environ) is False
    assert anchor.seen(FILE, environ) is None


def test_the_disk_is_not_waited_for(environ, monkeypatch):
    """After a power cut an older anchor is no harm."""
    synced: list[int] = []
    monkeypatch.setattr(system, "sync", synced.append)
    assert anchor.remember(ANCHOR, environ)
    assert synced == []


def test_a_forgotten_one_is_gone(environ, place):
    anchor.remember(ANCHOR, environ)
    anchor.forget(FILE, environ)
    assert not place.exists()
    assert anchor.seen(FILE, environ) is None
    anchor.forget(FILE, environ)  # and once more is no failure


def test_a_header_that_is_about_to_come_is_known_beside_the_one_that_is_there(environ):
    assert anchor.noted(FILE, environ) is None
    anchor.remember(ANCHOR, environ)
    assert anchor.noted(FILE, environ) == (ANCHOR, "")
    later = ANCHOR._replace(sequence=31)
    anchor.announce(later, COMING, environ)
    found = anchor.noted(FILE, environ)
    assert found
    assert (found.anchor, found.headers) == (later, (HEADER, COMING.hex()))
    assert anchor.seen(FILE, environ) == later


def test_and_when_it_is_there_it_is_the_only_one(environ):
    anchor.announce(ANCHOR, COMING, environ)
    anchor.remember(ANCHOR._replace(generation=3, header=COMING.hex()), environ)
    found = anchor.noted(FILE, environ)
    assert found
    assert found.headers == (COMING.hex(), "")


def test_what_is_announced_is_on_the_disk_first(environ, monkeypatch):
    """A power cut right after must not leave a file whose header is known nowhere."""
    synced: list[int] = []
    monkeypatch.setattr(system, "sync", synced.append)
    anchor.announce(ANCHOR, COMING, environ)
    assert synced


@pytest.mark.parametrize("second", ["", "ATTACHE-COMING", "ATTACHE-COMING 12", LINE, "\0"])
def test_a_second_line_that_says_nothing_is_none(environ, place, second):
    anchor.remember(ANCHOR, environ)
    place.write_text(f"{LINE}\n{second}\n", encoding="ascii")
    assert anchor.noted(FILE, environ) == (ANCHOR, "")
