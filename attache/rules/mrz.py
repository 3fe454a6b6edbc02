"""Machine-readable lines of travel documents, ICAO Doc 9303 (8th edition), parts 3 to 7.

TD1 has three lines of 30, TD2 two of 36, TD3 (passports) two of 44; visas are MRV-A (44) and
MRV-B (36). Check digits: weights 7, 3, 1, digits as they are, A to Z 10 to 35, `<` 0, modulo 10.
What no check digit covers is taken as it stands, and what two characters share (0, A, K, U and
`<`; 1, B, L and V; and so on) cannot be told by it: docs/identity-numbers.md counts both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from attache import codes
from attache.language import N_
from attache.problems import Problem, errors, problem
from attache.rules.mrz_lines import FILLER, Lines, Span, value_of

ICAO_CODES = frozenset(
    {"UTO", "XXA", "XXB", "XXC", "XXX", "XOM", "XPO", "EUE", "UNO", "UNA", "UNK", "RKS"}
    | {"D", "GBD", "GBN", "GBO", "GBP", "GBS"}
)
"""Codes of part 3, section 5, that are no countries: specimens, stateless, organisations, ..."""
_SEXES = {"F": "female", "M": "male", FILLER: "unknown"}
_CONFUSED = ("O0", "Q0", "D0", "I1", "L1", "Z2", "S5", "G6", "B8")
"""Characters that eyes and scanners take for each other."""
_NUMBER, _BIRTH, _EXPIRY = N_("document number"), N_("birth date"), N_("expiry date")
_OPTIONAL, _ALL = N_("optional data"), N_("whole document")


class MrzReading(NamedTuple):
    """What the lines say. `birth_date` is ISO 8601, partial where parts of it are unknown.

    `name` has the given names first, as people say it; a single name is the whole of it.
    """

    format: str
    document_code: str
    issuer: str
    number: str
    nationality: str
    birth_date: str | None
    sex: str
    expires_on: date | None
    name: str
    optional: str


def read_mrz(text: str, today: date) -> tuple[MrzReading | None, tuple[Problem, ...]]:
    """Read pasted or typed lines: what they say, or every problem; warnings come with a reading."""
    lines, problems = Lines.of(text)
    if lines is None:
        return None, tuple(problems)
    found = (*problems, *_wrong(lines, today))
    return (None if errors(found) else _reading(lines, today)), found


def person_of(reading: MrzReading) -> dict[str, object]:
    """The fields of a person that a document gives; a passport's number is one of them."""
    nationality = "DEU" if reading.nationality == "D" else reading.nationality
    return {
        "name": reading.name,
        "sex": reading.sex,
        "birth_date": reading.birth_date,
        "nationality": nationality if nationality in _countries() else None,
        "passport": reading.number if reading.document_code.startswith("P") else None,
    }


def _reading(lines: Lines, today: date) -> MrzReading:
    found, form = lines.of_part, lines.format
    return MrzReading(
        form.name,
        _bare(found("code")),
        _bare(found("issuer")),
        _bare(_long_number(lines)[0]),
        _bare(found("nationality")),
        _birth(found("birth"), today),
        _SEXES[found("sex")],
        _expiry(found("expiry"), today),
        _name(found("name")),
        _optional(lines),
    )


def _wrong(lines: Lines, today: date) -> Iterator[Problem]:
    """Everything that is wrong with lines of the right length."""
    found = [*_characters(lines), *_check_digits(lines)]
    yield from found
    if not found and (whole := lines.format.composite):
        yield from _digit(lines, _ALL, whole[:-1], whole[-1])
    for part, name, read in (("birth", _BIRTH, _birth), ("expiry", _EXPIRY, _expiry)):
        try:
            read(lines.of_part(part), today)
        except ValueError:
            if all(_fits(part, char) for char in lines.of_part(part)):
                yield problem("MRZ006", part=name, **lines.format.spans[part].place)
    for part in ("issuer", "nationality"):
        code = _bare(lines.of_part(part))
        if code.isalpha() and code not in _countries() | ICAO_CODES:
            yield problem("MRZ007", **lines.format.spans[part].place)


def _characters(lines: Lines) -> Iterator[Problem]:
    """Characters of a kind that cannot stand where they stand."""
    for part, span in lines.format.spans.items():
        for place, char in enumerate(lines.of_part(part), span.first):
            if not _fits(part, char):
                yield _misplaced(part, span, place, char)
    if not lines.of_part("name").strip(FILLER):
        yield problem("MRZ009", line=lines.format.spans["name"].line + 1)


def _fits(part: str, char: str) -> bool:
    if part in ("birth", "expiry"):
        return char.isdigit() or char == FILLER
    if part == "sex":
        return char in _SEXES
    return part not in ("name", "issuer", "nationality", "code") or not char.isdigit()


def _misplaced(part: str, span: Span, place: int, char: str) -> Problem:
    where: dict[str, Any] = {"line": span.line + 1, "position": place + 1}
    if part == "sex":
        return problem("MRZ008", **where)
    other = next((p.replace(char, "") for p in _CONFUSED if char in p), "")
    return problem("MRZ005", **where, other=other) if other else problem("MRZ003", **where)


def _check_digits(lines: Lines) -> Iterator[Problem]:
    spans = lines.format.spans
    number, digit = _long_number(lines)
    if digit is None:
        yield from _digit(lines, _NUMBER, [spans["number"]], spans["number_digit"])
    elif not digit.isdigit() or value_of(number) != int(digit):
        yield problem("MRZ004", part=_NUMBER, **spans["optional"].place)
    for part, name in (("birth", _BIRTH), ("expiry", _EXPIRY)):
        if all(_fits(part, char) for char in lines.of_part(part)):  # else that was told
            yield from _digit(lines, name, [spans[part]], spans[f"{part}_digit"])
    if "optional_digit" in spans:
        empty = not lines.of_part("optional").strip(FILLER)
        if not (empty and lines.of_part("optional_digit") == FILLER):
            yield from _digit(lines, _OPTIONAL, [spans["optional"]], spans["optional_digit"])


def _long_number(lines: Lines) -> tuple[str, str | None]:
    """The document number, and its check digit where the number goes on in the optional data.

    Parts 5 and 6: then `<` stands in the check digit's place, and the optional data begin with the
    rest of the number and its check digit.
    """
    number, optional = lines.of_part("number"), lines.of_part("optional")
    if lines.of_part("number_digit") != FILLER or not lines.format.long_numbers:
        return number, None
    rest = optional.partition(FILLER)[0]
    return number + rest[:-1], rest[-1:]


def _digit(lines: Lines, part: str, spans: Sequence[Span], digit: Span) -> Iterator[Problem]:
    """Whether a check digit is right, and if it is not, what may have been misread."""
    said, stands = "".join(map(lines.at, spans)), lines.at(digit)
    if stands.isdigit() and value_of(said) == int(stands):
        return
    found = [*_misread(lines, spans, digit)]
    likely = [one for one in found if one[2].isdigit()] or found  # numbers are mostly digits
    if len(likely) == 1:
        line, position, other = likely[0]
        yield problem("MRZ010", part=part, line=line + 1, position=position + 1, other=other)
    else:
        yield problem("MRZ004", part=part, **spans[0].place)


def _misread(lines: Lines, spans: Sequence[Span], digit: Span) -> Iterator[tuple[int, int, str]]:
    """Each character that makes the check digit right if it is taken for its likeness."""
    for span in (*spans, digit):
        for place, char in enumerate(lines.at(span), span.first):
            for pair in _CONFUSED:
                if char in pair:
                    other = pair.replace(char, "")
                    mended = lines.with_char(span.line, place, other)
                    said, stands = "".join(map(mended.at, spans)), mended.at(digit)
                    if stands.isdigit() and value_of(said) == int(stands):
                        yield span.line, place, other


def _birth(said: str, today: date) -> str | None:
    """A birth date, as far as it is known; never in the future. Raises ValueError."""
    year, month, day = (_bare(said[n : n + 2]) for n in (0, 2, 4))
    if not year:
        return None
    full = today.year // 100 * 100 + int(year)
    if date(full, int(month or 1), int(day or 1)) > today:
        full -= 100
        date(full, int(month or 1), int(day or 1))  # 29 February is not in every century
    return "-".join((str(full), *filter(None, (month, day if month else ""))))


def _expiry(said: str, today: date) -> date | None:
    """The last day of a document, in the century that is nearest. Raises ValueError."""
    if not _bare(said):
        return None
    year = int(said[:2])
    century = today.year // 100 * 100
    bases = (century - 100, century, century + 100)
    full = min((base + year for base in bases), key=lambda y: abs(y - (today.year - 5)))
    return date(full, int(said[2:4]), int(said[4:6]))


def _name(said: str) -> str:
    """Given names, then the primary identifier."""
    primary, _two, secondary = said.partition(FILLER * 2)
    words = [word for part in (secondary, primary) for word in part.split(FILLER) if word]
    return " ".join(word.title() for word in words)


def _optional(lines: Lines) -> str:
    parts = (part for part in lines.format.spans if part in ("optional", "optional_2"))
    return " ".join(said for part in parts if (said := _bare(lines.of_part(part))))


def _bare(said: str) -> str:
    return said.strip(FILLER)


def _countries() -> set[str]:
    return {code.value for code in codes.load("country")}
