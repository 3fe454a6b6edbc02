"""Days as officers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.records.dates import MONTH_WORDS, read_day, read_partial, span
from attache.records.kinds import Day, PartialDay
from attache.records.texts import Unreadable
from tests.samples import HERE, TODAY

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
INDONESIAN = [
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
]
SPELLINGS = {
    "2001-08-17": date(2001, 8, 17),
    "2001-8-7": date(2001, 8, 7),
    "2001-08-17T00:00:00": date(2001, 8, 17),
    "2001-08-17T00:00:00.000Z": date(2001, 8, 17),
    "2001-08-17T00:00:00+07:00": date(2001, 8, 17),
    "2001-08-17 00:00:00": date(2001, 8, 17),
    "17/08/2001": date(2001, 8, 17),
    "17/8/2001": date(2001, 8, 17),
    "17/8/01": date(2001, 8, 17),
    "17-08-2001": date(2001, 8, 17),
    "17.8.2001": date(2001, 8, 17),
    "1/2/2001": date(2001, 2, 1),  # never the second of January
    "17 Agustus 2001": date(2001, 8, 17),
    "17 agustus 2001": date(2001, 8, 17),
    "17 AGUSTUS 2001": date(2001, 8, 17),
    "17 Agt 2001": date(2001, 8, 17),
    "17 Ags. 2001": date(2001, 8, 17),
    "17-Aug-2001": date(2001, 8, 17),
    "17-Agu-01": date(2001, 8, 17),
    "17agustus2001": date(2001, 8, 17),
    "17 August, 2001": date(2001, 8, 17),
    "1 Pebruari 1990": date(1990, 2, 1),
    "3 Nopember 1990": date(1990, 11, 3),
    "  17   Agustus\n2001 ": date(2001, 8, 17),
    **dict.fromkeys(
        (
            *("17 Agust 2001", "17 Agst. 2001", "Jum'at 17 Agustus 2001", "Jum’at, 17-8-2001"),
            *("Jumat 17-08-2001", "jumat / 17 Agustus 2001", "Jumat,17 Agustus 2001"),
            *("tgl 17 Agustus 2001", "Tgl. 17/08/2001", "tanggal: 17-08-2001", "tgl Jumat 17/8/01"),
            *("17 agustus '01", "17 Agustus ’01", "17 / 08 / 2001", "17 - 8 - 2001", "17. 8. 2001"),
            *("17 08 2001", "17 8 2001", "17–08–2001", "17—8—2001", "2001–08–17"),
            *("17-08-2001 00:00:00", "17/8/2001 00:00", "17-08-2001 00.00"),
        ),
        date(2001, 8, 17),
    ),
    "12 Pebr 2001": date(2001, 2, 12),
    "12 Peb. 2001": date(2001, 2, 12),
    "Rabu 28-01-2026": date(2026, 1, 28),
    "29/2/2024": date(2024, 2, 29),
    "29/2/2000": date(2000, 2, 29),
    "1/1/1900": date(1900, 1, 1),
    "31/12/2100": date(2100, 12, 31),
    "today": TODAY,
    "Hari ini": TODAY,
    "hari  ini": TODAY,
    "yesterday": TODAY - timedelta(days=1),
    "kemarin": TODAY - timedelta(days=1),
    "besok": TODAY + timedelta(days=1),
    "١٧/٨/٢٠٠١": date(2001, 8, 17),  # digits of a telephone set to Arabic
    "\u200e17/08/2001\u200e": date(2001, 8, 17),  # marks that chat programs put around it
}
REFUSED = [
    *("31/2/2026", "29/2/2026", "29/2/1900", "31/4/2026", "0/1/2026", "1/0/2026", "32/1/2026"),
    *("8/17/2001", "2001-17-08", "2001-13-01", "17/08-2001", "17.8/2001"),
    *("31/12/1899", "1/1/2101", "1899-12-31", "2101-01-01", "17 Agustus 1899", "9999-12-31"),
    *("17 Agustusan 2001", "17 8 01", "Agustus 17 2001", "17/8", "17/8/201", "17/8/20011"),
    *("17 Agustus", "2001-08", "2001", "20010817", "17 s.d. 18 Agustus 2001", "Jumat", "tgl"),
    *("0000-00-00", "00-00-1990", "17-08-1990/1991", "umur 25", "Jumat, 31-02-2001"),
    *("besok lusa", "tidak tahu", "?", "-", "1/1/1", "--", "1e3", "1/1/2001 ?"),
]


@pytest.mark.parametrize(("text", "day"), SPELLINGS.items())
def test_a_day_is_read_in_every_spelling(text, day):
    assert Day().read(text, HERE) == day


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_day_is_refused_and_never_turned_round(text):
    with pytest.raises(Unreadable, match="DAT001"):
        Day().read(text, HERE)


WHY = {
    "Kamis, 17 Agustus 2001": "DAT010",  # it was a Friday
    "Senin 17-08-2001": "DAT010",
    "Rabu / 17 Agustus 2001": "DAT010",
    "37120": "DAT003",
    "37120.0": "DAT003",
    "2001-08-17T10:30:00": "DAT004",
    "2001-08-16T17:00:00.000Z": "DAT004",  # which day it was depends on where
    "28/01/2026 09.30": "DAT004",
    "28 Januari 2026 pukul 09.30 WIB": "DAT004",
    "28-01-2026, 9:30": "DAT004",
}


@pytest.mark.parametrize(("text", "code"), WHY.items())
@pytest.mark.parametrize("kind", [Day(), PartialDay()], ids=["day", "partial"])
def test_what_is_wrong_with_a_date_is_told(kind, text, code):
    """A time of day is not dropped: it may be what the column is about."""
    with pytest.raises(Unreadable, match=code):
        kind.read(text, HERE)


@pytest.mark.parametrize(
    ("today", "text", "year"),
    [
        (date(2026, 10, 1), "1/1/26", 2026),
        (date(2026, 10, 1), "1/1/36", 2036),
        (date(2026, 10, 1), "1/1/37", 1937),
        (date(2026, 10, 1), "1/1/99", 1999),
        (date(2026, 10, 1), "1/1/00", 2000),
        (date(2095, 10, 1), "1/1/95", 2095),
        (date(2095, 10, 1), "1/1/00", 2000),
    ],
)
def test_two_digits_mean_the_nearest_year_up_to_ten_ahead(today, text, year):
    assert read_day(text, today) == date(year, 1, 1)


@given(DAYS)
def test_every_day_can_be_written_in_every_way(day):
    month = INDONESIAN[day.month - 1]
    written = [
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{day:%d}-{month.upper()}-{day.year}",
    ]
    assert {read_day(text, TODAY) for text in written} == {day}
    assert {read_partial(text, TODAY) for text in written} == {day.isoformat()}


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_in_order(text):
    """And what is read is written back as it will be read again."""
    partial = read_partial(text, TODAY)
    if partial is not None:
        assert read_partial(partial, TODAY) == partial
        assert partial.isascii()
        first, last = span(partial)
        assert date(1900, 1, 1) <= first <= last <= date(2100, 12, 31)


def test_each_month_has_its_words():
    assert set(MONTH_WORDS.values()) == set(range(1, 13))
    assert [MONTH_WORDS[m.lower()] for m in INDONESIAN] == list(range(1, 13))


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2001, 8, 17), date(2001, 8, 17)),
        (datetime(2001, 8, 17), date(2001, 8, 17)),  # noqa: DTZ001 - cells know no zones
        (datetime(2001, 8, 17, tzinfo=UTC), date(2001, 8, 17)),
    ],
)
def test_a_date_cell_is_a_day(cell, day):
    assert Day().read(cell, HERE) == day
    assert type(Day().read(cell, HERE)) is date
    assert PartialDay().read(cell, HERE) == day.isoformat()


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (datetime(2001, 8, 17, 10, 30, tzinfo=UTC), "DAT004"),
        (37120, "DAT003"),
        (37120.0, "DAT003"),
        (float("nan"), "DAT003"),
        (True, "DAT003"),
        (date(1899, 12, 31), "DAT001"),  # what a spreadsheet makes of 0
        (date(9999, 12, 31), "DAT001"),
        ([], "TXT005"),
    ],
)
def test_a_cell_that_is_no_day_is_refused(cell, code):
    with pytest.raises(Unreadable, match=code):
        Day().read(cell, HERE)


PARTIAL = {
    "2001": "2001",
    " 2001 ": "2001",
    "٢٠٠١": "2001",
    "2001-08": "2001-08",
    "2001-8": "2001-08",
    "Agustus 2001": "2001-08",
    "agt 2001": "2001-08",
    "Aug. 2001": "2001-08",
    "agustus, 2001": "2001-08",
    **dict.fromkeys(("08-2001", "8/2001", "08.2001", "8–2001"), "2001-08"),
    **dict.fromkeys(("th. 2001", "thn 2001", "Tahun 2001", "th 2001"), "2001"),
    "2001-08-17": "2001-08-17",
    "17 Agustus 2001": "2001-08-17",
    "kemarin": (TODAY - timedelta(days=1)).isoformat(),
}


@pytest.mark.parametrize(("raw", "partial"), [*PARTIAL.items(), (2001, "2001"), (2001.0, "2001")])
def test_a_date_may_be_known_to_the_month_or_year_only(raw, partial):
    assert PartialDay().read(raw, HERE) == partial


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        *((text, "DAT002") for text in ("1899", "2101", "99", "2001-13", "2001-00", "Agustus 01")),
        *(
            (text, "DAT002")
            for text in ("13/2001", "Agustus", "31/2/2001", "sekitar 2001", "2001?")
        ),
        *((number, "DAT003") for number in (37120, 37120.0, 1899, 2101, 0, -1)),
        *((number, "DAT002") for number in (2001.5, float("nan"), float("inf"))),
        (True, "TXT005"),
        ([2001], "TXT005"),
        (datetime(2001, 8, 17, 10, 30, tzinfo=UTC), "DAT004"),
        (date(1899, 12, 31), "DAT001"),
    ],
)
def test_what_is_no_partial_date_is_refused(raw, code):
    with pytest.raises(Unreadable, match=code):
        PartialDay().read(raw, HERE)


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2001-08-17", date(2001, 8, 17), date(2001, 8, 17)),
        ("2001-08", date(2001, 8, 1), date(2001, 8, 31)),
        ("2001-12", date(2001, 12, 1), date(2001, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2100-02", date(2100, 2, 1), date(2100, 2, 28)),
        ("2001", date(2001, 1, 1), date(2001, 12, 31)),
    ],
)
def test_a_partial_date_spans_all_the_days_it_can_mean(partial, first, last):
    assert span(partial) == (first, last)


@given(DAYS)
def test_a_day_lies_within_its_month_and_its_year(day):
    for partial in (f"{day:%Y-%m}", f"{day:%Y}"):
        first, last = span(partial)
        assert first <= day <= last
