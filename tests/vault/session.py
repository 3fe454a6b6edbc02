"""An open session of an invented officer, and the environments it is opened in."""

from __future__ import annotations

import orjson

from attache.vault.sessions import Session

NOW = 1_790_000_000.0
FILE = "0f" * 16
KEY = bytes(range(32))
SESSION = Session(file=FILE, key=KEY, slot="a1" * 8, since=NOW, until=NOW + 900)
DESKTOP = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
SSH: dict[str, str] = {}


def altered(**values: object) -> bytes:
    """The session as it is kept, with something else in it."""
    return orjson.dumps({**orjson.loads(SESSION.text()), **values})
