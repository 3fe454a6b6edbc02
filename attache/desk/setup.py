"""Making the office's vault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attache import records
from attache.problems import Refused, problem
from attache.records.record import blank, parse
from attache.vault import create_vault

if TYPE_CHECKING:
    from attache.records.kept import Kept


def init(path: Path, raw: Mapping[str, object], now: datetime, command: str) -> Kept[Any]:
    """Make a vault with the post's profile; raises Refused with every problem of the profile."""
    at = now.astimezone(UTC)
    given = dict(raw)
    problems = []
    if blank(given.get("time_zone")) and not blank(given.get("country")):
        zones = zones_of(str(given["country"]))
        given["time_zone"] = zones[0] if len(zones) == 1 else None
        if len(zones) > 1:
            problems.append(problem("PST003", "time_zone", nearest=zones[0]))
    parsed = parse(records.named("post").model, given, at.date())
    told = {p.field for p in problems}
    problems += [p for p in parsed.problems if p.field not in told]
    if problems:
        raise Refused(*problems)
    vault = create_vault(path, parsed.draft, command, at.isoformat(timespec="seconds"))  # type: ignore[arg-type]
    return vault.view().profile()


def zones_of(country: str) -> tuple[str, ...]:
    """The IANA time zones of a country (any spelling), by Babel's CLDR data; none if unknown."""
    from babel.core import get_global

    from attache.codes import load

    countries = load("country")
    alpha3 = countries.find(country)
    alpha2 = countries[alpha3].aliases[:1] if alpha3 else ()
    zones = get_global("territory_zones") if alpha2 else {}
    return tuple(zones.get(alpha2[0], ())) if alpha2 else ()
