"""Keys of open sessions after their time, and clocks that are put back to use them."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from attache.vault import Access, Vault
from attache.vault.keys import Opened
from tests.faults import child, commands
from tests.faults.attacks import attack
from tests.faults.clock import Clock
from tests.faults.place import Place, office
from tests.opening import NOW


class _Earlier(Clock):
    """The same clock, put back for a night."""

    @classmethod
    def now(cls, tz=None):
        return super().now(tz) - timedelta(hours=23)


@attack("M11", "the key of a session that is over, of a vault that nobody asks for")
def find_an_old_key(place: Place) -> None:
    """Any command removes it: it would lie in memory until the machine is off."""
    place.lay(office())
    left = place.session(office()).with_name(f"{'1e' * 16}.session")
    left.write_bytes(place.session(office()).read_bytes().replace(b"until", b"untoward"))
    left.chmod(0o600)
    assert child.execute(commands.insert("somebody"), place.environ).code == 0
    assert not left.exists()


@attack("M9", "a session of fifteen minutes, and the clock put back for a night")
def put_the_clock_back(place: Place) -> None:
    """It knows when it began: before that it is not open."""
    place.lay(office())
    vault, image = Vault(place.vault, Access(place.environ, NOW)), office().image
    assert vault.access.keep(vault.header(), Opened(image.key, image.slot), 15 * 60)
    with patch.object(child, "Clock", _Earlier):
        locked = {n: v for n, v in place.environ.items() if "PASSPHRASE" not in n}
        assert child.execute(commands.insert("at night"), locked).code == 12
