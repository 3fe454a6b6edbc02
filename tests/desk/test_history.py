"""The log by what is looked for, the changes of one record, and looks at protected ones."""

from __future__ import annotations

import errno
from datetime import timedelta

import orjson
import pytest
from filelock import FileLock

from attache import records
from attache.desk import erasing, exports, history, recording, undoing
from attache.desk.exports import Asked
from attache.desk.history import Sought
from attache.problems import NoSuchRecord, Refused
from attache.vault import Line
from attache.vault import lock as lock_module
from attache.vault.log import Log
from attache.vault.vault import Vault
from tests.desk.offices import NOW, sample

SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}
EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)


@pytest.fixture
def found(office):
    """The refs of the lines that are found, short."""

    def refs(**sought):
        lines = history.log(office(), Sought(**sought)).lines
        return [line.ref.removeprefix("PNH-A-") for line in lines]

    return refs


@pytest.fixture
def at_work(office, record):
    """L3 and L4 add and change a consultation, L5 a note; L1 made the vault, L2 the people."""
    record("consultation", **SAID, persons=["P1"])
    recording.edit(office(command="consult edit"), "C1", {"summary": "Lain"})
    record("note", about="P2", text="Contoh")


def test_the_newest_line_comes_first(office, found, at_work):
    assert found() == ["L5", "L4", "L3", "L2", "L1"]
    line = history.log(office(), Sought(limit=2)).lines[1]
    assert (line.by, line.command, line.at) == (
        "Rina Contoh",
        "consult edit",
        NOW.isoformat(timespec="seconds"),
    )


def test_pages_are_the_whole_log(office, at_work):
    for sought in (Sought(limit=2), Sought(limit=2, officer="rina")):
        pages = [history.log(office(), sought._replace(page=page)) for page in (1, 2, 3, 4)]
        refs = [line.ref for page in pages for line in page.lines]
        assert refs == [f"PNH-A-L{number}" for number in (5, 4, 3, 2, 1)]
        assert {page.total for page in pages} == {5}


@pytest.mark.parametrize(
    ("sought", "refs"),
    [
        ({"kind": "consultation"}, ["L4", "L3"]),
        ({"kind": "person"}, ["L2"]),
        ({"action": "change"}, ["L4"]),
        ({"action": "add", "kind": "note"}, ["L5"]),
        ({"action": "change", "kind": "note"}, []),
        ({"action": "view"}, []),
        ({"record": "C1"}, ["L4", "L3"]),
        ({"record": "pnh-a-c1", "action": "add"}, ["L3"]),
        ({"record": "P1"}, ["L2"]),
        ({"officer": "RÍNA  con"}, ["L5", "L4", "L3", "L2", "L1"]),
        ({"officer": "Budi"}, []),
    ],
)
def test_lines_are_found_by_what_they_did(found, at_work, sought, refs):
    assert found(**sought) == refs


def test_kind_action_and_record_are_of_one_change(office, found, record):
    """Not one of this change and one of another in the same line."""
    record("note", about="P1", text="Satu")
    recording.edit(office(), "N1", {"text": "Dua"})  # adds N2, withdraws N1
    assert found(record="N1", action="add") == ["L3"]
    assert found(record="N2", action="withdraw") == []
    assert found(record="N1", action="withdraw") == found(record="N2") == ["L4"]


def test_a_record_is_named_by_its_id_too(office, found, at_work):
    assert found(record=office().view.get("C1").id.upper()) == ["L4", "L3"]


@pytest.mark.parametrize(
    "name", ["P9", "PNH-B-P1", "x", "L2", "0190a000-0000-7000-8000-000000000001"]
)
def test_a_record_that_never_was(found, at_work, name):
    with pytest.raises(NoSuchRecord) as missing:
        found(record=name)
    assert [p.code for p in missing.value.problems] == ["REF002"]


def test_who_was_erased_is_still_found_in_the_log(office, found):
    id_ = office().view.get("P3").id
    erasing.erase(office(command="vault erase"), "P3", "permintaan sendiri")
    assert found(record="P3") == found(record=id_) == [*found(action="erase"), "L2"]


def test_days_are_those_of_the_post(office, found, record):
    """In Phnom Penh the day begins at 17:00 UTC."""
    midnight = NOW.replace(hour=17)
    for at in (midnight - timedelta(seconds=1), midnight):
        recording.record(office(at), records.named("consultation"), [SAID])
    assert found(since="2026-10-02") == ["L4"]
    assert found(until="2026-10-01", since="2026-10-01") == ["L3", "L2", "L1"]
    assert found(until="2026-09-30") == []
    assert found(until="2100-12-31", since="1900-01-01") == ["L4", "L3", "L2", "L1"]
    assert found(since="today") == ["L4", "L3", "L2", "L1"]


def test_what_cannot_be_looked_for_is_told_at_once(found):
    with pytest.raises(Refused) as refused:
        found(kind="colour", action="paint", since="x", until="y")
    told = [(p.code, p.field) for p in refused.value.problems]
    assert told == [
        ("LOG001", "kind"),
        ("LOG003", "action"),
        ("DAT001", "since"),
        ("DAT001", "until"),
    ]
    with pytest.raises(Refused) as refused:
        found(since="2026-02-01", until="2026-01-01")
    assert [p.code for p in refused.value.problems] == ["DAT008"]


def test_exports_and_undone_lines_are_found_as_such(office, found, at_work, tmp_path):
    out = Asked("consultation", tmp_path / "out.xlsx")
    exports.export(office(command="exchange export"), out)
    undoing.undo(office(command="undo"), "L4")
    assert (found(action="export"), found(action="import")) == (["L6"], [])
    assert found(action="undo") == ["L7"]
    told = history.log(office(), Sought())
    assert told.undone == {"PNH-A-L4": "PNH-A-L7"}
    assert [c.ref for line in told.lines for c in line.changes if c.kind == "exchange"] == [
        "PNH-A-X1"
    ]


@pytest.mark.parametrize("sought", [Sought(limit=2), Sought(limit=2, action="add"), None])
def test_only_the_lines_that_are_shown_are_built(office, at_work, monkeypatch, sought):
    here, built = office(), []
    here.view.profile()
    real = Line.of

    def build(document):
        built.append(document)
        return real(document)

    monkeypatch.setattr(Line, "of", build)
    if sought:
        history.log(here, sought)
    else:
        history.changes_of(here.view, [here.view.get("C1")])
    assert len(built) == 2


def test_a_line_of_another_laptop_stands_at_its_time_but_was_written_later():
    lines = [("2", "L1"), ("4", "L2"), ("3", "M1")]  # M1 was merged last
    log = Log((id_, orjson.dumps({"ref": ref})) for id_, ref in lines)
    assert [told["ref"] for told in log.newest()] == ["L2", "M1", "L1"]
    assert [told["ref"] for told in log.after("2")] == ["M1", "L2"]
    assert [told["ref"] for told in log.after("3")] == []


@EVERY
def test_what_became_of_a_record(office, kind):
    """The oldest first, with old and new values; that somebody looked is not among it."""
    ref = recording.record(office(), kind, [sample(kind)]).kept[0].ref
    field = next(f for f in reversed(kind.fields.values()) if f.kind.name == "text")
    (new,) = recording.edit(office(command="edit"), ref, {field.name: "Lain"}).kept
    here = office()
    history.look(here, [new], always=True)
    recording.withdraw(office(command="withdraw"), new.ref, "keliru")
    told = history.changes_of(office().view, [new])
    if kind.model.ENTRY:
        assert [t.change.action for t in told] == ["add", "withdraw"]
        old = history.changes_of(office().view, [office().view.get(ref)])
        assert [t.change.action for t in old] == ["add", "withdraw"]
        assert old[1].change.fields["replaced_by"] == (None, new.ref)
    else:
        assert [t.change.action for t in told] == ["add", "change", "withdraw"]
        assert told[1].change.fields == {field.name: (sample(kind)[field.name], "Lain")}
    assert told[-1].change.fields["withdrawn"] == (None, "keliru")
    assert [t.line.command for t in told][-1] == "withdraw"


@EVERY
def test_a_look_is_logged_where_something_protected_is_seen(office, vault, kind):
    raws = [sample(kind, full=full) for full in (True, False)]
    full, needed = recording.record(office(), kind, raws, new_people="different").kept
    protected = [f for f in kind.fields.values() if f.column.sensitivity == "protected"]
    for kept in (full, needed):
        before = vault.read_bytes()
        assert history.look(office(command="x show"), [kept]) == ()
        seen = [f for f in protected if getattr(kept.content, f.name) not in (None, ())]
        if not seen:
            assert vault.read_bytes() == before
            continue
        line = history.log(office(), Sought(limit=1)).lines[0]
        (change,) = line.changes
        assert (line.command, change.action, change.ref) == ("x show", "view", kept.ref)
        assert change.fields == {}


def test_looks_at_many_are_one_line(office, found):
    people = [*office().view.every("person")]
    before = found()
    history.look(office(), people)
    assert len(found()) == len(before) + 1
    assert len(history.log(office(), Sought(limit=1)).lines[0].changes) == len(people)


def test_a_look_does_not_wait_long_for_a_writer(office, vault, monkeypatch):
    monkeypatch.setattr(history, "LOOK_WAIT", 0.01)
    monkeypatch.setattr(lock_module, "LOCK_WAIT", 0.05)
    before = vault.read_bytes()
    with FileLock(f"{vault}.lock"):
        told = history.look(office(), [office().view.get("P1")])
    assert [(p.code, p.level) for p in told] == [("LOG002", "warning")]
    assert vault.read_bytes() == before
    assert history.look(office(), [office().view.get("P1")]) == ()


def test_a_look_is_had_where_it_cannot_be_logged(office, vault, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "contoh")

    monkeypatch.setattr("attache.vault.system.append", full)
    told = history.look(office(), [office().view.get("P1")])
    assert [p.code for p in told] == ["LOG002"]


def test_another_officer_s_lines_carry_their_name(office, found, record, monkeypatch):
    monkeypatch.setattr(Vault, "officer", property(lambda _vault: "Budi Contoh"))
    record("consultation", **SAID)
    assert found(officer="budi") == ["L3"]
    assert found(officer="contoh") == ["L3", "L2", "L1"]
