"""Files that were made or changed by somebody without a passphrase."""

from __future__ import annotations

from tests.faults import commands
from tests.faults.attacks import attack
from tests.faults.child import execute
from tests.faults.place import Place, office


@attack("R6", "the file as it was yesterday")
def put_yesterdays_file(place: Place) -> None:
    """Whoever can write the file lays an earlier state of it down: the anchor tells."""
    place.lay(office())
    yesterday = place.vault.read_bytes()
    assert execute(commands.insert("today"), place.environ).code == 0
    place.put(yesterday)
    ended = execute(commands.insert("upon yesterday"), place.environ)
    assert ended.code == 13, ended
    assert place.vault.read_bytes() == yesterday
