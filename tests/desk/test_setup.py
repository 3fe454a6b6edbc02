"""Making the vault of an office."""

from __future__ import annotations

import os
import stat

import pytest

from attache.desk.setup import zones_of
from attache.problems import NotWritten, Refused
from tests.desk.offices import NOW, PROFILE, make, office_at


@pytest.mark.parametrize(
    ("country", "zone"),
    [("KHM", "Asia/Phnom_Penh"), ("kamboja", "Asia/Phnom_Penh"), ("Singapura", "Asia/Singapore")],
)
def test_the_time_zone_follows_from_the_country(tmp_path, country, zone):
    path = tmp_path / "new" / "folder" / "post.vault"
    profile = make(path, {**PROFILE, "country": country})
    assert profile.content.time_zone == zone
    post = office_at(path).post
    assert (post.post, post.seat, post.officers) == ("PNH", "A", ("Rina Contoh", "Budi Contoh"))
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_country_with_several_zones_needs_one_of_them(tmp_path):
    path = tmp_path / "post.vault"
    with pytest.raises(Refused) as refused:
        make(path, {**PROFILE, "country": "AUS"})
    (found,) = refused.value.problems
    assert (found.code, found.field, found.args["nearest"]) == (
        "PST003",
        "time_zone",
        zones_of("AUS")[0],
    )
    assert not path.exists()
    given = {**PROFILE, "country": "AUS", "time_zone": "australia/sydney"}
    assert make(path, given).content.time_zone == "Australia/Sydney"


def test_every_problem_of_a_profile_at_once(tmp_path):
    path = tmp_path / "post.vault"
    raw = {"post": "PNHX", "country": "Atlantis", "seat": "AB", "officers": ["7"], "sead": "A"}
    with pytest.raises(Refused) as refused:
        make(path, raw)
    found = {p.field: p.code for p in refused.value.problems}
    assert found["post"] == found["seat"] == "PST001"
    assert found["country"].startswith("COD")
    assert (found["officers"], found["sead"]) == ("TXT003", "FLD002")
    assert not path.exists()


def test_no_first_officer_is_called_as_the_recovery_code(tmp_path):
    path = tmp_path / "post.vault"
    with pytest.raises(Refused) as refused:
        make(path, {**PROFILE, "officers": ["Rina Contoh", "Kode Pemulihan"]})
    assert [(p.code, p.field) for p in refused.value.problems] == [("VLT088", "officers")]
    assert not path.exists()


def test_a_vault_is_never_made_over_another(tmp_path):
    path = tmp_path / "post.vault"
    make(path)
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        make(path, {**PROFILE, "seat": "B"})
    assert [p.code for p in refused.value.problems] == ["VLT005"]
    assert path.read_bytes() == before


def test_a_place_where_nothing_can_be_made(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(NotWritten) as refused:
        make(tmp_path / "file" / "post.vault", PROFILE)
    assert [p.code for p in refused.value.problems] == ["VLT004"]


def test_the_day_is_the_one_at_the_post(tmp_path):
    """Half past five in the evening UTC is the next day in Phnom Penh."""
    path = tmp_path / "post.vault"
    make(path)
    assert office_at(path, NOW.replace(hour=16, minute=59)).today.isoformat() == "2026-10-01"
    assert office_at(path, NOW.replace(hour=17, minute=30)).today.isoformat() == "2026-10-02"
