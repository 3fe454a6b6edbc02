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

HELD = "ditahan majikan"
SAYING = [
    (HELD, "DOC007", {"phone": "DOC011", "": "DOC008"}),
    ("hilang", "DOC007", {"phone": "DOC012", "": "DOC010"}),
    ("rusak", "DOC007", {"phone": "DOC012", "": "DOC010"}),
    ("sedang diurus", "DOC007", {"": "DOC012"}),
    ("belum punya KTP", "DOC009", {"": "DOC012"}),
    ("not yet", "DOC009", {"": "DOC012"}),
    ("0", "DOC009", {"": "DOC012"}),
]
"""Words, with how they are refused, and how they are told by kind of number."""
NUMBERS = [
    (kind, field)
    for kind in records.every()
    for field in kind.fields.values()
    if field.is_number and field.kind.name != "refs"
]
EVERY = pytest.mark.parametrize(("kind", "field"), NUMBERS, ids=lambda part: part.name)
REFUSED = pytest.mark.parametrize(("words", "refused"), [one[:2] for one in SAYING])
TOLD = pytest.mark.parametrize(("words", "as_told"), [one[::2] for one in SAYING], ids=str)
BESIDE = {"former-number": {"further_phone": "+855 12 000 001", "family_phone": "+855 12 000 001"}}
"""What a record needs beside the number that is unknown."""


def raw_of(kind, field, words=HELD):
    raw = offices.sample(kind, full=False)
    if kind.name in BESIDE:
        also = "family_phone" if field.name == "further_phone" else "further_phone"
        raw = {**raw, also: BESIDE[kind.name][also]}
        raw.pop("nik", None)
    return {**raw, field.name: words}


def quiet(_done, _total):
    """Nobody is waiting."""


def told(problems):
    return [(p.code, p.field, p.args["words"]) for p in problems if "words" in p.args]


def code_of(as_told, field):
    return as_told.get(field.kind.name, as_told[""])


@TOLD
@EVERY
def test_a_new_record_is_kept_without_the_number(office, kind, field, words, as_told):
    """The words are told with what else they may mean: a broken phone is in nobody's hands."""
    done = recording.record(office(), kind, [raw_of(kind, field, words)], new_people="different")
    assert told(done.problems) == [(code_of(as_told, field), field.name, words)]
    assert getattr(done.kept[0].content, field.name) is None


@REFUSED
@EVERY
def test_an_edit_takes_no_number_away(office, kind, field, words, refused):
    raw = {**offices.sample(kind), "name": "Siti Contoh"} if kind.name == "person" else {}
    raw = raw or offices.sample(kind)
    (before,) = recording.record(office(), kind, [raw], new_people="different").kept
    with pytest.raises(Refused) as refusal:
        recording.edit(office(), before.ref, {field.name: words})
    assert told(refusal.value.problems) == [(refused, field.name, words)]


@TOLD
@EVERY
def test_an_edit_tells_them_where_there_was_none(office, kind, field, words, as_told):
    (before,) = recording.record(office(), kind, [raw_of(kind, field)], new_people="different").kept
    other = {"remarks": "Lain"} if "remarks" in kind.fields else {}
    done = recording.edit(office(), before.ref, {field.name: words, **other})
    assert told(done.problems) == [(code_of(as_told, field), field.name, words)]
    assert getattr(done.kept[0].content, field.name) is None


@TOLD
@EVERY
def test_a_row_of_somebody_else_is_taken_in(office, kind, field, words, as_told):
    raw = raw_of(kind, field, words)
    heads = [kind.fields[name].column.title for name in raw]
    values = ["; ".join(v) if isinstance(v, (list, tuple)) else v for v in raw.values()]
    source = of_rows([RawSheet("Masuk", True, [heads, values])], kind=kind.name)
    taken = imports.take_in(office(), source, quiet, Wish())
    assert [a.account for a in taken.accounts] == ["added"]
    problem = next(p for p in taken.problems if "words" in p.args)
    assert (problem.sheet, problem.level) == ("Masuk", "warning")
    if problem.code != "XLS120":  # whole cells that say so in any field, once a sheet
        assert told([problem]) == [(code_of(as_told, field), field.name, words)]
        assert (problem.row, bool(problem.column)) == (2, True)


@pytest.fixture
def came_back(office, tmp_path):
    """What a check makes of a returned workbook with words in the number of its last row."""

    def check(kind, field, words):
        path = tmp_path / "keluar.xlsx"
        exports.export(office(), Asked(kind.name, path, "headquarters-report"))
        last = len(documents(office().vault.path, kind.name)) - 1
        path.write_bytes(with_changes(path, {(kind, FIRST_ROW + last, field.name): words}))
        checked = imports.check(office(), Incoming(path), quiet)
        return checked.accounts[last].account, told(checked.problems)

    return check


@REFUSED
@EVERY
def test_a_row_that_attache_wrote_is_refused(office, came_back, kind, field, words, refused):
    with office().work() as work:
        work.add(kind.name, judge(work, kind, offices.sample(kind), office().today)[0])
    assert came_back(kind, field, words) == ("refused", [(refused, field.name, words)])


@TOLD
@EVERY
def test_such_a_row_goes_through_where_there_was_no_number(
    office, came_back, kind, field, words, as_told
):
    recording.record(office(), kind, [raw_of(kind, field)], new_people="different")
    code = code_of(as_told, field)
    assert came_back(kind, field, words) == ("unchanged", [(code, field.name, words)])
