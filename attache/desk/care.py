"""The care of the vault: opening and closing it, its officers and passphrases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.recording import listed
from attache.problems import AttacheError, Refused, VaultLocked, problem
from attache.records.record import kept, parse, with_values
from attache.vault import Vault, anchor, care, growth, location, recovery_code, weaknesses
from attache.vault.confirming import Strange, look
from attache.vault.sessions import duration

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.problems import Problem


Show = Callable[[], None]


class Status(NamedTuple):
    """What can be said of a vault; `officer` and `until` only where it is open.

    `grown` counts the transactions where they are so many that it should be compacted.
    """

    path: str
    open: bool
    officer: str | None
    until: float | None
    size: int
    grown: int
    generation: int
    anchor: str | None


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
        grown=growth.transactions(vault) if growth.is_grown(vault) else 0,
        generation=header.generation,
        anchor=str(seen) if (seen := anchor.seen(header.file, vault.access.environ)) else None,
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


def warnings(office: Office) -> list[Problem]:
    """What an officer who opens the vault should know of strangers and of their own passphrase."""
    found = []
    names = Counter(officer.name for officer in care.officers(office.vault))
    known = office.post.officers
    if strange := [name for name, count in names.items() if count > 1 or name not in known]:
        found.append(problem("VLT038", names=listed(strange)))
    line = care.set_by(office.view, office.vault.slot)
    if line and line.by != office.vault.officer:
        day = office.day_of(line.at).isoformat()
        found.append(problem("VLT039", day=day, officer=line.by))
    return found


def lock(vault: Vault) -> bool:
    """Close the vault; whether it was open. A file that has grown is compacted then: nobody waits.

    The session is over before that; the key of this process does it. So is that of the vault that
    was here, where another file was laid in its place.
    """
    grown = growth.is_grown(vault) and vault.held() is not None
    with suppress(AttacheError):  # a damaged one is closed too
        if grown:
            vault.opened()
    known = location.known(vault.location, vault.access.environ)
    files = {vault.header().file, *([known.file] if known else ())}
    closed = [vault.access.forget(file) for file in files]
    if grown:
        growth.compact_idle(vault)
    return any(closed)


def nothing_to_show() -> None:
    """What is shown of a passphrase that its officer has chosen."""


def whose_passphrase(office: Office, name: str | None) -> str:
    """Whose passphrase is meant: one's own if none is named.

    Raises Refused where the recovery code, which is no officer's, opened the vault.
    """
    if name:
        return name
    if care.by_recovery_code(office.vault):
        raise Refused(problem("VLT077", "officer"))
    return office.vault.officer


def change_passphrase(
    office: Office, passphrase: str, name: str | None, show: Show = nothing_to_show
) -> str:
    """Give an officer (oneself, if none is named) another passphrase; whose it is now.

    `show` shows it before it is stored, where it was made; what it raises ends the work.
    """
    whose = whose_passphrase(office, name)
    _judge(office, passphrase)
    with office.work() as work:
        care.change_passphrase(office.vault, work, whose, passphrase)
        show()
    return whose


def new_recovery_code(office: Office, show: Callable[[str], None]) -> str:
    """Replace the recovery code, which is shown once, before it is stored."""
    code = recovery_code()
    with office.work() as work:
        care.change_recovery_code(office.vault, work, code)
        show(code)
    return code


def renew_key(office: Office) -> None:
    """Give the vault another data key: who has an old file and what opens it is shut out."""
    with office.work() as work:
        work.renew_key(shuts_out=True)
        work.note("rekey", work.profile())


def look_at_strange(vault: Vault, line: str | None) -> Strange:
    """What a file says of itself that was changed elsewhere; raises Refused, VaultDamaged.

    `line` is the anchor as somebody says it who changed it or put it here.
    """
    known = anchor.read_anchor(line) if line else None
    if line and known is None:
        raise Refused(problem("VLT033", "anchor"))
    return look(vault, known)


def add_officer(office: Office, name: str, passphrase: str, show: Show = nothing_to_show) -> None:
    """Give an officer a passphrase, and the post's profile the name; raises Refused.

    `show` is as in `change_passphrase`.
    """
    _judge(office, passphrase, name)
    with office.work() as work:
        profile = work.profile()
        care.refuse_alike(name, profile.content.officers)
        names = tuple(dict.fromkeys((*profile.content.officers, name)))
        raw = {**kept(profile.content), "officers": [*names]}
        judged: Any = parse(records.named("post").model, raw, office.here)
        if judged.problems:
            raise Refused(*judged.problems)
        work.change(profile, judged.draft)
        care.add_officer(office.vault, work, judged.draft.officers[names.index(name)], passphrase)
        show()


def remove_officer(office: Office, name: str, show: Callable[[str], None]) -> str:
    """Take an officer's passphrase away, and the name from the profile unless it is the only one.

    It stays under what was signed with it. They may have seen the recovery code: a new one takes
    its place, which is shown once, before it is stored.
    """
    code = recovery_code()
    with office.work() as work:
        profile = work.profile()
        names = tuple(n for n in profile.content.officers if n != name)
        if names:
            work.change(profile, with_values(profile.content, {"officers": names}))
        care.remove_officer(office.vault, work, name, code)
        show(code)
    return code


def _judge(office: Office, passphrase: str, *names: str) -> None:
    """Raise Refused for a passphrase that is short, or guessed early by who knows the office."""
    post = office.post
    if found := weaknesses(passphrase, (*names, *post.officers, post.post)):
        raise Refused(*found)
