"""A vault of an invented office, with invented people in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from attache.vault import Vault, create_vault

AT = "2026-01-31T01:02:03Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "post.vault"


@pytest.fixture
def vault(path: Path, post: Any) -> Vault:
    return create_vault(path, post, "init", AT)


@pytest.fixture
def siti(made: Any) -> Any:
    return made("person", name="Siti Contoh", sex="female", aliases=["Alias Satu"])


@pytest.fixture
def budi(made: Any) -> Any:
    return made("person", name="Budi Misal", sex="male")
