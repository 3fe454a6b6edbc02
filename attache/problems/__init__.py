"""What can be wrong: coded problems, and the exceptions that carry them to the one exit.

A problem is language-free data. Its wording stands in `catalogue.py` and is put into the
officer's language only where it is shown. A message never repeats the value of a field.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from attache.problems.catalogue import CATALOGUE

Level = Literal["error", "warning"]
Translate = Callable[[str], str]


class Word(str):
    """A word of the command line among a problem's args: the same in every language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong, with its place.

    `row` is the row number as the spreadsheet program shows it, `column` its column letter.
    `args` fill the catalogue's wording; texts among them that are catalogue messages
    themselves, also several in a tuple, are translated with it, words of the command line (`Word`)
    are not.
    """

    code: str
    field: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    args: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def level(self) -> Level:
        """Whether it forbids storing."""
        return CATALOGUE[self.code].level

    def at(self, **place: Any) -> Problem:
        """The same problem, with more of its place known."""
        return dataclasses.replace(self, **place)

    def message(self, translate: Translate) -> str:
        """What is wrong, in the officer's language."""
        return self._worded(CATALOGUE[self.code].message_for(self.args), translate)

    def fix(self, translate: Translate) -> str:
        """What to do about it, in the officer's language."""
        return self._worded(CATALOGUE[self.code].fix, translate)

    def _worded(self, wording: str, translate: Translate) -> str:
        args = {key: _put(value, translate) for key, value in self.args.items()}
        return translate(wording).format(**args)


def _put(value: object, translate: Translate) -> object:
    """What fills a wording: of several texts each is put into the officer's language."""
    if isinstance(value, tuple):
        return ", ".join(str(_put(one, translate)) for one in value)
    return (
        translate(value) if isinstance(value, str) and value and type(value) is not Word else value
    )


def problem(code: str, field: str | None = None, **args: object) -> Problem:
    """A problem of the catalogue; raises KeyError for a code that is not in it."""
    CATALOGUE[code]
    return Problem(code=code, field=field, args=args)


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that forbid storing."""
    return [p for p in problems if p.level == "error"]


class AttacheError(Exception):
    """Ends a command with its exit code (design/cli.md) and its problems.

    What the unit of work would have stored in which it is raised is not stored.
    """

    exit_code: ClassVar[int] = 1
    status: ClassVar[str] = "error"

    def __init__(self, *problems: Problem, data: Mapping[str, object] | None = None) -> None:
        super().__init__(", ".join(p.code for p in problems))
        self.problems = problems
        self.data = dict(data or {})


class Fault(AttacheError):
    """attache itself is at fault."""


class Usage(AttacheError):
    """The words typed are no command."""

    exit_code = 2


class Refused(AttacheError):
    """Input is refused."""

    exit_code = 3
    status = "refused"


class NoSuchRecord(AttacheError):
    """A record that was named is not there."""

    exit_code = 4


class DecisionNeeded(AttacheError):
    """A person has to decide first."""

    exit_code = 5
    status = "refused"


class NoVault(AttacheError):
    """There is no vault at the path."""

    exit_code = 10


class VaultBusy(AttacheError):
    """Another process kept the vault for the whole waiting time."""

    exit_code = 11


class VaultLocked(AttacheError):
    """Wrong passphrase, or none given."""

    exit_code = 12


class VaultDamaged(AttacheError):
    """The vault is damaged, altered, or older than last seen."""

    exit_code = 13


class NotWritten(AttacheError):
    """The disk is full, or there is no permission to write."""

    exit_code = 14
