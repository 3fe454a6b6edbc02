"""R3: power cuts during commands and half a second after each; and the same without fsync."""

from __future__ import annotations

import multiprocessing
import random
import shutil
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from attache.problems import AttacheError
from tests.faults import commands, state
from tests.faults.child import Command, execute
from tests.faults.disk import Disk, Op, Recorder
from tests.faults.outcome import Outcome
from tests.faults.place import Place, a_place, office
from tests.faults.r1_kills import SILENT, readable

CUTS = 100
CONTROL = 0.9
"""Without fsync at least this share of the cuts after an exit 0 must lose something."""


class Story(NamedTuple):
    """The files before, every call since, and the commands that ended well."""

    files: dict[str, bytes]
    numbers: dict[str, int]
    ops: tuple[Op, ...]


def run(*, quick: bool = False) -> Outcome:
    """Cuts at random calls, then one after each command; then the control."""
    outcome = Outcome("R3", "power cuts", reach=f"0; without fsync at least {CONTROL:.0%} fail")
    chance = random.Random(20261001)
    with a_place() as place:
        place.lay(office())
        before = state.read(place)
        story = _story(place, _planned(place))
        ends = [n for n, op in enumerate(story.ops, 1) if op.what == "done"]
        for _cut in range(CUTS // 5 if quick else CUTS):
            at = chance.randrange(len(story.ops) + 1)
            outcome.count("cuts during commands")
            if wrong := _lost(place, before, story, _disk(story, at).cut(chance), at):
                outcome.miss("lost", f"call {at}: {wrong}")
        for at in ends:
            for kept in (0.0, 0.5, 1.0):
                outcome.count("cuts after exit 0")
                files = _disk(story, at).cut(chance, kept=kept)
                if wrong := _lost(place, before, story, files, at):
                    outcome.miss("lost", f"after call {at}: {wrong}")
        failed = [
            bool(
                _lost(place, before, story, _disk(story, at, synced=False).cut(chance, kept=0), at)
            )
            for at in ends
        ]
    outcome.found.setdefault("lost", 0)
    outcome.count("cuts without fsync", len(failed))
    share = sum(failed) / len(failed)
    outcome.shown = f"{share:.0%} of those without fsync lost something"
    if share < CONTROL:
        outcome.miss("control", f"only {share:.0%} fail without fsync")
    return outcome


def _planned(place: Place) -> list[Command]:
    return [
        commands.insert("first"),
        commands.several("many"),
        commands.update("new"),
        commands.COMPACT,
        commands.delete("wrong"),
        commands.take_in(place, "rows"),
        commands.PASSPHRASE,
        commands.insert("after it"),
        commands.RECOVERY,
        commands.COMPACT,
        commands.insert("last"),
    ]


def _story(place: Place, planned: Sequence[Command]) -> Story:
    """What a child does to the files of its office."""
    roots = (place.folder / "data", place.folder / "state")
    files = {str(p): p.read_bytes() for root in roots for p in root.rglob("*") if p.is_file()}
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_tell, args=(place, planned, sorted(files), theirs))
    child.start()
    theirs.close()
    numbers, ops = ours.recv()
    child.join()
    return Story(files, numbers, ops)


def _tell(place: Place, planned: Sequence[Command], there: list[str], pipe: Connection) -> None:
    recorder = Recorder(place.folder)
    numbers = {path: recorder.number(path) for path in there}
    recorder.install()
    for command in planned:
        assert execute(command, place.environ).code == 0, command.name
        recorder.ops.append(Op("done", name=command.name))
    pipe.send((numbers, tuple(recorder.ops)))


def _disk(story: Story, at: int, *, synced: bool = True) -> Disk:
    """The disk when so many calls were made; not `synced`, if fsync did nothing."""
    contents = {story.numbers[path]: content for path, content in story.files.items()}
    disk = Disk(contents, dict(story.numbers))
    for op in story.ops[:at]:
        if synced or not op.what.startswith("sync"):
            disk.do(op)
    return disk


def _lost(place: Place, before: state.State, story: Story, files: dict[str, bytes], at: int) -> str:
    """What is wrong with the vault on such a disk, or nothing."""
    _lay(place, files)
    done = [op.name for op in story.ops[:at] if op.what == "done"]
    least = sum(name not in SILENT for name in done)
    try:
        after = readable(place)
    except (AttacheError, AssertionError) as unreadable:
        return f"unreadable: {unreadable}"
    steps = state.steps_between(before, after)
    if steps is None or not least <= steps <= least + 1:
        return f"{steps} transactions, {least} acknowledged"
    return next(state.half_done(after), "")


def _lay(place: Place, files: dict[str, bytes]) -> None:
    """The folders as they are found after the cut."""
    for name in ("data", "state"):
        shutil.rmtree(place.folder / name)
        (place.folder / name).mkdir(mode=0o700)
    for path, content in files.items():
        file = Path(path)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o600)
