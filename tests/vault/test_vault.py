"""Making and opening a vault, and where it lies."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from attache.problems import NotWritten, NoVault, Refused, VaultDamaged, VaultLocked
from attache.vault import default_path, open_vault, system
from attache.vault import lock as module
from attache.vault.payload import Changes, made
from tests import opening
from tests.vault.conftest import AT, created, reopened

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


def code(raised):
    return [p.code for p in raised.value.problems]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_vault_holds_the_profile_of_the_post(vault, post):
    kept = reopened(vault).view().profile()
    assert kept.content == post
    assert kept.ref == "PNH-A-A1"
    assert kept.stamp.recorded_by == "Rina Contoh"
    assert kept.stamp.recorded_at == AT
    assert reopened(vault).view().post == post


@posix
def test_nobody_else_can_read_it(vault):
    assert mode(vault.path) == 0o600
    assert mode(Path(f"{vault.path}.lock")) == 0o600
    assert mode(vault.path.parent) == 0o700


@posix
def test_it_stays_so_when_it_is_written_anew(vault, siti):
    """Also where somebody had opened it to others, and whatever the umask."""
    vault.path.chmod(0o644)
    before = os.umask(0)
    try:
        vault.renew()
    finally:
        os.umask(before)
    assert mode(vault.path) == 0o600


def test_a_folder_that_is_there_is_taken_as_it_is(tmp_path, post):
    tmp_path.chmod(0o755)
    created(tmp_path / "post.vault", post)
    assert mode(tmp_path) == 0o755


def test_only_the_vault_and_its_lock_lie_there(vault, siti):
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    there = {p.name for p in vault.path.parent.iterdir()} - {f"{vault.path.name}.state"}
    assert there == {"post.vault", "post.vault.lock"}


def test_a_vault_is_never_made_over_another(vault, post):
    before = vault.path.read_bytes()
    with pytest.raises(Refused) as raised:
        created(vault.path, post)
    assert code(raised) == ["VLT005"]
    assert vault.path.read_bytes() == before


def test_where_nothing_is_there_is_no_vault(path):
    with pytest.raises(NoVault) as raised:
        open_vault(path, opening.access(path))
    assert code(raised) == ["VLT001"]
    assert raised.value.exit_code == 10


def test_a_folder_is_no_vault(tmp_path):
    with pytest.raises(NoVault):
        open_vault(tmp_path, opening.access(tmp_path))


def test_a_vault_that_goes_away_is_missed(vault):
    vault.path.unlink()
    with pytest.raises(NoVault):
        _ = vault.view().post
    with pytest.raises(NoVault), vault.work("person add", AT):
        pytest.fail("there is nothing to work on")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "VLT003"),
        (b"not a vault, but long enough for a start", "VLT008"),
        (b"{}" * 400, "VLT008"),
        (b"attache\x1a" + bytes(400), "VLT003"),
        (b"attache\x1a\0\0\0\2\xff\xff\xff\xff" + bytes(400), "VLT003"),
        (b"attache\x1a\0\0\0\2\0\0\0\x02{}" + bytes(400), "VLT003"),
    ],
)
def test_what_is_no_vault_is_told_so_and_left_as_it_is(vault, content, found):
    vault.path.write_bytes(content)
    with pytest.raises(VaultDamaged) as raised:
        _ = reopened(vault).view().post
    assert code(raised) == [found]
    assert raised.value.exit_code == 13
    with pytest.raises(VaultDamaged), reopened(vault).work("person add", AT):
        pytest.fail("there is nothing to work on")
    assert vault.path.read_bytes() == content


def test_a_record_that_is_none_is_damage(vault, siti):
    """And no fault of attache itself: another program may have written it."""
    with vault.work("person add", AT) as work:
        person = work.add("person", siti)
    with vault.writing() as opened:
        changes = Changes()
        damaged = {**person.document(), "birth_date": 20260230, "aliases": 7}
        changes.take(person.id, made(damaged))
        opened.commit({"person": changes})
        vault.acknowledge()
    with pytest.raises(VaultDamaged) as raised:
        list(reopened(vault).view().every("person"))
    assert code(raised) == ["VLT003"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_vault_that_may_not_be_read_is_locked(vault, number, monkeypatch):
    """Simulated: the tests may run as root, who may read everything."""

    def refuse(_path, _offset=0, _size=-1):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(system, "read", refuse)
    with pytest.raises(VaultLocked) as raised:
        _ = reopened(vault).view().post
    assert code(raised) == ["VLT006"]
    assert raised.value.problems[0].args["reason"]


def test_a_folder_that_may_not_be_entered_is_locked(vault, monkeypatch):
    """Whether there is a vault cannot be seen from outside."""

    def refuse(_path):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(VaultLocked) as raised:
        open_vault(vault.path, vault.access)
    assert code(raised) == ["VLT006"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path, post):
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(NotWritten) as raised:
        created(tmp_path / "data" / "post.vault", post)
    assert code(raised) == ["VLT004"]


def test_a_lock_that_cannot_be_made_is_told(vault, monkeypatch):
    Path(f"{vault.path}.lock").unlink()
    Path(f"{vault.path}.lock").mkdir()
    monkeypatch.setattr(module, "LOCK_WAIT", 0.0)
    with pytest.raises(NotWritten), vault.work("person add", AT):
        pytest.fail("without the lock nothing is written")


def test_the_vault_lies_where_the_variable_says():
    assert default_path({"ATTACHE_VAULT": "/srv/contoh.vault"}) == Path("/srv/contoh.vault")
    assert default_path({"ATTACHE_VAULT": "~/c.vault"}) == Path.home() / "c.vault"


@pytest.mark.parametrize("environ", [{}, {"ATTACHE_VAULT": ""}])
def test_otherwise_it_lies_in_the_data_folder_of_the_user(environ):
    path = default_path(environ)
    assert path.name == "post.vault"
    assert path.parent.name == "attache"
    assert path.is_absolute()
