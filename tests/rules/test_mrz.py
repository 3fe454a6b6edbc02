"""Machine-readable lines: the specimens of ICAO Doc 9303, and every single error in them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.problems import errors
from attache.rules.mrz import person_of, read_mrz
from attache.rules.mrz_lines import FORMATS, Lines, value_of

TODAY = date(2026, 10, 1)
CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
VISA = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<"
IDN = "P<IDNCONTOH<<SITI<AMINAH<<<<<<<<<<<<<<<<<<<<"
SPECIMENS = {
    "TD3": (PASSPORT, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),
    "TD3 of an older edition": (PASSPORT, "L898902C<3UTO6908061F9406236ZE184226B<<<<<14"),
    "TD1": (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "TD2": ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "MRV-A": (f"V{PASSPORT[1:]}", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"),
    "MRV-B": (VISA, "L8988901C4XXX4009078F9612109<<<<<<<<"),
    "an invented passport": (IDN, "X0000001<4IDN0308175F3308165<<<<<<<<<<<<<<<6"),
    "an invented one with an optional number": (
        f"{'P<IDNSUPARNO':<<44}",
        "C0000002<0IDN9902288M29010193171012802990076",
    ),
}
UNSEEN = {
    "name": "names",
    "code": "document code",
    "issuer": "issuer",
    "nationality": "nationality",
}
"""Parts that no check digit covers."""
each = pytest.mark.parametrize("lines", SPECIMENS.values(), ids=SPECIMENS)


def second(birth, number="X0000001", sex="F"):
    """The second line of an invented passport, with its check digits."""
    line = f"{number}<{value_of(number + '<')}IDN{birth}{value_of(birth)}{sex}3308165" + "<" * 15
    return f"{line}{value_of(line[:10] + line[13:20] + line[21:43])}"


def said(name):
    reading, problems = read_mrz("\n".join(SPECIMENS[name]), TODAY)
    assert not problems
    return reading


@pytest.mark.parametrize(
    ("name", "format_", "number", "birth", "expires", "optional"),
    [
        ("TD3", "TD3", "L898902C3", "1974-08-12", date(2012, 4, 15), "ZE184226B"),
        ("TD3 of an older edition", "TD3", "L898902C", "1969-08-06", date(1994, 6, 23),
         "ZE184226B"),
        ("TD1", "TD1", "D23145890", "1974-08-12", date(2012, 4, 15), ""),
        ("TD2", "TD2", "D23145890", "1974-08-12", date(2012, 4, 15), ""),
        ("MRV-A", "MRV-A", "L8988901C", "1940-09-07", date(1996, 12, 10), "6ZE184226B"),
        ("MRV-B", "MRV-B", "L8988901C", "1940-09-07", date(1996, 12, 10), ""),
    ],
)  # fmt: skip
def test_the_specimens_are_read(name, format_, number, birth, expires, optional):
    reading = said(name)
    assert (reading.format, reading.number, reading.birth_date) == (format_, number, birth)
    assert (reading.expires_on, reading.optional, reading.sex) == (expires, optional, "female")
    assert (reading.name, reading.issuer) == ("Anna Maria Eriksson", "UTO")


@pytest.mark.parametrize(("said_", "digit"), [("D23145890", 7), ("520727", 3), ("AB2134<<<", 5)])
def test_the_check_digits_of_part_3(said_, digit):
    assert value_of(said_) == digit


def test_a_passport_fills_the_form():
    assert person_of(said("an invented passport")) == {
        "name": "Siti Aminah Contoh",
        "sex": "female",
        "birth_date": "2003-08-17",
        "nationality": "IDN",
        "passport": "X0000001",
    }
    single = said("an invented one with an optional number")
    assert (single.name, single.birth_date) == ("Suparno", "1999-02-28")


def blind(lines, number, place, new):
    """Why the check digits cannot see a change, or None where they must: from part 3 alone."""
    read, _problems = Lines.of("\n".join(lines))
    assert read
    form = read.format
    part = next((p for p, s in form.spans.items() if (number, place) in places(s)), "composite")
    old = lines[number][place]
    if part in UNSEEN or (part == "sex" and new in "FM<"):
        return UNSEEN.get(part, part)
    if part == "optional" and form.name.startswith("MRV"):
        return "optional data of a visa"
    if part == "optional_digit":
        return "no optional data: 0 or <" if {old, new} == {"0", "<"} else None
    if part.endswith("digit") or part in ("composite", "sex"):
        return None
    letter = part in ("birth", "expiry") and new.isalpha()
    return "same remainder" if worth(old) == worth(new) and not letter else None


def places(span):
    return {(span.line, place) for place in range(span.first, span.end)}


def worth(char):
    return 0 if char == "<" else int(char, 36) % 10


@each
def test_every_single_error_is_noticed_or_beyond_the_scheme(lines):
    missed: Counter[str] = Counter()
    for number, line in enumerate(lines):
        for place, old in enumerate(line):
            for new in CHARACTERS.replace(old, ""):
                changed = line[:place] + new + line[place + 1 :]
                texts = (*lines[:number], changed, *lines[number + 1 :])
                reading, problems = read_mrz("\n".join(texts), TODAY)
                if not problems:
                    assert reading is not None
                    reason = blind(lines, number, place, new)
                    assert reason, (number, place, old, new)
                    missed[reason] += 1
    assert missed["same remainder"] > 0


@each
@pytest.mark.parametrize("way", ["lower", "spaced", "blank lines", "one line", "guillemets"])
def test_the_way_in_which_it_was_pasted_does_not_matter(lines, way):
    text = {
        "lower": "\n".join(lines).lower(),
        "spaced": "\r\n".join(f" {line[:9]} {line[9:]} " for line in lines),
        "blank lines": "\n\n".join(("", *lines, "")),
        "one line": "".join(lines),
        "guillemets": "\n".join(lines).replace("<", "«"),
    }[way]
    assert read_mrz(text, TODAY) == read_mrz("\n".join(lines), TODAY)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("X0000001", "XO000001", ("MRZ010", 2, 2, "0")),
        ("0308175", "O308175", ("MRZ005", 2, 14, "0")),
        ("3308165", "33O8165", ("MRZ005", 2, 24, "0")),
        ("X0000001", "X000000I", ("MRZ010", 2, 8, "1")),
    ],
)
def test_a_misread_character_is_suggested_and_never_taken(old, new, told):
    text = "\n".join(SPECIMENS["an invented passport"]).replace(old, new)
    reading, problems = read_mrz(text, TODAY)
    assert reading is None
    (found,) = errors(problems)
    args = found.args
    assert (found.code, args["line"], args["position"], args["other"]) == told


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["MRZ001"]),
        ("Siti Aminah", ["MRZ001"]),
        ("\n".join((PASSPORT, "L898902C3")), ["MRZ002"]),
        ("\n".join((PASSPORT + "<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")), ["MRZ001"]),
        (f"{IDN}\n{second('031317')}", ["MRZ006"]),
        ("\n".join((IDN, "X0000001<4IDN0308175G3308165<<<<<<<<<<<<<<<6")), ["MRZ008"]),
        ("\n".join((f"{'P<IDN':<<44}", SPECIMENS["an invented passport"][1])), ["MRZ009"]),
        ("\n".join((IDN.replace("O", "É"), SPECIMENS["an invented passport"][1])), ["MRZ003"] * 2),
    ],
)
def test_what_is_wrong_is_said(text, codes):
    reading, problems = read_mrz(text, TODAY)
    assert reading is None
    assert [p.code for p in errors(problems)] == codes


def test_fillers_that_are_missing_behind_the_name_are_put_there_and_told():
    first, second = SPECIMENS["an invented passport"]
    reading, problems = read_mrz(f"{first.rstrip('<')}\n{second}", TODAY)
    assert reading == said("an invented passport")
    assert [(p.code, p.level) for p in problems] == [("MRZ011", "warning")]


def test_a_state_that_is_none_is_a_warning():
    reading, problems = read_mrz("\n".join(SPECIMENS["TD3"]).replace("UTO", "QQQ"), TODAY)
    assert reading is not None
    assert [(p.code, p.level) for p in problems] == [("MRZ007", "warning")] * 2


def test_a_long_number_goes_on_in_the_optional_data():
    """Part 5, section 4.2.2: twelve characters, the check digit behind them."""
    number = "D23145890734"
    digit = value_of(number)
    first = f"I<UTO{number[:9]}<{number[9:]}{digit}".ljust(30, "<")
    upper, middle = first[5:30], "7408122F1204159UTO<<<<<<<<<<<"
    whole = value_of(upper + middle[:7] + middle[8:15] + middle[18:29])
    text = f"{first}\n{middle}{whole}\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
    reading, problems = read_mrz(text, TODAY)
    assert (reading and reading.number, problems) == (number, ())
    bad = text.replace(f"734{digit}", f"735{digit}")
    assert "MRZ004" in [p.code for p in read_mrz(bad, TODAY)[1]]


@pytest.mark.parametrize(
    ("birth", "read"),
    [("030817", "2003-08-17"), ("260930", "2026-09-30"), ("261002", "1926-10-02"),
     ("74<<<<", "1974"), ("7408<<", "1974-08"), ("<<<<<<", None), ("000229", "2000-02-29")],
)  # fmt: skip
def test_two_digit_years_are_never_in_the_future(birth, read):
    reading, problems = read_mrz(f"{IDN}\n{second(birth)}", TODAY)
    assert reading
    assert (problems, reading.birth_date) == ((), read)


LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=8)
DAYS = st.dates(date(1930, 1, 1), TODAY)


@given(
    st.lists(LETTERS, min_size=1, max_size=2),
    st.lists(LETTERS, max_size=2),
    st.from_regex(r"[A-Z][0-9]{7}", fullmatch=True),
    DAYS,
    st.sampled_from("FM<"),
)
def test_what_is_written_is_read(primary, given_names, number, born, sex):
    name = "<".join(primary) + ("<<" + "<".join(given_names) if given_names else "")
    first = f"P<IDN{name}"[:44].ljust(44, "<")
    reading, problems = read_mrz(f"{first}\n{second(f'{born:%y%m%d}', number, sex)}", TODAY)
    assert reading
    assert reading.birth_date
    assert not problems
    assert (reading.number, reading.birth_date[2:]) == (number, born.isoformat()[2:])
    assert reading.name.upper().split()[-len(primary) :][0][:4] == primary[0][:4]


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text):
    reading, problems = read_mrz(text, TODAY)
    assert reading is None or not errors(problems)
    assert reading is not None or errors(problems)


def test_every_format_is_laid_out_without_gaps():
    for form in FORMATS:
        covered = [place for span in form.spans.values() for place in places(span)]
        assert len(covered) == len(set(covered))
        rest = form.lines * form.width - len(covered)
        assert rest == (1 if form.composite else 0)
