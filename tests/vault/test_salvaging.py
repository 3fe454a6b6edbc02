"""What is written of a damaged file, where somebody with the key has put something in before."""

from __future__ import annotations

import pytest

from attache.problems import Refused
from attache.vault import Vault
from attache.vault.confirming import look
from attache.vault.copies import gaps
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import Journal
from attache.vault.salvaging import LEAST_LINE, SPARE, Wanted, salvage
from attache.vault.views import ASIDE
from tests import opening
from tests.vault.conftest import AT, reopened

ID = "01999999-0000-7000-8000-000000000009"


def put(vault, table, id_, document):
    """Store a document as whoever has the key can."""
    with vault.writing() as opened:
        storage = JournalStorage(opened)
        VaultDB(storage).of(table).put({id_: document})
        storage.commit()
        vault.acknowledge()


def a_line(number):
    """A line of the log that attache could have written."""
    return {
        "id": ID,
        "ref": f"PNH-A-L{number}",
        "at": AT,
        "by": "Rina Contoh",
        "command": "contoh",
        "undoes": None,
        "changes": [],
    }


def salvaged(vault):
    """What was told, and the tables of the file that was written."""
    out = vault.path.with_name("out.vault")
    told = salvage(reopened(vault), Wanted(out, "vault salvage", AT))
    return told, VaultDB(JournalStorage(Journal(out, vault.opened().key)))


@pytest.mark.parametrize("number", [SPARE + 10**6, 999_999_999])
def test_a_line_of_a_number_that_cannot_be_is_left_out(vault, monkeypatch, number):
    """It would take the number of lines that it says are lost to tell them."""
    counted = list[int]()

    def bounded(*ends):
        counted.append(ends[-1])
        assert ends[-1] < SPARE + 10**6
        return range(*ends)

    monkeypatch.setattr(gaps, "range", bounded, raising=False)
    put(vault, "log", ID, a_line(number))
    told, found = salvaged(vault)
    assert told.left_out == (f"log {ID}",)
    assert counted
    assert not found.of(ASIDE).documents()
    assert not found.of("log").id_of(f"PNH-A-L{number}")


def test_lines_that_can_have_been_there_are_told_as_lost(vault):
    put(vault, "log", ID, a_line(40))
    told, found = salvaged(vault)
    assert told.left_out == ()
    last = SPARE + vault.path.stat().st_size // LEAST_LINE
    assert len(found.of(ASIDE).documents()) == 38 < last


@pytest.mark.parametrize(
    "counter",
    [{"last": -1}, {"last": 1 << 60}, {"last": 1, "at": "soon"}, {"last": 1, "more": 2}],
)
def test_a_counter_that_no_command_could_go_on_from_is_told(vault, counter):
    put(vault, "counters", "log", counter)
    with pytest.raises(Refused) as raised:
        look(Vault(vault.path, opening.access(vault.path)))
    assert [p.code for p in raised.value.problems] == ["VLT090"]
    told, _found = salvaged(vault)
    assert told.left_out == ("counters log",)


@pytest.mark.parametrize("ref", ["pnh-a-l2", " PNH-A-L2", "PNH-A-P2", "L2"])
def test_a_line_that_is_named_in_another_way_is_told(vault, ref):
    put(vault, "log", ID, {**a_line(2), "ref": ref})
    with pytest.raises(Refused):
        look(Vault(vault.path, opening.access(vault.path)))
    assert salvaged(vault)[0].left_out == (f"log {ID}",)
