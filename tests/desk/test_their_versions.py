"""Workbooks of another post, of different ages, on two and three laptops that then merge."""

from __future__ import annotations

import atexit
import json
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attache import records
from attache.desk import copies, exports, imports, recording
from attache.desk.brought import Agreed
from attache.desk.conflicts import conflicts_in
from attache.desk.exports import Asked
from attache.desk.imports import Wish
from attache.desk.upkeep import examine
from attache.exchange.incoming import Incoming
from attache.problems import Refused
from attache.records.record import kept, parse
from tests import opening
from tests.desk.offices import PEOPLE, PROFILE, make, office_at, sample
from tests.laptops import SEATS, Laptops, agreeing, handoffs
from tests.samples import HERE, example

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)
VERSIONS = 4
STEP = st.tuples(
    st.sampled_from(SEATS), st.integers(0, VERSIONS - 1), st.sampled_from([*SEATS, ""])
)
"""A laptop, the workbook that it takes in, and the laptop whose copy it merges then."""


@cache
def neighbour():
    """The vault of another post with people, and with the workbook of them."""
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder)
    path = folder / "SIN.vault"
    make(path, {**PROFILE, "post": "SIN"})
    person = records.named("person")
    raws = [example(person, full=True, seed=seed) for seed in range(PEOPLE)]
    recording.record(office_at(path), person, raws)
    return path, opening.image(office_at(path).vault), sends(path, "person", "orang")


def sends(path, kind, name):
    book = path.with_name(f"{name}.xlsx")
    exports.export(office_at(path), Asked(kind, book, "headquarters-report", basis="public-task"))
    return book


@cache
def versions(name):
    """Workbooks of the records of a type, each later than the one before, and what they say."""
    path, image, _people = neighbour()
    opening.lay(path, image)
    kind, books, said = records.named(name), [], []

    def says(number):
        raw = json.loads(json.dumps(sample(kind, number)).replace("PNH-A-P", "SIN-A-P"))
        return parse(kind.model, raw, HERE).draft

    with office_at(path).work() as work:
        id_ = work.add(name, says(0)).id
    for number in range(VERSIONS):
        if not kind.model.ENTRY:
            with office_at(path).work() as work:
                work.change(work.get(id_), says(number))
        books.append(sends(path, name, f"{name}-{number}"))
        now = office_at(path).view.get(id_)
        said.append((now.stamp.rev, kept(now.content)))
    return id_, books, said


def take_in(laptops, seat, book):
    imports.take_in(laptops.office(seat), Incoming(book), lambda _done, _all: None, Wish())


def stands(laptops, seat, id_):
    found = laptops.office(seat).view.find(id_)
    return found and (found.stamp.rev, kept(found.content))


@EVERY
def test_what_their_office_said_last_stands_whoever_took_it_in(kind):
    id_, books, said = versions(kind.name)
    _path, _image, people = neighbour()

    @settings(max_examples=2, deadline=None)
    @given(st.permutations(range(VERSIONS)), st.sampled_from([2, 3]), st.lists(STEP, max_size=4))
    def told(first, count, later):
        steps = [*zip(SEATS, first[: len(SEATS)], ("", "", ""), strict=True), *later]
        with TemporaryDirectory() as folder:
            laptops = Laptops(Path(folder), SEATS[:count])
            for seat in laptops.seats:
                take_in(laptops, seat, people)
            last = 0
            for seat, version, other in steps:
                if seat in laptops.seats:
                    take_in(laptops, seat, books[version])
                    last = max(last, version)
                    if other in laptops.seats and other != seat:
                        laptops.take_over(seat, laptops.paths[other])
            assert laptops.faults() == []
            for seat in laptops.seats:
                assert conflicts_in(laptops.office(seat).view, resolved=True) == []
                assert stands(laptops, seat, id_) == said[last]

    told()


@pytest.fixture
def two(tmp_path):
    return Laptops(tmp_path, "AB")


@pytest.mark.parametrize(("first", "second"), [(0, 2), (2, 0), (1, 2), (0, 1)])
def test_a_hand_off_taken_in_older_here_and_newer_there_is_no_question(two, first, second):
    """Somebody was joined there with somebody else between the workbooks."""
    take_in(two, "A", handoffs()[first])
    take_in(two, "B", handoffs()[second])
    told = agreeing(lambda: two.office("A"), two.paths["B"])
    assert told.conflicts == ()
    assert two.faults() == []
    take_in(two, "A", handoffs()[max(first, second)])
    assert two.faults() == []
    assert conflicts_in(two.office("A").view) == []


def test_what_two_laptops_took_in_of_one_revision_is_asked_under_a_ref_of_ours(two, tmp_path):
    """Their laptops did not meet yet: each said something else of one field."""
    path, image, people = neighbour()
    take_in(two, "A", people)
    assert two.exchange()
    for seat in "AB":
        opening.lay(path, image)
        recording.edit(office_at(path), "P1", {"mother_name": f"Ibu {seat}"})
        take_in(two, seat, sends(path, "person", f"kembar-{seat}"))
    told = agreeing(lambda: two.office("A"), two.paths["B"])
    (ref,) = told.conflicts
    assert ref.startswith("PNH-A-Q")
    assert two.faults() == []


def test_a_conflict_under_a_ref_of_another_post_is_found_and_mended(two):
    """As an earlier version left it: no other copy took it over."""
    for seat in "AB":
        recording.edit(two.office(seat), "PNH-A-P1", {"birth_place": seat})
    agreeing(lambda: two.office("A"), two.paths["B"])
    (conflict,) = conflicts_in(two.office("A").view)
    with two.office("A").work() as work:
        stamp = replace(conflict.stamp, ref="SIN-A-Q1", post="SIN", rev=2)
        work.sign("change", replace(conflict, stamp=stamp), {"rev": (1, 2)})
    with pytest.raises(Refused) as refused:
        copies.merge(two.office("B"), two.paths["A"], agreed=Agreed(others=True), rehearsal=False)
    assert {p.code for p in refused.value.problems} == {"MRG017"}
    found = {c.name: c.about for c in examine(two.office("A"), read_data=True) if not c.ok}
    assert found["strays"] == ("SIN-A-Q1",)
    copies.settle_again(two.office("A"))
    assert [k.ref for k in conflicts_in(two.office("A").view)] == ["PNH-A-Q2"]
    assert two.faults() == []
