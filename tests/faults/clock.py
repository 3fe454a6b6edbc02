"""A clock that stands still, for runs in this process and in others."""

from __future__ import annotations

from datetime import datetime, tzinfo

from tests.opening import NOW


class Clock(datetime):
    """The day of all tests."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """Always the same moment."""
        return NOW.astimezone(tz)
