"""An office in a folder of its own: the vault, and all that attache keeps outside of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache import records
from attache.desk.recording import record
from attache.vault import Access, anchor, location, sessions, system
from attache.vault import header as headers
from attache.vault.vault import Vault
from tests import opening
from tests.desk import offices
from tests.opening import NOW, PASSPHRASE, Image

if TYPE_CHECKING:
    from attache.vault.anchor import Anchor

NEW_PASSPHRASE = "tujuh delapan sembilan sepuluh"
FOLDERS = ("data", "state", "tmp", "home", "desk")


class Sealed(NamedTuple):
    """A vault as bytes, what opens it, and how far it had come."""

    image: Image
    anchor: Anchor

    @property
    def session(self) -> bytes:
        """What the file of its open session says."""
        key, slot = self.image.key, self.image.slot
        since = NOW.timestamp()
        until = since + sessions.LONGEST
        file = self.anchor.file
        held = sessions.Session(file=file, key=key, slot=slot, since=since, until=until)
        return held.text().encode()


@dataclass(frozen=True)
class Place:
    """`desk` is where the officer keeps workbooks; every other folder is attache's own."""

    folder: Path

    @property
    def vault(self) -> Path:
        return self.folder / "data" / "post.vault"

    @property
    def desk(self) -> Path:
        return self.folder / "desk"

    @property
    def environ(self) -> dict[str, str]:
        """All that a process of this office has for an environment."""
        home, temp = str(self.folder / "home"), str(self.folder / "tmp")
        own = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
        return {
            **dict.fromkeys(own, home),
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temp),
            "ATTACHE_VAULT": str(self.vault),
            "ATTACHE_STATE": str(self.folder / "state"),
            "ATTACHE_LANG": "en",
            "ATTACHE_PASSPHRASE_FILE": str(self.folder / "passphrase"),
            "ATTACHE_NEW_PASSPHRASE_FILE": str(self.folder / "new-passphrase"),
        }

    @property
    def access(self) -> Access:
        return Access(self.environ, NOW)

    def clear(self) -> None:
        """Empty the folder; nothing is open, and nothing was ever seen."""
        for name in FOLDERS:
            shutil.rmtree(self.folder / name, ignore_errors=True)
            (self.folder / name).mkdir(mode=0o700, parents=True)
        for name, secret in (("passphrase", PASSPHRASE), ("new-passphrase", NEW_PASSPHRASE)):
            file = self.folder / name
            file.touch(mode=0o600)
            file.write_text(secret, encoding="utf-8")

    def lay(self, sealed: Sealed) -> None:
        """Lay a vault down in an empty folder, as it was last seen here, and leave it open."""
        self.clear()
        self.put(sealed.image.content)
        self.remember(sealed)

    def put(self, content: bytes) -> None:
        """Write the vault file as it is, and nothing else."""
        self.vault.write_bytes(content)
        self.vault.chmod(0o600)

    def remember(self, sealed: Sealed) -> None:
        """Its anchor, and its open session."""
        assert anchor.remember(sealed.anchor, self.environ)
        assert location.note(self.vault, headers.read(sealed.image.content).header, self.environ)
        system.write_private(self.session(sealed), sealed.session)

    def session(self, sealed: Sealed) -> Path:
        """The file of its open session."""
        return self.folder / "state" / "sessions" / f"{sealed.anchor.file}.session"

    def seal(self) -> Sealed:
        """The vault as it is now."""
        vault = Vault(self.vault, self.access)
        return Sealed(opening.image(vault), vault.opened().anchor)

    def leftovers(self) -> list[str]:
        """Temporary files, wherever they lie."""
        found = (p for p in self.folder.rglob("*") if p.is_file())
        strange = (p for p in found if p.suffix == ".tmp" or p.parent == self.folder / "tmp")
        return sorted(str(p.relative_to(self.folder)) for p in strange)


@contextmanager
def a_place() -> Iterator[Place]:
    """A place that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="attache-faults-") as folder:
        place = Place(Path(folder).resolve())
        place.clear()
        yield place


@cache
def office() -> Sealed:
    """Three people, one of them with a consultation, a case and three notes."""
    with a_place() as place:
        vault = opening.lay(place.vault, offices.peopled())
        for kind, count in (("consultation", 1), ("victim-case", 1), ("note", 3)):
            record_type = records.named(kind)
            raws = [offices.sample(record_type, seed) for seed in range(count)]
            record(offices.office_at(place.vault), record_type, raws)
        return Sealed(opening.image(vault), vault.opened().anchor)
