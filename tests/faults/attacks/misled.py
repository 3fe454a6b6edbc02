"""Copies by which a colleague, or somebody who was one, takes away or changes what is here.

A merge says what it would change of what is here, and asks; an erasure is agreed to by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from attache.vault import header as headers
from attache.vault.frames import unseal
from attache.vault.generations import first_link
from attache.vault.history import LOG
from attache.vault.keys import Keyring
from attache.vault.vault import Vault
from tests.faults.attacks import attack
from tests.faults.attacks.doctored import change, lay_with_copy, line, merge, person, put, recorded
from tests.faults.child import Command, Ended, execute
from tests.faults.place import office

if TYPE_CHECKING:
    from pathlib import Path

    from attache.vault.database import VaultDB
    from tests.faults.place import Place

SAID = "Catatan di laptop ini"


def there(place: Place, path: Path, *words: str, passphrase: str = "passphrase") -> Ended:
    """A command on the other laptop, whose copy is at a path."""
    environ = {
        **place.environ,
        "ATTACHE_PASSPHRASE_FILE": str(place.folder / passphrase),
        "ATTACHE_VAULT": str(path),
        "ATTACHE_STATE": str(place.folder / "there"),
    }
    return execute(Command("there", words), environ)


def erased_there(place: Place) -> Path:
    """A copy in which P1 was erased."""
    path = lay_with_copy(place)
    ended = there(place, path, "vault", "erase", "PNH-A-P1", "--reason", "permintaan", "--yes")
    assert ended.code == 0, ended
    return path


def is_here(place: Place, ref: str = "P1") -> bool:
    """Whether a person is in the vault."""
    return execute(Command("show", ("person", "show", ref)), place.environ).code == 0


@attack("H1", "a copy that erases somebody, merged by a colleague")
def ask_before_erasing(place: Place) -> None:
    path = erased_there(place)
    before = place.vault.read_bytes()
    for words in ((), ("--yes",), ("--erase", "P2", "--yes")):
        ended = merge(place, path, *words)
        assert (ended.code, ended.problems) == (5, ["MRG027"]), ended
        assert [one["ref"] for one in ended.data["erased"]] == ["PNH-A-P1"]
    assert place.vault.read_bytes() == before
    assert is_here(place)


@attack("H1", "a dry run that says nothing of an erasure")
def say_whom_it_erases(place: Place) -> None:
    ended = merge(place, erased_there(place), "--dry-run")
    (one,) = ended.data["erased"]
    assert (ended.code, one["ref"], one["reason"]) == (0, "PNH-A-P1", "permintaan")
    assert {"PNH-A-V1"} <= {*one["along"]}, one
    assert is_here(place)


@attack("H1", "an erasure by an officer who was removed, on the copy that they still have")
def take_no_erasure_from_who_is_out(place: Place) -> None:
    place.lay(office())
    path, agus = place.desk / "b.vault", "Agus Contoh"
    here = (
        ("vault", "officers", "add", agus),
        ("vault", "copy", str(path), "--seat", "B", "--shared-folder"),
        ("vault", "officers", "remove", agus),
    )
    for words in here:
        assert execute(Command("here", words), place.environ).code == 0, words
    erase = ("vault", "erase", "PNH-A-P1", "--reason", "x", "--yes")
    assert there(place, path, *erase, passphrase="new-passphrase").code == 0
    before = place.vault.read_bytes()
    ended = merge(place, path, "--erase", "P1", "--yes")
    assert (ended.code, ended.problems) == (3, ["MRG032"]), ended
    told = merge(place, path, "--dry-run").data
    assert (told["signed_by"], told["erased"][0]["by"]) == ([agus], agus)
    assert place.vault.read_bytes() == before
    assert is_here(place)
    assert execute(Command("erase", erase), place.environ).code == 0
    assert merge(place, path, "--yes").code == 0


@attack("H2", "an erasure that was merged, and the old bytes still there")
def finish_an_erasure(place: Place) -> None:
    path = erased_there(place)
    note = {"about": "PNH-A-P1", "text": SAID}
    words = ("note", "record", "--from", "-")
    assert execute(Command("note", words, orjson.dumps(note)), place.environ).code == 0
    name = execute(Command("show", ("person", "show", "P1")), place.environ).data["name"]
    key = Vault(place.vault, place.access).opened().key
    assert SAID.encode() in plaintext(place.vault, key)
    ended = merge(place, path, "--erase", "P1", "--yes")
    assert ended.code == 0, ended
    assert not is_here(place)
    fresh = Vault(place.vault, place.access).opened().key
    assert fresh != key
    left = plaintext(place.vault, fresh)
    assert b"PNH-A-P2" in left
    assert SAID.encode() not in left
    assert name.encode() not in left


def plaintext(path: Path, key: bytes) -> bytes:
    """All that the frames of a vault say to whoever has a key."""
    content = path.read_bytes()
    head = headers.read(content)
    link, offset, said = first_link(head), head.start, b""
    while offset < len(content):
        frames = Keyring(key, head.header.salt).frames
        payload, link, offset = unseal(frames, link, memoryview(content), offset)
        said += bytes(payload)
    return said


@attack("H1", "a copy that withdraws, joins and changes a passport")
def ask_before_changing(place: Place) -> None:
    path = lay_with_copy(place)
    done: tuple[tuple[str, ...], ...] = (
        ("person", "edit", "PNH-A-P2", "--phone", "+628111111111"),
        ("consult", "withdraw", "PNH-A-C1", "--reason", "salah"),
    )
    for words in done:
        assert there(place, path, *words).code == 0, words
    before = place.vault.read_bytes()
    ended = merge(place, path)
    assert (ended.code, set(ended.problems)) == (5, {"MRG028", "MRG029"}), ended
    told: dict[str, Any] = ended.data
    assert told["withdrawn"] == ["PNH-A-C1"]
    assert told["protected"] == [{"ref": "PNH-A-P2", "fields": ["phone"]}]
    assert place.vault.read_bytes() == before
    dry = merge(place, path, "--dry-run")
    assert (dry.code, dry.data["withdrawn"]) == (0, told["withdrawn"])
    assert merge(place, path, "--yes").code == 0


@attack("H5", "lines that are signed by somebody who cannot open this vault")
def ask_who_signed(place: Place) -> None:
    path = lay_with_copy(place)

    def doctor(db: VaultDB) -> None:
        recorded(db, recorded_by="Orang Asing")
        table = db.of(LOG)
        told = table.documents()[str(table.id_of("PNH-B-L1"))]
        put(db, LOG, {**told, "by": "Orang Asing"})

    change(path, doctor)
    ended = merge(place, path)
    assert (ended.code, ended.problems, ended.data["signed_by"]) == (5, ["MRG030"], ["Orang Asing"])


@attack("H5", "lines in the name of this laptop that it never wrote")
def ask_about_own_lines(place: Place) -> None:
    path = lay_with_copy(place)
    *_others, giving = Vault(place.vault, place.access).view().log()
    number = int(giving.ref.rpartition("L")[2]) + 1

    def doctor(db: VaultDB) -> None:
        put(db, LOG, giving.document())
        note = ["view", "person", person(db)["id"], "PNH-A-P1", 1, {}]
        put(db, LOG, line(number, note, ref=f"PNH-A-L{number}", by="Rina Contoh"))

    change(path, doctor)
    ended = merge(place, path)
    assert (ended.code, ended.problems) == (5, ["MRG031"]), ended
    assert merge(place, path, "--yes").code == 0
    lines = [told.ref for told in Vault(place.vault, place.access).view().log()]
    assert len(lines) == len({*lines}), lines
