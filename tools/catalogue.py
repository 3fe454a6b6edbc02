"""The message catalogues: every message that a user can read, and whether each is translated.

Messages come from `_()`, `N_()` and `plural()` in the code, and from declarations: problem
wordings, titles and help of fields, record types. English is the source text itself.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from attache import records
from attache.problems.catalogue import CATALOGUE

ROOT = Path(__file__).parent.parent
PO = ROOT / "attache" / "locale" / "id" / "LC_MESSAGES" / "attache.po"
MO = PO.with_suffix(".mo")
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "plural": (1, 2)}

# What Typer and its Click say in help, through gettext (see language.choose).
OF_TYPER = (
    "Error", "(deprecated) ", "(dynamic)",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
)  # fmt: skip

_UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
Id = str | tuple[str, ...]


def collected() -> Catalog:
    """Every message, untranslated, with where it stands."""
    catalogue = Catalog(
        locale="id", header_comment="# Indonesian for attache, Apache-2.0.", fuzzy=False
    )
    for message, place in (*_in_code(), *_in_declarations()):
        locations: list[Any] = [(place, None)] if place else []  # a line number would never last
        catalogue.add(message, locations=locations)
    return catalogue


def updated() -> bytes:
    """The Indonesian catalogue with today's messages; new ones are untranslated."""
    current = collected()
    known = _read()
    for message in current:
        if message.id and (old := known.get(_key(message))):
            message.string = old.string
    return _po(current)


def missing() -> list[str]:
    """What is wrong with the Indonesian catalogue: untranslated, stale, or other placeholders."""
    known, current = _read(), collected()
    wanted = [m for m in current if m.id]
    found = [f"stale: {m.id!r}" for m in known if m.id and _key(m) not in {_key(w) for w in wanted}]
    for message in wanted:
        translated = known.get(_key(message))
        strings = _strings(translated)
        if not all(strings):
            found.append(f"untranslated: {message.id!r}")
        elif _placeholders(_texts(message.id)) != _placeholders(strings):
            found.append(f"placeholders differ: {message.id!r}")
    return found


def write() -> None:
    """Bring the Indonesian catalogue up to date and compile it."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(updated())
    MO.write_bytes(compiled())


def compiled() -> bytes:
    """The Indonesian catalogue as gettext reads it."""
    catalogue, out = _read(), io.BytesIO()
    catalogue.creation_date = catalogue.revision_date = _UNDATED  # else it is that of the reading
    write_mo(out, catalogue)
    return out.getvalue()


def _in_code() -> Iterator[tuple[Id, str]]:
    found = extract_from_dir(ROOT / "attache", keywords=KEYWORDS, comment_tags=())
    for path, _line, message, _comments, _context in found:
        if message and message != ("", ""):
            yield message, f"attache/{path}"


def _in_declarations() -> Iterator[tuple[Id, str]]:
    for wording in CATALOGUE.values():
        yield from ((text, "attache/problems/catalogue.py") for text in wording.texts)
    for kind in records.RECORD_TYPES:
        yield kind.title, "attache/records/__init__.py"
        yield kind.plural, "attache/records/__init__.py"
        place = f"attache/records/{kind.where.partition(':')[0]}.py"
        for field in kind.fields.values():
            yield from ((text, place) for text in (field.column.title, field.column.help) if text)
    yield from ((text, "") for text in OF_TYPER)


def _strings(translated: Message | None) -> tuple[str, ...]:
    return _texts(translated.string or "") if translated else ("",)


def _texts(texts: Id | list[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def _placeholders(texts: tuple[str, ...]) -> set[str]:
    return set(re.findall(r"\{\w*\}", " ".join(texts)))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _read() -> Catalog:
    if not PO.exists():
        return Catalog(locale="id")
    return read_po(io.BytesIO(PO.read_bytes()), locale="id")


def _po(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, omit_header=False)
    dated = re.compile(
        rb'^"(POT-|PO-|Generated-|Report-|Project-|Last-|Language-Team).*\n', re.MULTILINE
    )
    return dated.sub(b"", out.getvalue())
