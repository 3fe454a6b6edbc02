"""People who may be meant, as an officer sees them: who, how certain, why, and what was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attache.cli.safe import line
from attache.cli.values import label
from attache.language import _


def row(candidate: Mapping[str, Any]) -> list[str]:
    """One candidate: ref, name, birth date, province, reasons, earlier cases."""
    province = candidate["home_province"]
    return [
        _who(candidate),
        candidate["name"],
        candidate["birth_date"] or "",
        label("indonesian-province", province) if province else "",
        why(candidate["certainty"], candidate["reasons"]),
        before(candidate["earlier"]),
    ]


def _who(candidate: Mapping[str, Any]) -> str:
    """By which refs somebody is recorded; one who stands in the same list has none yet."""
    if not candidate["ref"]:
        return _("row {row}").format(row=candidate["row"])
    return " = ".join([candidate["ref"], *candidate["same_as"]])


def in_a_line(candidate: Mapping[str, Any]) -> str:
    """One candidate in a line."""
    return line(" · ".join(filter(None, row(candidate))))


def why(certainty: str, reasons: Sequence[str]) -> str:
    """How certain, and the reasons."""
    said = ", ".join(label("match-reason", reason) for reason in reasons)
    return f"{label('match-certainty', certainty)}: {said}" if certainty else said


def before(earlier: Sequence[Mapping[str, Any]]) -> str:
    """Earlier cases with year and outcome."""
    return "; ".join(
        f"{case['ref']} {case['year']}, {label('case-outcome', case['outcome'])}"
        for case in earlier
    )
