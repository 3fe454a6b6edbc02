"""The care of the vault: opening and closing it, its officers and passphrases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.problems import Refused, VaultLocked, problem
from attache.records.record import kept, parse
from attache.vault import Vault, care, strong_enough
from attache.vault.sessions import duration

if TYPE_CHECKING:
    from attache.desk.office import Office


class Status(NamedTuple):
    """What can be said of a vault; `officer` and `until` only where it is open."""

    path: str
    open: bool
    officer: str | None
    until: float | None
    size: int
    generation: int


def status(vault: Vault) -> Status:
    """How things stand, without asking for a passphrase."""
    header = vault.header()
    held = vault.held()
    return Status(
        path=str(vault.path),
        open=held is not None,
        officer=held.officer if held else None,
        until=held.until if held else None,
        size=vault.path.stat().st_size,
        generation=header.generation,
    )


def unlock(vault: Vault, length: str) -> str:
    """Leave the vault open for a time ("15m"); who opened it. Raises Refused or VaultLocked."""
    try:
        seconds = duration(length)
    except ValueError:
        raise Refused(problem("VLT023", "for")) from None
    vault.open_anew()
    officer = vault.officer
    if not vault.stay_open(seconds):
        raise VaultLocked(problem("VLT028"))
    return officer


def lock(vault: Vault) -> bool:
    """Close the vault; whether it was open."""
    return vault.access.forget(vault.header().file)


def change_passphrase(office: Office, passphrase: str, name: str | None) -> str:
    """Give an officer (oneself, if none is named) another passphrase; whose it is now."""
    _judge(passphrase)
    whose = name or office.vault.officer
    care.change_passphrase(office.vault, whose, passphrase)
    _log(office, "passphrase")
    return whose


def new_recovery_code(office: Office) -> str:
    """Replace the recovery code, which is shown once."""
    code = care.new_recovery_code(office.vault)
    _log(office, "recovery-code")
    return code


def add_officer(office: Office, name: str, passphrase: str) -> None:
    """Give an officer a passphrase, and the post's profile the name; raises Refused."""
    _judge(passphrase)
    with office.vault.lock:
        profile = office.vault.view().profile()
        names = tuple(dict.fromkeys((*profile.content.officers, name)))
        raw = {**kept(profile.content), "officers": [*names]}
        judged: Any = parse(records.named("post").model, raw, office.here)
        if judged.problems:
            raise Refused(*judged.problems)
        care.add_officer(office.vault, judged.draft.officers[names.index(name)], passphrase)
        with office.work() as work:
            work.change(work.profile(), judged.draft)
            work.note("officer-added", work.profile())


def remove_officer(office: Office, name: str) -> None:
    """Take an officer's passphrase away; the name stays under what was signed with it."""
    care.remove_officer(office.vault, name)
    _log(office, "officer-removed")


def _judge(passphrase: str) -> None:
    if not strong_enough(passphrase):
        raise Refused(problem("VLT019", "passphrase"))


def _log(office: Office, action: str) -> None:
    with office.work() as work:
        work.note(action, work.profile())
