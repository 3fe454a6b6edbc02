"""What is done about officers, each as a unit of work of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attache.vault import care, recovery_code
from tests.vault.conftest import AT

if TYPE_CHECKING:
    from attache.vault import Vault


def add_officer(vault: Vault, name: str, passphrase: str) -> None:
    with vault.work("vault officers add", AT) as work:
        care.add_officer(vault, work, name, passphrase)


def remove_officer(vault: Vault, name: str) -> str:
    code = recovery_code()
    with vault.work("vault officers remove", AT) as work:
        care.remove_officer(vault, work, name, code)
    return code


def change_passphrase(vault: Vault, name: str, passphrase: str) -> None:
    with vault.work("vault passphrase", AT) as work:
        care.change_passphrase(vault, work, name, passphrase)


def new_recovery_code(vault: Vault) -> str:
    code = recovery_code()
    with vault.work("vault passphrase", AT) as work:
        care.change_recovery_code(vault, work, code)
    return code


def rekey(vault: Vault) -> None:
    with vault.work("vault rekey", AT) as work:
        work.renew_key(shuts_out=True)
