"""docs/lost-laptop.md: its commands are there, and its steps do what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "commands.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", REFERENCE, re.MULTILINE))
PAGES = [(DOCS / name).read_text(encoding="utf-8") for name in ("lost-laptop.md", "security.md")]
SHOWN = sorted(
    set(re.findall(r"(?:`|^ {4,})(attache [a-z][^`\n]*)", "\n".join(PAGES), re.MULTILINE))
)


def test_both_pages_show_commands():
    assert len(SHOWN) > 15


@pytest.mark.parametrize("shown", SHOWN)
def test_each_command_is_there_with_its_options(shown):
    command = max((name for name in SECTIONS if f"{shown} ".startswith(f"{name} ")), key=len)
    for option in re.findall(r"--[a-z-]+", shown):
        assert f"`{option}`" in SECTIONS[command], command


@pytest.fixture
def on_b(cli, tmp_path):
    """What makes `cli` work on another laptop, which has a copy of the vault."""
    copy = tmp_path / "b.vault"
    assert cli("vault", "copy", copy, "--seat", "B", "--shared-folder").code == 0
    return {"ATTACHE_VAULT": str(copy), "ATTACHE_STATE": str(tmp_path / "state-of-b")}


def test_a_lost_laptop_is_shut_out_and_nothing_of_the_backup_is_lost(cli, on_b, tmp_path):
    usb, new_usb, for_c = (tmp_path / name for name in ("usb.vault", "usb-2.vault", "c.vault"))
    cli.record("person", "add", "--new", name="Siti Contoh", sex="female")
    assert cli("vault", "backup", usb).code == 0
    cli.record("person", "add", "--new", name="Budi Contoh", sex="male")  # after it: lost
    lost = tmp_path / "lost.vault"
    lost.write_bytes(cli.vault.read_bytes())
    for words in (
        ("vault", "merge", usb, "--dry-run"),
        ("vault", "merge", usb),
        ("vault", "rekey"),
        ("vault", "passphrase", "--recovery-code"),
        ("vault", "backup", new_usb),
        ("vault", "copy", for_c, "--seat", "C", "--shared-folder"),
        ("vault", "check", "--read-data"),
    ):
        ran = cli.json(*words, **on_b)
        assert ran.code == 0, (words, ran)
    for place in (on_b, {**on_b, "ATTACHE_VAULT": str(for_c)}):
        listed = cli.json("person", "list", "--all", **place).data["items"]
        names = {person["name"] for person in listed}
        assert "Siti Contoh" in names
        assert "Budi Contoh" not in names
    back = cli.json("vault", "merge", lost, **on_b)
    assert (back.code, back.problems) == (5, [("MRG040", "file")])
    assert cli.json("vault", "merge", lost, "--another-key", **on_b).data["added"] == 1


def test_an_officer_who_left_opens_old_copies_only(cli, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.touch(mode=0o600)
    theirs.write_text("jalan raya sungai dingin malam besar", encoding="utf-8")
    new = {"ATTACHE_NEW_PASSPHRASE_FILE": str(theirs)}
    assert cli("vault", "officers", "add", "Agus Contoh", **new).code == 0
    old = tmp_path / "old.vault"
    assert cli("vault", "backup", old).code == 0
    assert cli("vault", "officers", "remove", "Agus Contoh").code == 0
    as_them = {
        "ATTACHE_PASSPHRASE_FILE": str(theirs),
        "ATTACHE_STATE": str(tmp_path / "theirs-too"),
    }
    assert cli("person", "list", **as_them).code == 12
    assert cli("person", "list", **{**as_them, "ATTACHE_VAULT": str(old)}).code == 0
