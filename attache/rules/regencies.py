"""How far the numbers of regencies go in each province, for the first four digits of a NIK.

Regencies count from 01, cities from 71. From the codes of Kepmendagri 300.2.2-2138/2025. Numbers
below the last one that no regency has now belonged to one that moved when a province was split
(64.04 to 65, 73.19 to 76, 91.01 to 93): they stay in the NIK of whoever was registered there.
"""

from __future__ import annotations

_TABLE = """
    11:18:75 12:25:78 13:12:77 14:10:72 15:9:72 16:13:74 17:9:71 18:13:72
    19:6:71 21:5:72 31:1:75 32:18:79 33:29:76 34:4:71 35:29:79 36:4:74
    51:8:71 52:8:72 53:21:71 61:12:72 62:13:71 63:11:72 64:11:74 65:4:71
    71:11:74 72:12:71 73:26:73 74:15:72 75:5:71 76:6:70 81:9:72 82:8:72
    91:29:71 92:12:71 93:4:70 94:8:70 95:8:70 96:5:71
"""
LAST = {
    province: (int(regency), int(city))
    for province, regency, city in (entry.split(":") for entry in _TABLE.split())
}
"""The last regency and the last city by province; 70 where there is no city. Papua (91) went to 29
and West Papua (92) had a city before 2022."""


def is_known(code: str) -> bool:
    """Whether a province has, or had, a regency or city of these four digits."""
    regency, city = LAST.get(code[:2], (0, 70))
    number = int(code[2:])
    return 1 <= number <= regency or 71 <= number <= city
