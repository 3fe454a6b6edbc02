"""Refs and ids: the names of records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attache.records.kinds import RecordRef, RecordRefs
from attache.records.refs import Ref, divided, is_id, read_ref, ref_and_name
from attache.records.texts import Unreadable
from tests.samples import HERE

LETTER = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
ID = "0190a000-0000-7000-8000-000000000001"


@given(st.text(LETTER, min_size=3, max_size=3), LETTER, LETTER, st.integers(1, 999_999_999))
def test_a_ref_is_read_as_it_is_written(post, seat, letter, number):
    for ref in (Ref(post, seat, letter, number), Ref("", "", letter, number)):
        assert read_ref(str(ref)) == ref
        assert read_ref(f" {str(ref).lower()} ") == ref


@pytest.mark.parametrize(
    "text",
    [
        *("", "P", "12", "P0", "P01", "PP1", "P-1", "P1.0", "P1 2", "P1234567890", "#1"),
        *("PNH-P1", "PNH-A-", "PNHH-A-P1", "PN-A-P1", "PNH-AA-P1", "PNH A P1", "PNH-A-P1-2"),
        *("PNH-A-P1\nPNH-A-P2", "Siti Contoh"),
        *("P1\u0662", "P\u0661", "P\uff11", "\uff301", "PNH-\u0410-P1"),
    ],
)
def test_what_is_no_ref_is_none(text):
    assert read_ref(text) is None
    with pytest.raises(Unreadable, match="REF001"):
        RecordRef().read(text, HERE)


def test_an_id_is_a_uuid_of_version_7():
    assert is_id(ID)
    assert not is_id(ID.replace("-7", "-4"))
    assert not is_id(ID[:-1])
    assert not is_id(f"{ID}\n")


def test_a_ref_or_an_id_is_taken_in_any_case():
    assert RecordRef().read(" pnh-a-p12 ", HERE) == "PNH-A-P12"
    assert RecordRef().read("p12", HERE) == "P12"
    assert RecordRef().read(ID.upper(), HERE) == ID


@pytest.mark.parametrize(
    "raw", [["p1", "P2", "p1"], "P1; p2", "p1;P2;", ("P1", "P2"), "P1, p2", "p1\nP2", "P1,\nP2;"]
)
def test_several_refs_are_a_list_or_stand_between_semicolons(raw):
    assert RecordRefs().read(raw, HERE) == ("P1", "P2")


@pytest.mark.parametrize(
    ("raw", "code"), [(12, "REF001"), (True, "TXT005"), ({}, "TXT005"), ("P1 P2", "REF001")]
)
def test_other_values_are_refused(raw, code):
    with pytest.raises(Unreadable, match=code):
        RecordRef().read(raw, HERE)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("P1, X0000001\n#2", ["P1", "X0000001", "#2"]),
        ("Siti Contoh, S.H.", ["Siti Contoh, S.H."]),
        ("Siti Contoh, S.H.\nBudi Misal", ["Siti Contoh, S.H.", "Budi Misal"]),
        ("P1, Siti Contoh", ["P1", "Siti Contoh"]),  # nobody is called P1
        ("Siti Contoh, X0000001", ["Siti Contoh", "X0000001"]),
        ("P1 Siti Contoh, P2 Budi Misal", ["P1 Siti Contoh", "P2 Budi Misal"]),
        ("P1 Siti Contoh, S.H.", ["P1 Siti Contoh, S.H."]),
        (" ; ", []),
    ],
)
def test_a_comma_divides_beside_numbers_and_no_name_alone(text, parts):
    assert divided(text) == parts


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("PNH-A-P4 Nurul Contoh", ("PNH-A-P4", "Nurul Contoh")),
        (" p4\tNurul", ("p4", "Nurul")),
        ("P4 · Nurul Contoh, S.H.", ("P4", "Nurul Contoh, S.H.")),
        *((text, None) for text in ("P4", "Nurul Contoh", "P4 P5", "P4,Nurul", "M Nurul", "A1 12")),
    ],
)
def test_a_ref_may_have_the_name_behind_it(text, both):
    assert ref_and_name(text) == both
