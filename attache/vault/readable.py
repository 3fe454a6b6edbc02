"""What of a vault's contents attache cannot have written, in tables on which all else relies.

Whoever has the key can put anything into the vault; what is no document, or no line of the log,
would end every command that looks at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attache import records
from attache.problems import Refused, VaultDamaged, problem
from attache.records.kept import from_document
from attache.vault.copies.forms import document_of
from attache.vault.copies.own_tables import is_counter, is_whole
from attache.vault.history import LETTER, LOG, Line
from attache.vault.payload import Group, read
from attache.vault.views import COUNTERS, PROFILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from attache.vault.database import VaultDB
    from attache.vault.journal import Journal
    from attache.vault.tables import Table


def groups_of(payload: memoryview) -> list[Group] | None:
    """The changes that a payload holds; None where it is not of the form that attache writes."""
    try:
        groups = read(payload)
        for group in groups:
            group.judge()
    except (VaultDamaged, ValueError):
        return None
    return groups


def judge_tables(found: Journal, code: str, *, finding: bool = False) -> None:
    """Raise Refused where a file that opens does not hold tables as attache writes them.

    `code` is that of a copy, or of a backup; for `finding` see `altered`.
    """
    for name in altered(found.tables, finding=finding):
        raise Refused(problem(code, name, ref=name))


def altered(tables: Mapping[str, Table], *, finding: bool = False) -> Iterator[str]:
    """The names of tables that are not as attache writes them.

    What a copy brings is written anew here, with refs and signs of its own. Of a file that is taken
    as it stands those are judged too (`finding`), which reads all of it.
    """
    for name, table in tables.items():
        try:
            table.judge(finding=finding)
        except ValueError:
            yield name


def unreadable(db: VaultDB, tables: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Table and id of each document that is none, and of lines, counters and profiles that are not.

    Other records that are none any more are told by `vault check`, and do no harm.
    """
    for table in tables:
        for id_ in db.of(table).documents():
            document = document_of(db, table, id_)
            if not isinstance(document, dict) or not _of_form(table, id_, document):
                yield table, id_


def _of_form(table: str, id_: str, document: dict[str, Any]) -> bool:
    if table == COUNTERS:
        return is_counter(id_, document)
    if table == PROFILE:
        return _is_profile(document)
    return table != LOG or _is_line(document)


def _is_profile(document: dict[str, Any]) -> bool:
    try:
        from_document(PROFILE, records.named(PROFILE).model, document)
    except (TypeError, ValueError, ArithmeticError):
        return False
    return True


def _is_line(document: dict[str, Any]) -> bool:
    """Whether a document is a line of the log, with texts where those stand."""
    try:
        line = Line.of(document)
        texts = [line.id, line.ref, line.at, line.by, line.command]
        texts += [text for change in line.changes for text in change[:4]]
    except (KeyError, ValueError, TypeError, AttributeError):
        return False
    return all(isinstance(text, str) for text in texts) and is_whole(line.ref, LETTER)
