"""The office in which a command is carried out: its vault, its time, its words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from attache.desk import clock
from attache.records.here import Here
from attache.vault import Access, Vault, View, Work, open_vault

if TYPE_CHECKING:
    from attache.records.post import Post


@dataclass(frozen=True)
class Office:
    """`now` is an aware time; days are counted in the post's own time zone."""

    vault: Vault
    now: datetime
    command: str
    sure: bool = False
    """Whether somebody has said that the clock is right."""

    @cached_property
    def view(self) -> View:
        """The vault as it was when it was first looked at in this command.

        Raises VaultDamaged where it has no profile, also for what would not need that.
        """
        view = self.vault.view()
        view.profile()
        return view

    @cached_property
    def post(self) -> Post:
        """The post's own profile."""
        return self.view.post

    @cached_property
    def today(self) -> date:
        """The day that it is at the post."""
        return self.day_of(self.at)

    @cached_property
    def here(self) -> Here:
        """The day and the country in which something is typed."""
        return Here(self.today, self.post.country)

    def day_of(self, at: str) -> date:
        """The day that it was at the post at a time as stamps keep it (UTC, ISO 8601)."""
        if at not in self._days:
            zone = ZoneInfo(self.post.time_zone)
            self._days[at] = datetime.fromisoformat(at).astimezone(zone).date()
        return self._days[at]

    @cached_property
    def _days(self) -> dict[str, date]:
        """Those that were asked for: what one command recorded has one time."""
        return {}

    @property
    def at(self) -> str:
        """The time in UTC, ISO 8601 to the second."""
        return self.now.astimezone(UTC).isoformat(timespec="seconds")

    @contextmanager
    def work(self, *, rehearsal: bool = False) -> Iterator[Work]:
        """A unit of work in the name of this command; a rehearsal stores nothing.

        Raises DecisionNeeded where the clock is far from what was written last, and Refused where
        its decisions on who is who would contradict others.
        """
        from attache.desk.decisions import check

        with self.vault.work(self.command, self.at, rehearsal=rehearsal) as work:
            work.before = self.view
            if not (rehearsal or self.sure):
                clock.check(work, self.now)
            yield work
            check(work, self.view)


def open_office(
    path: Path, now: datetime, command: str, access: Access, *, sure: bool = False
) -> Office:
    """The office of the vault at a path; raises NoVault, or Refused before attache was made."""
    clock.check_at_all(now)
    return Office(open_vault(path, access), now, command, sure)
