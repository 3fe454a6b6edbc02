"""Baptismal names of eastern Indonesia, and what their bearers are called.

Latin forms stand in baptismal records, identity cards and passports; Timor, Flores, Papua and the
Batak lands call people by the beginning of the name, or by a form of their own.
"""

from __future__ import annotations

__all__ = ["CALLED", "calls", "shortens"]

CALLED = {
    short: full
    for full, called in (
        ("IOHANES", "IAN IOHAN HANES IOHANIS"),
        ("IOSEP", "IOS"),
        ("PETRUS", "PIT PITER PETER"),
        ("STEPANUS", "STEPEN"),
        ("IAKOBUS", "IAKOP"),
        ("ANDRIAS", "ANDRE"),
        ("ALEKSANDER", "ALEKS"),
        ("GREGORIUS", "GORIS"),
        ("UILHELMUS", "UIM UILEM"),
        ("SEBASTIANUS", "BASTIAN"),
        ("ALPONSUS", "PONS"),
        ("EMANUEL", "MANUEL NUEL EMAN"),
        ("PRANSISKA", "SISKA"),
        ("ELISABET", "ELSABET LISBET ELIS"),
        ("MARGARETA", "MARGARET MARGRET GRETA"),
        ("MAGDALENA", "MAGDA"),
        ("PERONIKA", "PERO"),
        ("KORNELIUS", "NELIS"),
        ("PREDRIKUS", "PRET PRIT"),
        ("UILHELMINA", "MINA"),
        ("TRESIA", "TRESA TERE"),
    )
    for short in called.split()
}
"""What somebody of a baptismal name is called, where it is not just the beginning of the name."""

_ENDS = ("US", "IUS")
_WOMEN = frozenset({"AGUSTIN", "KRISTIN", "IUSTIN"})
"""Names of women, though they are those of men without their end."""


def shortens(short: str, full: str) -> bool:
    """Whether a sound is that of a Latin name without its end (Robert for Robertus)."""
    if not full.startswith(short) or full[len(short) :] not in _ENDS:
        return False
    return len(short) > 3 and short[-1] not in "AEIOU" and short not in _WOMEN


def calls(short: str, full: str) -> bool:
    """Whether a sound may be what the bearer of a name in -us is called.

    It is the beginning of the name, with an i after three letters (Frans for Fransiskus, Beni for
    Benediktus), or its end (Tinus for Martinus); Agus is the beginning of Agustinus.
    """
    if short[-2:] == "US":
        return (len(full) > len(short) > 3 and full.endswith(short)) or full == f"{short}TINUS"
    if len(short) == 4 and short[-1] == "I" and full[:3] == short[:3] and len(full) > 6:
        return True
    return len(full) > len(short) + 2 > 4 and full.startswith(short)
