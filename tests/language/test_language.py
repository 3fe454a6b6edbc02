"""Which language is chosen, and what is said in it."""

from __future__ import annotations

import gettext
import os

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from attache import language
from attache.language import Both


@pytest.fixture(autouse=True)
def as_it_was(monkeypatch):
    """Choosing changes the process; leave it as it was."""
    monkeypatch.setattr(language, "_chosen", language.current())
    monkeypatch.setenv("LANGUAGE", os.environ.get("LANGUAGE", ""))
    domain = gettext.textdomain()
    yield
    gettext.textdomain(domain)


@pytest.fixture
def indonesian(tmp_path, monkeypatch):
    """A small Indonesian catalogue in place of the real one."""
    catalogue = Catalog(locale="id")
    catalogue.add("Name", "Nama")
    catalogue.add(("{count} person", "{count} people"), ("{count} orang", "{count} orang"))
    folder = tmp_path / "id" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "attache.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    language._catalogue.cache_clear()
    yield
    language._catalogue.cache_clear()


@pytest.mark.parametrize(
    ("option", "environ", "chosen"),
    [
        ("id", {"ATTACHE_LANG": "en", "LANG": "en_US.UTF-8"}, "id"),
        (None, {"ATTACHE_LANG": "id", "LANG": "en_US.UTF-8"}, "id"),
        (None, {"ATTACHE_LANG": "en", "LANG": "id_ID.UTF-8"}, "en"),
        (None, {"LANG": "id_ID.UTF-8"}, "id"),
        (None, {"LANG": "id"}, "id"),
        (None, {"LANG": "Indonesian_Indonesia.1252"}, "id"),
        (None, {"LANG": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "km_KH.UTF-8"}, "en"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LC_ALL": "id_ID.UTF-8", "LANG": "en_US.UTF-8"}, "id"),
        (None, {"LC_MESSAGES": "en_US.UTF-8", "LANG": "id_ID.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LANG": "id_ID.UTF-8"}, "id"),
        (None, {"ATTACHE_LANG": "fr", "LANG": "id_ID.UTF-8"}, "id"),
        ("ID", {}, "id"),
    ],
)
def test_the_option_comes_first_then_the_variable_then_the_locale(option, environ, chosen):
    assert language.choose(option, environ) == chosen
    assert language.current() == chosen
    assert os.environ["LANGUAGE"] == chosen


@pytest.mark.parametrize(
    ("system", "chosen"),
    [
        ("Indonesian_Indonesia", "id"),
        ("id_ID", "id"),
        ("English_United States", "en"),
        (None, "en"),
    ],
)
def test_without_variables_the_system_is_asked(system, chosen, monkeypatch):
    """As on Windows, which names its languages in full."""
    monkeypatch.setattr("locale.getlocale", lambda: (system, "UTF-8"))
    assert language.choose(None, {}) == chosen


def test_messages_are_said_in_the_chosen_language(indonesian):
    language.choose("id", {})
    assert language._("Name") == "Nama"
    language.choose("en", {})
    assert language._("Name") == "Name"


def test_each_language_can_be_asked_for_whatever_is_chosen(indonesian):
    language.choose("en", {})
    assert language.say("id", "Name") == "Nama"
    assert language.both("Name") == Both("Nama", "Name")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_what_is_no_message_comes_back_as_it_is(lang, indonesian):
    """gettext answers '' with its own header; that must not be shown."""
    assert language.say(lang, "Siti Contoh") == "Siti Contoh"
    assert language.say(lang, "") == ""


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [("en", 1, "1 person"), ("en", 2, "2 people"), ("id", 1, "1 orang"), ("id", 2, "2 orang")],
)
def test_the_form_fits_the_count(lang, count, said, indonesian):
    language.choose(lang, {})
    assert language.plural("{count} person", "{count} people", count) == said


def test_one_text_in_both_languages_is_not_said_twice():
    assert str(Both("Nama", "Name")) == "Nama / Name"
    assert str(Both("NIK", "NIK")) == "NIK"


def test_marking_a_message_leaves_it_alone():
    assert language.N_("Name") == "Name"
