"""Clocks that are years ahead, went back, or never ran."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

from attache.vault.history import LOG
from tests.faults import child, commands
from tests.faults.attacks import attack
from tests.faults.attacks.doctored import ID, change, lay_with_copy, line, merge, put, recorded
from tests.faults.attacks.misled import erased_there
from tests.faults.child import Command, execute
from tests.faults.clock import Clock
from tests.faults.place import Place, office
from tests.opening import NOW

if TYPE_CHECKING:
    from attache.vault.database import VaultDB
    from tests.faults.child import Ended

FAR = "2099-01-01T00:00:00+00:00"
ERASE = Command("erase", ("vault", "erase", "P1", "--reason", "uji", "--yes"))
RETENTION = Command("retention", ("vault", "retention", "--years", "5", "--yes"))


@attack("M9", "everybody's time is over, by a clock ten years ahead")
def erase_by_a_wrong_clock(place: Place) -> None:
    """Nobody is erased by it, whoever says yes."""
    place.lay(office())
    before = place.vault.read_bytes()
    ended = _at(place, NOW + timedelta(days=3653), RETENTION)
    assert (ended.code, place.vault.read_bytes() == before) == (3, True), ended


@attack("M9", "somebody erased by a clock that is years off, with one yes")
def erase_one_by_a_wrong_clock(place: Place) -> None:
    """The yes to the erasure is none to the clock."""
    place.lay(office())
    before = place.vault.read_bytes()
    for days in (4000, -400):
        ended = _at(place, NOW + timedelta(days=days), ERASE)
        assert (ended.code, ended.problems) == (3, ["CLK002"]), ended
    assert place.vault.read_bytes() == before


@attack("M9", "an erasure of another laptop, agreed to by a clock that is years off")
def agree_to_an_erasure_by_a_wrong_clock(place: Place) -> None:
    """Who agrees to it by name has not said that the clock is right."""
    path = erased_there(place)
    before = place.vault.read_bytes()
    words = (
        "vault",
        "merge",
        str(path),
        "--another-key",
        "--erase",
        "P1",
        "--clock-ahead",
        "--yes",
    )
    for days in (4000, -400):
        ended = _at(place, NOW + timedelta(days=days), Command("merge", words))
        assert (ended.code, ended.problems) == (3, ["CLK002"]), ended
    assert place.vault.read_bytes() == before
    assert merge(place, path, "--erase", "P1", "--yes").code == 0


@attack("M9", "a line of the log that is eighty years ahead, or of last month")
def record_by_a_wrong_clock(place: Place) -> None:
    """Somebody has to say that the clock is right."""
    place.lay(office())
    for days in (29_220, -30):
        ended = _at(place, NOW + timedelta(days=days), commands.insert("somebody"))
        assert ended.code == 5, ended


@attack("M9", "a copy of a laptop whose clock stood eighty years ahead")
def merge_what_is_dated_ahead(place: Place) -> None:
    """It comes in where somebody says that it is so, and not with a yes to everything."""
    path = lay_with_copy(place)

    def doctor(db: VaultDB) -> None:
        recorded(db, recorded_at=FAR)
        put(db, LOG, line(1, ["add", "person", ID.format(1), "PNH-B-P1", 1, {}], at=FAR))

    change(path, doctor)
    before = place.vault.read_bytes()
    for words in ((), ("--yes",)):
        ended = merge(place, path, *words)
        assert (ended.code, ended.problems) == (5, ["MRG019"]), ended
    assert place.vault.read_bytes() == before
    told = merge(place, path, "--dry-run").data
    assert [one["ref"] for one in told["ahead"]] == ["PNH-B-L1"], told
    assert merge(place, path, "--clock-ahead").code == 0
    assert merge(place, path).data["ahead"] == []
    assert execute(commands.insert("somebody"), place.environ).code == 0
    ended = execute(Command("undo", ("undo", "--dry-run")), place.environ)
    assert ended.data["line"].startswith("PNH-A-"), ended


@attack("M9", "a clock that says 1969")
def record_before_all_time(place: Place) -> None:
    """Ids hold the time, and there is none for it: a coded problem, and no traceback."""
    place.lay(office())
    for command in (commands.insert("somebody"), commands.INIT):
        ended = _at(place, datetime(1969, 7, 20, tzinfo=UTC), command)
        assert ended.code in (3, 14), ended
        assert "SYS" not in ended.out, ended


def _at(place: Place, now: datetime, command: Command) -> Ended:
    """A command by another clock; a script has the passphrase."""

    class Then(Clock):
        @classmethod
        def now(cls, tz=None):
            return now.astimezone(tz)

    with patch.object(child, "Clock", Then):
        return child.execute(command, place.environ)
