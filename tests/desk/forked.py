"""Laptops of which some go on with one and the same file, and officers who do as they are told.

Beside what officers do on laptops (tests/laptops.py) a file is copied by hand, or a backup is put
back on a new machine. Whatever a merge answers is followed to the letter: the command that it
names has to be there, and to end well.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attache.desk import copies, upkeep
from attache.problems import Refused
from attache.vault import anchor, location
from attache.vault.keys import Opened
from attache.vault.vault import Vault
from tests import opening
from tests.desk.offices import office_at
from tests.laptops import SKEWS, Laptops, copy_by_hand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from attache.desk.office import Office
    from attache.problems import Problem

STEPS = 6
"""Commands after which somebody who does as told has to be through."""


class Forked(Laptops):
    """Laptops A and B with copies, and others that begin with a file of theirs."""

    def __init__(self, folder: Path, seats: Sequence[str] = "AB") -> None:
        super().__init__(folder, seats)
        self.folder = folder
        self.number = 0
        self.told: list[str] = []

    def office(self, seat: str) -> Office:
        """The office at a laptop; those that joined later have a right clock."""
        self._now += timedelta(seconds=60)
        return office_at(self.paths[seat], self._now + timedelta(seconds=SKEWS.get(seat, 0)))

    def file(self) -> Path:
        """A place for one more file."""
        self.number += 1
        return self.folder / f"stick-{self.number}.vault"

    def join(self, seat: str) -> None:
        """Have one laptop more."""
        self.paths[seat] = self.folder / f"{seat}.vault"
        opening.secret(self.paths[seat])
        self.seats = (*self.seats, seat)

    def copied_by_hand(self, seat: str, other: str) -> None:
        """Go on with a laptop's file on another one too."""
        self.join(other)
        copy_by_hand(self, seat, other)

    def backup(self, seat: str) -> Path:
        """A backup of a laptop's file, on a stick."""
        return Path(upkeep.backup(self.office(seat), self.file(), replace=False).path)

    def restored(self, backup: Path, seat: str) -> None:
        """Put a backup back on a new machine."""
        self.join(seat)
        self._restore(seat, backup)

    def _restore(self, seat: str, backup: Path) -> Any:
        self._now += timedelta(seconds=60)
        at = self._now.isoformat(timespec="seconds")
        asked = upkeep.Asked(backup, "vault restore", at, replace=True, another_key=True)
        path = self.paths[seat]
        return upkeep.take_back(Vault(path, opening.access(path)), asked)

    def put_back(self, seat: str, backup: Path) -> None:
        """Put a backup back where there is a vault, and do what is said of that one."""
        done, told = self._restored(seat, backup)
        if "VLT093" in told:
            done, told = self._restored(seat, Path(told["VLT093"]))
            assert "VLT073" in told
        if "VLT073" in told:
            self.take_over(seat, Path(told["VLT073"]), self._free(seat))
        else:
            with suppress(Refused):  # it may have nothing that is newer
                self.take_over(seat, done.kept)

    def _restored(self, seat: str, backup: Path) -> tuple[Any, dict[str, Any]]:
        """What a restore did, and the files that it tells of, by code."""
        done = self._restore(seat, backup)
        return done, {p.code: p.args.get("file") for p in done.problems}

    def _free(self, seat: str) -> str:
        given = {*self.office(seat).view.seats(), self.office(seat).view.post.seat}
        return next(letter for letter in "FGHIJKLMNOPQRSTUVWXYZ" if letter not in given)

    def merge(self, seat: str, other: str) -> bool:
        """Merge one laptop's copy into another's, and do what is said; whether anything came."""
        letter, stored = "", False
        for _step in range(STEPS):
            done, told = self._try(seat, other, letter)
            if told is None:
                return done or stored
            self.told.append(told.code)
            if told.code == "MRG002":
                return stored
            stored = True
            letter = self._follow(seat, other, told.code, str(told.args.get("seat", "")))
            if told.code not in ("MRG009", "MRG034"):
                return stored
        raise AssertionError(self.told[-STEPS:])

    def _try(self, seat: str, other: str, letter: str) -> tuple[bool, Problem | None]:
        """Whether a merge stored anything, and with what it was refused: with one thing only."""
        refused: list[Problem] = []
        try:
            return self.take_over(seat, self.paths[other], letter).stored, None
        except Refused as wrong:
            refused += wrong.problems
        (told,) = refused
        return False, told

    def _merge(self, seat: str, other: str) -> bool:
        return self.merge(seat, other)

    def _follow(self, seat: str, other: str, code: str, letter: str) -> str:
        """Do what a refusal says; with which letter the merge is to be said again."""
        if code in ("MRG009", "MRG034"):
            return letter
        assert code in ("MRG010", "MRG016", "MRG045"), code
        if code == "MRG010":
            self._lay(seat, other, self.paths[other].read_bytes())
            return ""
        if code == "MRG045":
            self.take_over(other, self.paths[seat], letter)
        self.go_on_with_a_copy(seat, other)
        return ""

    def go_on_with_a_copy(self, seat: str, other: str, letter: str = "") -> None:
        """Have a new copy made on another laptop, and go on with that."""
        path = self.file()
        letter = letter or self._free(other)
        copies.make_copy(self.office(other), path, letter, anywhere=True)
        self._lay(seat, other, path.read_bytes())

    def _lay(self, seat: str, other: str, content: bytes) -> None:
        """Put a file of another laptop in the place of this one's, and confirm it."""
        own = Vault(self.paths[other], opening.access(self.paths[other]))
        opened = Opened(own.opened().key, own.slot)
        path = self.paths[seat]
        path.write_bytes(content)
        path.chmod(0o600)
        vault = Vault(path, opening.access(path))
        anchor.forget(vault.header().file, vault.access.environ)
        assert location.note(path, vault.header(), vault.access.environ)
        assert vault.access.keep(vault.header(), opened, opening.HOUR)

    def shared(self) -> list[str]:
        """Refs that mean two records on laptops that have merged: there is none."""
        refs: dict[str, str] = {}
        found = []
        for seat in self.seats:
            for id_, (_kind, document) in self.content(seat).items():
                if refs.setdefault(document["ref"], id_) != id_:
                    found.append(document["ref"])
        return found

    def faults(self) -> list[str]:
        """What does not hold in the end; who was erased anywhere is not missed."""
        if not self.exchange():
            return ["the copies never come to the same"]
        for seat in self.seats:
            for id_ in self.office(seat).view.erased().values():
                self.recorded.pop(id_, None)
        return [*super().faults(), *self.shared()]
