"""What fails after rows were stored: exit code, text, JSON and vault say the same."""

from __future__ import annotations

from itertools import cycle

import pytest

from attache import records
from attache.problems import NotWritten, Refused, VaultBusy, problem
from tests.exchange.workbooks import theirs

MARKED = "attache.exchange.marked.marked_copy"
SAVE = "attache.files.save"
FAILURES = {
    "no copy can be made": (MARKED, Refused(problem("XLS065")), "XLS151", 0),
    "a fault": (MARKED, ZeroDivisionError(), "SYS003", 1),
    "Ctrl-C": (MARKED, KeyboardInterrupt(), "USE019", 130),
    "no way to write": (SAVE, NotWritten(problem("XLS011")), "XLS011", 0),
    "a full disk": (SAVE, NotWritten(problem("FIL004")), "FIL004", 0),
    "a file that came meanwhile": (SAVE, Refused(problem("XLS012")), "XLS012", 0),
}
"""Where it happens, what is raised there, and which code and exit code tell it."""
WORDS = ("--keep-good", "--as", "person", "--marked")
GOOD = {"name": "Larasati Umpama", "sex": "female"}
NOTHING = (3, 5, 14)
"""Exit codes that say that nothing was stored."""


def list_of(folder, field):
    """A list of people with one that is good, and one with something odd in a field."""
    odd = {"name": "Bonar Misalnya", "sex": "male", field: "~?~"}
    heads = list(dict.fromkeys([*GOOD, field]))
    rows = [[person.get(head) for head in heads] for person in (GOOD, odd)]
    return theirs(folder / "in.xlsx", {"People": [heads, *rows]})


def stored(cli):
    """The refs of the people that are there, and of the imports."""
    people = cli.json("person", "list", "--all").data["items"]
    imports = cli.json("exchange", "list").data["items"]
    return {p["ref"] for p in people}, {i["ref"] for i in imports}


def fail_with(monkeypatch, failure):
    where, raised, code, exit_code = FAILURES[failure]

    def fails(*_args, **_more):
        raise raised

    monkeypatch.setattr(where, fails)
    return code, exit_code


FIELDS = records.named("person").fields


@pytest.mark.parametrize(("field", "failure"), [*zip(FIELDS, cycle(FAILURES))])
def test_the_answer_says_what_is_stored(cli, tmp_path, monkeypatch, field, failure):
    before = stored(cli)
    path, out = list_of(tmp_path, field), tmp_path / "out.xlsx"
    with monkeypatch.context() as patched:
        code, exit_code = fail_with(patched, failure)
        ran = cli.json("exchange", "import", path, *WORDS, out)
    people, imports = (now - was for now, was in zip(stored(cli), before, strict=True))
    data, told = ran.json["data"], {p["code"] for p in ran.json["problems"]}
    accounts = [row["account"] for row in data["rows"]]
    assert people == {row["ref"] for row in data["rows"] if row["account"] == "added"}
    assert (data["added"], len(accounts)) == (len(people), 2)
    assert imports == {data["ref"]}
    assert data["stored"]
    if code in told:
        assert (ran.code, ran.json["status"] in ("partial", "ok")) == (exit_code, True)
    else:  # there was nothing to mark
        assert (told & {"XLS006"}, ran.code) == (set(), 0)
    assert ran.code not in NOTHING


@pytest.mark.parametrize("failure", FAILURES)
def test_the_text_says_the_same(cli, tmp_path, monkeypatch, failure):
    path, out = list_of(tmp_path, "birth_date"), tmp_path / "out.xlsx"
    with monkeypatch.context() as patched:
        _code, exit_code = fail_with(patched, failure)
        ran = cli("exchange", "import", path, *WORDS, out)
    shown = " ".join(ran.out.split())
    assert ran.code == exit_code
    assert "Added 1 " in shown
    assert "Refused 1" in shown
    assert "othing was stored" not in ran.out + ran.err


@pytest.mark.parametrize("failure", [name for name, (at, *_) in FAILURES.items() if at == SAVE])
def test_a_copy_without_a_place_leaves_rows_stored_and_can_be_had_later(
    cli, tmp_path, monkeypatch, failure
):
    path, out = list_of(tmp_path, "birth_date"), tmp_path / "out.xlsx"
    with monkeypatch.context() as patched:
        fail_with(patched, failure)
        ran = cli.json("exchange", "import", path, *WORDS, out)
    assert ("XLS156", "marked") in ran.problems
    before = stored(cli)
    assert not out.exists()
    assert cli.json("exchange", "check", path, *WORDS, out).code in (0, 3)  # as its fix says
    assert out.exists()
    assert stored(cli) == before


@pytest.mark.parametrize("failure", FAILURES)
def test_where_nothing_is_stored_the_reasons_are_told_all_the_same(
    cli, tmp_path, monkeypatch, failure
):
    before = stored(cli)
    path, out = list_of(tmp_path, "birth_date"), tmp_path / "out.xlsx"
    for verb in ("check", "import"):
        with monkeypatch.context() as patched:
            fail_with(patched, failure)
            ran = cli.json("exchange", verb, path, "--as", "person", "--marked", out)
        assert ran.code
        assert not ran.json["data"].get("stored")
        if ran.code in NOTHING:
            told = {p["code"] for p in ran.json["problems"]}
            assert "DAT002" in told
            assert "XLS156" not in told
    assert stored(cli) == before


def test_a_decision_that_cannot_be_stored_leaves_the_import_told(terminal, tmp_path, monkeypatch):
    def busy(_taken):
        raise VaultBusy(problem("VLT002"))

    path = list_of(tmp_path, "nickname")
    monkeypatch.setattr("attache.cli.review.of_conflicts", busy)
    ran = terminal("exchange", "import", path, "--as", "person", "--keep-good", "--review")
    assert ran.code == 0
    assert "Added 2" in " ".join(ran.out.split())


def test_where_nothing_can_be_written_is_seen_before_rows_are_stored(cli, tmp_path, monkeypatch):
    """Permissions alone do not tell it: who may do everything is refused only when they do it."""
    before = stored(cli)

    def refuses(*_args):
        raise PermissionError(13, "no")

    monkeypatch.setattr("attache.files._unnamed", refuses)
    ran = cli.json("exchange", "import", list_of(tmp_path, "nik"), *WORDS, tmp_path / "out.xlsx")
    monkeypatch.undo()
    assert (ran.code, ran.problems) == (14, [("XLS011", "marked")])
    assert stored(cli) == before
