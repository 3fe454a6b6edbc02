"""Asking about what a copy would change of what is here: each erasure, and the rest at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from attache.cli.asking import agrees, confirmed, say
from attache.cli.erasing import lines_of_rest, title
from attache.cli.result import problem_json
from attache.cli.safe import line
from attache.cli.show import local_time
from attache.desk.brought import Agreed
from attache.language import _

if TYPE_CHECKING:
    from attache.desk.brought import Brought
    from attache.desk.elsewhere import Elsewhere
    from attache.problems import DecisionNeeded, Problem
    from attache.vault.copies.forms import Ahead


def agree(brought: Brought, agreed: Agreed, asked: DecisionNeeded) -> Agreed:
    """What somebody at the terminal agrees to; raises what was asked where that is not all."""
    for told in lines(brought):
        say(line(told))
    for one in brought.erased:
        if one.ref not in agreed.erasures and not agrees(
            _("Erase {ref} here too?").format(ref=one.ref)
        ):
            raise asked
    if brought.ahead and not agreed.ahead and not agrees(_("Was that laptop's clock wrong then?")):
        raise asked
    if not agreed.others and brought.others and not confirmed(_("Take over the rest?")):
        raise asked
    erasures = frozenset(one.ref for one in brought.erased)
    return Agreed(others=True, erasures=erasures, ahead=True)


def options(missing: Iterable[Problem]) -> Iterator[dict[str, Any]]:
    """What a merge itself would want, as JSON, with the option by which it is agreed to.

    That is None where nothing helps but what the problem says.
    """
    for one in missing:
        erased = f"--erase {one.args['ref']}" if one.code == "MRG027" else "--yes"
        known = {"MRG040": "--another-key", "MRG019": "--clock-ahead", "MRG032": None}
        option = known.get(one.code, erased)
        yield {**problem_json(one), "option": option}


def lines_of_missing(missing: Collection[Problem]) -> Iterator[str]:
    """The same on the screen, each with what to give in a line of its own."""
    if missing:
        yield _("What the merge itself will want:")
    for one in options(missing):
        yield f"- {one['message']} [{one['code']}]"
        yield f"→ {one['option'] or one['fix']}"


def lines(brought: Brought) -> Iterator[str]:
    """What a copy changes of what is here, a line each."""
    for one in brought.erased:
        told = _("Erased on the other laptop: {ref}, by {by}, line {line}: {reason}")
        yield told.format(ref=one.ref, by=one.by, line=one.line, reason=one.reason)
        if one.along:
            yield _("With it goes: {refs}").format(refs=", ".join(one.along))
    if brought.erased or brought.rest.anonymised:
        yield from lines_of_rest(brought.rest)
    yield from _as_there(brought)
    if brought.withdrawn:
        yield _("Withdrawn: {refs}").format(refs=", ".join(brought.withdrawn))
    for goes, stays in brought.joined:
        yield _("{goes} becomes part of {stays}").format(goes=goes, stays=stays)
    for ref, names in brought.changed.items():
        yield _("Protected values change in {ref}: {fields}").format(
            ref=ref, fields=", ".join(title(ref, name) for name in names)
        )
    if brought.signed:
        told = _("Signed by none of this vault's officers: {names}")
        yield told.format(names=", ".join(brought.signed))
    if brought.own:
        told = _("Lines of this laptop's own that it does not have: {lines}")
        yield told.format(lines=", ".join(brought.own))
    if brought.doubtful:
        told = _("No line of the log says what these say: {refs}")
        yield told.format(refs=", ".join(brought.doubtful))
    yield from map(_dated, brought.ahead)
    yield from map(_of, brought.officers)


def _as_there(brought: Brought) -> Iterator[str]:
    """A line for each record from which somebody was erased, and where more goes than that."""
    for ref, names in brought.as_there.items():
        told = _(
            "In {ref}, from which somebody was erased, these fields come to say something else "
            "than here; note down what has to be recorded again: {fields}"
        )
        yield told.format(ref=ref, fields=", ".join(title(ref, name) for name in names))


def _dated(one: Ahead) -> str:
    told = _("Dated ahead of this laptop's clock: {ref}, {time}")
    return told.format(ref=one.ref, time=local_time(one.at))


def _of(officer: Elsewhere) -> str:
    """What became of an officer on another laptop, and how it is here."""
    if officer.removed:
        told = _("Officer removed on another laptop: {name}, by {by}, line {line}")
    elif officer.here:
        told = _("Officer added on another laptop: {name}, by {by}, line {line}")
    else:
        told = _("Officer added on another laptop, not here: {name}, by {by}, line {line}")
    return told.format(name=officer.name, by=officer.by, line=officer.line)
