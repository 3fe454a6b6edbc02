"""Opening and making a vault, and the lock around its units of work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from attache.problems import NotWritten, NoVault, Refused, VaultBusy, VaultLocked, problem
from attache.vault.database import VaultDB
from attache.vault.storage import SnapshotStorage, reason, remove_leftovers
from attache.vault.views import View, Work

if TYPE_CHECKING:
    from attache.records.post import Post

LOCK_WAIT = 10.0
"""Seconds to wait for another process before giving up (design/vault.md)."""


class Vault:
    """One data file. Reading takes no lock: the file is only ever replaced whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def view(self) -> View:
        """The vault as it is now; raises NoVault, VaultLocked or VaultDamaged when it is read."""
        return View(VaultDB(SnapshotStorage(self.path)))

    @contextmanager
    def work(self, command: str, at: str, *, rehearsal: bool = False) -> Iterator[Work]:
        """A unit of work, signed by the officer; nothing is stored where it ends in an exception.

        A rehearsal stores nothing ever: it shows what the work would do.
        """
        with _locked(self.path):
            storage = SnapshotStorage(self.path)
            db = VaultDB(storage)
            work = Work(db, by=View(db).post.officers[0], at=at, command=command)
            yield work
            if not rehearsal:
                work.flush()
                storage.commit()


def open_vault(path: Path) -> Vault:
    """The vault at a path; raises NoVault, or VaultLocked where that cannot be seen."""
    try:
        there = path.is_file()
    except OSError as refused:
        raise VaultLocked(problem("VLT006", reason=reason(refused))) from None
    if not there:
        raise NoVault(problem("VLT001"))
    return Vault(path)


def create_vault(path: Path, post: Post, command: str, at: str) -> Vault:
    """Make a vault with the post's profile in it; raises Refused where there is one already."""
    _make_folder(path.parent)
    with _locked(path):
        if path.exists():
            raise Refused(problem("VLT005"))
        storage = SnapshotStorage(path)
        storage.write({})
        work = Work(VaultDB(storage), by=post.officers[0], at=at, command=command)
        work.add("post", post)
        work.flush()
        storage.commit()
    return Vault(path)


def default_path(environ: Mapping[str, str]) -> Path:
    """ATTACHE_VAULT, or the place in the user's data folder."""
    if environ.get("ATTACHE_VAULT"):
        return Path(environ["ATTACHE_VAULT"]).expanduser()
    from platformdirs import user_data_path

    return user_data_path("attache", appauthor=False) / "post.vault"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the vault's lock; raises VaultBusy after LOCK_WAIT seconds."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}.lock", timeout=LOCK_WAIT, mode=0o600, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise VaultBusy(problem("VLT002")) from None
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=reason(refused))) from None
    try:
        remove_leftovers(path)
        yield
    finally:
        lock.release()


def _make_folder(folder: Path) -> None:
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, mode=0o700)
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=reason(refused))) from None
