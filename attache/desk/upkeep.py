"""The upkeep of the data file: named checks over all of it, backups, and taking one back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attache import records
from attache.desk.decisions import DECISION, contradicting, left_of_erased
from attache.desk.imported_twice import rows_recorded_twice
from attache.desk.moving import naming_passed_over
from attache.desk.recording import standing
from attache.files import judge_place
from attache.language import N_
from attache.problems import NotWritten, Refused, VaultBusy, errors, problem
from attache.records.record import kept, mentioned, parse
from attache.rules import check as judged
from attache.vault.anchor import read_anchor
from attache.vault.backup import Backup, back_up
from attache.vault.examine import Check, inside, outside
from attache.vault.growth import compact_idle
from attache.vault.restoring import Restored, Wanted, restore

if TYPE_CHECKING:
    from attache.desk.office import Office
    from attache.vault import Vault, View

OF_ERASED = N_(
    "They are about what was erased, and go with attache vault erase and the ref that they name. "
    "Somebody among them was joined with a person who was erased: erase that one too, or, if it is "
    "somebody else, set the record right with attache person edit and withdraw the joining with "
    "attache person decision withdraw."
)
"""What is to be done with what the erased have left."""


def examine(office: Office, *, read_data: bool) -> list[Check]:
    """The checks of the file, and with `read_data` those of everything in it.

    Raises NoVault or VaultLocked.
    """
    found = [*outside(office.vault)]
    if not read_data or any(c.serious and not c.ok for c in found):
        return found
    found += inside(office.vault)
    if any(c.serious and not c.ok for c in found):
        return found
    return [*found, *_of_records(office), _of_those_who_went(office.view)]


def _of_records(office: Office) -> Iterator[Check]:
    """Every record against today's fields, rules and neighbours."""
    fields, rules, refs, erased = list[str](), list[str](), list[str](), list[str]()
    gone, same = office.view.erased(), set[str]()
    for kind in records.RECORD_TYPES:
        for k in standing(office.view, kind.name):
            parsed = parse(kind.model, kept(k.content), office.here)
            if parsed.problems and kind.noun:
                fields.append(k.ref)
            elif errors(judged(kind.name, parsed.draft, office.today)):
                rules.append(k.ref)
            for ref in {ref for _field, ref in mentioned(k.content)} if kind.noun else ():
                if ref in gone:
                    erased.append(k.ref)
                    same |= {ref} if kind.name == DECISION else set()
                elif not _leads_somewhere(office.view, ref):
                    refs.append(k.ref)
    erased += [yet for ref in sorted(same) for yet in left_of_erased(office.view, ref)]
    edit = N_("Open each with edit and correct what is told.")
    yield Check("fields", not fields, edit, about=tuple(fields))
    yield Check("rules", not rules, edit, about=tuple(rules))
    away = N_("They name what is withdrawn or not here; edit them, or merge the copy that has it.")
    yield Check("names", not refs, away, about=tuple(refs))
    yield Check("erased", not erased, OF_ERASED, about=tuple(dict.fromkeys(erased)))
    against = tuple(k.ref for k in contradicting(office.view))
    apart = N_(
        "They say of two people that they are different who are one by other decisions; see both "
        "with person show, and withdraw what is wrong with person decision withdraw."
    )
    yield Check("decisions", not against, apart, about=against)
    twice = rows_recorded_twice(office.view)
    join = N_(
        "Rows of a sheet are recorded twice. Take one of its imports back, attache exchange undo "
        "with its ref from attache exchange list; or join the people with person merge."
    )
    yield Check("imports", not twice, join, about=twice)


def _of_those_who_went(view: View) -> Check:
    """Whether anything names somebody who went into another person."""
    astray = tuple(k.ref for k in naming_passed_over(view))
    mend = N_("Say attache vault check --mend: it settles this as a merge does.")
    return Check("astray", not astray, mend, about=astray)


def _leads_somewhere(view: View, ref: str) -> bool:
    """Whether a ref names a record that stands, or one that leads to such a one."""
    named = view.find(ref)
    return named is not None and view.in_place_of(named) is not None


def backup(office: Office, destination: Path, *, replace: bool) -> Backup:
    """Copy the vault into a file, or under a dated name into a folder; raises Refused, NotWritten.

    The log notes it, so that what is erased later is known to be in there. Where it cannot (the
    vault's own disk is full or fails, which is when a backup is needed) that is told as a notice.
    """
    path = destination
    if destination.is_dir():
        path = _free_name(destination, f"{office.vault.path.stem}-{office.today.isoformat()}")
    judge_place(path, "dest", replace=replace)
    made = back_up(office.vault, path, replace=replace)
    try:
        with office.work() as work:
            work.note("backup", work.profile())
    except (NotWritten, VaultBusy):
        office.vault.notices.append(problem("VLT040"))
    compact_idle(office.vault)  # after what was asked for: a backup cannot wait for space
    return made


def _free_name(folder: Path, stem: str) -> Path:
    """A name for a backup that no other one has: a backup never takes another's place."""
    names = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(p for p in (folder / f"{name}.vault" for name in names) if not p.exists())


class Asked(NamedTuple):
    """Which backup is to be taken back, by which command, when.

    `anchor` is the line that was noted when it was made; `replace` says that it may take the place
    of the vault that is there, `another_key` that it may be under another data key, `another_file`
    that it may be another vault's, where the one that was here is gone.
    """

    source: Path
    command: str
    at: str
    anchor: str | None = None
    replace: bool = False
    another_key: bool = False
    another_file: bool = False


def take_back(vault: Vault, asked: Asked) -> Restored:
    """Restore a backup; raises Refused where there is a vault that is not to be replaced."""
    known = read_anchor(asked.anchor) if asked.anchor else None
    if asked.anchor and known is None:
        raise Refused(problem("VLT033", "anchor"))
    if vault.path.exists() and not asked.replace:
        raise Refused(problem("VLT032"))
    agreed = (asked.another_key, asked.another_file)
    done = restore(vault, Wanted(asked.source, asked.command, asked.at, known, *agreed))
    later = known is not None and done.anchor != known
    return done._replace(problems=(*done.problems, problem("VLT060"))) if later else done
