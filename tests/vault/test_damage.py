"""Torn writes are cut off; damage, older files and branches are refused, and left as they are."""

from __future__ import annotations

import errno
import os
from collections import Counter
from itertools import pairwise

import pytest

from attache.problems import NotWritten, VaultDamaged
from attache.vault import system
from attache.vault.frames import intact_at, seal
from attache.vault.journal import Journal
from attache.vault.keys import Keyring
from attache.vault.payload import encode
from tests.vault.conftest import AT, reopened
from tests.vault.journals import (
    KEY,
    OTHER_KEY,
    compacted,
    flip,
    held,
    judged,
    new,
    putting,
    written,
)


def ends(path, made):
    """Where each frame of a journal ends; the first number is where the header does."""
    content, found = memoryview(path.read_bytes()), [made.start]
    while found[-1] < len(content):
        end = intact_at(content, found[-1])
        assert end
        found.append(end)
    return found


@pytest.fixture
def path(tmp_path):
    return tmp_path / "post.vault"


def test_every_torn_last_frame_is_cut_off(path):
    made = written(path, 2)
    acknowledged, end = made.anchor, made.end
    made.commit(putting(a={"n": 3}, long={"text": "x" * 300}))
    content = path.read_bytes()
    whole, told = path.read_bytes()[:end], Counter[bool]()
    for size in range(end, len(content)):
        path.write_bytes(content[:size])
        found = Journal(path, KEY, acknowledged)
        assert held(found)["a"] == b'{"n":2}'
        assert (found.torn, found.end) == (size - end, end)
        assert path.stat().st_size == size  # whoever reads cuts nothing off
        told[found.torn > 0] += 1
        found.cut_torn()
        assert (found.torn, path.read_bytes()) == (0, whole)
    assert told == {True: 511, False: 1}


@pytest.mark.parametrize(
    "tail",
    [b"\0" * 256, b"\0" * 5000, b"\xff" * 300, os.urandom(70_000), b"?"],
    ids=["zeros", "many zeros", "ones", "noise", "one byte"],
)
def test_what_a_power_cut_leaves_behind_is_torn(path, tail):
    made = written(path, 2)
    with path.open("ab") as file:
        file.write(tail)
    found = Journal(path, KEY, made.anchor)
    assert found.torn == len(tail)
    found.cut_torn()
    found.commit(putting(after={}))
    assert [*held(Journal(path, KEY, found.anchor))] == ["a", "d1", "d2", "after"]


def test_a_last_frame_whose_pages_came_out_of_order_is_torn(path):
    made = written(path, 1)
    acknowledged, end = made.anchor, made.end
    made.commit(putting(a={"text": "x" * 9000}))
    content = path.read_bytes()
    path.write_bytes(content[:end] + bytes(4096) + content[end + 4096 :])
    found = Journal(path, KEY, acknowledged)
    assert (found.torn, held(found)["a"]) == (len(content) - end, b'{"n":1}')


def test_a_whole_frame_that_was_not_acknowledged_counts(path):
    """The power went after it was written and before that was noted."""
    made = written(path, 1)
    acknowledged = made.anchor
    made.commit(putting(a={"n": 2}))
    assert held(Journal(path, KEY, acknowledged))["a"] == b'{"n":2}'


def test_a_torn_tail_that_cannot_be_cut_off_is_told(path, monkeypatch):
    made = written(path, 1)
    path.write_bytes(path.read_bytes() + b"?")
    found = Journal(path, KEY, made.anchor)

    def refuse(_path, _size):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(system, "truncate", refuse)
    with pytest.raises(NotWritten) as raised:
        found.cut_torn()
    assert raised.value.problems[0].args["reason"] == "the disk cannot be written to"
    assert found.torn == 1


def test_the_next_who_writes_cuts_it_off_and_says_so(vault, siti):
    with vault.path.open("ab") as file:
        file.write(b"?" * 100)
    reader = reopened(vault)
    assert list(reader.view().every("person")) == []
    assert [p.code for p in reader.notices] == ["VLT018"]
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    assert [p.code for p in vault.notices] == ["VLT013"]
    last = reopened(vault)
    assert [k.content for k in last.view().every("person")] == [siti]
    assert last.notices == []


@pytest.mark.parametrize("anchored", [True, False])
def test_a_bad_frame_with_an_intact_one_behind_it_is_damage(path, anchored):
    made = written(path, 4)
    content = path.read_bytes()
    _start, first, second, *_rest = ends(path, made)
    for place in range(first, second):
        flip(path, place)
        found = judged(path, made.anchor if anchored else None)
        assert (found.code, found.args) == ("VLT011", {"frame": 2})
        flip(path, place)
    assert path.read_bytes() == content


def test_a_bad_frame_that_was_acknowledged_is_damage(path):
    """Though it is the last one, and might be torn if nobody had seen it whole."""
    made = written(path, 3)
    *_others, before, end = ends(path, made)
    for place in range(before, end):
        flip(path, place)
        assert judged(path, made.anchor).code == "VLT011"
        flip(path, place)


def test_every_truncation_below_the_anchor_is_refused(path):
    made = written(path, 2)
    content, marks = path.read_bytes(), ends(path, made)
    for size in reversed(range(made.start, len(content))):
        os.truncate(path, size)
        assert judged(path, made.anchor).code == ("VLT012" if size in marks else "VLT011")


def test_every_truncation_of_the_header_is_refused(path):
    made = new(path)
    for size in reversed(range(made.start)):
        os.truncate(path, size)
        assert judged(path).code == "VLT003"


@pytest.mark.parametrize("anchored", [True, False])
@pytest.mark.parametrize("strange", ["vault", "generation", "doubled", "key"])
def test_an_intact_frame_from_elsewhere_at_the_end_is_damage(path, strange, anchored):
    """It is no torn write, whatever it is."""
    made = written(path, 2)
    payload = encode(putting(a={"n": 3}))
    if strange == "vault":
        frame, _link = seal(made.keyring.frames, made.last._replace(file=bytes(16)), payload)
    elif strange == "generation":
        frame, _link = seal(made.keyring.frames, made.last._replace(generation=2), payload)
    elif strange == "key":
        frame, _link = seal(Keyring(OTHER_KEY, made.header.salt).frames, made.last, payload)
    else:
        frame = path.read_bytes()[-256:]
    with path.open("ab") as file:
        file.write(frame)
    found = judged(path, made.anchor if anchored else None)
    assert (found.code, found.args) == ("VLT011", {"frame": 3})


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2), (0, 0, 1, 2), (2,), (0, 2, 1)])
def test_frames_out_of_order_are_damage(path, order):
    made = written(path, 3)
    content, marks = path.read_bytes(), ends(path, made)
    frames = [content[a:b] for a, b in pairwise(marks)]
    path.write_bytes(content[: made.start] + b"".join(frames[n] for n in order))
    assert judged(path).code == "VLT011"


def test_no_byte_of_the_header_costs_the_vault(path):
    made = written(path, 1)
    for place in range(made.start):
        flip(path, place)
        assert held(Journal(path, KEY, made.anchor)) == held(made)
        flip(path, place)


def test_the_same_byte_of_both_copies_does(path):
    made = written(path, 1)
    for place in range(made.start // 2):
        for each in (place, made.start // 2 + place):
            flip(path, each)
        assert judged(path, made.anchor).code in {"VLT003", "VLT008"}
        for each in (place, made.start // 2 + place):
            flip(path, each)


def test_another_key_opens_nothing(path):
    new(path)
    assert judged(path, key=OTHER_KEY).code == "VLT003"


def test_a_damaged_vault_is_not_written_to(vault, siti):
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    flip(vault.path, vault.opened().start + 300)
    before = vault.path.read_bytes()
    for found in (reopened(vault), reopened(vault)):
        with pytest.raises(VaultDamaged) as raised, found.work("person add", AT):
            pytest.fail("there is nothing to work on")
        assert [p.code for p in raised.value.problems] == ["VLT011"]
    assert vault.path.read_bytes() == before


@pytest.mark.parametrize("count", range(3))
def test_an_older_copy_is_refused(path, count):
    made, copies = new(path), [path.read_bytes()]
    for number in range(3):
        made.commit(putting(a={"n": number}))
        copies.append(path.read_bytes())
    path.write_bytes(copies[count])
    assert judged(path, made.anchor).code == "VLT012"
    assert held(Journal(path, KEY)) == ({"a": b'{"n":%d}' % (count - 1)} if count else {})


@pytest.mark.parametrize("more", [0, 1])
def test_a_branch_is_refused(path, more):
    """As long as what was seen, or longer: a copy that went its own way from there."""
    made = written(path, 2)
    copy = path.read_bytes()
    made.commit(putting(a={"n": "mine"}))
    path.write_bytes(copy)
    branch = Journal(path, KEY)
    for number in range(1 + more):
        branch.commit(putting(a={"n": number}))
    assert branch.end >= made.end
    assert judged(path, made.anchor).code == "VLT012"


@pytest.mark.parametrize("left", [0, 6])
def test_an_older_generation_is_refused(path, left):
    """Also where the newer one is empty, and has no frame by which it could be told."""
    made = written(path, 5)
    copy = path.read_bytes()
    if not left:
        made.commit(putting(*held(made)))
    compacted(made)
    path.write_bytes(copy)
    assert (made.anchor.generation, made.anchor.sequence) == (2, left)
    assert judged(path, made.anchor).code == "VLT012"


def test_of_a_newer_generation_the_anchor_says_nothing(path):
    """Another copy of attache has compacted the file."""
    made = written(path, 5)
    seen = made.anchor
    compacted(made)
    assert held(Journal(path, KEY, seen)) == held(made)
