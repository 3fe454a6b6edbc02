"""Finding people by a name: as it is written, as it sounds, and as recording one would hear it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attache.codes import folded
from attache.desk.known import TABLES
from attache.rules import traits as lines
from attache.rules.likeness import ALIKE, divisions, likeness
from attache.rules.matching import POINTS, Likeness
from attache.rules.names import readings, with_joined

if TYPE_CHECKING:
    from attache.vault import View

NAME_PART = 3
"""Letters of each word of a name that are enough to look for them in any order."""
SLIP = 5
"""Letters from which on a name is looked for with a slip: of fewer too many are like it."""
_FRAGMENT = Likeness(3, ("name-part",))
_FAMILY_CONTACT = Likeness(2, ("family-contact",))


def by_name(view: View, query: str) -> Iterator[tuple[str, Likeness]]:
    """Those who have a name that is written so in part, or sounds like it.

    Of words that sound otherwise, or stand for others, there may be one beside two that are shared.
    """
    fragment = folded(query)
    if not _is_name(fragment):
        return
    ways = [tuple(sorted(heard)) for heard in (*readings(query), *with_joined(query))]
    for table in TABLES:
        yield from _as_written(view, table, fragment)
        yield from _by_parts(view, table, list(map(folded, query.split())))
        for heard in ways:
            yield from _by_sound(view, table, heard)
        yield from _as_divided(view, table, ways[0])


def by_a_word(view: View, query: str) -> Iterator[tuple[str, Likeness]]:
    """Those whose name is like it though they share one word only, perhaps with very many.

    That takes long, so it is for where nobody is found otherwise.
    """
    if _is_name(folded(query)):
        heard = tuple(sorted(readings(query)[0]))
        for table in TABLES:
            for word in view.rarest(table, map(lines.word, heard))[-1:]:
                yield from _alike(heard, view.holding(table, word))


def by_a_slip(view: View, query: str) -> Iterator[tuple[str, Likeness]]:
    """Those whose name is written so but for one slip: two letters swapped, one more or one less.

    That takes long and says little: it is for an officer who looks, where nobody is found else.
    """
    typed = folded(query)
    if not _is_name(typed) or len(typed) < SLIP:
        return
    for table in TABLES:
        for parts in _meant_by(typed):
            for id_, line in view.holding(table, *parts):
                if any(_holds(name, *parts) for name in lines.read(line).names):
                    yield id_, _FRAGMENT


def _meant_by(typed: str) -> Iterator[tuple[str, ...]]:
    """What may be meant by a name with a slip; two parts lack the letter between."""
    cuts = [(typed[:place], typed[place:]) for place in range(1, len(typed))]
    yield from dict.fromkeys((left[:-1] + right[0] + left[-1] + right[1:],) for left, right in cuts)
    if len(typed) > SLIP:
        yield from dict.fromkeys((left[:-1] + right,) for left, right in [*cuts, (typed, "")])
    yield from cuts


def _holds(name: str, part: str, after: str = "") -> bool:
    """Whether a part stands in a name, and after one more letter the other one, if there is one."""
    if not after:
        return part in name
    found = (place for place in range(len(name)) if name.startswith(part, place))
    return any(name.startswith(after, place + len(part) + 1) for place in found)


def _is_name(fragment: str) -> bool:
    return bool(fragment) and not any(c.isdigit() for c in fragment)


def _as_written(view: View, table: str, fragment: str) -> Iterator[tuple[str, Likeness]]:
    """Those in whose names, or in whose family's, something stands."""
    for id_, line in view.holding(table, fragment):
        said = lines.read(line)
        if fragment in said.names:
            yield id_, _of_name("same-name")
        elif any(fragment in name for name in said.names):
            yield id_, _FRAGMENT
        elif any(fragment in name for name in said.others_names):
            yield id_, _FAMILY_CONTACT


def _by_sound(view: View, table: str, heard: tuple[str, ...]) -> Iterator[tuple[str, Likeness]]:
    """Those whose names, or whose family's, have words that sound so, perhaps with a slip."""
    words = list(map(lines.word, heard))
    for id_, line in view.holding(table, *words) if words else ():
        said = lines.read(line)
        if all(word in said.heard for word in words):
            alike = lines.whole(" ".join(heard)) in said.heard
            yield id_, _of_name("name-alike") if alike else _FRAGMENT
        elif all(word in said.others for word in words):
            yield id_, _FAMILY_CONTACT
    for sound in view.rarest(table, words)[:-1]:
        yield from _alike(heard, view.holding(table, sound))


def _as_divided(view: View, table: str, heard: tuple[str, ...]) -> Iterator[tuple[str, Likeness]]:
    """Those in whose names two words stand for a long one (Nurhayati, Nur Hayati)."""
    for first, seconds in (cut for sound in heard for cut in divisions(sound)):
        if any(True for _ in view.holding(table, lines.word(first))):
            for second in seconds:
                found = view.holding(table, lines.word(first), lines.word(second))
                yield from _alike(heard, found)


def _alike(
    heard: tuple[str, ...], found: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, Likeness]]:
    """Those of some lines whose names are like one."""
    for id_, line in found:
        best = max((likeness(heard, other) for other in lines.read(line).sounds), default=0)
        if best >= ALIKE:
            yield id_, _of_name("name-part", best)


def _by_parts(view: View, table: str, parts: list[str]) -> Iterator[tuple[str, Likeness]]:
    """Those who have a name in which all parts are, in any order."""
    if len(parts) > 1 and min(map(len, parts)) >= NAME_PART:
        for id_, line in view.holding(table, *parts):
            if any(all(part in name for part in parts) for name in _written(line)):
                yield id_, _FRAGMENT


def _written(line: str) -> list[str]:
    """The names of a line as written, folded."""
    return line.partition("|")[0].split("~")[1:-1]


def _of_name(reason: str, alike: float = 1) -> Likeness:
    """Names in the order of how alike they are; a spelling that is the same comes first."""
    return Likeness(POINTS[reason] - round(10 * (1 - alike)) + (reason == "same-name"), (reason,))
