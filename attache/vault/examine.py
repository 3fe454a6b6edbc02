"""`vault check`: named checks over the whole vault, each with what it found.

The first ones need no key; with `read_data` every frame is decrypted and every document parsed.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache.language import N_
from attache.problems import AttacheError, VaultDamaged
from attache.problems.catalogue import CATALOGUE
from attache.records import RECORD_TYPES
from attache.vault import anchor, location, system
from attache.vault import header as headers
from attache.vault.backup import broken_frames
from attache.vault.copies.both import Both
from attache.vault.copies.gaps import lacking
from attache.vault.copies.replaying import belied_by_the_log
from attache.vault.copies.sides import Side
from attache.vault.copies.unsettled import unsettled
from attache.vault.database import JournalStorage, VaultDB
from attache.vault.journal import read_file
from attache.vault.numbers import behind
from attache.vault.reached import reaches
from attache.vault.readable import altered
from attache.vault.shared import shared_folder

if TYPE_CHECKING:
    from attache.vault.header import Written
    from attache.vault.journal import Journal
    from attache.vault.vault import Vault
    from attache.vault.views import View


class Check(NamedTuple):
    """One check: its name, whether it holds, what was found, and what to do about that.

    `serious` ones mean that the vault cannot be trusted; `about` are refs or other places.
    """

    name: str
    ok: bool
    hint: str = ""
    serious: bool = False
    about: tuple[str, ...] = ()


_RESTORE = N_(
    "Keep the file as it is, and restore a backup with attache vault restore, or save what is left "
    "with attache vault salvage."
)


_DAMAGED = ("VLT003", "VLT008")
"""The problems of a header of which nothing is left; others are of another version, or no file."""


def outside(vault: Vault) -> Iterator[Check]:
    """What can be seen without a key: the place, the header, each frame's checksum."""
    path = vault.path
    mode = N_("Make it yours alone: chmod 600.")
    yield Check("permissions", _private(path), mode, about=(path.name,))
    yield Check("folder", _private_folder(path.parent), N_("Make it yours alone: chmod 700."))
    kind = shared_folder(path)
    yield Check("place", kind is None, N_("Move it to a folder on this machine's own disk."))
    left = tuple(p.name for p in system.leftovers(path))
    yield Check("leftovers", not left, N_("The next command that writes removes them."), about=left)
    try:
        content = read_file(path)
        written, number = headers.read(content), broken_frames(content)
    except AttacheError as refused:
        code = refused.problems[0].code
        hint = _RESTORE if code in _DAMAGED else CATALOGUE[code].fix
        yield Check("header", ok=False, hint=hint, serious=True, about=(code,))
        return
    mended = N_("One of its two copies is damaged; the next command that writes mends it.")
    yield Check("header", written.whole, mended)
    yield Check("costs", not written.header.weak, _RESTORE, serious=True)
    frames = tuple([str(number)] if number else [])
    yield Check("frames", number is None, _RESTORE, serious=True, about=frames)
    yield _known(vault, written, b"" if number else content)


def _known(vault: Vault, written: Written, content: bytes) -> Check:
    """Whether the file is one that this machine knows, as far as that shows without a key.

    `content` is empty where its frames are damaged, which is told already.
    """
    environ = vault.access.environ
    noted = anchor.noted(written.header.file, environ)
    known = location.known(vault.location, environ)
    if known and known.file != written.header.file:
        another = N_("Another vault was here: say attache vault confirm, or restore a backup.")
        return Check("anchor", ok=False, hint=another, serious=True)
    if noted is None:
        return Check(
            "anchor",
            ok=False,
            hint=N_("Nothing is known of it here yet; it is noted with the next change."),
        )
    changed = N_("Its keys were not changed here: say attache vault confirm, or restore a backup.")
    if written.digest.hex() not in noted.headers:
        return Check("anchor", ok=False, hint=changed, serious=True)
    older = N_("It has not all that was stored here: find the newer file, or restore a backup.")
    whole = not content or reaches(content, written, noted.anchor)
    return Check("anchor", whole, older, serious=True)


def inside(vault: Vault) -> Iterator[Check]:
    """Every frame and every document; raises VaultLocked."""
    try:
        opened = vault.opened()
        bad = tuple(altered(opened.tables))
        view = vault.view()
        if not bad:
            view.profile()
    except VaultDamaged as damage:
        codes = tuple(p.code for p in damage.problems)
        yield Check("chain", ok=False, hint=_RESTORE, serious=True, about=codes)
        return
    yield Check("chain", ok=True)
    torn = N_("The next command that writes cuts off its remains.")
    yield Check("torn", not opened.torn, torn)
    bad = bad or tuple(_unreadable(view))
    yield Check("documents", not bad, _RESTORE, serious=True, about=bad)
    if bad:
        return
    misled = tuple(altered(opened.tables, finding=True))
    yield Check("finding", not misled, _RESTORE, serious=True, about=misled)
    yield from _numbers(opened, view)
    yield from _settled(opened)


def _numbers(opened: Journal, view: View) -> Iterator[Check]:
    """What gives refs twice, or would; and a log that is not whole."""
    counts = Counter(d["ref"] for kind in RECORD_TYPES for d in view.documents(kind.name))
    twice = tuple(ref for ref, count in counts.items() if count > 1)
    copied = N_("Withdraw what is wrong by its id, and record it anew: refs are given once.")
    yield Check("refs", not twice, copied, about=twice)
    db = VaultDB(JournalStorage(opened))
    gone = lacking(db)
    yield Check("lines", not gone, _RESTORE, serious=True, about=gone)
    late = tuple(behind(db))
    again = N_(
        "Numbers would be given again: say attache vault restore with this file itself, or with a "
        "backup, which counts on."
    )
    yield Check("counters", not late, again, serious=True, about=late)


def _settled(opened: Journal) -> Iterator[Check]:
    """What a merge of copies should have settled."""
    side = Side(VaultDB(JournalStorage(opened)))
    both = Both(side, side)
    found = unsettled(both)
    mend = N_("Say attache vault check --mend: it settles this as a merge does.")
    yield Check("rings", not found.rings, mend, about=found.rings)
    yield Check("standing", not found.standing, mend, about=found.standing)
    yield Check("differing", not found.differing, mend, about=found.differing)
    yield Check("late", not found.late, mend, about=found.late)
    yield Check("strays", not found.strays, mend, about=found.strays)
    belied = tuple(belied_by_the_log(both))
    look = N_("They say what no line of the log says; look at each with show --history.")
    yield Check("log", not belied, look, about=belied)


def _unreadable(view: View) -> Iterator[str]:
    """The ids of documents that are no records any more, and of lines of the log."""
    for kind in RECORD_TYPES:
        yield from view.unreadable(kind.name)
    try:
        for _line in view.log():
            pass
    except VaultDamaged:
        yield "log"


def _private(path: Path) -> bool:
    try:
        return system.is_private(path)
    except OSError:
        return False


def _private_folder(folder: Path) -> bool:
    return os.name == "nt" or not folder.stat().st_mode & 0o022
