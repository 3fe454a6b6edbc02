"""`attache log`, `show --history` and `attache undo`, as a script and an officer have them."""

from __future__ import annotations

import errno

import pytest

from attache import records
from attache.vault.database import JournalStorage
from tests.cli.running import check_envelope, refs
from tests.cli.test_safe_printing import HOSTILE, inert
from tests.desk.offices import office_at, sample
from tests.exchange.workbooks import theirs

SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}
WHO = {"name": "Agus Baru", "nik": "3201995403950099", "mother_name": "Ibu Agus"}
EVERY = pytest.mark.parametrize("kind", records.every(), ids=lambda t: t.name)


@pytest.fixture
def edited(cli):
    """L3 adds P4, L4 changes protected fields of it."""
    cli.record("person", "add", "--new", **WHO)
    new = {"nik": "3201995403950088", "mother_name": "Ibu Lain"}
    assert cli.json("person", "edit", "P4", "--from", "-", stdin=new).code == 0
    return cli


STOP = KeyboardInterrupt()


@pytest.mark.parametrize(
    ("words", "asked", "answer"),
    [
        (("person", "merge", "P1", "P2"), "Make the two one", "n"),
        (("person", "merge", "P1", "P2"), "Make the two one", STOP),
        (("person", "merge", "P1", "P2"), "1", EOFError()),
        (("person", "edit", "P1"), "Name", STOP),
        (("consult", "log", "--person", "P1"), "Topic", STOP),
    ],
)
def test_what_was_only_looked_at_is_nothing_that_was_stored(terminal, words, asked, answer):
    before = terminal.cli.json("person", "list", "--all").data
    stopped = terminal(*words, answers={asked: answer})
    assert stopped.code == 130
    assert "[USE005]" in stopped.err
    assert terminal.cli.json("person", "list", "--all").data == before


def full(*_args):
    raise OSError(errno.ENOSPC, "contoh")


def last(cli, **more):
    """The newest line."""
    return cli.json("log", "--limit", 1, **more).data["items"][0]


def test_a_line_says_who_did_what_when_by_which_command(edited):
    ran = edited.json("log")
    check_envelope(ran, "log", "ok")
    assert refs(ran.data["items"]) == ["L4", "L3", "L2", "L1"]
    assert ran.data["total"] == 4
    line = ran.data["items"][0]
    change, kept = line["changes"]
    assert (kept["action"], kept["kind"]) == ("add", "former-number")
    assert list(line) == [
        "ref",
        "id",
        "at",
        "by",
        "command",
        "undoes",
        "undone_by",
        "set_aside_by",
        "changes",
    ]
    assert (line["by"], line["command"], line["undoes"]) == ("Rina Contoh", "person edit", None)
    assert (change["action"], change["kind"], change["ref"], change["rev"]) == (
        "change",
        "person",
        "PNH-A-P4",
        2,
    )
    assert change["fields"] == {"nik": ["•••", "•••"], "mother_name": ["•••", "•••"]}


@pytest.mark.parametrize("named", [[], ["L4"]])
def test_a_script_has_protected_values_of_the_log_where_it_asks_for_them(edited, named):
    """Everybody's old and new values by one command would be a look at everybody."""
    data = edited.json("log", *named, "--in-full").data
    (line,) = [x for x in data.get("items", [data]) if x["ref"] == "PNH-A-L4"]
    assert line["changes"][0]["fields"] == {
        "nik": [WHO["nik"], "3201995403950088"],
        "mother_name": [WHO["mother_name"], "Ibu Lain"],
    }
    looked = edited.json("log").data["items"][0]
    assert looked["command"] == "log"
    assert ("view", "PNH-A-P4") in [(c["action"], c["ref"]) for c in looked["changes"]]
    edited("log", *named, "--in-full")  # on the screen they are masked
    assert edited.json("log").data["items"][0]["id"] == looked["id"]


def test_on_the_screen_protected_values_are_masked(edited):
    """And the time is that of the post."""
    out = edited("log").out
    for secret in (WHO["nik"], WHO["mother_name"], "3201995403950088", "Ibu Lain"):
        assert secret not in out
    assert "0099 → ••••••••••••0088" in out
    assert "Mother's name: ••• → •••" in out
    assert "2026-10-01 10:00" in out
    assert out.index("L4") < out.index("L3") < out.index("L2")
    assert "4 lines" in out


def test_filters_and_pages(edited):
    edited.record("consult", "log", **SAID)
    assert refs(edited.json("log", "--record", "p4").data["items"]) == ["L4", "L3"]
    assert refs(edited.json("log", "--kind", "consultation").data["items"]) == ["L5"]
    assert refs(edited.json("log", "--action", "change").data["items"]) == ["L4"]
    assert refs(edited.json("log", "--officer", "rina", "--limit", 2).data["items"]) == ["L5", "L4"]
    assert refs(edited.json("log", "--limit", 2, "--page", 2).data["items"]) == ["L3", "L2"]
    assert edited.json("log", "--since", "kemarin", "--until", "today").data["total"] == 5
    assert edited.json("log", "--until", "yesterday").data == {"items": [], "total": 0}
    bad = edited.json("log", "--kind", "x", "--action", "x", "--since", "x")
    assert (bad.code, [field for _code, field in bad.problems]) == (3, ["kind", "action", "since"])
    assert edited.json("log", "--record", "P99").code == 4
    assert edited.json("log", "L99").code == 4


def test_one_line_by_its_ref(edited):
    data = edited.json("log", "l4").data
    assert data == edited.json("log").data["items"][0]
    out = edited("log", "PNH-A-L4").out
    assert "L4" in out
    assert "L3" not in out


def test_a_line_of_very_many_changes_is_summed_up(cli):
    raws = [{**SAID, "summary": f"Contoh {n}"} for n in range(60)]
    cli.json("consult", "log", "--from", "-", stdin=raws)
    short, one = cli("log", "--limit", 1).out, cli("log", "L3", "--all").out
    assert "consultations: 60 added" in short
    assert "C17" not in short
    assert "C17" in one
    assert "--all" in cli("log", "L3").out
    assert len(cli.json("log", "L3").data["changes"]) == 60
    about = cli("log", "--record", "C17").out
    assert "consultation C17 added" in about
    assert "59 more" in about


def test_exports_and_imports_name_their_ledger_line(cli, tmp_path):
    cli.record("consult", "log", **SAID)
    out = tmp_path / "out.xlsx"
    export = cli.json("exchange", "export", "consultation", out).data["ref"]
    heads = ["on", "topic", "channel", "summary"]
    rows = {"consultation": [heads, ["2026-01-05", "stay", "email", "Masuk"]]}
    path = theirs(tmp_path / "in.xlsx", rows)
    take_in = ("exchange", "import", path, "--as", "consultation")
    import_ = cli.json(*take_in).data["ref"]
    for action, ref in (("export", export), ("import", import_)):
        (line,) = cli.json("log", "--action", action).data["items"]
        assert line["command"] == f"exchange {action}"
        assert ref in [change["ref"] for change in line["changes"]]


@EVERY
def test_a_look_at_protected_values_is_logged_and_no_other(cli, kind):
    """By show and, as a script has them in full, by a list; a list on the screen masks them."""
    ref = cli.record(*kind.noun, kind.verb, **sample(kind))
    protected = any(f.column.sensitivity == "protected" for f in kind.fields.values())
    for words, looks in (
        (["--json", *kind.noun, "show", ref], protected),
        ([*kind.noun, "show", ref], protected),
        (["--json", *kind.noun, "list"], protected),
        ([*kind.noun, "list"], False),
    ):
        before = cli.vault.read_bytes()
        assert cli(*words).code == 0
        assert (cli.vault.read_bytes() != before) is looks, words
        if looks:
            line = last(cli)
            assert line["command"] == " ".join([*kind.noun, words[-2] if ref in words else "list"])
            assert {c["action"] for c in line["changes"]} == {"view"}
            assert ref in {c["ref"] for c in line["changes"]}


def test_who_is_found_by_a_script_was_looked_at(edited):
    edited.json("person", "find", "Agus")
    (change,) = last(edited)["changes"]
    assert (change["action"], change["ref"]) == ("view", "PNH-A-P4")


def test_a_note_that_a_person_s_record_tells_was_looked_at_too(cli):
    """On the screen `show` gives the text of what belongs to it; a script has only the refs."""
    cli.record("consult", "log", **SAID)
    cli.record("note", "record", about="C1", text="Contoh rahasia")
    assert "Contoh rahasia" in cli("consult", "show", "C1").out
    assert [c["ref"] for c in last(cli)["changes"]] == ["PNH-A-N1"]
    before = cli.vault.read_bytes()
    assert cli.json("consult", "show", "C1").data["belonging"] == ["PNH-A-N1"]
    assert cli.vault.read_bytes() == before


def test_questions_that_offer_what_stands_are_a_look(edited, capsys, monkeypatch):
    from tests.cli.running import Terminal

    terminal = Terminal(edited, capsys, monkeypatch)
    terminal("person", "edit", "P4", answers={"Name": KeyboardInterrupt})
    line = last(edited)
    assert (line["command"], line["changes"][0]["action"]) == ("person edit", "view")


def test_a_full_disk_hides_nothing(edited, monkeypatch):
    monkeypatch.setattr("attache.vault.system.append", full)
    ran = edited.json("person", "show", "P4")
    assert (ran.code, ran.problems) == (0, [("LOG002", None)])
    assert ran.data["mother_name"] == "Ibu Lain"
    listed = edited.json("person", "list")
    assert (listed.code, listed.problems) == (0, [("LOG002", None)])
    shown = edited("person", "show", "P4")
    assert "Ibu Lain" in shown.out
    assert "[LOG002]" in shown.err


@EVERY
def test_show_tells_what_became_of_a_record(cli, kind):
    ref = cli.record(*kind.noun, kind.verb, **sample(kind))
    cli.json(*kind.noun, "withdraw", ref, "--reason", "salah orang")
    words = [*kind.noun, "show", ref]
    added, gone = cli.json(*words, "--history").data["history"]
    assert (added["action"], added["fields"], added["line"]) == ("add", {}, "PNH-A-L3")
    assert (gone["action"], gone["by"]) == ("withdraw", "Rina Contoh")
    assert gone["command"] == " ".join([*kind.noun, "withdraw"])
    assert gone["fields"]["withdrawn"] == [None, "salah orang"]
    assert "history" not in cli.json(*words).data
    out = cli(*words, "--history").out
    assert out.rindex("added") < out.rindex("salah orang")
    assert "L3" in out


def test_history_has_old_and_new_values(edited):
    out = edited("person", "show", "P4", "--history").out
    assert "Mother's name: Ibu Agus → Ibu Lain" in out
    assert f"{WHO['nik']} → 3201995403950088" in out


def test_history_of_a_person_s_status_is_that_of_its_facts(cli):
    fact = ("status", "set", "P1", "--source", "person-stated", "--fact")
    first = cli.json(*fact, "stay-overstay").data["ref"]
    second = cli.json(*fact, "stay-waived").data["ref"]
    cli.json("status", "withdraw", second, "--reason", "salah orang")
    told = cli.json("status", "show", "P1", "--history").data
    assert [(h["ref"], h["action"]) for h in told["history"]] == [
        (first, "add"),
        (second, "add"),
        (second, "withdraw"),
    ]
    assert "salah orang" in cli("status", "show", "P1", "--history").out
    assert len(cli.json("status", "show", first, "--history").data["history"]) == 1


def test_undo_of_a_named_line_goes_ahead(edited):
    ran = edited.json("undo", "L4")
    check_envelope(ran, "undo", "ok")
    assert (ran.data["line"], ran.data["ref"]) == ("PNH-A-L4", "PNH-A-L5")
    assert (ran.data["command"], ran.data["stored"]) == ("person edit", True)
    kept, change = ran.data["changes"]
    assert (kept["action"], kept["kind"]) == ("withdraw", "former-number")
    assert change["fields"]["mother_name"] == ["Ibu Lain", "Ibu Agus"]
    line = last(edited)
    assert (line["id"], line["undoes"]) == (ran.data["id"], "PNH-A-L4")
    assert edited.json("log", "L4").data["undone_by"] == "PNH-A-L5"
    assert edited.json("person", "show", "P4").data["mother_name"] == "Ibu Agus"
    out = edited("log").out
    assert "undoes L4" in out
    assert "undone by L5" in out
    assert edited.json("undo", "L5").code == 0
    assert edited.json("person", "show", "P4").data["mother_name"] == "Ibu Lain"


def actions(cli):
    """What the last line of the log did."""
    return [change["action"] for change in cli.json("log").data["items"][0]["changes"]]


def test_undo_without_a_name_needs_a_word(edited):
    ran = edited.json("undo")
    check_envelope(ran, "undo", "refused")
    assert (ran.code, ran.problems) == (5, [("UND010", None)])
    assert (ran.json["data"]["line"], ran.json["data"]["stored"]) == ("PNH-A-L4", False)
    assert actions(edited) == ["view"]
    before = edited.vault.read_bytes()
    asked = edited("--no-input", "undo")
    assert asked.code == 5
    assert "Mother's name" in asked.err
    assert "Ibu" not in asked.err
    assert asked.out == ""
    assert edited.vault.read_bytes() == before
    assert edited.json("--yes", "undo").data["line"] == "PNH-A-L4"


@pytest.mark.parametrize("name", [[], ["L4"]])
def test_a_dry_run_stores_nothing(edited, name):
    data = edited.json("undo", *name, "--dry-run", "--yes").data
    assert (data["line"], data["stored"]) == ("PNH-A-L4", False)
    assert {*actions(edited)} == {"view"}  # of the values that it tells
    before = edited.vault.read_bytes()
    out = edited("undo", *name, "--dry-run").out
    assert "Nothing was stored." in out
    assert "Ibu" not in out
    assert edited.vault.read_bytes() == before


@pytest.mark.parametrize(("answer", "stored"), [("y", True), ("n", False), ("", False)])
def test_on_a_terminal_it_is_shown_and_asked(terminal, answer, stored):
    terminal.cli.record("note", "record", about="P1", text="Contoh")
    ran = terminal("undo", answers={"Undo this?": answer})
    assert ran.code == 0
    assert "note N1" in ran.err
    assert ("L3 is undone" in ran.out) is stored
    assert terminal.cli.json("note", "list").data["total"] == (0 if stored else 1)


def test_three_records_and_more_need_a_word_even_where_named(cli):
    """The people of L2."""
    before = cli.vault.read_bytes()
    ran = cli.json("undo", "L2")
    assert (ran.code, ran.problems, len(ran.json["data"]["changes"])) == (5, [("UND010", None)], 3)
    assert cli.vault.read_bytes() == before
    assert cli.json("undo", "L2", "--yes").code == 0
    assert cli.json("person", "list").data["total"] == 0


def test_what_stands_in_the_way_is_listed(edited):
    edited.record("note", "record", about="P4", text="Contoh")
    before = edited.vault.read_bytes()
    ran = edited.json("undo", "L3", "--yes")
    assert (ran.code, ran.problems) == (5, [("UND006", None)])
    assert ran.json["data"]["conflicts"] == [
        {"code": "UND006", "ref": "PNH-A-P4", "by": "PNH-A-L4"} | {"fields": ["mother_name", "nik"]}
    ]
    assert "PNH-A-L4" in edited("undo", "L3", "--yes").err
    edited.json("undo", "L4")
    assert edited.json("undo", "L3").problems == [("UND007", None)]
    assert edited("undo", "L99").code == 4
    assert edited("undo", "L1", "--yes").code == 3
    assert edited.vault.read_bytes().startswith(before)


def test_an_import_is_undone_whole_and_only_with_a_word(cli, tmp_path):
    heads = ["on", "topic", "channel", "summary"]
    rows = [["2026-01-05", "stay", "email", f"Contoh {n}"] for n in range(12)]
    path = theirs(tmp_path / "in.xlsx", {"consultation": [heads, *rows]})
    take_in = ("exchange", "import", path, "--as", "consultation", "--yes")
    assert cli.json(*take_in).data["added"] == 12
    assert cli.json("undo", "L3").code == 5
    assert "consultations: 12 withdrawn" in cli("undo", "L3", "--dry-run").out
    assert cli.json("undo", "--yes").data["line"] == "PNH-A-L3"
    assert cli.json("consult", "list").data["total"] == 0
    assert cli.json(*take_in).data["added"] == 12


def test_what_others_name_is_not_withdrawn(cli):
    cli.record("consult", "log", persons=["P1"], **SAID)
    before = cli.vault.read_bytes()
    ran = cli.json("person", "withdraw", "P1", "--reason", "ganda")
    assert (ran.code, ran.problems) == (5, [("REF007", None)])
    assert ran.json["data"]["named_by"] == ["PNH-A-C1"]
    assert cli.vault.read_bytes() == before
    assert "PNH-A-C1" in cli("person", "withdraw", "P1", "--reason", "ganda").err
    cli.json("consult", "withdraw", "C1", "--reason", "keliru")
    assert cli.json("person", "withdraw", "P1", "--reason", "ganda").code == 0


def test_what_was_withdrawn_is_neither_changed_nor_chosen(cli):
    cli.json("person", "withdraw", "P1", "--reason", "ganda")
    assert cli.json("person", "edit", "P1", "--remarks", "x").problems == [("REF005", None)]
    assert cli.json("person", "find", "P1").code == 4
    same = cli.json("person", "add", "--same-as", "P1", "--from", "-", stdin={"name": "Agus Baru"})
    assert same.problems == [("REF004", "same_as")]
    cli.json("undo", "--yes")
    assert cli.json("person", "edit", "P1", "--remarks", "x").code == 0


def test_data_in_the_log_is_inert(edited):
    """Somebody has filled the vault past attache."""
    vault = office_at(edited.vault).vault
    with vault.writing() as journal:
        storage = JournalStorage(journal)
        tables = storage.read()
        for line in tables["log"].values():
            line["by"] = line["command"] = HOSTILE
            for change in line["changes"]:
                change[5] = {
                    name: [f"a{HOSTILE}", f"b{HOSTILE}"] for name in ("name", "withdrawn", HOSTILE)
                }
        storage.write(tables)
        storage.commit()
        vault.acknowledge()
    for words in (["log"], ["log", "L4"], ["person", "show", "P4", "--history"]):
        ran = edited(*words)
        assert ran.code == 0
        assert inert(ran.out), words
        assert "[red]x[/red]" in "".join(ran.out.split())
    assert inert(edited("undo", "L4", "--yes").err)


@pytest.mark.parametrize("columns", ["60", "80", "160"])
def test_the_log_keeps_to_the_width_of_the_screen(edited, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for words in (["log"], ["undo", "--dry-run"], ["person", "show", "P4", "--history"]):
        assert max(map(len, edited(*words).out.splitlines())) <= int(columns)


def test_what_the_shells_offer(edited, monkeypatch):
    monkeypatch.setenv("_ATTACHE_COMPLETE", "complete_bash")

    def offered(*words):
        monkeypatch.setenv("COMP_WORDS", " ".join(["attache", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        return edited.complete().split()

    assert offered("undo", "") == ["L4", "L3", "L2", "L1"]
    assert offered("log", "L4") == ["L4"]
    assert offered("log", "PNH-A-L") == ["PNH-A-L4", "PNH-A-L3", "PNH-A-L2", "PNH-A-L1"]
    assert offered("log", "--record", "P4") == ["P4"]
    assert "victim-case" in offered("log", "--kind", "vic")
    assert offered("log", "--action", "exp") == ["export"]
    assert offered("log", "--officer", "Ri") == ["Rina", "Contoh"]
