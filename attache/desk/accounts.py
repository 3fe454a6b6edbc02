"""What became of each row of a workbook that came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from attache import records
from attache.desk.ledger import counted
from attache.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attache.desk.gone import Gone
    from attache.desk.known import Match
    from attache.problems import Problem
    from attache.records import RecordType
    from attache.records.kept import Kept
    from attache.vault import View


class Account(NamedTuple):
    """What became of one row, and what is to be said about it.

    `fields` were changed; `conflicts` are the refs of those that it left behind, `like` are the
    people who may be meant. `person` is the account of somebody whom the row describes besides.
    """

    sheet: str
    row: int
    account: str
    ref: str | None = None
    fields: tuple[str, ...] = ()
    digest: str | None = None
    problems: tuple[Problem, ...] = ()
    conflicts: tuple[str, ...] = ()
    like: tuple[Match, ...] = ()
    person: Account | None = None

    def at(self, sheet: str, row: int, problems: tuple[Problem, ...]) -> Account:
        """The same of a row whose place is known; there are very many of them."""
        return Account(
            sheet,
            row,
            self.account,
            self.ref,
            self.fields,
            self.digest,
            problems,
            self.conflicts,
            self.like,
            self.person,
        )

    def document(self) -> dict[str, Any]:
        """The account as the ledger keeps it."""
        document: dict[str, Any] = {
            "sheet": self.sheet,
            "row": self.row,
            "account": self.account,
            "ref": self.ref,
            "fields": list(self.fields),
            "digest": self.digest,
        }
        if self.conflicts:
            document["conflicts"] = list(self.conflicts)
        if self.like:
            document["like"] = [match.person.ref for match in self.like]
        if self.person:
            told = self.person.document()
            document["person"] = {n: told[n] for n in ("account", "ref", "fields", "digest")}
        return document


class Taken(NamedTuple):
    """The outcome of an import or a check. `ledger` is None where nothing was stored."""

    accounts: tuple[Account, ...]
    problems: tuple[Problem, ...]
    ledger: Kept[Any] | None = None

    def counts(self) -> dict[str, int]:
        """How many rows came to which account."""
        return counted(a.account for a in self.accounts)

    def data(self) -> dict[str, Any]:
        """Counts and rows as JSON."""
        ledger = self.ledger
        rows = [*ledger.content.rows] if ledger else [a.document() for a in self.accounts]
        return {**self.counts(), "stored": self.ledger is not None, "rows": rows}


def outcome(account: str, ref: str | None = None, **more: Any) -> Account:
    """An account of a row whose place is not known yet."""
    return Account("", 0, account, ref, **more)


def refused(problems: tuple[Problem, ...]) -> Account:
    """The account of a row that cannot be taken in as it is."""
    return outcome("refused", problems=problems)


def as_before(kind: RecordType, ref: str, gone: Gone) -> Account:
    """The account of a row that says nothing new; told where its record stands no more.

    What was erased may be whom a row of another type is about.
    """
    if ref in gone.erased:
        same = records.is_ref_of(ref, kind.name)
        told = problem("ORG008", "ref") if same else problem("ORG009", ref=ref)
        return outcome("unchanged", problems=(told,))
    if ref in gone.taken_back or ref in gone.withdrawn:
        return outcome("unchanged", ref, problems=(problem("XLS026", "ref", ref=ref),))
    return outcome("unchanged", ref)


def unstored(view: View, accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Accounts of what was not stored: without the refs that new records would have had.

    Somebody else may get these refs; whoever relied on them would name a stranger.
    """
    return tuple(_unstored(view, a) for a in accounts)


def _unstored(view: View, account: Account) -> Account:
    if account.person:
        account = account._replace(person=_unstored(view, account.person))
    if not (account.account == "added" or account.conflicts or account.like):
        return account
    return account._replace(
        ref=None if account.account == "added" else account.ref,
        conflicts=(),
        like=tuple(match for match in account.like if view.find(match.person.id)),
    )
