"""Indonesian and English, through gettext.

English is the source text of every message, so the English catalogue is the code itself;
`locale/id/LC_MESSAGES/attache.mo` holds the Indonesian. The language is decided once, at start.
Typer and Click look their own words up in the process-wide gettext domain, so that is set too.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

Language = Literal["id", "en"]
LOCALE = Path(__file__).parent / "locale"

_chosen: Language = "en"


class Both(NamedTuple):
    """One text in both languages."""

    id: str
    en: str

    def __str__(self) -> str:
        return self.id if self.id == self.en else f"{self.id} / {self.en}"


def N_(message: str) -> str:
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


def _(message: str) -> str:
    """The message in the officer's language."""
    return say(_chosen, message)


def plural(one: str, many: str, count: int) -> str:
    """The form that fits the count, with `{count}` filled in."""
    return _catalogue(_chosen).ngettext(one, many, count).format(count=count)


def say(language: Language, message: str) -> str:
    """The message in one language; a text that is no message comes back as it is."""
    return _catalogue(language).gettext(message) if message else ""


def both(message: str) -> Both:
    """The message in both languages, for what is read by officers of either."""
    return Both(say("id", message), message)


def current() -> Language:
    """The language that was decided on."""
    return _chosen


def choose(option: str | None, environ: Mapping[str, str]) -> Language:
    """Decide the language: the option, then ATTACHE_LANG, then the locale; otherwise English."""
    global _chosen  # noqa: PLW0603  # the one place that decides, once, at start
    asked = (option, environ.get("ATTACHE_LANG"), _of_locale(environ))
    _chosen = next((lang for lang in map(_known, asked) if lang), "en")
    os.environ["LANGUAGE"] = _chosen
    gettext.bindtextdomain("attache", LOCALE)
    gettext.textdomain("attache")
    return _chosen


def _known(name: str | None) -> Language | None:
    """The language of a locale's name. Windows writes it out: Indonesian_Indonesia."""
    spelled = (name or "").lower()
    if spelled.startswith(("id", "indonesian")):
        return "id"
    return "en" if spelled.startswith("en") else None


def _of_locale(environ: Mapping[str, str]) -> str | None:
    named = next((environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(k)), None)
    return named if named is not None else locale.getlocale()[0]


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation("attache", LOCALE, languages=[language], fallback=True)
