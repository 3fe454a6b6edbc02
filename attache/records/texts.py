"""Texts as they were typed, and as they are kept: clean, in one form, or refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeGuard

_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_CHARACTERS = "\ufffe\uffff"  # XML, and so a workbook, cannot hold them


class Unreadable(ValueError):
    """A value that its kind refuses, with the catalogue's code and its arguments."""

    def __init__(self, code: str, **args: object) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args


def is_tidy(raw: object) -> TypeGuard[str]:
    """Whether a text needs no mending, as most do not: one line of ASCII, single spaces inside."""
    return (
        raw.__class__ is str
        and raw.isascii()
        and raw.isprintable()
        and raw[:1] > " "
        and raw[-1] != " "
        and "  " not in raw
    )


def typed(raw: object) -> str:
    """What was typed, as clean text; whole numbers from a sheet read as their digits."""
    if raw.__class__ is str and raw.isascii() and raw.isprintable():
        return raw  # most of what a sheet says; it is clean
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise Unreadable("TXT005")
    text = str(raw)
    if _SURROGATE.search(text):
        raise Unreadable("TXT001")
    return clean(text)


def clean(text: str) -> str:
    """Text in NFC, without characters that only a terminal or a layout engine would see."""
    if text.isprintable():
        return unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co"))
    return unicodedata.normalize("NFC", "".join(c for c in seen if c not in _NO_CHARACTERS))


def has_unseen(raw: object) -> bool:
    """Whether a text holds characters that `clean` leaves out: control, bidi, zero-width ones."""
    return isinstance(raw, str) and not raw.isprintable() and clean(raw) != clean(_spaced(raw))


def _spaced(text: str) -> str:
    """The text with a mark in place of each character that nobody sees."""
    hidden = (c not in "\n\t\r" and unicodedata.category(c) in ("Cc", "Cf", "Co") for c in text)
    return "".join("?" if h else c for h, c in zip(hidden, text, strict=True))


def parts(raw: object) -> list[str]:
    """The parts of a list or a text, which semicolons separate; raises Unreadable if there is none.

    Inside a list they separate too: a sheet, where the list is one cell, would split it there.
    """
    texts = raw if isinstance(raw, (list, tuple)) else [raw]
    found = [part.strip() for text in texts for part in typed(text).split(";") if part.strip()]
    if not found:
        raise Unreadable("REQ001")
    return found


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """The values without repetition, in order."""
    return tuple(dict.fromkeys(values))
