"""Making the office's vault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk import clock
from attache.problems import Problem, Refused, problem
from attache.records.here import Here
from attache.records.record import blank, parse
from attache.vault import Access, Birth, Secrets, create_vault, weaknesses
from attache.vault.care import is_the_code

if TYPE_CHECKING:
    from attache.records.kept import Kept


OPEN_FOR = 15 * 60
"""Seconds for which a new vault stays open, so that the first commands can follow at once."""


class Made(NamedTuple):
    """The profile of a new vault, where its key is kept for now, if so, and what is to be told."""

    profile: Kept[Any]
    open_in: str | None
    problems: tuple[Problem, ...]


def init(
    path: Path,
    raw: Mapping[str, object],
    birth: Birth,
    secrets: Secrets,
    access: Access,
) -> Made:
    """Make a vault with the post's profile; raises Refused with every problem of the profile."""
    at = datetime.fromisoformat(birth.at)
    clock.check_at_all(at)
    parsed, problems = _profile(raw, at)
    officers = (parsed and parsed.officers) or ()
    problems += [
        problem("VLT088", "officers", officer=name) for name in officers if is_the_code(name)
    ]
    known = [str(value) for value in raw.values() if isinstance(value, str)]
    problems += weaknesses(secrets.passphrase, known)
    if problems:
        raise Refused(*problems)
    vault = create_vault(path, parsed, birth, secrets, access)
    kept = vault.stay_open(OPEN_FOR)
    told = (*vault.notices, *(() if kept else (problem("VLT022"),)))
    return Made(vault.view().profile(), kept, told)


def _profile(raw: Mapping[str, object], at: datetime) -> tuple[Any, list[Problem]]:
    """The profile of the post and what is wrong with it; one time zone needs no asking."""
    given = dict(raw)
    problems = []
    if blank(given.get("time_zone")) and not blank(given.get("country")):
        zones = zones_of(str(given["country"]))
        given["time_zone"] = zones[0] if len(zones) == 1 else None
        if len(zones) > 1:
            problems.append(problem("PST003", "time_zone", nearest=zones[0]))
    parsed = parse(records.named("post").model, given, Here(at.astimezone(UTC).date(), ""))
    told = {p.field for p in problems}
    return parsed.draft, [*problems, *(p for p in parsed.problems if p.field not in told)]


def zones_of(country: str) -> tuple[str, ...]:
    """The IANA time zones of a country (any spelling), by Babel's CLDR data; none if unknown."""
    from babel.core import get_global

    from attache.codes import load

    countries = load("country")
    alpha3 = countries.find(country)
    alpha2 = countries[alpha3].aliases[:1] if alpha3 else ()
    zones = get_global("territory_zones") if alpha2 else {}
    return tuple(zones.get(alpha2[0], ())) if alpha2 else ()
