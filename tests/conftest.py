"""What all rooms test with: a fixed day, invented records, and the same examples every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from attache import records
from attache.records.record import parse
from tests import opening
from tests.samples import HERE, TODAY

settings.register_profile(
    "attache",
    deadline=None,  # a busy machine is no bug
    derandomize=True,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("attache")


@pytest.fixture(autouse=True, scope="session")
def _light_keys() -> Iterator[None]:
    """Nobody attacks the vaults of tests; what real costs are has tests of its own."""
    with opening.lightly():
        yield


@pytest.fixture
def today() -> date:
    """The day on which all tests take place."""
    return TODAY


@pytest.fixture
def made() -> Callable[..., Any]:
    """A record of a type, read from raw values that must be free of problems."""

    def make(kind: str, /, **raw: object) -> Any:
        parsed = parse(records.named(kind).model, raw, HERE)
        assert not parsed.problems
        return parsed.draft

    return make


@pytest.fixture
def post(made: Callable[..., Any]) -> Any:
    """The profile of an invented office."""
    return made(
        "post",
        post="PNH",
        country="KHM",
        officers=["Rina Contoh", "Budi Contoh"],
        time_zone="Asia/Phnom_Penh",
    )
