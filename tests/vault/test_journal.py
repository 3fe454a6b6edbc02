"""The data file: what was committed is read again; what could not be written changes nothing."""

from __future__ import annotations

import errno
import os

import pytest

from attache.problems import NotWritten
from attache.vault import anchor, generations, journal, seals, system
from attache.vault import vault as vaults
from attache.vault.anchor import Anchor
from attache.vault.frames import padded
from attache.vault.header import Slot
from attache.vault.journal import Blank, Journal
from attache.vault.keys import Keyring
from attache.vault.payload import parts_of
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


@pytest.fixture
def path(tmp_path):
    return tmp_path / "post.vault"


def test_a_new_one_is_empty(path):
    made = new(path)
    assert (made.tables, made.frames, made.torn) == ({}, 0, 0)
    digest, fingerprint = made.written.digest.hex(), made.keyring.fingerprint
    assert made.anchor == Anchor(made.header.file, 1, 0, digest, fingerprint, digest)
    assert Journal(path, KEY, made.anchor).tables == {}


def test_what_was_committed_is_read_by_others(path):
    made = new(path)
    made.commit(putting(a={"n": 1}, b={"n": 2, "ref": "PNH-A-P1"}))
    made.commit(putting("a", b={"n": 3, "ref": "PNH-A-P1"}, c={}))
    found = Journal(path, KEY, made.anchor)
    assert held(found) == held(made) == {"b": b'{"n":3,"ref":"PNH-A-P1"}', "c": b"{}"}
    assert found.tables["person"].refs == {"PNH-A-P1": "b"}
    assert (found.frames, found.anchor) == (2, made.anchor)


def test_documents_stand_in_the_order_in_which_they_were_first_put(path):
    made = new(path)
    made.commit(putting(c={}, a={}))
    made.commit(putting(b={}, a={"n": 2}))
    made.commit(putting("c"))
    made.commit(putting(c={}))
    assert [*held(made)] == [*held(Journal(path, KEY))] == ["a", "b", "c"]


def test_a_vault_without_a_file_holds_the_same(path):
    blank, made = Blank(), new(path)
    for transaction in (putting(a={"ref": "PNH-A-P1"}, b={}), putting("b", c={"n": 1})):
        blank.append(padded(parts_of(transaction)))
        made.commit(transaction)
    assert held(blank) == held(made) == {"a": b'{"ref":"PNH-A-P1"}', "c": b'{"n":1}'}
    assert blank.tables["person"].refs == made.tables["person"].refs
    assert held(journal.create(path, made.written, KEY, blank.tables)) == held(made)


def test_the_file_only_grows(path):
    made = new(path)
    sizes = [path.stat().st_size]
    for _time in range(3):
        before = path.read_bytes()
        made.commit(putting(a={"n": 1}))
        assert path.read_bytes().startswith(before)
        sizes.append(path.stat().st_size - sizes[0])
    assert sizes[1:] == [256, 512, 768]


def test_a_view_of_before_stays_as_it_was(path):
    made = written(path, 2)
    before = made.tables["person"]
    before.shared = True
    made.commit(putting("d1", a={"n": 9}))
    assert [*before] == ["a", "d1", "d2"]
    assert held(made) == {"a": b'{"n":9}', "d2": b'{"n":2}'}


@pytest.mark.parametrize("step", ["append", "replace"])
def test_what_is_not_written_changes_nothing(path, monkeypatch, step):
    made = written(path, 2)
    before, state = path.read_bytes(), (made.last, made.end, made.frames, dict(held(made)))

    def refuse(_path, *_rest):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(system, step, refuse)
        with pytest.raises(NotWritten) as raised:
            made.commit(putting(a={"n": 3})) if step == "append" else compacted(made)
    assert raised.value.problems[0].args["reason"] == "the disk is full"
    assert (made.last, made.end, made.frames, dict(held(made))) == state
    assert path.read_bytes() == before
    made.commit(putting(a={"n": 4}))
    assert held(Journal(path, KEY, made.anchor))["a"] == b'{"n":4}'


def test_what_others_have_written_is_not_written_over(path):
    """Without the lock, or with one that does not hold."""
    mine, other = written(path, 1), Journal(path, KEY)
    other.commit(putting(b={}))
    with pytest.raises(NotWritten) as raised:
        mine.commit(putting(c={}))
    assert raised.value.problems[0].args["reason"] == "another program has written into the file"
    assert held(Journal(path, KEY, other.anchor)) == held(other)


def test_a_damaged_copy_of_the_header_is_mended(path):
    made = written(path, 3)
    content = path.read_bytes()
    for place in (40, made.start - 40):
        flip(path, place)
        found = Journal(path, KEY, made.anchor)
        assert not found.written.whole
        found.mend_header()
        assert found.written.whole
        assert (path.read_bytes(), found.anchor) == (content, made.anchor)


def test_what_is_torn_is_left_out_where_a_header_is_mended(path):
    made = written(path, 3)
    content = path.read_bytes()
    path.write_bytes(content + b"torn")
    flip(path, 40)
    Journal(path, KEY, made.anchor).mend_header()
    assert path.read_bytes() == content


def test_frames_fit_their_own_header_only(path):
    """Another header under the same keys and in the same place: an officer's slot is gone, say."""
    made = written(path, 3)
    frames = path.read_bytes()[made.start :]
    slot = Slot("00" * 8, "recovery", "00" * 32, "00" * 92, "00" * 80, "00" * 92)
    other = seals.written(made.header.with_slots((slot,)), made.keyring)
    path.write_bytes(other.twice + frames)
    assert judged(path).code == "VLT011"
    assert judged(path, made.anchor).code == "VLT012"


def test_a_new_generation_keeps_what_there_is_and_nothing_else(path):
    made = new(path)
    made.commit(putting(**{f"d{n}": {"ref": f"PNH-A-P{n}", "n": n} for n in range(9, 0, -1)}))
    for number in range(20):
        made.commit(putting("d9", d5={"ref": "PNH-A-P5", "n": 100 + number}))
    size, old = path.stat().st_size, path.read_bytes()[made.start :]
    documents, refs = dict(held(made)), dict(made.tables["person"].refs)
    compacted(made)
    found = Journal(path, KEY, made.anchor)
    assert [*held(found).items()] == [*documents.items()]
    assert found.tables["person"].refs == {r: i for r, i in refs.items() if i != "d9"}
    assert (found.header.generation, found.frames) == (2, len(documents))
    assert path.stat().st_size - found.start == 256 * len(documents) < size - found.start
    assert not any(old[at : at + 16] in path.read_bytes() for at in range(24, len(old), 256))


def test_header_and_transaction_are_written_together_or_not_at_all(path, monkeypatch):
    made = written(path, 2)
    before, state = path.read_bytes(), (made.last, made.end, dict(held(made)))
    changed = putting("d1", d2={"n": 9})
    header = seals.next_generation(made.header, made.keyring, OTHER_KEY)
    coming = seals.written(header, Keyring(OTHER_KEY, header.salt))

    def refuse(_temporary, _path):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as broken:
        broken.setattr(system, "_put_in_place", refuse)
        with pytest.raises(NotWritten):
            made.rewrite(coming, OTHER_KEY, changed)
    assert (made.last, made.end, dict(held(made))) == state
    assert (path.read_bytes(), [*path.parent.iterdir()]) == (before, [path])
    made.rewrite(coming, OTHER_KEY, changed)
    for one in (made, Journal(path, OTHER_KEY, made.anchor)):
        assert dict(held(one)) == {"a": b'{"n":2}', "d2": b'{"n":9}'}
    assert made.frames == 2


@pytest.mark.parametrize(("piece", "parts", "frames"), [(400, 1, 5), (1 << 16, 4, 4), (1, 1, 20)])
def test_a_new_generation_is_written_as_several_frames(path, monkeypatch, piece, parts, frames):
    """None is large, and a small office has many: a bad byte costs what stands in one."""
    made = new(path)
    made.commit(
        {
            table: putting(**{f"{table}{n}": {"text": "x" * 90} for n in range(10)})["person"]
            for table in ("person", "note")
        }
    )
    monkeypatch.setattr(generations, "PIECE", piece)
    monkeypatch.setattr(generations, "PARTS", parts)
    compacted(made)
    found = Journal(path, KEY, made.anchor)
    assert found.frames == frames
    assert [*held(found)] == [f"person{n}" for n in range(10)]
    assert [*held(found, "note")] == [f"note{n}" for n in range(10)]


def test_an_empty_one_can_be_compacted(path):
    made = written(path, 1)
    made.commit(putting("a", "d1"))
    compacted(made)
    assert (made.frames, held(Journal(path, KEY, made.anchor))) == (0, {})
    made.commit(putting(a={}))
    assert [*held(Journal(path, KEY, made.anchor))] == ["a"]


def test_another_data_key_reads_a_new_generation_only(path):
    made = written(path, 2)
    old = path.read_bytes()
    compacted(made, OTHER_KEY)
    assert made.key == OTHER_KEY
    assert judged(path).code == "VLT003"
    path.write_bytes(old)
    assert judged(path, key=OTHER_KEY).code == "VLT003"


def test_after_many_transactions_the_file_is_compacted_by_itself(vault, made, monkeypatch):
    vault.renew()
    begun = vault.opened().frames
    monkeypatch.setattr(vaults, "MOST_FRAMES", begun + 2)
    monkeypatch.setattr(generations, "PARTS", 1)
    counted = []
    for number in range(7):
        with vault.work("person add", AT) as work:
            work.add("person", made("person", name=f"Contoh {chr(65 + number)}"))
        counted.append((vault.opened().header.generation, vault.opened().frames))
    assert [generation for generation, _frames in counted] == [2, 2, 3, 3, 3, 3, 3]
    found = reopened(vault)
    assert [k.ref for k in found.view().every("person")] == [f"PNH-A-P{n}" for n in range(1, 8)]
    assert len(list(found.view().log())) == 8
    seen = anchor.seen(vault.header().file, vault.access.environ)
    assert seen == found.opened().anchor


def test_what_was_stored_is_stored_though_it_cannot_be_compacted(vault, siti, monkeypatch):
    def refuse(_path, _chunks):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(vaults, "MOST_FRAMES", 1)
    monkeypatch.setattr(system, "replace", refuse)
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    found = reopened(vault)
    assert [k.content for k in found.view().every("person")] == [siti]
    assert found.opened().header.generation == 1
