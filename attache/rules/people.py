"""Rules on people: identity numbers, birth dates, and what agrees with what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from attache.problems import Problem, problem
from attache.records.dates import span
from attache.rules.nik import OLDEST, NikReading, provinces, read_nik
from attache.rules.regencies import is_known

if TYPE_CHECKING:
    from attache.records.cooperation import Training
    from attache.records.person import Person
    from attache.records.victim_case import VictimCase

_INDONESIAN_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,7}")
_SPLP = re.compile(r"[A-Z]{2}\d{6}")
_MISTAKEN = {
    **dict(zip("OIZSGB", "012568", strict=True)),
    **dict(zip("012568", "OIZSGB", strict=True)),
}
"""Letters and digits that are taken for each other."""

_ALIKE = frozenset({"CYRILLIC", "GREEK", "FULLWIDTH"})
"""Scripts with letters that look like Latin ones."""
ADULT = 18
"""Years of age from which on nobody is a child (UU 21/2007 ps 1)."""
_CHILDREN = frozenset({"child-labour"})
"""Forms of exploitation of which only children can be victims."""
AGE_BANDS = (
    ("0-11", 11),
    ("12-17", 17),
    ("18-24", 24),
    ("25-34", 34),
    ("35-44", 44),
    ("45-59", 59),
)
"""Name and last year of each band but the open one. 18 is the boundary of UU 21/2007."""


def birth_date(person: Person, today: date) -> Iterator[Problem]:
    """Nobody is older than 120 years."""
    if person.birth_date and span(person.birth_date)[1].year < today.year - OLDEST:
        yield problem("DAT007", "birth_date")


def one_script(person: Person, today: date) -> Iterator[Problem]:  # noqa: ARG001 - a rule's form
    """No name mixes letters of two scripts that look alike: it would be found by neither.

    Cyrillic \u0421 and Greek \u0391 are not the Latin C and A (Unicode TR 39, mixed scripts).
    """
    every = (person.name or "", *(person.aliases or ()), person.mother_name or "")
    if "".join(every).isascii():  # as most are
        return
    for field in ("name", "aliases", "mother_name"):
        held = getattr(person, field)
        names = held if isinstance(held, tuple) else (held or "",)
        if any(not name.isascii() and _mixes_scripts(name) for name in names):
            yield problem("PER037", field)


def _mixes_scripts(name: str) -> bool:
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()}
    return "LATIN" in scripts and not scripts.isdisjoint(_ALIKE)


def nik(person: Person, today: date) -> Iterator[Problem]:
    """A NIK holds a date that exists; it agrees with birth date, sex, province and regency."""
    if not person.nik:
        return
    if _agrees(person.nik, person.birth_date or "", person.sex, today):
        return
    said = read_nik(person.nik, today)
    if not said.birth_dates:
        yield problem(_no_date(said), "nik")
        return
    if person.birth_date:
        first, last = span(person.birth_date)
        if not any(first <= day <= last for day in said.birth_dates):
            yield problem("NIK005", "nik")
    if person.sex in ("female", "male") and person.sex != said.sex:
        yield problem("NIK006", "nik")
    if said.province is None:
        yield problem("NIK007", "nik")
    elif not said.regency:
        yield problem("NIK008", "nik")
    if not said.serial:
        yield problem("NIK011", "nik")


def _agrees(nik: str, born: str, sex: str, today: date) -> bool:
    """Whether a NIK says just what is known of its holder, as most do: then there is no more to it.

    `born` is a whole date or anything else.
    """
    day = int(nik[6:8])
    woman, man = sex == "female", sex == "male"
    return (
        ((woman and day > 40) or (man and day < 40))
        and born == f"{born[:2]}{nik[10:12]}-{nik[8:10]}-{day - 40 * woman:02}"
        and born <= today.isoformat()
        and nik[12:] != "0000"
        and is_known(nik[:4])
        and nik[:2] in provinces()
    )


def _no_date(said: NikReading) -> str:
    """What is wrong with the six digits of the birth date."""
    if not 1 <= said.day <= 31:
        return "NIK010"
    return "NIK004" if 1 <= said.month <= 12 else "NIK009"


def passport(person: Person, _today: date) -> Iterator[Problem]:
    """An Indonesian passport has one or two letters and six or seven digits; others may not."""
    number = person.passport
    if number and person.nationality == "IDN" and not _INDONESIAN_PASSPORT.fullmatch(number):
        yield from _has_another_form(number, _INDONESIAN_PASSPORT, "passport", "DOC004")


def splp(person: Person, _today: date) -> Iterator[Problem]:
    """The number of an SPLP has two letters and six digits."""
    if person.splp and not _SPLP.fullmatch(person.splp):
        yield from _has_another_form(person.splp, _SPLP, "splp", "DOC005")


def _has_another_form(
    number: str, form: re.Pattern[str], field: str, otherwise: str
) -> Iterator[Problem]:
    """A warning that a number has another form, with the character that was perhaps mistaken."""
    mended = [
        (place, other)
        for place, char in enumerate(number)
        if (other := _MISTAKEN.get(char))
        and form.fullmatch(number[:place] + other + number[place + 1 :])
    ]
    if len(mended) == 1:
        place, other = mended[0]
        yield problem("DOC006", field, position=place + 1, other=other)
    else:
        yield problem(otherwise, field)


def women_among_participants(training: Training, _today: date) -> Iterator[Problem]:
    """Women are counted among the participants, so there are not more of them."""
    known = [n for n in (training.participants_ours, training.participants_theirs) if n is not None]
    women = training.participants_women
    if women is not None and known and women > sum(known):
        yield problem("NUM007", "participants_women")


def minor(case: VictimCase, birth: str | None) -> Iterator[Problem]:
    """Whether a case says rightly that its person was under 18 when it happened, by the birth date.

    Child labour says so too. Against it counts the earliest day that the case knows, against the
    opposite the latest, and of a birth date that is not known to the day what contradicts least.
    """
    if not birth:
        return
    days = (case.entry_date, case.site_arrival, case.site_exit)
    known = [span(str(day)) for day in (*days, case.reported_on) if day]
    if not known:
        return
    born_first, born_last = span(birth)
    says = case.minor == "yes" or _CHILDREN.intersection(case.exploitation)
    if says and _age(born_last, min(first for first, _last in known)) >= ADULT:
        yield problem("PER032", "minor")
    elif case.minor == "no" and _age(born_first, max(last for _first, last in known)) < ADULT:
        yield problem("PER033", "minor")


def _age(birth: date, on: date) -> int:
    """Years of age on a day."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def age_band(birth: str | None, on: date) -> str:
    """The age band on a day; a partial birth date counts where every day of it gives one band."""
    if not birth:
        return "unknown"
    bands = {_band(day, on) for day in span(birth)}
    return bands.pop() if len(bands) == 1 else "unknown"


def _band(birth: date, on: date) -> str:
    age = _age(birth, on)
    return next((name for name, last in AGE_BANDS if age <= last), "60-plus")
