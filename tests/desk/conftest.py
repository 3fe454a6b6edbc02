"""An office with three people, and a way to record more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from attache import records
from attache.desk import recording
from tests import opening
from tests.desk import offices

if TYPE_CHECKING:
    from attache.desk.office import Office


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """The file of a vault with people P1 to P3."""
    path = tmp_path / "post.vault"
    opening.lay(path, offices.peopled())
    return path


@pytest.fixture
def office(vault: Path) -> Callable[..., Office]:
    """The office as the next command sees it: what was stored before is there."""
    return lambda *args, **more: offices.office_at(vault, *args, **more)


@pytest.fixture
def record(office: Callable[..., Office]) -> Callable[..., Any]:
    """Record one and hand it back."""

    def one(kind: str, /, **raw: object) -> Any:
        return recording.record(office(), records.named(kind), [raw]).kept[0]

    return one
