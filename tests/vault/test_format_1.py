"""A vault of the form of before is opened once, when an officer says so, and written anew."""

from __future__ import annotations

import errno
import os
import shutil

import pytest

from attache.problems import NotWritten, VaultDamaged, VaultLocked
from attache.vault import Access, Vault, care, recovery_code, system
from attache.vault.format_1 import opened, upgrade
from attache.vault.vault import RECOVERED
from tests import opening
from tests.vault import version_1
from tests.vault.conftest import AT

RINA, BUDI, BUDIS = "Rina Contoh", "Budi Contoh", "kata sandi Budi"
CODE = recovery_code()


@pytest.fixture
def former(vault, siti):
    """The same records in a file of version 1, and nothing that is known of it."""
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    secrets = {RINA: opening.PASSPHRASE, BUDI: BUDIS, RECOVERED: CODE}
    content = version_1.written(vault, secrets)
    vault.path.write_bytes(content)
    shutil.rmtree(f"{vault.path}.state")
    return vault


def access(vault, text=opening.PASSPHRASE):
    return Access({"ATTACHE_STATE": f"{vault.path}.state"}, opening.NOW, ask=lambda _file: text)


def upgraded(vault, text=opening.PASSPHRASE):
    """Whose passphrases were left out, and the new recovery code."""
    shown = list[str]()
    lost = upgrade(Vault(vault.path, access(vault, text)), shown.append)
    return lost, shown[0]


def kept(vault):
    """What is kept beside the vault."""
    found = sorted(vault.path.parent.glob(f"{vault.path.name}.before-version-2-*"))
    return [path.read_bytes() for path in found]


def people(vault, text):
    found = Vault(vault.path, access(vault, text))
    return [kept.content.name for kept in found.view().every("person")]


def test_it_is_opened_by_nobody_before_that(former):
    with pytest.raises(VaultDamaged) as raised:
        Vault(former.path, access(former)).view()
    assert [p.code for p in raised.value.problems] == ["VLT055"]


def test_it_is_written_anew_with_all_that_it_held(former):
    before = former.path.read_bytes()
    lost, code = upgraded(former)
    assert lost == [BUDI]
    assert people(former, opening.PASSPHRASE) == people(former, code) == ["Siti Contoh"]
    found = Vault(former.path, access(former))
    assert care.officers(found) == [(RINA, True)]
    assert found.header().generation == 2
    assert kept(former) == [before]
    for text in (BUDIS, CODE):
        with pytest.raises(VaultLocked):
            people(former, text)


@pytest.mark.parametrize("moved", [False, True])
def test_where_the_vault_is_known_nobody_goes_back_to_it(former, moved):
    """Anybody can forge that form: it is taken on a machine that knows nothing of the vault."""
    before = former.path.read_bytes()
    upgraded(former)
    former.path.write_bytes(before)
    path = former.path.rename(former.path.with_name("moved")) if moved else former.path
    with pytest.raises(VaultDamaged) as raised:
        upgrade(Vault(path, access(former)), lambda _code: pytest.fail("it is taken"))
    assert [p.code for p in raised.value.problems] == ["VLT084"]
    if not moved:
        with pytest.raises(VaultDamaged) as raised:
            Vault(path, access(former)).view()
        assert [p.code for p in raised.value.problems] == ["VLT084"]
    assert path.read_bytes() == before


def test_what_is_kept_of_an_earlier_time_stays(former):
    earlier = former.path.with_name(f"{former.path.name}.before-version-2-20261001T030000Z")
    earlier.write_bytes(b"of another time")
    before = former.path.read_bytes()
    upgraded(former)
    assert kept(former) == [b"of another time", before]


def test_by_the_recovery_code_no_passphrase_is_left(former):
    lost, code = upgraded(former, CODE)
    assert lost == [RINA, BUDI]
    assert people(former, code) == ["Siti Contoh"]


def test_a_wrong_passphrase_changes_nothing(former):
    before = former.path.read_bytes()
    with pytest.raises(VaultLocked) as raised:
        upgraded(former, "kata sandi lain")
    assert [p.code for p in raised.value.problems] == ["VLT009"]
    assert former.path.read_bytes() == before


@pytest.mark.parametrize("place", [30, 300, 900, -300, -100])
def test_what_was_altered_is_told_and_left_as_it_is(former, place):
    content = bytearray(former.path.read_bytes())
    content[place] ^= 0x01
    former.path.write_bytes(content)
    with pytest.raises((VaultDamaged, VaultLocked)):
        upgraded(former)
    assert former.path.read_bytes() == content


def test_so_is_a_frame_that_may_be_torn(former):
    content = former.path.read_bytes()
    assert len(opened(content, opening.PASSPHRASE).tables["person"]) == 1
    with pytest.raises(VaultDamaged) as raised:
        opened(content + b"torn" * 100, opening.PASSPHRASE)
    assert [p.code for p in raised.value.problems] == ["VLT011"]


def test_so_is_a_frame_that_says_nothing_readable(vault, monkeypatch):
    monkeypatch.setattr(version_1, "batches", lambda _puts: [b"\0\0\0\x0a[[5,0,0,0]]"])
    content = version_1.written(vault, {RINA: opening.PASSPHRASE, RECOVERED: CODE})
    with pytest.raises(VaultDamaged) as raised:
        opened(content, opening.PASSPHRASE)
    assert [p.code for p in raised.value.problems] == ["VLT003"]


def test_so_is_a_file_without_a_recovery_code(vault):
    vault.path.write_bytes(version_1.written(vault, {RINA: opening.PASSPHRASE}))
    shutil.rmtree(f"{vault.path}.state")
    with pytest.raises(VaultDamaged) as raised:
        upgraded(vault)
    assert [p.code for p in raised.value.problems] == ["VLT003"]


@pytest.mark.parametrize("at", [0, 1])
def test_a_full_disk_changes_nothing(former, monkeypatch, at):
    before, replace, calls = former.path.read_bytes(), system.replace, list[object]()

    def refuse(path, chunks):
        if len(calls) == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        calls.append(path)
        replace(path, chunks)

    with monkeypatch.context() as broken:
        broken.setattr(system, "replace", refuse)
        with pytest.raises(NotWritten):
            upgraded(former)
    assert former.path.read_bytes() == before
    assert upgraded(former)[0] == [BUDI]
