"""Countries (ISO 3166-1 alpha-3), with names in both languages, from Babel's CLDR data."""

from __future__ import annotations

from attache.codes import Code, CodeList
from attache.language import Both

_SOURCE = "ISO 3166-1, CLDR"
# Beside the 249 countries of ISO 3166-1, CLDR lists former, reserved and user-assigned codes.
_FORMER = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})
_NO_COUNTRY = frozenset({"ASC", "CPT", "DGA", "QOO", "QUU", "TAA", "XAA", "XBB", "XKK", "ZZZ"})
# ICAO Doc 9303 part 3: what a travel document may say of a person without a country.
_ICAO = (
    ("XXA", "Tanpa kewarganegaraan", "Stateless"),
    ("XXB", "Pengungsi", "Refugee"),
    ("XXX", "Kewarganegaraan tidak diketahui", "Unspecified nationality"),
)
# What offices write beside the names and codes of ISO.
_ALSO = {
    "IDN": ("WNI", "RI", "INA", "Indonesian"),
    "CHN": ("RRT",),
    "KOR": ("Korsel",),
}


def alpha2(alpha3: str) -> str:
    """The two letters of a country by its three; empty where it has none."""
    from babel.core import get_global

    known = get_global("territory_aliases").get(alpha3, ())
    return str(known[0]) if len(known) == 1 and len(known[0]) == 2 else ""


def country_list() -> CodeList:
    """All countries by alpha-3 code, after them the ICAO values for people without one."""
    from babel import Locale
    from babel.core import get_global

    english, indonesian = Locale("en").territories, Locale("id").territories
    codes = {
        alpha3: Code(
            alpha3,
            Both(indonesian[alpha2], english[alpha2]),
            _SOURCE,
            (alpha2, *_ALSO.get(alpha3, ())),
        )
        for alpha3, (alpha2, *_more) in sorted(get_global("territory_aliases").items())
        if len(alpha3) == 3 and alpha3.isalpha() and len(alpha2) == 2 and alpha2 in english
        if not _more and alpha3 not in _FORMER | _NO_COUNTRY
    }
    stateless = {v: Code(v, Both(id_, en), "ICAO Doc 9303-3") for v, id_, en in _ICAO}
    return CodeList("country", Both("Negara", "Country"), _SOURCE, {**codes, **stateless})
