"""What a scenario found: one line of figures, and the cases behind a missed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """`tried` counts what was really done; `missed` says of every case that went wrong, how."""

    name: str
    title: str
    tried: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    reach: str = "0"
    missed: list[str] = field(default_factory=list)
    skipped: str = ""
    """Why nothing was tried, if so."""
    shown: str = ""
    """The figure, where it is no count."""

    def count(self, what: str, number: int = 1) -> None:
        """Something more was tried."""
        self.tried[what] = self.tried.get(what, 0) + number

    def miss(self, what: str, case: str) -> None:
        """A case did not end as it should."""
        self.found[what] = self.found.get(what, 0) + 1
        self.missed.append(f"{what}: {case}")

    @property
    def good(self) -> bool:
        """Whether something was tried and the figure reached."""
        return bool(self.tried) and not self.skipped and not self.missed

    def line(self) -> str:
        """Name, what was tried how often, what was lost, and the figure to reach."""
        if self.skipped or not self.tried:
            return f"{self.name}  {self.title}: NOT TRIED ({self.skipped or 'nothing to try'})"
        verdict = "reached" if self.good else "MISSED"
        figures = "; ".join(part for part in (self.shown, _counted(self.found)) if part)
        return (
            f"{self.name}  {self.title}: {_counted(self.tried)} -> {figures}"
            f" (to reach: {self.reach}) {verdict}"
        )


def _counted(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {what}" for what, number in numbers.items())
