"""Asking for a record on the terminal: what decides first, the last used value offered.

Questions go to stderr. An answer is read at once; what cannot be read is asked again with the
reason. Ctrl-C leaves nothing behind: nothing is stored before the last answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import typer

from attache import codes
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import label, readable
from attache.desk import looking, people
from attache.language import _
from attache.problems import problem
from attache.records import RecordType
from attache.records.kept import Kept
from attache.records.kinds import Unreadable
from attache.records.record import Field

SHORT_LIST = 9
"""A list of at most so many values is printed whole; of a longer one, what matches the answer."""


def ask(
    kind: RecordType,
    given: Mapping[str, Any],
    offers: Mapping[str, Any] | None = None,
    skip: Collection[str] = (),
) -> dict[str, Any]:
    """Ask for what is missing: the needed fields, and where nothing was given also the usual ones.

    `offers` are default answers; without them the last used values are offered. Fields in `skip`
    are left to the desk.
    """
    raw = dict(given)
    offers = looking.last_used(session().office, kind) if offers is None else offers
    if not given:
        _say(
            _("Enter takes the value in brackets or leaves the field blank; Ctrl-C stores nothing.")
        )
    for name, field in kind.fields.items():
        if (
            name in raw
            or name in skip
            or not (field.required or (field.column.asked and not given))
        ):
            continue
        answer = _ask_field(field, _offer(field, offers))
        if answer not in (None, ""):
            raw[name] = answer
    return raw


def ask_changes(kind: RecordType, current: Kept[Any]) -> dict[str, Any]:
    """Ask field by field what changes; Enter keeps what stands."""
    document = current.document()
    answers = {n: _ask_field(f, document[n], changing=True) for n, f in kind.fields.items()}
    return {n: a for n, a in answers.items() if a not in (None, "") and a != document[n]}


def confirmed(question: str) -> bool:
    """A yes or no; `--yes` answers it, and without a terminal there is no question."""
    if session().yes or not session().interactive:
        return True
    return typer.confirm(question, default=False, err=True)


def _offer(field: Field, offers: Mapping[str, Any]) -> Any:
    if field.column.today:
        return session().office.today.isoformat()
    if field.name in offers:
        return offers[field.name]
    return None if field.required else field.kept(field.default)


def _ask_field(field: Field, offer: Any, changing: bool = False) -> Any:
    """One answer that can be read, or None for a blank one."""
    if field.code_list:
        _show_choices(field)
    while True:
        text = _line(field, offer)
        if not text:
            if offer not in (None, [], ()) or not field.required or changing:
                return offer
            _tell("REQ001")
            continue
        answer = _understood(field, text)
        if answer is not None:
            return answer


def _understood(field: Field, text: str) -> Any:
    """The answer as the record will read it; None after a word on why it cannot be."""
    if "person" in getattr(field.kind, "to", ()):
        return _who(field, text)
    text = _chosen(field, text) if field.code_list else text
    try:
        return field.kept(field.kind.read(text, session().office.today))
    except Unreadable as refusal:
        _tell(refusal.code, refusal.args_)
        if field.code_list:
            _show_choices(field, text)
        return None


def _line(field: Field, offer: Any) -> str:
    title = _(field.column.title)
    title = f"{title} *" if field.required and offer is None else title
    shown = f" [{readable(field, offer)}]" if offer not in (None, [], ()) else ""
    _say(f"{title}{shown}: ", newline=False)
    return input().strip()


def _show_choices(field: Field, like: str = "") -> None:
    """The values by number: the whole list where it is short, else those like the answer."""
    choices = list(codes.load(field.code_list))
    wanted = codes.folded(like)
    shown = [
        (number, code)
        for number, code in enumerate(choices, 1)
        if len(choices) <= SHORT_LIST * 2
        or (wanted and wanted in codes.folded(" ".join(code.label)))
    ]
    if field.column.help and not like:
        _say(f"  {_(field.column.help)}")
    if not shown and not like:
        _say(_("  type a word; “?” prints all {count} values").format(count=len(choices)))
    for row in range(0, len(shown), 3):
        cells = (f"{n:>3} {label(field.code_list, c.value):<28}" for n, c in shown[row : row + 3])
        _say("".join(cells).rstrip())


def _chosen(field: Field, text: str) -> str:
    """Numbers of the printed choices become their values; several are separated by ; or ,."""
    choices = list(codes.load(field.code_list))
    if text == "?":
        for number, code in enumerate(choices, 1):
            _say(f"{number:>3} {label(field.code_list, code.value)}")
    parts = text.replace(",", ";").split(";") if field.kind.many else [text]
    values = [
        choices[int(part) - 1].value
        if part.strip().isdigit() and 0 < int(part) <= len(choices)
        else part
        for part in parts
    ]
    return ";".join(values)


def _who(field: Field, text: str) -> Any:
    """A person by ref, name or number: chosen among those found, or described as new."""
    chosen: list[Any] = []
    for part in text.split(";") if field.kind.many else [text]:
        found = people.find(session().office, part.strip())
        person = _pick(found, part.strip())
        if person is None:
            return None
        chosen.append(person)
    return chosen if field.kind.many else chosen[0]


def _pick(found: list[Kept[Any]], query: str) -> Any:
    for number, person in enumerate(found[:SHORT_LIST], 1):
        content = person.content
        facts = (person.ref, content.name, content.birth_date, content.home_province)
        _say(f"{number:>3} " + " · ".join(line(f) for f in facts if f))
    question = _("  number, or “n” to record “{name}” as a new person").format(name=line(query))
    _say(f"{question} [{'1' if found else 'n'}]: ", newline=False)
    answer = input().strip().lower() or ("1" if found else "n")
    if answer.isdigit() and 0 < int(answer) <= len(found[:SHORT_LIST]):
        return found[int(answer) - 1].ref
    if answer == "n":
        from attache import records

        return ask_person(records.named("person"), query)
    return None


def ask_person(kind: RecordType, name: str) -> dict[str, Any]:
    """A new person in the middle of another record: the name as typed, then the usual fields."""
    raw: dict[str, Any] = {"name": name}
    for field in _usual(kind.fields.values()):
        answer = _ask_field(field, _offer(field, {}))
        if answer not in (None, ""):
            raw[field.name] = answer
    return raw


def _usual(fields: Iterable[Field]) -> list[Field]:
    return [f for f in fields if f.column.asked and not f.required]


def _tell(code: str, args: Mapping[str, object] | None = None) -> None:
    found = problem(code, None, **(args or {}))
    _say(f"  ✗ {found.message(_)} {found.fix(_)}")


def _say(text: str, newline: bool = True) -> None:
    typer.echo(text, err=True, nl=newline)
