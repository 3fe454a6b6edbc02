"""Each exit code of design/cli.md, without a traceback and with nothing half stored."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from filelock import FileLock

from attache.problems import NotWritten, problem
from attache.vault import lock as vault_module
from attache.vault.vault import Vault
from tests.cli.running import check_envelope

SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}
WHO = {"name": "Agus Baru", "nik": "3201995403950099"}


def spoken(ran, code, exit_code):
    """A command that ended with a coded problem on stderr, in plain words."""
    assert ran.code == exit_code
    assert f"[{code}]" in ran.err
    assert "Traceback" not in ran.err + ran.out
    assert ran.out.strip() == ""


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["frob"], "USE001"),
        (["consult", "frob"], "USE001"),
        (["consult", "list", "--frob"], "USE001"),
        (["consult", "log", "--topc", "stay"], "USE002"),
        (["consult", "show"], "USE003"),
        (["note", "withdraw", "N1"], "USE003"),
        (["consult", "list", "--limit", "many"], "USE011"),
        (["consult", "list", "--limit"], "USE008"),
        (["consult", "show", "C1", "C2"], "USE010"),
        (["consult", "log", "--from", "no-such-file.json"], "USE006"),
    ],
)
def test_2_wrong_usage(cli, words, code, lang):
    before = cli.vault.read_bytes()
    ran = cli("--lang", lang, *words)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert "✗" in ran.err
    told = cli.json("--lang", lang, *words)
    assert told.code == 2
    check_envelope(told, " ".join(w for w in told.json["command"].split()), "error")
    assert [p["code"] for p in told.json["problems"]] == [code]
    assert cli.vault.read_bytes() == before


def test_2_names_what_is_missing_or_near(cli):
    assert "REF" in cli("consult", "show").err
    assert "--topic" in cli("consult", "log", "--topc", "stay").err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "FLD005"),
        ("", "FLD005"),
        ("1", "FLD004"),
        ("[]", "FLD004"),
        ('[{"topic": "stay"}, 3]', "FLD004"),
        ("null", "FLD004"),
        ("[" * 2000, "FLD005"),
        ('{"summary": "\\ud800"}', "FLD005"),
        (b"\xff\xfe", "FLD005"),
        ("{}", "REQ001"),
        ('{"topic": "stay", "summary": "a", "summary": "b"}', "FLD011"),
        ('{"persons": [{"name": "A", "name": "B"}]}', "FLD011"),
        ('{"x": ' * 990 + "1" + "}" * 990, "FLD004"),
        ('{"on": {}, "topic": [], "channel": true, "summary": 1e400}', "FLD005"),
    ],
)
def test_3_input_that_is_no_record(cli, content, code):
    before = cli.vault.read_bytes()
    ran = cli.json("consult", "log", "--from", "-", stdin=content)
    assert ran.code == 3
    assert ran.problems[0][0] == code
    assert cli.vault.read_bytes() == before


def test_3_each_field_that_stands_twice_is_named_at_its_record(cli):
    content = '[{}, {"a": 1, "a": 2, "persons": [{"n": 1, "n": 2}]}]'
    ran = cli.json("consult", "log", "--from", "-", stdin=content)
    told = [(p["code"], p["field"], p["row"]) for p in ran.json["problems"]]
    assert told == [("FLD011", "a", 2), ("FLD011", "persons.n", 2)]


def test_the_mark_that_windows_puts_before_utf_8_is_passed_over(cli):
    content = b'\xef\xbb\xbf{"name": "Andi Contoh"}'
    assert cli.json("person", "add", "--from", "-", stdin=content).code == 0


def test_3_every_problem_at_once_on_stderr(cli):
    ran = cli("consult", "log", "--topic", "stya", "--on", "besok", "--follow-up", "x")
    assert ran.code == 3
    for code in ("COD002", "REQ001", "DAT005", "DAT001"):
        assert f"[{code}]" in ran.err
    assert ran.out == ""


def test_4_no_such_record(cli):
    spoken(cli("consult", "show", "C99"), "REF002", 4)
    spoken(cli("consult", "show", "P1"), "REF003", 4)
    spoken(cli("consult", "edit", "C99", "--summary", "x"), "REF002", 4)
    spoken(cli("person", "find", "nobody at all"), "REF006", 4)
    spoken(cli("codes", "show", "colours"), "COD004", 4)
    spoken(cli("consult", "show", "not a ref"), "REF002", 4)


def test_5_somebody_who_may_be_known(cli):
    """Exit 5 with the candidates; --new or --same-as decides."""
    cli.record("person", "add", **WHO)
    before = cli.vault.read_bytes()
    ran = cli.json("person", "add", "--from", "-", stdin=WHO)
    assert ran.code == 5
    check_envelope(ran, "person add", "refused")
    (candidate,) = ran.json["data"]["candidates"]
    assert (candidate["ref"], candidate["name"]) == ("PNH-A-P4", WHO["name"])
    assert "same-nik" in candidate["reasons"]
    assert WHO["nik"] not in ran.out
    assert cli.vault.read_bytes() == before
    spoken(cli("--no-input", "person", "add", "--name", WHO["name"]), "DEC001", 5)
    assert cli.vault.read_bytes() == before

    new = cli.json("person", "add", "--new", "--from", "-", stdin={"name": WHO["name"]})
    assert new.data["ref"] == "PNH-A-P5"
    known = {**WHO, "phone": "0812-3456-789"}
    same = cli.json("person", "add", "--same-as", "P4", "--from", "-", stdin=known)
    assert (same.data["ref"], same.data["rev"]) == ("PNH-A-P4", 2)
    assert cli.json("person", "show", "P4").data["phone"] == "+628123456789"


def test_5_says_on_the_screen_who_it_may_be(cli):
    """Nobody can choose among people who are not named."""
    cli.record("person", "add", **WHO)
    ran = cli("--no-input", "person", "add", "--name", WHO["name"])
    assert "P4" in ran.err
    assert WHO["nik"] not in ran.err


def test_10_no_vault(bare):
    spoken(bare("consult", "list"), "VLT001", 10)
    spoken(bare("consult", "log", "--topic", "stay"), "VLT001", 10)
    check_envelope(bare.json("consult", "list"), "consult list", "error")
    assert not bare.vault.exists()


def test_11_in_use(cli, monkeypatch):
    """Reading never waits; writing does, and gives up."""
    monkeypatch.setattr(vault_module, "LOCK_WAIT", 0.05)
    with FileLock(f"{cli.vault}.lock"):
        ran = cli.json("consult", "log", "--from", "-", stdin=SAID)
        assert cli.json("consult", "list").data["total"] == 0
    assert (ran.code, ran.problems) == (11, [("VLT002", None)])


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", b"[]", b'{"post": 1}', b'{"post": {}}', b"{}", b"\xff\x00", b"null"],
)
def test_13_damaged(bare, content):
    """And left as it is."""
    bare.vault.write_bytes(content)
    for words in (["consult", "list"], ["consult", "log", "--topic", "stay"], ["stats", "show"]):
        spoken(bare("--no-input", *words), "VLT003", 13)
    check_envelope(bare.json("consult", "list"), "consult list", "error")
    assert bare("--no-input").code == 0
    assert bare.vault.read_bytes() == content


def test_14_could_not_be_written(cli, monkeypatch, tmp_path):
    before = cli.vault.read_bytes()

    def full(*_args):
        raise OSError(errno.ENOSPC, "contoh")

    monkeypatch.setattr("attache.vault.system.append", full)
    ran = cli.json("consult", "log", "--from", "-", stdin=SAID)
    assert (ran.code, ran.problems) == (14, [("VLT004", None)])
    assert "the disk is full" in ran.json["problems"][0]["message"]
    assert cli.vault.read_bytes() == before
    spoken(cli("exchange", "template", "person", tmp_path / "no" / "x.xlsx"), "XLS011", 14)


def test_1_a_fault_is_told_without_a_traceback(cli, monkeypatch):
    """Its kind is named, never its words: they may hold data."""

    def broken(*_args, **_more):
        raise ZeroDivisionError("Siti Contoh, NIK 3201995403950099")

    monkeypatch.setattr("attache.desk.recording.record", broken)
    ran = cli("--no-input", "consult", "log", "--topic", "stay")
    spoken(ran, "SYS001", 1)
    assert "ZeroDivisionError" in ran.err
    assert "Siti" not in ran.err
    told = cli.json("consult", "log", "--from", "-", stdin=SAID)
    check_envelope(told, "consult log", "error")
    assert told.code == 1
    with pytest.raises(ZeroDivisionError):
        cli("--no-input", "consult", "log", ATTACHE_DEBUG="1")


def test_1_a_fault_while_printing_does_not_deny_what_was_stored(cli, monkeypatch):
    def broken(*_args, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr("attache.cli.show.print_list", broken)
    spoken(cli("person", "list"), "SYS002", 1)


def test_130_ctrl_c(terminal):
    """At any question; nothing is stored."""
    before = terminal.cli.vault.read_bytes()
    ran = terminal("consult", "log", answers={"Topic": KeyboardInterrupt})
    assert ran.code == 130
    assert "[USE005]" in ran.err
    assert "Traceback" not in ran.err
    assert terminal.cli.vault.read_bytes() == before
    assert terminal("consult", "log", answers={"Topic": EOFError}).code == 130


def test_130_ctrl_c_in_the_middle_of_work(cli, monkeypatch):
    def stopped(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr("attache.desk.recording.record", stopped)
    ran = cli.json("consult", "log", "--from", "-", stdin=SAID)
    assert ran.code == 130
    check_envelope(ran, "consult log", "error")


def attache(*words, **more):
    """A process of its own."""
    environ = {**os.environ, "LANGUAGE": "", "LANG": "C.UTF-8", **more.pop("environ", {})}
    return subprocess.run(
        [sys.executable, "-m", "attache", *map(str, words)],
        capture_output=True,
        env=environ,
        check=False,
        timeout=60,
        **more,
    )


def test_a_process_of_its_own(cli):
    """What one process stores, the next one shows."""
    environ = dict(cli.environ)
    logged = attache(
        "--json", "consult", "log", "--from", "-", input=json.dumps(SAID).encode(), environ=environ
    )
    ref = json.loads(logged.stdout)["data"]["ref"]
    listed = attache("--json", "consult", "list", environ=environ)
    assert [item["ref"] for item in json.loads(listed.stdout)["data"]["items"]] == [ref]
    refused = attache("--json", "consult", "log", environ=environ, input=b"")
    assert (refused.returncode, refused.stderr) == (3, b"")


def test_a_closed_pipe_is_no_news():
    """`attache codes show country | head -1`."""
    for words in ("codes show country", "--json codes show country", "codes --help", "codes list"):
        command = f'"{sys.executable}" -m attache {words} | head -c 10'
        ran = subprocess.run(
            ["/bin/sh", "-c", command], capture_output=True, check=False, timeout=60
        )
        assert len(ran.stdout) == 10
        assert ran.stderr == b""


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_screen_that_cannot_show_every_letter(cli, encoding):
    """A pipe on Windows is no UTF-8: JSON stays whole, and nothing else ends in a traceback."""
    cli.record("consult", "log", **{**SAID, "summary": "é 语 – “kutipan” 😀"})
    environ = {**cli.environ, "PYTHONIOENCODING": encoding}
    told = attache("--json", "consult", "show", "C1", environ=environ)
    assert json.loads(told.stdout.decode("utf-8"))["data"]["summary"] == "é 语 – “kutipan” 😀"
    for words in (["consult", "show", "C1"], ["consult", "log"], ["consult", "log", "--help"]):
        shown = attache(*words, environ=environ)
        assert b"Traceback" not in shown.stderr
        assert shown.returncode == (3 if words == ["consult", "log"] else 0)


def test_bytes_that_are_no_text_in_argv_and_environment(tmp_path):
    """No traceback for a file name from an older disk."""
    odd = os.fsdecode(b"\xff.vault")
    environ = {"ATTACHE_VAULT": str(tmp_path / odd), "PYTHONUTF8": "1"}
    for words in ([], ["--json"], ["consult", "show", os.fsdecode(b"\xff")]):
        ran = attache(*words, environ=environ)
        assert b"Traceback" not in ran.stderr, ran.stderr.decode(errors="replace")
        assert ran.returncode == (10 if "consult" in words else 0)


@pytest.mark.parametrize(
    "words",
    [
        ["person", "add", "--name", "Andi Contoh", "--same-as", "P1", "--new"],
        ["person", "add", "--name", "Andi Contoh", "--same-as", "P1", "--unsure"],
        ["person", "add", "--name", "Andi Contoh", "--new", "--unsure"],
        ["consult", "edit", "C1", "--summary", "x", "--new", "--unsure"],
    ],
)
def test_2_answers_that_exclude_each_other(cli, words):
    cli.record("consult", "log", topic="stay", channel="walk-in", summary="Contoh")
    before = cli.vault.read_bytes()
    spoken(cli(*words), "USE017", 2)
    assert cli.vault.read_bytes() == before


@pytest.mark.parametrize(
    ("failure", "code", "exit_code"),
    [
        (KeyboardInterrupt(), "USE019", 130),
        (ZeroDivisionError(), "SYS003", 1),
        (NotWritten(problem("VLT004", reason="the disk is full")), "VLT041", 14),
        (NotWritten(problem("VLT036")), "VLT036", 14),
    ],
)
def test_what_fails_after_something_was_stored_does_not_deny_it(
    cli, monkeypatch, failure, code, exit_code
):
    """Whatever comes between the unit of work and its answer."""
    work = Vault.work

    @contextmanager
    def broken(*args, **more):
        with work(*args, **more) as found:
            yield found
        raise failure

    monkeypatch.setattr(Vault, "work", broken)
    ran = cli.json("consult", "log", "--from", "-", stdin=SAID)
    assert (ran.code, ran.problems) == (exit_code, [(code, None)])
    assert cli.json("consult", "list").data["total"] == 1
