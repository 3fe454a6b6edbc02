"""Telephone numbers, as they are dialled at a post or in Indonesia. All of them are invented."""

from __future__ import annotations

from contextlib import suppress

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache import codes
from attache.problems import problem
from attache.records.here import Here
from attache.records.phones import _MOBILE, Phone
from attache.records.texts import Unreadable
from tests.samples import HERE, TODAY

COUNTRIES = sorted(codes.load("country").codes)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("081111111111", "+6281111111111"),
        ("0811-1111-1111", "+6281111111111"),
        ("81111111111.0", "+6281111111111"),  # a program took it for a fraction
        ("081111111111.0", "+6281111111111"),
        ("+6281111111111.0", "+6281111111111"),
        ("0811 1111 1111", "+6281111111111"),
        ("(0811) 1111.1111", "+6281111111111"),
        ("81111111111", "+6281111111111"),
        ("6281111111111", "+6281111111111"),
        ("62 811 1111 1111", "+6281111111111"),
        ("+62 811 1111 1111", "+6281111111111"),
        ("+62-811-1111-1111", "+6281111111111"),
        ("+62 (0)811 1111 1111", "+6281111111111"),
        ("0062 811 1111 1111", "+6281111111111"),
        ("\u202a+62 811\u20111111\u20111111\u202c", "+6281111111111"),  # copied from WhatsApp
        ("(021) 111-1111", "+62211111111"),
        ("+855 12 111 111", "+85512111111"),
        ("+855 012 111 111", "+85512111111"),
        ("0855 1211 1111", "+6285512111111"),
        ("085512111111", "+6285512111111"),
        ("00855 12 111 111", "+85512111111"),
        ("+60 11 1111 1111", "+601111111111"),
        ("8001111111", "+628001111111"),
        ("0800 111 1111 (WA)", "+628001111111"),
        ("0800.111.1111(wa)", "+628001111111"),
        ("WA: 0800 111 1111", "+628001111111"),
        ("No. WA: +855 12 111 111", "+85512111111"),
        ("HP : 0800 111 1111", "+628001111111"),
        ("'0800 111 1111", "+628001111111"),
        ("021/1111111", "+62211111111"),
    ],
)
def test_a_phone_is_kept_in_one_spelling(raw, number):
    assert Phone().read(raw, HERE) == number
    assert Phone().read(number, HERE) == number


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("tidak ada", "DOC009"),
        ("-", "DOC009"),
        ("", "PHN001"),
        ("0811", "PHN001"),
        ("112", "PHN001"),
        ("+999 1111 1111", "PHN001"),
        ("0012 345 678", "PHN001"),  # not America, where a number has three digits more
        ("+1 234 5678", "PHN001"),
        ("0811 1111 1111 ext 5", "PHN001"),
        ("0811 1111 1111 ibu", "PHN001"),  # letters would be dialled as digits
        ("0811 1111 1111 (istri)", "PHN001"),
        ("081111111111/081111111112", "PHN011"),
        ("081111111111, 081111111112", "PHN011"),
        ("081111111111; 081111111112", "PHN011"),
        ("081111111111\n081111111112", "PHN011"),
        ("081111111111 atau 081111111112", "PHN011"),
        ("+62 811 1111 1111 / 081111111112 (WA)", "PHN011"),
        ("081111111111/12", "PHN011"),
        ("85512111111", "PHN010"),  # +855, or 0855 without its 0
        ("855 12 111 111", "PHN010"),
        ("855-1211-1111", "PHN010"),
        ("(855) 12 111 111", "PHN010"),
        ("WA: 85512111111", "PHN010"),
        ("84 91 111 1111", "PHN010"),  # no network of Indonesia begins with 084 or 086
        ("8613111111111", "PHN010"),
        ("60 11 1111 1111", "PHN010"),
        ("0800 111 1111 a.n. ibu", "PHN001"),
        ("080 111 111 (KH)", "PHN001"),
        ("0" * 40, "DOC009"),
        (8111111, "PHN002"),
        (8.1111111111e15, "PHN002"),
        (81111111111.5, "PHN002"),
        (True, "PHN002"),
        (float("nan"), "PHN002"),
        ("6.28123E+12", "PHN012"),
        ("8,12346e11", "PHN012"),
        (None, "PHN002"),
        ("0811\ud800", "TXT001"),
    ],
)
def test_what_is_no_phone_or_two_is_refused(raw, code):
    with pytest.raises(Unreadable, match=code):
        Phone().read(raw, HERE)


@given(
    st.from_regex(r"[1-35-9][0-9]{8,9}", fullmatch=True),
    st.sampled_from(["+62 8{}", "08{}", "628{}", "00628{}"]),
)
def test_every_prefix_leads_to_the_same_number(rest, spelling):
    assert Phone().read(spelling.format(rest), HERE) == f"+628{rest}"


@given(st.from_regex(r"8[1235789][0-9]{8,9}", fullmatch=True))
def test_a_number_cell_is_read_as_its_digits(digits):
    """It has lost its 0; a fraction as which a program wrote it has no digit more."""
    try:
        read = Phone().read(digits, HERE)
    except Unreadable as refused:
        for raw in (int(digits), float(digits), f"{digits}.0", f"{digits},00"):
            with pytest.raises(Unreadable, match=refused.code):
                Phone().read(raw, HERE)
    else:
        for raw in (int(digits), float(digits), f"{digits}.0", f"{digits},00"):
            assert Phone().read(raw, HERE) == read


AT_THE_POST = [
    ("KHM", "012 345 678", "+85512345678"),
    ("KHM", "016 555 123", "+85516555123"),
    ("KHM", "096-123-4567", "+855961234567"),
    ("KHM", "(016) 555 123", "+85516555123"),
    ("KHM", "WA: 012 345 678", "+85512345678"),
    ("KHM", "081 234 567", "+85581234567"),  # 081 is of both, but not with so few digits
    ("KHM", "12 345 678", "+85512345678"),  # its 0 is lost
    ("KHM", "0812 3456 789", "+628123456789"),
    ("KHM", "021 555 1234", "+62215551234"),
    ("MYS", "012-345 6789", "+60123456789"),
    ("SGP", "8123 4567", "+6581234567"),  # no 0 is dialled there
    ("VNM", "096 123 4567", "+84961234567"),
    ("SGP", "62 812 3456 7890", "+6281234567890"),
    ("AUS", "61 2 6234 5678", "+61262345678"),
    ("", "62 21 555 1234", "+62215551234"),
    ("DEU", "49 30 123456", "+4930123456"),
    ("USA", "1 626 528 3862", "+16265283862"),
    ("IDN", "0812 3456 789", "+628123456789"),
    ("XXA", "0812 3456 789", "+628123456789"),
    ("", "0812 3456 789", "+628123456789"),
]


@pytest.mark.parametrize(("country", "raw", "number"), AT_THE_POST)
def test_a_number_is_read_as_it_is_dialled_at_the_post_or_at_home(country, raw, number):
    assert Phone().read(raw, Here(TODAY, country)) == number


@pytest.mark.parametrize(
    ("country", "raw", "listed"),
    [
        ("KHM", "097 123 4567", "+62…, +855…"),
        ("KHM", "088 123 4567", "+62…, +855…"),
        ("KHM", "88 123 4567", "+62…, +855…"),
        ("VNM", "0812345678", "+62…, +84…"),
        ("KHM", "84 91 111 1111", "+62…, +84…"),
        ("KHM", "023 123 456", "+62…, +855…"),  # 023 is Phnom Penh, though it has no such number
        ("KHM", "(0231) 23456", "+62…, +855…"),
        ("KHM", "855 23 123 4567", "+62…, +855…"),  # 0855 is a network of Indonesia
        ("SGP", "6235 6789", "+62…, +65…"),  # 0623 is Kisaran
        ("HKG", "6281 2345", "+62…, +852…"),
        ("QAT", "6231 6769", "+62…, +974…"),
        ("USA", "(626) 528-3862", "+1…, +62…"),
    ],
)
def test_a_number_of_both_countries_is_asked_about(country, raw, listed):
    """Both spellings are offered; the number itself is not repeated."""
    with pytest.raises(Unreadable) as refused:
        Phone().read(raw, Here(TODAY, country))
    assert refused.value.code == "PHN010"
    assert listed in problem(refused.value.code, "phone", **refused.value.args_).fix(str)


@pytest.mark.parametrize(
    "raw",
    [
        "0812-000",
        "012 345 678",
        "096 123 4567",
        "6281 2345",  # too short for +62, and hardly 0628 without its 0
    ],
)
def test_a_number_that_neither_country_has_is_refused(raw):
    with pytest.raises(Unreadable, match="PHN001"):
        Phone().read(raw, Here(TODAY, "IDN"))


@given(st.sampled_from(COUNTRIES), st.from_regex(r"[ (]?0?[1-9][0-9]{5,11}", fullmatch=True))
def test_no_number_is_moved_to_another_country(country, raw):
    """What is read is a number of the post's country or of Indonesia, and of one of them only."""
    try:
        number = Phone().read(raw, Here(TODAY, country))
    except Unreadable:
        return
    if raw.strip(" (").startswith("62"):
        assert number == f"+{raw.strip(' (')}" or not number.startswith("+62")
        return
    regions = {"ID", *codes.load("country")[country].aliases[:1]}
    read = []
    for region in regions & phonenumbers.SUPPORTED_REGIONS:
        dialled = phonenumbers.parse(raw, region)
        if phonenumbers.is_valid_number(dialled):
            read.append(phonenumbers.format_number(dialled, phonenumbers.PhoneNumberFormat.E164))
    assert read == [number]


def examples():
    """A country abroad with a number of it as the library gives one, in its digits there."""
    for country in COUNTRIES:
        region = next(iter(codes.load("country")[country].aliases), "")
        for sort in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
            example = phonenumbers.example_number_for_type(region, sort)
            digits = phonenumbers.national_significant_number(example) if example else "0"
            if region != "ID" and digits[0] != "0":
                yield country, digits


@given(st.sampled_from([*examples()]), st.booleans(), st.data())
def test_what_is_dialled_at_a_post_becomes_no_indonesian_number(example, zero, data):
    """Also where it begins with 62, as the country code of Indonesia does."""
    country, digits = example
    region = codes.load("country")[country].aliases[0]
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    trunk = "0" if zero and metadata and metadata.national_prefix == "0" else ""
    rest = len(digits) - 2
    sixty_two = "62" + data.draw(st.from_regex(f"[0-9]{{{rest}}}", fullmatch=True))
    for local in (digits, sixty_two):
        here = phonenumbers.parse(local, region)
        if str(here.national_number) != local or not phonenumbers.is_valid_number(here):
            continue
        with suppress(Unreadable):
            read = Phone().read(trunk + local, Here(TODAY, country))
            assert not read.startswith("+62"), (country, local)


@given(st.sampled_from([*examples()]))
def test_a_number_of_the_post_with_its_code_but_without_plus_stays_there(example):
    country, digits = example
    region = codes.load("country")[country].aliases[0]
    code = phonenumbers.country_code_for_region(region)
    with suppress(Unreadable):
        assert Phone().read(f"{code} {digits}", Here(TODAY, country)) == f"+{code}{digits}"


@given(st.sampled_from([*examples()]), st.from_regex("[0-9]{2}", fullmatch=True))
def test_digits_mistaken_inside_a_number_of_the_post_make_no_indonesian_one(example, wrong):
    """A slip behind the code of an area or a network is refused, or still abroad."""
    country, digits = example
    raw = f"0{digits[:2]}{wrong}{digits[4:]}"
    try:
        number = Phone().read(raw, Here(TODAY, country))
    except Unreadable:
        return
    assert not number.startswith("+62")


@given(st.sampled_from(["+62", "0"]), st.from_regex(r"[0-9]{5,17}", fullmatch=True))
def test_the_quick_way_says_what_the_library_says(prefix, digits):
    """Most Indonesian numbers are read without asking it."""
    raw = prefix + digits
    if _MOBILE.fullmatch(raw) or (prefix == "+62" and digits[0] != "0" and 7 <= len(digits) <= 13):
        number = phonenumbers.parse(raw, "ID")
        assert phonenumbers.is_possible_number(number)
        assert Phone().read(raw, Here(TODAY, "")) == phonenumbers.format_number(
            number, phonenumbers.PhoneNumberFormat.E164
        )
