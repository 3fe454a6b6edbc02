"""The file format is what docs/vault-format.md says: a reader made from that reads vaults too."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from attache import records
from attache.records.kept import lean
from tests import opening
from tests.samples import TODAY
from tests.vault import officers, reader
from tests.vault.conftest import AT, reopened
from tests.vault.journals import putting

BUDIS = "Kata Sandi Ñandú"
OWN_TABLES = {"counters", "migrations"}


@pytest.fixture
def filled(vault, siti, budi, made):
    """A vault of some transactions: records added, changed and withdrawn, and another officer."""
    with vault.work("person add", AT) as work:
        work.add("person", siti)
    with vault.work("person add", AT) as work:
        person = work.add("person", budi)
        work.add("note", made("note", about="P1", on=TODAY, text="Catatan ñ 口 " + "x" * 400))
    with vault.work("person edit", AT) as work:
        work.change(person, siti)
    with vault.work("note withdraw", AT) as work:
        work.withdraw(work.get("N1"), "salah orang")
    officers.add_officer(vault, "Budi Contoh", BUDIS)
    return vault


def documents(vault):
    """Every record of the vault by table and id, as its view shows them."""
    view = reopened(vault).view()
    found = {
        kind.name: {kept.id: lean(kept.document()) for kept in view.every(kind.name)}
        for kind in records.RECORD_TYPES
    }
    found["log"] = {line.id: line.document() for line in view.log()}
    return {table: kept for table, kept in found.items() if kept}


def compare(vault, secret, officer):
    """Both readings; what the vault keeps for itself alone is not compared."""
    name, tables = reader.read(vault.path.read_bytes(), secret)
    assert name == officer
    seen = documents(vault)
    assert {table: tables[table] for table in seen} == seen
    assert [[*tables[table]] for table in seen] == [[*kept] for kept in seen.values()]
    assert {table for table, kept in tables.items() if kept} == {*seen, *OWN_TABLES}


def test_another_reader_sees_the_same(filled):
    compare(filled, opening.PASSPHRASE, "Rina Contoh")
    compare(filled, f" {BUDIS} ", "Budi Contoh")


def test_and_by_the_recovery_code(filled):
    code = officers.new_recovery_code(filled)
    compare(filled, code, "recovery code")
    compare(
        filled, code.lower().replace("-", " ").replace("0", "o").replace("1", "l"), "recovery code"
    )


def test_and_after_all_keys_were_changed(filled, siti):
    officers.remove_officer(filled, "Budi Contoh")
    compare(filled, opening.PASSPHRASE, "Rina Contoh")
    with filled.work("person add", AT) as work:
        work.add("person", siti)
    officers.change_passphrase(filled, "Rina Contoh", BUDIS)
    compare(filled, BUDIS, "Rina Contoh")
    with pytest.raises(ValueError, match="secret"):
        reader.read(filled.path.read_bytes(), opening.PASSPHRASE)


def test_what_is_deleted_is_gone_for_it_too(filled):
    with filled.writing() as opened:
        id_ = next(iter(opened.tables["note"]))
        opened.commit({"note": putting(id_)["person"]})
        filled.acknowledge()
    compare(filled, opening.PASSPHRASE, "Rina Contoh")
    assert reader.read(filled.path.read_bytes(), opening.PASSPHRASE)[1]["note"] == {}


@pytest.mark.parametrize("place", [20, 300])
def test_one_bad_byte_of_the_header_keeps_it_from_nothing(filled, place):
    content, size = bytearray(filled.path.read_bytes()), filled.opened().start // 2
    for bad in (place, size + place):
        content[bad] ^= 0x01
        filled.path.write_bytes(content)
        compare(filled, opening.PASSPHRASE, "Rina Contoh")
        content[bad] ^= 0x01


@pytest.mark.parametrize("place", [20, 300, -100])
def test_it_refuses_what_was_altered(filled, place):
    content, size = bytearray(filled.path.read_bytes()), filled.opened().start // 2
    for bad in (place, size + place) if place > 0 else (place,):
        content[bad] ^= 0x01
    with pytest.raises((ValueError, InvalidTag, AssertionError, KeyError)):
        reader.read(bytes(content), opening.PASSPHRASE)


def test_it_is_a_reader_of_its_own():
    source = Path(reader.__file__).read_text(encoding="utf-8")
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name) or ""
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    rooms = {name.partition(".")[0] for name in imported}
    assert rooms - {"cryptography"} <= sys.stdlib_module_names


def test_every_purpose_of_a_key_is_written_down():
    text = (Path(__file__).parents[2] / "docs" / "vault-format.md").read_text(encoding="utf-8")
    for purpose in ("slot", "header", "signing", "frames", "labels", "fingerprint"):
        assert f"`attache {purpose}`" in text
