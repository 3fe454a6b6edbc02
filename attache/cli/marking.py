"""The marked copy of a workbook: where it goes, and what is told where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attache.cli.asking import confirmed
from attache.cli.result import Result
from attache.cli.safe import line
from attache.cli.session import session
from attache.language import _
from attache.problems import NotWritten, Refused, problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from attache.exchange.incoming import Incoming
    from attache.problems import Problem

_ENDING = ".xlsx"  # with another one Excel refuses what is in the file


def place_for(marked: str, source: Incoming) -> bool:
    """Whether the marked copy may replace a file. Refused before rows are stored, not after."""
    from attache.files import judge_place

    if not marked:
        return False
    out = Path(marked)
    if out.resolve() == source.path.resolve():
        raise Refused(problem("XLS071", "marked"))
    replace = replacing(out, "marked")
    judge_place(out, "marked", replace=replace)
    return replace


def mark(source: Incoming, problems: Sequence[Problem], marked: str, *, replace: bool) -> Result:
    """Write the marked copy; what is told where there is none, or where something is not in it."""
    if not (marked and problems):
        return Result()
    from attache.exchange.marked import marked_copy
    from attache.files import save

    try:
        copy = marked_copy(source, problems)
    except Refused:
        return Result(problems=(problem("XLS151", "marked"),))
    try:
        save(Path(marked), copy.content, replace=replace)
    except (Refused, NotWritten) as failure:
        told = tuple(p.at(field="marked") for p in failure.problems)
        return Result(problems=told, status="error", exit_code=failure.exit_code)
    return Result(problems=copy.problems)


def mark_after(
    source: Incoming, problems: Sequence[Problem], marked: str, *, replace: bool
) -> Result:
    """The same once rows are stored: where the copy has no place, also that they are (XLS156)."""
    marking = mark(source, problems, marked, replace=replace)
    failed = marking.status == "error"
    return marking.warned([problem("XLS156", "marked")]) if failed else marking


def replacing(out: Path, field: str = "out") -> bool:
    """Whether a workbook may replace a file that is there; an officer at the terminal is asked.

    Nobody is asked about what must not be replaced, nor about a name that is none of a workbook:
    raises Refused or NotWritten.
    """
    from attache.files import judge_place

    judge_place(out, field, replace=True)
    if out.suffix.lower() != _ENDING:
        raise Refused(problem("XLS155", field))
    if session().yes or not out.exists() or not session().interactive:
        return session().yes
    return confirmed(line(_("{file} is there already. Replace it?").format(file=out)))
