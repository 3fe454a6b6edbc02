"""Asking for a record on the terminal: what decides first, the last used value offered.

Questions go to stderr. An answer is read at once; what cannot be read is asked again with the
reason. Ctrl-C leaves nothing behind: nothing is stored before the last answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from attache import codes, records
from attache.cli import who
from attache.cli.asking import agrees, answer, numbered, say, tell
from attache.cli.options import NONE
from attache.cli.safe import line
from attache.cli.session import session
from attache.cli.values import label, readable
from attache.desk import looking
from attache.desk.left_blank import WORDS, left_blank
from attache.desk.meant import names_people
from attache.desk.questions import Answer, Place
from attache.language import _, current
from attache.problems import NoVault, Problem, errors
from attache.records import RecordType
from attache.records.here import Here
from attache.records.kept import Kept
from attache.records.record import Field, parse
from attache.records.refs import divided
from attache.records.texts import Unreadable
from attache.rules import check
from attache.rules.names import several

SHORT_LIST = 22
"""A list of at most so many values is printed whole; of a longer one, what matches the answer."""
ALL = "?"
"""The answer that prints a long list whole."""


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
        say(_how())
    for name, field in kind.fields.items():
        wanted = field.column.asked if not given else field.required and not field.column.today
        if name in raw or name in skip or not (wanted or (field.required and not given)):
            continue
        _ask_into(kind, raw, field, _offer(field, offers))
    return raw


def _ask_into(kind: RecordType, raw: dict[str, Any], field: Field, offer: Any) -> None:
    """Put an answer into a record; one that the rules refuse beside the others is asked again."""
    answer = _ask_field(field, offer)
    while found := _contradictions(kind, {**raw, field.name: answer}, field.name):
        tell(found[0].code, found[0].args)
        answer = _ask_field(field, offer)
    if answer not in (None, ""):
        raw[field.name] = answer


def _contradictions(kind: RecordType, raw: Mapping[str, Any], name: str) -> list[Problem]:
    """What the rules have against an answer beside those before it."""
    draft = parse(kind.model, raw, _here()).draft
    return [p for p in errors(check(kind.name, draft, _today())) if p.field == name]


def _how() -> str:
    return _("Enter takes the value in brackets, - leaves the field blank; Ctrl-C stores nothing.")


def ask_changes(kind: RecordType, current: Kept[Any]) -> tuple[dict[str, Any], list[str]]:
    """What changes and which fields are to be empty, asked one by one; Enter keeps what stands."""
    document = current.document()
    say(_how())
    answers = {n: _ask_field(f, document[n], changing=True) for n, f in kind.fields.items()}
    emptied = [n for n, a in answers.items() if a == NONE and document[n] not in (None, [])]
    changed = {n: a for n, a in answers.items() if a not in (None, "", NONE) and a != document[n]}
    return changed, emptied


def second(title: str) -> bool:
    """Whether of two values the second one is taken; 1 is offered."""
    while True:
        said = answer(f"{title}: 1 / 2 [1]: ")
        if said in ("", "1", "2"):
            return said == "2"


def _here() -> Here:
    """The day and country of the post; while the vault is being made, the day in UTC."""
    try:
        return session().office.here
    except NoVault:
        return Here(session().now.date(), "")


def _today() -> date:
    return _here().today


def _offer(field: Field, offers: Mapping[str, Any]) -> Any:
    if field.column.today:
        return _today().isoformat()
    if field.name in offers:
        return offers[field.name]
    return None if field.required else field.kept(field.default)


def _ask_field(field: Field, offer: Any, changing: bool = False) -> Any:
    """One answer that can be read, or None for a blank one."""
    _introduce(field)
    while True:
        text = _line(field, offer)
        if "\n" in text and not field.kind.long:
            if not field.kind.many:
                tell("TXT006")
                continue
            text = ";".join(text.splitlines())
        if text == NONE and not field.required:
            return NONE if changing else None
        if not text or text == NONE:
            if not text and (offer not in (None, [], ()) or not field.required or changing):
                return offer
            tell("REQ001")
            continue
        standing = changing and offer not in (None, [], ())
        answer = _understood(field, text, may_be_blank=not (standing or field.required))
        if answer == NONE:
            return NONE if changing else None
        if answer is not None:
            return answer


def _introduce(field: Field) -> None:
    """What is said before a field is asked for: its values, or how several are typed."""
    if field.code_list:
        _show_choices(field)
    elif field.kind.many:
        say(_("  Several are separated by “;”."))


def _understood(field: Field, text: str, *, may_be_blank: bool) -> Any:
    """The answer as the record will read it; None after a word on why it cannot be.

    Words in place of a number that `may_be_blank` leave it blank, as everywhere.
    """
    if names_people(field):
        return _who(field, text)
    if field.code_list and text == ALL:
        _show_choices(field, ALL)
        return None
    text = _chosen(field, text) if field.code_list else text
    try:
        value = field.kind.read(text, _here())
    except Unreadable as refusal:
        if may_be_blank and refusal.code in WORDS:
            found = left_blank(field, refusal.code, refusal.args_)
            tell(found.code, found.args)
            return NONE
        tell(refusal.code, refusal.args_)
        if field.code_list:
            _show_choices(field, text)
        return None
    if field.kind.name == "phone" and value != text:
        say(f"  → {value}")  # two countries dial their numbers so
    return text if field.kind.beside else field.kept(value)  # it may say more than the value


def _line(field: Field, offer: Any) -> str:
    title = _(field.column.title)
    title = f"{title} *" if field.required and offer is None else title
    shown = f" [{readable(field, offer)}]" if offer not in (None, [], ()) else ""
    return answer(f"{title}{shown}: ")


def _show_choices(field: Field, like: str = "") -> None:
    """The values by number: the whole list where it is short, else those like the answer."""
    choices = _labels(field)
    wanted = codes.folded(like)
    short = len(choices) <= SHORT_LIST or like == ALL
    shown = [(n, c) for n, c in choices if short or (wanted and wanted in codes.folded(c))]
    if field.column.help and not like:
        say(f"  {_(field.column.help)}")
    if not shown and not like:
        hint = _("  type a word; “{all}” prints all {count} values")
        say(hint.format(all=ALL, count=len(choices)))
    numbered(shown)


def _labels(field: Field) -> list[tuple[int, str]]:
    """The values of a field's list by number, in the officer's language."""
    return list(
        enumerate((label(field.code_list, c.value) for c in codes.load(field.code_list)), 1)
    )


def _chosen(field: Field, text: str) -> str:
    """An answer with values in place of numbers and of unmistakable beginnings."""
    if not field.kind.many:
        return _value(field, text)
    return ";".join(_value(field, part) for part in text.replace(",", ";").split(";"))


def _value(field: Field, text: str) -> str:
    """The value that a number, a whole word, or the beginning of just one stands for.

    What an officer begins to type is in the language on the screen; a whole word may be in either.
    """
    values = list(codes.load(field.code_list))
    if text.strip().isdigit() and 0 < int(text) <= len(values):
        return values[int(text) - 1].value
    begun = codes.folded(text)
    if not begun or codes.load(field.code_list).find(text):
        return text
    meant = {c.value for c in values for s in _shown(field, c.value) if s.startswith(begun)}
    return meant.pop() if len(meant) == 1 else text


def _shown(field: Field, value: str) -> list[str]:
    """How a value is called in the language on the screen, folded; the values are English."""
    shown = [label(field.code_list, value), *([value] if current() == "en" else [])]
    return [codes.folded(text) for text in shown]


def _who(field: Field, text: str) -> Any:
    """People by ref, name or number: chosen among those found, or described as new.

    A slip at one of several loses none of the others.
    """
    for place in [p for p in session().answers if p.field == field.name]:
        del session().answers[place]  # they were of an answer that is given anew
    if field.required and not field.kind.many:
        return _person(Place(1, field.name), text)
    chosen: list[Any] = []
    for part in _each(text) if field.kind.many else [text]:
        query, person = part, None
        while query and person is None:
            person = _person(Place(1, field.name, len(chosen) + 1), query)
            query = "" if person else who.another(_(field.column.title), may_leave_out=part)
        chosen += [person] if person else []
    return (chosen if field.kind.many else next(iter(chosen), None)) or None


def _each(text: str) -> Iterator[str]:
    """Those whom a text names; of names with commas it is asked whether they are several."""
    for part in divided(text) or [text]:
        names = several(part)
        question = _("  Are these {count} people: {names}?")
        told = line("; ".join(names))
        if names and agrees(question.format(count=len(names), names=told)):
            yield from names
        else:
            yield part


def _person(place: Place, query: str) -> Any:
    """The ref of somebody, or the description of somebody new; None for another name."""
    if not any(map(str.isalnum, query)):
        tell("PER020")
        return None
    found = who.pick(query, one=True)
    if found is None:
        return None
    meant = with_description(found, query)
    if meant.described is None:
        return meant.meant
    session().answers[place] = meant
    return dict(meant.described)


def with_description(found: Answer, query: str) -> Answer:
    """An answer on whom a query names; of somebody new, with what was asked of them."""
    if found.meant not in who.ANSWERS.values():
        return found
    say(_("  New: {name}").format(name=line(query)))
    return found._replace(described=ask_person(records.named("person"), query))


def ask_person(kind: RecordType, query: str) -> dict[str, Any]:
    """A new person in the middle of another record: what was typed, then the usual fields."""
    from attache.desk.people import typed

    raw: dict[str, Any] = typed(query, _here())
    for field in kind.fields.values():
        if field.name not in raw and (field.required or field.column.asked):
            _ask_into(kind, raw, field, _offer(field, {}))
    return raw
