"""What the shells offer: nouns, verbs, options, code values and refs."""

from __future__ import annotations

import pytest

from attache import codes


@pytest.fixture
def offered(cli, monkeypatch):
    """What bash offers for the last of the words."""

    def complete(*words, **environ):
        monkeypatch.setenv("_ATTACHE_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", " ".join(["attache", *words]))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        return cli.complete(**environ).split()

    return complete


@pytest.mark.parametrize(
    ("words", "some"),
    [
        ([""], {"init", "person", "consult", "victim", "exchange", "stats", "codes", "demo"}),
        (["co"], {"consult", "cooperation", "codes"}),
        (["consult", ""], {"log", "list", "show", "edit", "due"}),
        (["cooperation", ""], {"info", "programme", "training", "commitment"}),
        (["cooperation", "info", ""], {"record", "list", "show", "edit"}),
        (["consult", "log", "--t"], {"--topic"}),
        (["consult", "log", "--topic", "over"], {"overstay"}),
        (["consult", "list", "--channel", "walk"], {"walk-in"}),
        (["consult", "log", "--person", "P"], {"P1", "P2", "P3"}),
        (["consult", "log", "--person", "PNH-A-"], {"PNH-A-P1", "PNH-A-P2", "PNH-A-P3"}),
        (["status", "set", ""], {"P1", "P2", "P3"}),
        (["exchange", "template", "hand"], {"handoff"}),
        (["exchange", "export", "person", "out.xlsx", "--purpose", ""],
         set(codes.load("export-purpose").codes)),
        (["exchange", "import", "in.xlsx", "--as", "vic"], {"victim-case"}),
        (["stats", "show", "--by", "home"], {"home-province"}),
        (["codes", "show", "consultation-t"], {"consultation-topic"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_what_bash_offers(offered, words, some):
    found = offered(*words)
    assert some <= set(found)
    last = words[-1].casefold()
    assert all(word.casefold().startswith(last) for word in found)


@pytest.mark.parametrize(
    "words",
    [["consult", "log", "--topic", "zzz"], ["consult", "show", "C"], ["person", "show", "P9"]],
)
def test_nothing_is_offered_where_nothing_fits(offered, words):
    assert offered(*words) == []


def test_refs_are_of_the_kind_that_is_due(offered, cli):
    cli.record("consult", "log", topic="stay", channel="email", summary="x")
    assert offered("consult", "show", "") == ["C1"]
    assert set(offered("note", "record", "--about", "")) == {"C1", "P1", "P2", "P3"}


def test_without_a_vault_or_with_a_damaged_one_no_ref_is_offered(offered, cli, tmp_path):
    """And nothing is said: the officer is in the middle of a line."""
    assert offered("person", "show", "", ATTACHE_VAULT=str(tmp_path / "none")) == []
    cli.vault.write_bytes(b"garbage")
    assert offered("person", "show", "") == []


@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell", "pwsh"])
def test_other_shells_offer_the_same_with_a_word_about_it(cli, monkeypatch, shell):
    monkeypatch.setenv("_ATTACHE_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", "attache consult log --topic over")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", "over")
    told = cli.complete()
    assert "overstay" in told
    assert codes.load("consultation-topic")["overstay"].label.en in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_of_each_shell(cli, monkeypatch, shell):
    monkeypatch.setenv("_ATTACHE_COMPLETE", f"source_{shell}")
    assert "attache" in cli.complete()
