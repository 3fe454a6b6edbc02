"""Making a vault: its folder, its keys, its first transaction."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache.problems import NotWritten, Refused, problem
from attache.stopping import undisturbed
from attache.vault import journal, keys, migrations, seals, slots, system
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import Blank
from attache.vault.location import last_known
from attache.vault.lock import Lock
from attache.vault.shared import shared_folder
from attache.vault.vault import RECOVERED, Vault
from attache.vault.work import Work

if TYPE_CHECKING:
    from attache.records.post import Post
    from attache.vault.access import Access
    from attache.vault.header import Kdf, Written


class Secrets(NamedTuple):
    """What a vault is made with; costs are calibrated where they are not given."""

    passphrase: str
    recovery_code: str
    kdf: Kdf | None = None


@dataclass(frozen=True)
class Birth:
    """Who makes a vault, by which words, when (UTC, ISO 8601), and whether anywhere will do.

    `show` shows what opens it, before it is there; what it raises makes none. `another` says that
    there was a vault at its place, and that this is another one.
    """

    command: str
    at: str
    anywhere: bool = False
    show: Callable[[], None] | None = None
    another: bool = False


def create_vault(path: Path, post: Post, birth: Birth, secrets: Secrets, access: Access) -> Vault:
    """Make a vault with the post's profile in it; its first officer has the passphrase.

    Raises Refused where there is or was one already or the folder is shared, or NotWritten.
    """
    location, path = path, Path(os.path.realpath(path))
    prepare_place(path, anywhere=birth.anywhere)
    with Lock(path):
        if path.exists():
            raise Refused(problem("VLT005"))
        if not birth.another and (day := last_known(location, access.environ)):
            raise Refused(problem("VLT092", day=day))
        header, key = first_header(secrets, post.officers[0])
        blank = Blank()
        storage = JournalStorage(blank)
        db = VaultDB(storage)
        work = Work(db, by=post.officers[0], at=birth.at, command=birth.command)
        work.add("post", post)
        migrations.mark(db, [*migrations.MIGRATIONS])
        work.flush()
        storage.commit()
        if birth.show:
            birth.show()
        with undisturbed():
            made = journal.create(path, header, key, blank.tables)
            vault = Vault(location, access, made, made.header.slots[0].id)
            vault.acknowledge()
    return vault


def first_header(secrets: Secrets, officer: str) -> tuple[Written, bytes]:
    """The header of a new vault and its data key."""
    key = os.urandom(32)
    header, keyring = seals.first(os.urandom(16).hex(), key)
    own = slots.of_passphrase(secrets.passphrase, secrets.kdf or keys.calibrated())
    recovery = slots.of_code(secrets.recovery_code)
    both = (
        keyring.named(slots.new_slot(header, keyring, own), officer),
        keyring.named(slots.new_slot(header, keyring, recovery), RECOVERED),
    )
    return seals.written(header.with_slots(both), keyring), key


def prepare_place(path: Path, *, anywhere: bool) -> None:
    """Make the folder of a new vault; raises Refused where others share it, or NotWritten."""
    if not anywhere and (kind := shared_folder(path)):
        raise Refused(problem("VLT016", kind=kind))
    try:
        system.make_folder(path.parent)
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
