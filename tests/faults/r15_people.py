"""R15: the vault against people: who writes the file, who was an officer, who doctors a copy."""

from __future__ import annotations

import pkgutil
import traceback
from functools import cache
from importlib import import_module
from unittest.mock import patch

from attache.vault import keys
from tests.faults import attacks
from tests.faults.outcome import Outcome
from tests.faults.place import a_place


def run(*, quick: bool = False) -> Outcome:
    """Every attack; all are quick."""
    del quick
    for module in pkgutil.iter_modules(attacks.__path__):
        import_module(f"{attacks.__name__}.{module.name}")
    outcome = Outcome("R15", "attacks by people", reach="0 succeed")
    stretched = cache(keys.stretched)  # many attacks type one passphrase many times
    for one in attacks.ATTACKS:
        outcome.count("attacks")
        with a_place() as place, patch.object(keys, "stretched", stretched):
            try:
                one.run(place)
            except Exception:  # noqa: BLE001 - whatever it raises, the attack was not withstood
                told = traceback.format_exc(limit=-2)
                outcome.miss("succeed", f"{one.name} {one.title}: {told}")
    outcome.found.setdefault("succeed", 0)
    return outcome
