"""Words in place of a number: of a new record they are told and left blank, else refused."""

from __future__ import annotations

import pytest

from attache import records
from attache.desk import exports, imports, recording
from attache.desk.exports import Asked
from attache.desk.imports import Wish
from attache.desk.judging import judge
from attache.exchange.editing import with_changes
from attache.exchange.incoming import Incoming
from attache.exchange.layout import FIRST_ROW
from attache.exchange.reader import RawSheet
from attache.problems import Refused
from tests.desk import offices
from tests.desk.offices import documents
from tests.incoming import of_rows

WORDS = "ditahan majikan"
NUMBERS = [
    (kind, field)
    for kind in records.every()
    for field in kind.fields.values()
    if field.is_number and field.kind.name != "refs"
]
EVERY = pytest.mark.parametrize(("kind", "field"), NUMBERS, ids=lambda part: part.name)
BESIDE = {"former-number": {"further_phone": "+855 12 000 001", "family_phone": "+855 12 000 001"}}
"""What a record needs beside the number that is unknown."""


def raw_of(kind, field):
    raw = offices.sample(kind, full=False)
    if kind.name in BESIDE:
        also = "family_phone" if field.name == "further_phone" else "further_phone"
        raw = {**raw, also: BESIDE[kind.name][also]}
        raw.pop("nik", None)
    return {**raw, field.name: WORDS}


def quiet(_done, _total):
    """Nobody is waiting."""


def told(problems):
    return [(p.code, p.field, p.args["words"]) for p in problems if "words" in p.args]


@EVERY
def test_a_new_record_is_kept_without_the_number(office, kind, field):
    """The words are told with what else they may mean."""
    done = recording.record(office(), kind, [raw_of(kind, field)], new_people="different")
    assert told(done.problems) == [("DOC008", field.name, WORDS)]
    assert getattr(done.kept[0].content, field.name) is None


@EVERY
def test_an_edit_takes_no_number_away(office, kind, field):
    raw = {**offices.sample(kind), "name": "Siti Contoh"} if kind.name == "person" else {}
    raw = raw or offices.sample(kind)
    (before,) = recording.record(office(), kind, [raw], new_people="different").kept
    with pytest.raises(Refused) as refused:
        recording.edit(office(), before.ref, {field.name: WORDS})
    assert told(refused.value.problems) == [("DOC007", field.name, WORDS)]


@EVERY
def test_a_row_of_somebody_else_is_taken_in(office, kind, field):
    raw = raw_of(kind, field)
    heads = [kind.fields[name].column.title for name in raw]
    values = ["; ".join(v) if isinstance(v, (list, tuple)) else v for v in raw.values()]
    source = of_rows([RawSheet("Masuk", True, [heads, values])], kind=kind.name)
    taken = imports.take_in(office(), source, quiet, Wish())
    assert [a.account for a in taken.accounts] == ["added"]
    assert told(taken.problems) == [("DOC008", field.name, WORDS)]
    (problem,) = [p for p in taken.problems if p.code == "DOC008"]
    assert (problem.sheet, problem.row, bool(problem.column)) == ("Masuk", 2, True)


@EVERY
def test_a_row_that_attache_wrote_is_refused(office, tmp_path, kind, field):
    with office().work() as work:
        work.add(kind.name, judge(work, kind, offices.sample(kind), office().today)[0])
    path = tmp_path / "keluar.xlsx"
    exports.export(office(), Asked(kind.name, path, "headquarters-report"))
    row = FIRST_ROW + len(documents(office().vault.path, kind.name)) - 1
    path.write_bytes(with_changes(path, {(kind, row, field.name): WORDS}))
    checked = imports.check(office(), Incoming(path), quiet)
    assert told(checked.problems) == [("DOC007", field.name, WORDS)]
    assert checked.accounts[row - FIRST_ROW].account == "refused"
