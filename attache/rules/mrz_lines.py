"""Where what stands in machine-readable lines, and how pasted text becomes such lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from attache.problems import Problem, errors, problem

FILLER = "<"
_LIKE_FILLER = str.maketrans(dict.fromkeys("«‹〈＜≪", FILLER))
_ALLOWED = re.compile(r"[A-Z0-9<]")


class Span(NamedTuple):
    """Some characters of a line, the last one not included; all count from 0."""

    line: int
    first: int
    end: int

    @property
    def place(self) -> dict[str, Any]:
        """The same as people count."""
        return {"line": self.line + 1, "first": self.first + 1, "last": self.end}


class Format(NamedTuple):
    """A layout. `composite` ends with the check digit over all spans before it, if there is one."""

    name: str
    lines: int
    width: int
    spans: Mapping[str, Span]
    composite: tuple[Span, ...] = ()
    long_numbers: bool = False


def _two_lines(name: str, width: int, optional: int) -> Format:
    """TD2, TD3 and visas differ in their width and in what the end of the second line holds."""
    spans = {
        "code": Span(0, 0, 2),
        "issuer": Span(0, 2, 5),
        "name": Span(0, 5, width),
        "number": Span(1, 0, 9),
        "number_digit": Span(1, 9, 10),
        "nationality": Span(1, 10, 13),
        "birth": Span(1, 13, 19),
        "birth_digit": Span(1, 19, 20),
        "sex": Span(1, 20, 21),
        "expiry": Span(1, 21, 27),
        "expiry_digit": Span(1, 27, 28),
        "optional": Span(1, 28, optional),
    }
    if name == "TD3":
        spans["optional_digit"] = Span(1, optional, optional + 1)
    parts = (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, width - 1), Span(1, width - 1, width))
    composite = parts if name.startswith("TD") else ()
    return Format(name, 2, width, spans, composite, name == "TD2")


_TD1 = Format(
    "TD1",
    3,
    30,
    {
        "code": Span(0, 0, 2),
        "issuer": Span(0, 2, 5),
        "number": Span(0, 5, 14),
        "number_digit": Span(0, 14, 15),
        "optional": Span(0, 15, 30),
        "birth": Span(1, 0, 6),
        "birth_digit": Span(1, 6, 7),
        "sex": Span(1, 7, 8),
        "expiry": Span(1, 8, 14),
        "expiry_digit": Span(1, 14, 15),
        "nationality": Span(1, 15, 18),
        "optional_2": Span(1, 18, 29),
        "name": Span(2, 0, 30),
    },
    (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29), Span(1, 29, 30)),
    long_numbers=True,
)
_WIDTHS = (30, 36, 44)
FORMATS = (
    _TD1,
    _two_lines("TD2", 36, 35),
    _two_lines("TD3", 44, 42),
    _two_lines("MRV-A", 44, 44),
    _two_lines("MRV-B", 36, 36),
)


class Lines(NamedTuple):
    """Lines of the right number and length."""

    format: Format
    texts: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> tuple[Lines | None, list[Problem]]:
        """The lines in a text, or what is wrong with it; missing fillers are told."""
        found = [_squeezed(line) for line in text.splitlines() if line.strip()]
        found = _divided(found)
        form = _format_of(found)
        if form is None:
            return None, [problem("MRZ001")]
        problems = [*_strange(found)]
        name = form.spans["name"].line
        if len(found[name]) < form.width:
            found[name] = found[name].ljust(form.width, FILLER)
            problems.append(problem("MRZ011", line=name + 1))
        for number, line in enumerate(found, 1):
            if len(line) != form.width:
                problems.append(problem("MRZ002", line=number, count=len(line), wanted=form.width))
        return (None if errors(problems) else cls(form, tuple(found))), problems

    def at(self, span: Span) -> str:
        """The characters of a span."""
        return self.texts[span.line][span.first : span.end]

    def of_part(self, part: str) -> str:
        """The characters of a part."""
        return self.at(self.format.spans[part])

    def with_char(self, line: int, place: int, char: str) -> Lines:
        """The same with another character in one place."""
        text = self.texts[line]
        changed = text[:place] + char + text[place + 1 :]
        return self._replace(texts=(*self.texts[:line], changed, *self.texts[line + 1 :]))


def value_of(said: str) -> int:
    """The check digit of some characters (part 3, section 4.9)."""
    weighted = (_value(char) * (7, 3, 1)[place % 3] for place, char in enumerate(said))
    return sum(weighted) % 10


def _squeezed(line: str) -> str:
    """A line in capitals. Blanks are strays where it fits without them, else fillers."""
    text = line.strip().upper().translate(_LIKE_FILLER)
    bare = "".join(text.split())
    return bare if len(bare) in _WIDTHS else FILLER.join(text.split())


def _divided(lines: list[str]) -> list[str]:
    """One long line as the lines that it must be."""
    for form in FORMATS:
        if len(lines) == 1 and len(lines[0]) == form.lines * form.width:
            return [lines[0][n : n + form.width] for n in range(0, len(lines[0]), form.width)]
    return lines


def _format_of(lines: list[str]) -> Format | None:
    """The layout that lines of about this length have."""
    if not lines or not lines[0][:1].isalpha():
        return None
    visa = lines[0].startswith("V")
    fitting = [f for f in FORMATS if f.lines == len(lines) and f.name.startswith("M") is visa]
    longest = max(map(len, lines))
    return next((f for f in sorted(fitting, key=lambda f: f.width) if longest <= f.width), None)


def _strange(lines: list[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, 1):
        for place, char in enumerate(line, 1):
            if not _ALLOWED.fullmatch(char):
                yield problem("MRZ003", line=number, position=place)


def _value(char: str) -> int:
    return 0 if char == FILLER else int(char, 36)
