"""What scripts rely on: the JSON envelope, the words of the command, the language."""

from __future__ import annotations

import pytest

from tests.cli.running import PROBLEM_KEYS, check_envelope

SAID = {"topic": "stay", "channel": "walk-in", "summary": "Contoh"}


def test_the_envelope_of_a_record_is_pinned(cli):
    """Key by key: whoever changes this breaks headquarters' tooling."""
    ran = cli.json("consult", "log", "--from", "-", stdin=SAID)
    check_envelope(ran, "consult log", "ok")
    assert ran.data == {"ref": "PNH-A-C1", "id": ran.data["id"], "rev": 1}
    assert ran.json["problems"] == []
    assert ran.err == ""


def test_the_envelope_of_a_refusal_is_pinned(cli):
    ran = cli.json("consult", "log", "--from", "-", stdin={**SAID, "topic": "stya"})
    check_envelope(ran, "consult log", "refused")
    assert ran.code == 3
    assert ran.json["problems"] == [
        {
            "code": "COD002",
            "level": "error",
            "sheet": None,
            "row": None,
            "column": None,
            "field": "topic",
            "message": "This is no value of the list “consultation-topic”.",
            "fix": "Did you mean “stay” (Visa atau izin tinggal / Visa or stay permit)? "
            "attache codes show consultation-topic prints the values.",
        }
    ]
    assert ran.err == ""


@pytest.mark.parametrize(
    ("words", "command", "status", "code"),
    [
        (["consult", "list"], "consult list", "ok", 0),
        (["cooperation", "info", "list"], "cooperation info list", "ok", 0),
        (["codes", "show", "sex"], "codes show", "ok", 0),
        (["stats", "show"], "stats show", "ok", 0),
        ([], "", "ok", 0),
        (["--version"], "", "ok", 0),
        (["consult", "log"], "consult log", "refused", 3),
        (["consult", "show", "C1"], "consult show", "error", 4),
        (["consult", "show"], "consult show", "error", 2),
        (["consult", "frob"], "consult", "error", 2),
        (["consult"], "consult", "error", 2),
        (["frob"], "", "error", 2),
        (["consult", "list", "--frob"], "consult list", "error", 2),
        (["consult", "list", "--limit", "many"], "consult list", "error", 2),
    ],
)
def test_one_object_with_the_words_typed(cli, words, command, status, code):
    """However a command ends; `command` has the words that are commands."""
    ran = cli.json(*words)
    assert ran.code == code
    check_envelope(ran, command, status)
    assert ran.err == ""


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "consult", "log", "--from", "-"],
        ["consult", "--json", "log", "--from", "-"],
        ["consult", "log", "--json", "--from", "-"],
        ["consult", "log", "--from", "-", "--json"],
        ["consult", "log", "--from", "-", "--no-input", "--yes", "--lang", "en", "--json"],
    ],
)
def test_global_options_may_stand_anywhere(cli, words):
    check_envelope(cli(*words, stdin=SAID), "consult log", "ok")


def test_what_follows_two_dashes_is_no_option(cli):
    ran = cli.json("person", "find", "--", "--json")
    assert (ran.code, ran.problems) == (4, [("REF006", "query")])


def test_json_problems_have_the_same_keys_with_a_place(cli, tmp_path):
    path = tmp_path / "buruk.xlsx"
    path.write_bytes(b"no workbook")
    ran = cli.json("exchange", "import", path)
    assert ran.code == 3
    assert all(set(found) == PROBLEM_KEYS for found in ran.json["problems"])


@pytest.mark.parametrize("word", ["rusak\udcff", "\x1b[2J", "a\nb"])
def test_words_that_are_no_text_are_told_as_json_all_the_same(cli, word):
    """A shell hands bytes on that are no UTF-8."""
    check_envelope(cli.json(word), "", "error")
    check_envelope(cli.json("consult", "list", f"--{word}"), "consult list", "error")
    check_envelope(cli.json("codes", "show", word), "codes show", "error")
    check_envelope(cli.json("consult", "log", "--summary", word), "consult log", "refused")


@pytest.mark.parametrize(
    ("words", "environ", "language"),
    [
        ([], {}, "en"),
        (["--lang", "id"], {}, "id"),
        (["--lang=id"], {}, "id"),
        ([], {"ATTACHE_LANG": "id"}, "id"),
        ([], {"LANG": "id_ID.UTF-8"}, "id"),
        ([], {"LC_ALL": "id_ID.UTF-8", "LANG": "en_US.UTF-8"}, "id"),
        ([], {"ATTACHE_LANG": "en", "LANG": "id_ID.UTF-8"}, "en"),
        (["--lang", "en"], {"ATTACHE_LANG": "id"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_of_messages(cli, words, environ, language):
    """Field names and codes stay English; what is worded follows the officer."""
    environ = {"LANG": "C", **environ}
    ran = cli.json("consult", "list", "--sort", "colour", *words, **environ)
    (found,) = ran.json["problems"]
    assert (found["code"], found["field"]) == ("FLD001", "sort")
    assert (found["message"] == "There is no field of this name.") is (language == "en")


@pytest.mark.parametrize("words", [["--lang", "fr"], ["--lang="], ["--lang"]])
def test_a_language_that_there_is_not_is_wrong_usage(cli, words):
    ran = cli.json("consult", "list", *words)
    assert ran.code == 2
    check_envelope(ran, ran.json["command"], "error")


def test_the_greeting_says_where_the_vault_is_and_what_can_be_done(cli, tmp_path):
    data = cli.json().data
    assert (data["vault"], data["open"]) == (str(cli.vault), True)
    shown = cli()
    assert str(cli.vault) in shown.out
    assert all(noun in shown.out for noun in data["nouns"])
    elsewhere = cli.json(ATTACHE_VAULT=str(tmp_path / "none"))
    assert elsewhere.data["open"] is False
