"""The base of all record types, and parsing: a record, or every problem at once."""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Generic,
    NamedTuple,
    NoReturn,
    TypeVar,
    dataclass_transform,
    get_origin,
    get_type_hints,
)

from attache.problems import Problem, Word, problem
from attache.records.columns import Column
from attache.records.here import Here
from attache.records.kinds import Kind
from attache.records.texts import Unreadable, has_unseen

ROOM = 20_000
"""Values of a field whose reading is remembered: more than there are days in fifty years."""
_REMEMBERED = frozenset((str, date))
"""Classes of which no value equals one of another class, as 1, 1.0 and True do."""
Read = Callable[[object, Here], Any]


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record(metaclass=ABCMeta):  # noqa: B024 - mypy takes no class without one for hashable
    """What one record says. Who recorded it, when and under which ref stands in `Kept`.

    A type of record declares its fields as a dataclass does; its values are not judged here
    (`parse`). A dataclass proper would be compiled anew in every process.
    """

    ENTRY: ClassVar[bool] = False
    """Whether this is an entry: added and withdrawn, never edited (design/house.md)."""

    def __init__(self, **values: Any) -> None:
        """A record of these values; raises TypeError where one is missing, or of no field."""
        declared = fields(type(self))
        missing = {name for name, f in declared.items() if f.required} - values.keys()
        if wrong := missing | (values.keys() - declared.keys()):
            raise TypeError(f"{type(self).__name__}: {', '.join(sorted(wrong))}")
        self.__dict__.update({**_defaults(type(self)), **values})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(name)

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(name)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({values})"


R = TypeVar("R", bound=Record)


class Field(NamedTuple):
    """One field of a record type, as everything derived from the declaration sees it."""

    name: str
    kind: Kind
    column: Column
    required: bool
    default: Any

    @property
    def code_list(self) -> str:
        """The name of the closed list its values come from, or ''."""
        return getattr(self.kind, "list", "")

    @property
    def is_number(self) -> bool:
        """Whether it holds a number that identifies, and no ref."""
        return self.kind.identifier and self.kind.name != "ref"

    def kept(self, value: Any) -> Any:
        return None if value is None else self.kind.kept(value)


class Parsed(NamedTuple, Generic[R]):
    """What was read. Without problems `draft` is the record; with them it is the readable part."""

    draft: R
    problems: tuple[Problem, ...]


@cache
def fields(model: type[Record]) -> Mapping[str, Field]:
    """The fields of a record type by name, in declared order."""
    hints = get_type_hints(model, include_extras=True)
    declared = {name: hint for name, hint in hints.items() if get_origin(hint) is Annotated}
    return {name: _field(model, name, hint.__metadata__) for name, hint in declared.items()}


def parse(model: type[R], raw: Mapping[str, object], here: Here) -> Parsed[R]:
    """Read a raw mapping as a record. Blank values count as not given; nothing is dropped.

    A field that cannot be read is None in the draft, so that the rules can judge the others. The
    kinds read the values themselves: a validator would have to be built first, in every process.
    """
    values: dict[str, Any] = {}
    raw, found = divided(model, raw)
    problems = [*found]
    for name, f, read in _readers(model, here):
        given = raw.get(name)
        if (not given or given.isspace()) if given.__class__ is str else blank(given):
            values[name] = f.default
            if f.required:
                problems.append(problem("REQ001", name))
            continue
        try:
            values[name] = read(given, here)
        except Unreadable as refusal:
            problems.append(problem(refusal.code, name, **refusal.args_))
            values[name] = None
    if not raw.keys() <= values.keys():
        unknown = (name for name in raw if name not in values and not blank(raw[name]))
        problems += [_unknown(model, name) for name in unknown]
    return Parsed(_made(model, values), tuple(problems))


def unseen(model: type[Record], raw: Mapping[str, object]) -> tuple[Problem, ...]:
    """A warning for each name that held characters nobody sees: they are left out."""
    return tuple([problem("TXT007", n) for n in _names_of(model) if has_unseen(raw.get(n))])


@cache
def _names_of(model: type[Record]) -> tuple[str, ...]:
    """The fields that hold names, or parts of them."""
    return tuple(n for n, f in fields(model).items() if getattr(f.kind, "worded", False))


def divided(
    model: type[Record], raw: Mapping[str, object]
) -> tuple[Mapping[str, object], tuple[Problem, ...]]:
    """A raw mapping in which what a value says of the field beside it stands there too."""
    problems: list[Problem] = []
    for f in _saying_more(model):
        given, other = raw.get(f.name), raw.get(f.kind.beside)
        try:
            both = f.kind.divided(given, other)
        except Unreadable as refusal:
            problems.append(problem(refusal.code, f.name, **refusal.args_))
            continue
        if both != (given, other):
            raw = {**raw, f.name: both[0], f.kind.beside: both[1]}
    return raw, tuple(problems)


@cache
def _saying_more(model: type[Record]) -> tuple[Field, ...]:
    """The fields whose values may speak of the field beside them."""
    return tuple(f for f in fields(model).values() if f.kind.beside)


@lru_cache(maxsize=32)
def _readers(model: type[Record], _here: Here) -> tuple[tuple[str, Field, Read], ...]:
    """How each field is read; what is remembered is of one day and place."""
    return tuple((name, f, _reader(f.kind)) for name, f in fields(model).items())


def _reader(kind: Kind) -> Read:
    if not kind.few:
        return kind.read
    known: dict[object, Any] = {}

    def read(raw: object, here: Here) -> Any:
        if raw.__class__ not in _REMEMBERED:
            return kind.read(raw, here)
        if raw not in known:
            if len(known) > ROOM:
                known.clear()
            known[raw] = kind.read(raw, here)
        return known[raw]

    return read


def _unknown(model: type[Record], name: object) -> Problem:
    if not isinstance(name, str):
        return problem("FLD003", str(name))
    close = get_close_matches(name, fields(model), n=1)
    return problem("FLD002", name, nearest=Word(close[0])) if close else problem("FLD001", name)


def blank(value: object) -> bool:
    """Whether a raw value says nothing."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or value in ([], ())


def kept(record: Record) -> dict[str, Any]:
    """A record as JSON keeps it, every field named."""
    said = dict(record.__dict__)
    for name, keep in _converted(type(record)):
        if said[name] is not None:
            said[name] = keep(said[name])
    return said


@cache
def _converted(model: type[Record]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The fields that JSON keeps otherwise than Python has them."""
    kinds = ((name, f.kind) for name, f in fields(model).items())
    return tuple((name, kind.kept) for name, kind in kinds if type(kind).kept is not Kind.kept)


def revived(model: type[R], document: Mapping[str, Any]) -> R:
    """A record from its kept form, which was valid when it was kept: it is not judged again."""
    values = _defaults(model).copy()
    for name, value in document.items():
        if value is not None and name in values:
            values[name] = value
    for name, revive in _revived(model):
        if document.get(name) is not None:
            values[name] = revive(values[name])
    return _made(model, values)


@cache
def _defaults(model: type[Record]) -> dict[str, Any]:
    return {name: f.default for name, f in fields(model).items()}


@cache
def _revived(model: type[Record]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The fields that Python has otherwise than JSON keeps them."""
    kinds = ((name, f.kind) for name, f in fields(model).items())
    return tuple(
        (name, kind.revived) for name, kind in kinds if type(kind).revived is not Kind.revived
    )


def mentioned(record: Record) -> Iterator[tuple[Field, str]]:
    """Each ref that a record holds, with its field."""
    for f in refs_of(type(record)):
        value = getattr(record, f.name)
        for ref in (value if f.kind.many else [value]) or ():
            if ref:
                yield f, ref


@cache
def refs_of(model: type[Record]) -> tuple[Field, ...]:
    """The fields of a record type that name other records."""
    return tuple(f for f in fields(model).values() if f.kind.name in ("ref", "refs"))


def with_values(record: R, values: Mapping[str, Any]) -> R:
    """The same record with other values of some fields, unjudged."""
    return _made(type(record), {**record.__dict__, **values})


def schema(model: type[Record]) -> dict[str, Any]:
    """The JSON schema of the kept form, in which a field that says nothing is left out."""
    declared = fields(model)
    return {
        "type": "object",
        "properties": {name: f.kind.schema() for name, f in declared.items()},
        "required": [name for name, f in declared.items() if f.required],
        "additionalProperties": False,
    }


def _made(model: type[R], values: dict[str, Any]) -> R:
    """A record of all its values: there are very many of them."""
    record = model.__new__(model)
    object.__setattr__(record, "__dict__", values)
    return record


def _field(model: type[Record], name: str, said: tuple[Any, ...]) -> Field:
    kind = next(m for m in said if isinstance(m, Kind))
    column = next(m for m in said if isinstance(m, Column))
    required = not hasattr(model, name)
    return Field(name, kind, column, required, getattr(model, name, None))
