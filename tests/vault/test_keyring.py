"""Open sessions whose key the system's own keyring keeps."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import types
from dataclasses import replace
from types import SimpleNamespace

import pytest

from attache.vault import sessions, system
from attache.vault.sessions import LONGEST, forget, held, keep
from tests.vault.session import DESKTOP, FILE, NOW, SESSION, SSH, altered


class Backend:
    """A keyring that keeps what it is given, or refuses."""

    def __init__(self, module, priority=5.0):
        self.kept = {}
        self.failing = False
        kind = type("Keyring", (Backend,), {"__module__": module, "priority": priority})
        self.__class__ = kind  # its module is what tells a real one

    def set_password(self, service, name, text):
        self._answer()
        self.kept[service, name] = text

    def get_password(self, service, name):
        self._answer()
        return self.kept.get((service, name))

    def delete_password(self, service, name):
        self._answer()
        del self.kept[service, name]

    def _answer(self):
        if self.failing:
            raise RuntimeError("the keyring is locked")


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """State and runtime folders as on a machine without ATTACHE_STATE."""
    runtime = tmp_path / "run" / "attache"
    monkeypatch.setattr(sessions, "state_folder", lambda _environ: tmp_path / "state")
    monkeypatch.setattr(sessions, "runtime_folder", lambda _environ: runtime)
    monkeypatch.setattr(sessions, "runtime_folders", lambda _environ: [])
    monkeypatch.setattr(sessions, "sys", SimpleNamespace(platform="linux"))
    return SimpleNamespace(
        kept=runtime / f"{FILE}.session",
        marker=tmp_path / "state" / "sessions" / f"{FILE}.keyring",
    )


def use(monkeypatch, backend):
    """Have the system answer with a keyring."""
    module = types.ModuleType("keyring")
    monkeypatch.setattr(module, "get_keyring", lambda: backend, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", module)


@pytest.fixture
def keyring(folders, monkeypatch):
    backend = Backend("keyring.backends.SecretService")
    use(monkeypatch, backend)
    return backend


def test_a_real_keyring_is_preferred(keyring, folders):
    assert keep(SESSION, DESKTOP) == "keyring"
    assert keyring.kept == {("attache", FILE): SESSION.text()}
    assert held(FILE, DESKTOP, NOW) == SESSION
    assert not folders.kept.exists()


def test_its_marker_says_only_until_when(keyring, folders):
    keep(SESSION, DESKTOP)
    assert float(folders.marker.read_text()) == SESSION.until
    assert stat.S_IMODE(folders.marker.stat().st_mode) & 0o777 == 0o600 or os.name == "nt"


def test_a_key_of_a_session_that_is_over_leaves_the_keyring(keyring, folders):
    """Also of a vault that nobody asks for."""
    keep(SESSION, DESKTOP)
    sessions.sweep(DESKTOP, NOW + 899)
    assert keyring.kept
    sessions.sweep(DESKTOP, NOW + 900)
    assert not keyring.kept
    assert not folders.marker.exists()


def test_a_key_of_another_start_of_the_machine_opens_nothing(keyring, folders):
    keep(replace(SESSION, boot="of yesterday"), DESKTOP)
    assert held(FILE, DESKTOP, NOW) is None
    assert not keyring.kept


def test_with_the_variable_the_keyring_is_left_alone(keyring, tmp_path):
    environ = {"ATTACHE_STATE": str(tmp_path), **DESKTOP}
    assert keep(SESSION, environ) == "memory"
    assert keyring.kept == {}


@pytest.mark.parametrize(
    ("platform", "environ", "place"),
    [
        ("linux", DESKTOP, "keyring"),
        ("linux", SSH, "memory"),
        ("freebsd14", SSH, "memory"),
        ("darwin", SSH, "keyring"),
        ("win32", SSH, "keyring"),
    ],
)
def test_it_is_tried_where_there_may_be_one(keyring, monkeypatch, platform, environ, place):
    monkeypatch.setattr(sessions, "sys", SimpleNamespace(platform=platform))
    assert keep(SESSION, environ) == place
    assert bool(keyring.kept) == (place == "keyring")


@pytest.mark.parametrize(
    ("module", "priority"),
    [
        ("keyring.backends.fail", 0.0),
        ("keyring.backends.fail", 9.0),
        ("keyring.backends.null", -1.0),
        ("keyring.backends.null", 9.0),
        ("keyrings.alt.file", 0.5),
        ("keyrings.alt.Gnome", 9.0),
        ("some.other", 0.0),
    ],
)
def test_one_that_is_not_real_is_refused(folders, monkeypatch, module, priority):
    backend = Backend(module, priority)
    use(monkeypatch, backend)
    assert keep(SESSION, DESKTOP) == "memory"
    assert backend.kept == {}
    assert not folders.marker.exists()


def test_of_a_chain_only_a_real_one_is_used(folders, monkeypatch):
    plain, real = Backend("keyrings.alt.file", 9.0), Backend("keyring.backends.libsecret")
    use(monkeypatch, SimpleNamespace(backends=[plain, real], priority=10))
    assert keep(SESSION, DESKTOP) == "keyring"
    assert (bool(plain.kept), bool(real.kept)) == (False, True)


@pytest.mark.parametrize("backends", [[], [Backend("keyrings.alt.file", 9.0)]])
def test_a_chain_without_a_real_one_is_refused(folders, monkeypatch, backends):
    use(monkeypatch, SimpleNamespace(backends=backends, priority=10))
    assert keep(SESSION, DESKTOP) == "memory"


class Unfit:
    """A backend of the settings that does not work here."""

    @property
    def priority(self):
        raise RuntimeError("not viable")


@pytest.mark.parametrize("module", [None, types.ModuleType("keyring")], ids=["none", "broken"])
def test_a_keyring_that_cannot_be_loaded_is_none(folders, monkeypatch, module):
    monkeypatch.setitem(sys.modules, "keyring", module)
    assert keep(SESSION, DESKTOP) == "memory"


def test_a_keyring_that_does_not_work_here_is_none(folders, monkeypatch):
    use(monkeypatch, Unfit())
    assert keep(SESSION, DESKTOP) == "memory"


def test_a_keyring_that_refuses_is_passed_over(keyring, folders):
    keyring.failing = True
    assert keep(SESSION, DESKTOP) == "memory"
    assert held(FILE, DESKTOP, NOW) == SESSION


def test_no_key_lies_in_the_keyring_without_a_marker(keyring, folders, tmp_path):
    """Nobody would ever purge it."""
    (tmp_path / "state").write_text("in the way")
    assert keep(SESSION, DESKTOP) == "memory"
    assert keyring.kept == {}


def test_what_was_in_memory_before_does_not_hide_it(keyring, folders):
    keep(replace(SESSION, key=bytes(32)), SSH)
    assert keep(SESSION, DESKTOP) == "keyring"
    assert held(FILE, DESKTOP, NOW) == SESSION
    assert not folders.kept.exists()


@pytest.mark.parametrize("now", [NOW + 900, NOW + 899 - LONGEST])
def test_one_in_the_keyring_is_purged_after_its_time(keyring, folders, now):
    keep(SESSION, DESKTOP)
    assert held(FILE, DESKTOP, now) is None
    assert keyring.kept == {}
    assert not folders.marker.exists()


@pytest.mark.parametrize("text", ["", "{}", altered(until=NOW + 2 * LONGEST).decode()])
def test_one_in_the_keyring_that_is_no_good_is_purged(keyring, folders, text):
    keep(SESSION, DESKTOP)
    keyring.kept["attache", FILE] = text
    assert held(FILE, DESKTOP, NOW) is None
    assert keyring.kept == {}
    assert not folders.marker.exists()


@pytest.mark.parametrize("content", [b"", b"nan", b"inf", b"\xff", b"keyring\n"])
def test_a_marker_that_cannot_be_read_ends_the_session(keyring, folders, content):
    keep(SESSION, DESKTOP)
    folders.marker.write_bytes(content)
    assert held(FILE, DESKTOP, NOW) is None
    assert keyring.kept == {}


def test_one_that_another_program_took_away_is_over(keyring, folders):
    keep(SESSION, DESKTOP)
    keyring.kept.clear()
    assert held(FILE, DESKTOP, NOW) is None
    assert not folders.marker.exists()


def test_forgetting_takes_it_out_of_both_places(keyring, folders):
    keep(SESSION, DESKTOP)
    system.write_private(folders.kept, SESSION.text().encode())
    assert forget(FILE, DESKTOP) is True
    assert keyring.kept == {}
    assert not folders.kept.exists()
    assert not folders.marker.exists()
    assert forget(FILE, DESKTOP) is False


def test_a_keyring_that_does_not_answer_once_ends_nothing(keyring, folders):
    keep(SESSION, DESKTOP)
    keyring.failing = True
    assert held(FILE, DESKTOP, NOW) is None
    keyring.failing = False
    assert held(FILE, DESKTOP, NOW) == SESSION


@pytest.mark.parametrize("way", ["ssh", "failing"])
def test_locking_without_the_keyring_ends_the_session_and_purges_later(keyring, folders, way):
    """Over ssh the desktop's keyring cannot be reached; its key must not open the vault again."""
    keep(SESSION, DESKTOP)
    keyring.failing = way == "failing"
    assert forget(FILE, SSH if way == "ssh" else DESKTOP) is True
    assert keyring.kept  # it could not be reached
    keyring.failing = False
    assert held(FILE, DESKTOP, NOW) is None
    assert keyring.kept == {}
    assert not folders.marker.exists()


def test_a_key_that_the_keyring_does_not_let_go_is_not_used(keyring, folders, monkeypatch):
    def refuse(_service, _name):
        raise RuntimeError("not now")

    keep(SESSION, DESKTOP)
    monkeypatch.setattr(keyring, "delete_password", refuse)
    forget(FILE, DESKTOP)
    assert keyring.kept
    assert folders.marker.exists()
    assert held(FILE, DESKTOP, NOW) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only there the folders can be led elsewhere")
@pytest.mark.parametrize("marked", [False, True])
def test_the_keyring_is_loaded_only_for_its_marker(tmp_path, marked):
    marker = tmp_path / "attache" / "sessions" / f"{FILE}.keyring"
    if marked:
        system.write_private(marker, f"{SESSION.until}\n".encode())
    tmp_path.chmod(0o700)
    program = (
        "import os, sys; from attache.vault import sessions;"
        f"print(sessions.held('{FILE}', os.environ, {NOW}), 'keyring' in sys.modules)"
    )
    environ = {
        **DESKTOP,
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["None", str(marked)]
