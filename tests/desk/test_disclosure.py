"""What may leave: protected columns only for a purpose, on a basis, and with a line in the log."""

from __future__ import annotations

import pytest

from attache import codes, records
from attache.desk import exports, history, recording
from attache.desk.exports import Asked
from attache.desk.history import Sought
from attache.exchange.packages import PACKAGES, in_form, left_out
from attache.exchange.reader import read_workbook
from attache.exchange.rows import read_rows
from attache.problems import DecisionNeeded, Refused
from tests.desk.offices import documents, sample

EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)


@pytest.fixture
def send(office, tmp_path):
    """Export; what leaves, by record type and field."""

    def one(kind, **asked):
        path = tmp_path / "keluar.xlsx"
        done = exports.export(office(), Asked(kind, path, replace=True, **asked))
        found = read_rows(read_workbook(path)).found
        left = {s.record_type.name: {n for r in s.rows for n in r.raw} for s in found}
        return done, left

    return one


def protected(kind):
    return {f.name for f in kind.fields.values() if f.column.sensitivity == "protected"}


def disclosed(office):
    lines = history.log(office(), Sought(action="disclose")).lines
    return [{c.ref for c in line.changes if c.action == "disclose"} for line in lines]


@EVERY
def test_protected_columns_leave_only_for_a_purpose(office, send, kind):
    recording.record(office(), kind, [sample(kind)])
    done, left = send(kind.name)
    assert not left[kind.name] & protected(kind)
    assert [p.code for p in done.problems] == (["XLS080"] if protected(kind) else [])
    assert disclosed(office) == []
    done, left = send(kind.name, purpose="case-handling")
    assert left[kind.name] >= protected(kind)
    assert done.problems == ()
    assert done.ledger.content.basis == "public-task"
    assert len(disclosed(office)) == (1 if protected(kind) else 0)


@pytest.mark.parametrize("purpose", [*codes.load("export-purpose")], ids=lambda c: c.value)
def test_each_purpose_has_a_basis_or_protects(send, purpose):
    """Statistics need no name's number; another purpose needs its basis said."""
    done, left = send("person", purpose=purpose.value)
    basis = purpose.also.get("basis")
    assert basis in (None, "none", *codes.load("legal-basis").codes)
    leaves = basis not in (None, "none")
    assert ("nik" in left["person"]) == leaves
    assert [p.code for p in done.problems] == ([] if leaves else ["XLS082"])


def test_a_basis_can_be_stated(send):
    done, left = send("person", purpose="other", basis="legal-duty", recipient="Contoh Penerima")
    assert "nik" in left["person"]
    line = done.ledger.content
    assert (line.purpose, line.basis, line.recipient) == ("other", "legal-duty", "Contoh Penerima")


def test_nothing_protected_leaves_for_statistics_whatever_is_stated(send):
    _done, left = send("person", purpose="statistics", basis="legal-duty")
    assert not left["person"] & protected(records.named("person"))


def test_the_log_names_every_person_whose_data_left(office, record, send):
    """Those whom a case is about too, although the sheet of people is not in the workbook."""
    record("victim-case", **{**sample(records.named("victim-case")), "person": "P2"})
    send("victim-case", purpose="case-handling")
    (told,) = disclosed(office)
    assert told == {"PNH-A-P2", "PNH-A-V1"}


@pytest.mark.parametrize(
    ("asked", "code", "field"),
    [
        ({"basis": "legal-duty"}, "XLS081", "purpose"),
        ({"purpose": "protection", "basis": "gossip"}, "COD001", "basis"),
    ],
)
def test_a_basis_is_one_of_the_law_and_has_a_purpose(send, asked, code, field):
    with pytest.raises(Refused) as refused:
        send("person", **asked)
    assert [(p.code, p.field) for p in refused.value.problems] == [(code, field)]


def test_consent_that_nobody_recorded_is_no_basis(vault, send):
    before = vault.read_bytes()
    with pytest.raises(DecisionNeeded) as needed:
        send("person", purpose="case-handling", basis="consent")
    assert needed.value.data["without_consent"] == ["PNH-A-P1", "PNH-A-P2", "PNH-A-P3"]
    assert vault.read_bytes() == before


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_takes_only_what_it_needs(office, send, package):
    """A field of one type does not take that of another with it which has the same name."""
    kinds = [records.named(name) for name in PACKAGES[package]]
    for kind in kinds:
        recording.record(office(), kind, [sample(kind, 7)], new_people="different")
    _done, left = send(package, purpose="headquarters-report")
    for kind in kinds:
        inside = {f.name for f in kind.fields.values() if f.column.inside}
        assert left_out(package, kind) == inside
        assert left[kind.name] == kind.fields.keys() - inside
        assert left_out(kind.name, kind) == set()
    assert "summary" in left["consultation"]
    _done, left = send(package)
    assert "summary" in left["consultation"]
    assert "summary" not in left["victim-case"]


def test_columns_that_stayed_are_no_change_on_return(office, vault, send, tmp_path):
    """They are not blank cells: nothing is read of them, and the digest knows."""
    from attache.desk import imports
    from attache.desk.imports import Wish
    from attache.exchange.incoming import Incoming

    kind = records.named("return-step")
    recording.record(office(), kind, [sample(kind)])
    before = documents(vault, "return-step")
    send("handoff")
    source = Incoming(tmp_path / "keluar.xlsx")
    rows = [row for s in source.sheets.found for row in s.rows]
    taken = imports.take_in(office(), source, lambda _done, _of: None, Wish())
    assert {a.account for a in taken.accounts} == {"unchanged"}
    assert all(row.digest for row in rows)
    assert documents(vault, "return-step") == before


def test_a_form_says_which_kinds_it_can_hold():
    assert in_form("victim-case", "") == "victim-case"
    assert {in_form(kind, "htcds") for kind in ("person", "victim-case", "handoff")} == {"htcds"}
    for kind, form in (("training", "htcds"), ("person", "xml")):
        with pytest.raises(Refused):
            in_form(kind, form)
