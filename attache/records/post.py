"""The post's own profile: one record a vault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from attache.records.columns import Column
from attache.records.here import Here
from attache.records.identifiers import Count
from attache.records.kinds import Kind, OneOf, Text, Texts
from attache.records.record import Record
from attache.records.texts import Unreadable, typed


@dataclass(frozen=True)
class Letters(Kind):
    """Exactly so many letters A to Z, in upper case."""

    name = "letters"
    count: int = 1

    def read(self, raw: object, here: Here) -> str:
        text = typed(raw).strip().upper()
        if not re.fullmatch(f"[A-Z]{{{self.count}}}", text):
            raise Unreadable("PST001", count=self.count)
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^[A-Z]{{{self.count}}}$"}


@dataclass(frozen=True)
class TimeZone(Kind):
    """A zone of the IANA time zone data, such as Asia/Phnom_Penh."""

    name = "time-zone"

    def read(self, raw: object, here: Here) -> str:
        zone = _zones().get(typed(raw).strip().lower())
        if zone is None:
            raise Unreadable("PST002")
        return zone


@cache
def _zones() -> dict[str, str]:
    """The names of all zones, by their lower-case spelling."""
    from zoneinfo import available_timezones

    return {zone.lower(): zone for zone in available_timezones()}


class Post(Record):
    """The mission whose vault this is. Refs carry its code and the seat letter of this copy."""

    post: Annotated[
        str,
        Letters(3),
        Column(title="Post code", help="Three letters, such as PNH", listed=True, asked=True),
    ]
    country: Annotated[
        str,
        OneOf("country"),
        Column(title="Host country", help="ISO 3166 code or name", listed=True, asked=True),
    ]
    seat: Annotated[
        str,
        Letters(1),
        Column(
            title="Seat letter",
            help="One letter for this copy of the vault; each laptop has its own",
            listed=True,
            asked=True,
        ),
    ] = "A"
    officers: Annotated[
        tuple[str, ...],
        Texts(worded=True),
        Column(
            option="officer",
            title="Officers",
            help="Who works with this vault; records are signed with the first of these names",
            listed=True,
            asked=True,
        ),
    ]
    time_zone: Annotated[
        str,
        TimeZone(),
        Column(title="Time zone", help="Days are counted in it", listed=True),
    ]
    retention_years: Annotated[
        int | None,
        Count(1, 100),
        Column(
            title="Years kept",
            help="How many years after its end what concerns a person is kept",
            width=8,
        ),
    ] = None
    mission: Annotated[
        str | None,
        Text(),
        Column(title="Mission", help="Name of the mission, for letterheads and workbooks"),
    ] = None
