"""A vault of an invented office, with invented people in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from attache.vault import Birth, Secrets, Vault, create_vault, open_vault, recovery_code
from tests import opening

AT = "2026-01-31T01:02:03Z"


def created(path: Path, post: Any) -> Vault:
    """A new vault that is left open."""
    secrets = Secrets(opening.PASSPHRASE, recovery_code())
    birth = Birth("init", AT, anywhere=True)
    vault = create_vault(path, post, birth, secrets, opening.access(path))
    vault.stay_open(opening.HOUR)
    return vault


def reopened(vault: Vault) -> Vault:
    """The same vault as another process finds it."""
    return open_vault(vault.path, opening.access(vault.path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "post.vault"


@pytest.fixture
def vault(path: Path, post: Any) -> Vault:
    return created(path, post)


@pytest.fixture
def siti(made: Any) -> Any:
    return made("person", name="Siti Contoh", sex="female", aliases=["Alias Satu"])


@pytest.fixture
def budi(made: Any) -> Any:
    return made("person", name="Budi Misal", sex="male")
