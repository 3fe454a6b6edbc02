"""R10: a surge day replayed: five terminals at once, some people returning, some twice in line.

Every arrival goes through the command line as an officer without a terminal would do it: add the
person; where a decision is needed, take the right candidate if there is one, else say it is
somebody new; then log the consultation.
"""

from __future__ import annotations

import io
import itertools
import json
import multiprocessing
import random
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from attache import records
from attache.cli.main import run as command
from attache.records.record import parse
from attache.vault import lock
from attache.vault.vault import Vault
from tests.crowds import crowd, returning
from tests.faults.outcome import Outcome
from tests.faults.place import Place, a_place, office
from tests.opening import NOW
from tests.samples import HERE

TERMINALS = 5
EARLIER, ARRIVALS, RETURNING, TWICE = 3310, 520, 60, 15
"""Cases of 2024, walk-ins of one day in January 2026 (domain/brief.md), and who among them."""
FALSE = 0.02
"""The share of arrivals who may be flagged though nobody knows them."""
PATIENCE = 300.0
"""Seconds that a terminal waits for the others: this is about losing nobody."""
AT = NOW.isoformat(timespec="seconds")


class Arrival(NamedTuple):
    """Somebody at the counter: what they say, and who they are in truth."""

    said: dict[str, Any]
    who: str


class Answer(NamedTuple):
    """What a terminal was told: the ref, whether it was flagged, and whether rightly."""

    who: str
    ref: str
    flagged: bool
    rightly: bool
    consultation: str
    earlier: bool


def run(*, quick: bool = False) -> Outcome:
    """Everybody recorded, nobody twice or lost, and flagged who is known."""
    share = 10 if quick else 1
    outcome = Outcome("R10", "a surge day on five terminals", reach="0 lost, all 75 flagged")
    with a_place() as place:
        place.lay(office())
        before = _earlier(place, EARLIER // share)
        queue = _queue(before, ARRIVALS // share, RETURNING // share, TWICE // share)
        told = _work_off(place, queue, {who: ref for who, (ref, _raw) in before.items()})
        _judge(outcome, place, queue, told, before)
    return outcome


def _judge(
    outcome: Outcome,
    place: Place,
    queue: list[Arrival],
    told: list[Answer],
    before: dict[str, tuple[str, dict[str, Any]]],
) -> None:
    """Count what the day must show."""
    view = Vault(place.vault, place.access).view()
    people = {k.ref for k in view.every("person")}
    seen: set[str] = set(before)
    known = [a for a in told if a.who in seen or seen.add(a.who)]  # type: ignore[func-returns-value]
    outcome.count("arrivals", len(queue))
    outcome.count("of them known", len(known))
    for lost in {a.who for a in queue} - {a.who for a in told}:
        outcome.miss("lost", lost)
    for answer in told:
        if answer.ref not in people or view.find(answer.consultation) is None:
            outcome.miss("lost", f"{answer.ref} {answer.consultation}")
    by_who: dict[str, set[str]] = {}
    for answer in told:
        by_who.setdefault(answer.who, set()).add(answer.ref)
    for who, refs in by_who.items():
        if len(refs) > 1:
            outcome.miss("recorded twice", f"{who}: {', '.join(sorted(refs))}")
    for answer in told:
        if answer.who in before and not answer.earlier:
            outcome.miss("not told of the earlier case", answer.who)
    wrongly = sum(a.flagged and not a.rightly for a in told)
    outcome.count("flagged rightly", sum(a.rightly for a in told))
    outcome.shown = f"{wrongly} flagged wrongly ({wrongly / len(queue):.1%})"
    if wrongly > FALSE * len(queue):
        outcome.miss("false flags", outcome.shown)
    outcome.found.setdefault("lost", 0)


def _earlier(place: Place, count: int) -> dict[str, tuple[str, dict[str, Any]]]:
    """People of an earlier year, each with a case, by who they are."""
    person, case = records.named("person"), records.named("victim-case")
    found = {}
    with Vault(place.vault, place.access).work("person add", AT) as work:
        for number, raw in enumerate(crowd(count)):
            ref = work.add("person", parse(person.model, raw, HERE).draft).ref
            about = {"person": ref, "channel": "walk-in", "reported_on": "2024-05-01"}
            work.add("victim-case", parse(case.model, about, HERE).draft)
            found[f"earlier {number}"] = (ref, raw)
    return found


def _queue(
    before: dict[str, tuple[str, dict[str, Any]]], arrivals: int, known: int, twice: int
) -> list[Arrival]:
    """The day's line, in no order."""
    chance = random.Random(1)
    back = chance.sample(sorted(who for who, (_ref, raw) in before.items() if _told(raw)), known)
    queue = [Arrival(returning(before[who][1], n), who) for n, who in enumerate(back)]
    fresh = list(itertools.islice(crowd(arrivals, seed=2), arrivals - known - twice))
    queue += [Arrival(_renumbered(raw), f"new {number}") for number, raw in enumerate(fresh)]
    again = chance.sample([n for n, raw in enumerate(fresh) if _told(raw)], twice)
    queue += [Arrival(returning(_renumbered(fresh[n]), n), f"new {n}") for n in again]
    chance.shuffle(queue)
    return queue


def _told(raw: dict[str, Any]) -> bool:
    """Whether somebody can be told from others at all: by more than a name and a year."""
    return len(raw["birth_date"]) > len("2000")


def _renumbered(raw: dict[str, Any]) -> dict[str, Any]:
    """Numbers of this day, which nobody of earlier years has."""
    other = {"passport": ("X", "Y"), "phone": ("+62800", "+62801"), "nik": ("3201", "3202")}
    return {n: v.replace(*other[n], 1) if n in other else v for n, v in raw.items()}


def _work_off(place: Place, queue: list[Arrival], refs: dict[str, str]) -> list[Answer]:
    """Five processes take from the line in turns; what each of them was told."""
    assert _typed(place, ["vault", "unlock", "--for", "8h"], {})[0] == 0
    context = multiprocessing.get_context("fork")
    known = context.Manager().dict(refs)
    pipes, processes = [], []
    for number in range(TERMINALS):
        ours, theirs = context.Pipe(duplex=False)
        mine = queue[number::TERMINALS]
        process = context.Process(target=_terminal, args=(place, mine, known, theirs))
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    told = [answer for pipe in pipes for answer in _heard(pipe)]
    for process in processes:
        process.join()
    return told


def _heard(pipe: Connection) -> Iterator[Answer]:
    try:
        while True:
            yield pipe.recv()
    except EOFError:
        pipe.close()


def _terminal(place: Place, queue: list[Arrival], known: Any, pipe: Connection) -> None:
    lock.LOCK_WAIT = PATIENCE
    for said, who in queue:
        code, told = _typed(place, ["person", "add", "--from", "-"], said)
        flagged, right, earlier = code == 5, "", False
        if flagged:
            found = {c["ref"]: c for c in told["data"]["candidates"]}
            right = next((ref for ref in found if ref == known.get(who)), "")
            earlier = bool(right and found[right]["earlier"])
            answer = ["--same-as", right] if right else ["--new"]
            code, told = _typed(place, ["person", "add", *answer, "--from", "-"], said)
        ref = told["data"].get("ref", "")
        known.setdefault(who, ref)
        visit = {"topic": "overstay", "channel": "walk-in", "summary": "x", "persons": [ref]}
        _code, logged = _typed(place, ["consult", "log", "--from", "-"], visit)
        earlier = earlier or any(p["code"].startswith("PER00") for p in logged["problems"])
        consultation = logged["data"].get("ref", "")
        pipe.send(Answer(who, ref, flagged, bool(right), consultation, earlier))
    pipe.close()


def _typed(place: Place, words: list[str], stdin: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """A command line, as a script runs it: exit code and envelope."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(json.dumps(stdin).encode()))
    try:
        with redirect_stdout(out), redirect_stderr(io.StringIO()):
            code = command(["--json", "--no-input", *words], place.environ)
    finally:
        sys.stdin = before
    out.flush()
    return code, json.loads(out.buffer.getvalue())
