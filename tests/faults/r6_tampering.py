"""R6: every byte flipped, every truncation, frames moved, doubled, taken from elsewhere, rollback.

Silent is a command that ends with 0, says nothing, and holds other content than before; or one
that writes on top of it. A fault of attache (exit code 1) counts as missed too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from attache.problems import AttacheError
from attache.vault import header, keys
from attache.vault.frames import intact_at
from tests.faults import commands, forging, state
from tests.faults.child import Command, Ended, execute
from tests.faults.outcome import Outcome
from tests.faults.place import Place, Sealed, a_place, office

if TYPE_CHECKING:
    from tests.opening import Image

READ = Command("list", ("person", "list", "--all"))
WRITE = commands.insert("after the tampering")
FLIPS = (0xFF, 0x01, 0x80)


class Case(NamedTuple):
    """A file that somebody put in the vault's place."""

    group: str
    name: str
    content: bytes


def run(*, quick: bool = False) -> Outcome:
    """Every case; `quick` takes every 61st flip and truncation, and all of the others."""
    outcome = Outcome("R6", "tampering", reach="0 silent")
    # The same passphrase is stretched thousands of times: once for each salt and cost is enough.
    with a_place() as place, patch.object(keys, "stretched", cache(keys.stretched)):
        sealed, older, other = history(place)
        content = sealed.image.content
        end_of_header = header.read(content).start
        place.lay(sealed)
        before = state.read(place)
        for case in _cases(sealed, older, other, 61 if quick else 1):
            in_header = case.content[:end_of_header] != content[:end_of_header]
            ways = ("session", "passphrase") if in_header else ("session",)
            for way in ways:
                outcome.count(case.group)
                judge(outcome, place, sealed, before, case, with_session=way == "session")
    outcome.found.setdefault("silent", 0)
    return outcome


def history(place: Place) -> tuple[Sealed, list[bytes], Sealed]:
    """A vault of two generations and some frames, every file that it was, and a strange one."""
    place.lay(office())
    other = place.seal()
    older = [place.vault.read_bytes()]
    steps = (
        commands.COMPACT,
        commands.insert("first"),
        commands.update("second"),
        commands.delete("third"),
    )
    for command in steps:
        assert execute(command, place.environ).code == 0
        older.append(place.vault.read_bytes())
    sealed = place.seal()
    branch = _branch(place, older)
    return sealed, [*older[:-1], branch], other


def _branch(place: Place, older: list[bytes]) -> bytes:
    """What the file would be if something else had been stored last: a true chain, but another."""
    place.put(older[-2])
    for file in (place.folder / "state" / "anchors").iterdir():
        file.unlink()
    assert execute(commands.update("another third"), place.environ).code == 0
    return place.vault.read_bytes()


def _cases(sealed: Sealed, older: list[bytes], other: Sealed, step: int) -> Iterator[Case]:
    content = sealed.image.content
    yield from _flips(content, step)
    yield from _truncations(content, step)
    yield from _moved(content, older, other.image.content)
    yield from _made(sealed.image)
    for number, old in enumerate(older):
        yield Case("rollbacks", f"file {number} of {len(older)}", old)
    yield Case("rollbacks", "another vault", _another())
    for number in (1, 255, 256, 512):
        yield Case("appended", f"{number} zeros", content + bytes(number))
        yield Case("appended", f"{number} bytes of itself", content + content[-number:])


def _flips(content: bytes, step: int) -> Iterator[Case]:
    for place in range(0, len(content), step):
        for flip in FLIPS:
            flipped = bytearray(content)
            flipped[place] ^= flip
            yield Case("flips", f"byte {place} ^ {flip:02x}", bytes(flipped))


def _truncations(content: bytes, step: int) -> Iterator[Case]:
    yield from (Case("truncations", f"to {n}", content[:n]) for n in range(0, len(content), step))


def _moved(content: bytes, older: list[bytes], other: bytes) -> Iterator[Case]:
    """Frames swapped, dropped, duplicated, and spliced from other files; headers exchanged."""
    head, frames = split(content)
    numbers = range(len(frames))
    for one, two in combinations(numbers, 2):
        swapped = [*frames]
        swapped[one], swapped[two] = frames[two], frames[one]
        yield Case("swaps", f"{one} and {two}", b"".join((head, *swapped)))
    for one in numbers:
        yield Case("drops", f"{one}", b"".join((head, *frames[:one], *frames[one + 1 :])))
        for at in range(len(frames) + 1):
            doubled = (head, *frames[:at], frames[one], *frames[at:])
            yield Case("duplicates", f"{one} at {at}", b"".join(doubled))
    for file, strange in enumerate((other, *older, _another())):
        strange_head, strange_frames = split(strange)
        if strange_head != head:
            yield Case("splices", f"header of file {file}", b"".join((strange_head, *frames)))
        for number, frame in enumerate(strange_frames):
            for at in numbers:
                if frame != frames[at]:
                    spliced = (head, *frames[:at], frame, *frames[at + 1 :])
                    yield Case("splices", f"{number} of {file} at {at}", b"".join(spliced))


def _made(image: Image) -> Iterator[Case]:
    """Whole files under other keys, and other headers over the frames that are there."""
    for later, old_signature in product((0, 1, 7), (False, True)):
        forged = forging.without_a_key(image, later=later, old_signature=old_signature)
        told = f"{later} on, {'old' if old_signature else 'own'} signature"
        yield Case("keys", told, forged)
        yield Case("headers", told, _under(forged, image.content))
    for fresh_key in (False, True):
        made = forging.with_an_old_key(image, fresh_key=fresh_key)
        told = f"by an insider, {'another' if fresh_key else 'the same'} key"
        yield Case("keys", told, made)
        yield Case("headers", told, _under(made, image.content))


def _under(head: bytes, frames: bytes) -> bytes:
    """The frames of a file under the header of another one."""
    return split(head)[0] + b"".join(split(frames)[1])


def split(content: bytes) -> tuple[bytes, list[bytes]]:
    """Header and frames of a sound file."""
    at = header.read(content).start
    head, frames = content[:at], []
    while at < len(content):
        end = intact_at(memoryview(content), at)
        assert end
        frames.append(content[at:end])
        at = end
    return head, frames


def _another() -> bytes:
    """The vault of another office, under other keys."""
    with a_place() as place:
        assert execute(commands.INIT_HERE, place.environ).code == 0
        return place.vault.read_bytes()


def judge(
    outcome: Outcome,
    place: Place,
    sealed: Sealed,
    before: state.State,
    case: Case,
    *,
    with_session: bool,
) -> None:
    """Put the file in place; read, then write as an officer would who noticed nothing."""
    place.put(case.content)
    _as_seen(place, sealed, with_session=with_session)
    read, written = execute(READ, place.environ), execute(WRITE, place.environ)
    told = f"{case.group} {case.name} ({'session' if with_session else 'passphrase'})"
    for ended in (read, written):
        if ended.code not in (0, 10, 12, 13):
            outcome.miss("wrong exit code", f"{told}: {ended.code}")
    if _silent(place, before, read, written):
        outcome.miss("silent", told)


def _silent(place: Place, before: state.State, read: Ended, written: Ended) -> bool:
    """Whether neither command said anything, and yet something is other than it was."""
    if read.code or written.code or read.problems or written.problems:
        return False
    try:
        return state.steps_between(before, state.read(place)) != 1
    except (AttacheError, AssertionError):
        return True


def _as_seen(place: Place, sealed: Sealed, *, with_session: bool) -> None:
    """Anchor and session as they were before the file was touched."""
    place.remember(sealed)
    if not with_session:
        place.session(sealed).unlink()
