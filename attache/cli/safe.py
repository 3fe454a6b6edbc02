"""Making text from data safe to print: nothing in it can move the cursor or turn the line round."""

from __future__ import annotations

import unicodedata

_UNSAFE = ("Cc", "Cf", "Co", "Cs")
_ESCAPE = "\ufffd"


def safe(text: object) -> str:
    """The text with control, bidi and zero-width characters made visible; tabs become spaces."""
    plain = str(text).replace("\t", "    ")
    if plain.isprintable():  # as almost all is
        return plain
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in _UNSAFE else _ESCAPE for c in plain
    )


def line(text: object) -> str:
    """The same, on one line."""
    return " ".join(safe(text).split())
