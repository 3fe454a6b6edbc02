"""Several processes at one vault: each follows what the others do, and only that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attache.problems import NoVault, VaultDamaged, VaultLocked
from attache.vault import frames, journal, seals
from attache.vault.header import Slot
from attache.vault.journal import Journal
from attache.vault.keys import Keyring
from tests.vault.journals import KEY, OTHER_KEY, compacted, flip, header, held, putting, written


@pytest.fixture
def path(tmp_path):
    return tmp_path / "post.vault"


def test_the_commits_of_others_are_followed(path):
    mine = written(path, 1)
    other = Journal(path, KEY)
    other.commit(putting(b={"n": 2}))
    other.commit(putting("d1", b={"n": 3}))
    mine.follow()
    assert held(mine) == {"a": b'{"n":1}', "b": b'{"n":3}'}
    assert (mine.anchor, mine.frames) == (other.anchor, 3)
    mine.commit(putting(c={}))
    other.follow()
    assert held(other) == held(mine) == held(Journal(path, KEY, mine.anchor))


def test_following_reads_only_what_is_new(path, monkeypatch):
    mine = written(path, 3)
    Journal(path, KEY).commit(putting(b={}))
    unsealed = []

    def counted(*arguments):
        unsealed.append(arguments)
        return frames.unseal(*arguments)

    monkeypatch.setattr(journal, "unseal", counted)
    mine.follow()
    mine.follow()
    assert len(unsealed) == 1


def test_a_frame_of_which_half_is_written_is_followed_when_it_is_whole(path):
    mine = written(path, 1)
    Journal(path, KEY).commit(putting(b={}))
    content = path.read_bytes()
    path.write_bytes(content[:-100])
    mine.follow()
    assert (mine.torn, [*held(mine)]) == (156, ["a", "d1"])
    path.write_bytes(content)
    mine.follow()
    assert (mine.torn, [*held(mine)]) == (0, ["a", "d1", "b"])


def test_a_compaction_by_another_is_followed(path):
    mine, other = written(path, 3), Journal(path, KEY)
    other.commit(putting("d1"))
    compacted(other)
    other.commit(putting(b={}))
    mine.follow()
    assert (mine.anchor, mine.frames) == (other.anchor, len(held(other)))
    assert held(mine) == held(other)
    mine.commit(putting(c={}))
    assert [*held(Journal(path, KEY, mine.anchor))] == ["a", "d2", "d3", "b", "c"]


def test_another_header_by_another_is_followed(path):
    """An officer was given a passphrase: the key is the same."""
    mine, other = written(path, 2), Journal(path, KEY)
    slot = Slot("00" * 8, "recovery", "00" * 32, "00" * 92, "00" * 80, "00" * 92)
    header = replace(seals.next_generation(other.header, other.keyring, KEY), slots=(slot,))
    other.rewrite(seals.written(header, Keyring(KEY, header.salt)), KEY)
    other.commit(putting(b={}))
    mine.follow()
    assert (mine.header.slots, mine.anchor, mine.frames) == ((slot,), other.anchor, 4)
    assert held(mine) == held(other)


@pytest.mark.parametrize("way", ["older copy", "older generation", "branch", "damage"])
def test_what_is_refused_is_refused_each_time(path, way):
    mine = written(path, 2)
    copy = path.read_bytes()
    if way == "older generation":
        compacted(mine)
    else:
        mine.commit(putting(a={"n": "mine"}))
    path.write_bytes(copy)
    if way == "branch":
        Journal(path, KEY).commit(putting(a={"n": "else"}))
        assert path.stat().st_size == mine.end
    if way == "damage":
        flip(path, mine.start + 100)
    for _time in range(3):
        with pytest.raises(VaultDamaged) as raised:
            mine.follow()
        assert raised.value.problems[0].code == ("VLT011" if way == "damage" else "VLT012")


def test_a_file_that_went_away_is_missed(path):
    mine = written(path, 1)
    path.unlink()
    with pytest.raises(NoVault):
        mine.follow()


def test_under_another_data_key_the_file_cannot_be_followed(path):
    mine, other = written(path, 1), Journal(path, KEY)
    compacted(other, OTHER_KEY)
    with pytest.raises(VaultLocked) as raised:
        mine.follow()
    assert [p.code for p in raised.value.problems] == ["VLT042"]
    assert held(Journal(path, OTHER_KEY)) == held(mine)


def test_a_file_under_another_key_that_is_no_later_one_is_damage(path):
    mine = written(path, 1)
    journal.create(path, header(OTHER_KEY, mine.header.file), OTHER_KEY, {})
    with pytest.raises(VaultDamaged) as raised:
        mine.follow()
    assert [p.code for p in raised.value.problems] == ["VLT003"]
