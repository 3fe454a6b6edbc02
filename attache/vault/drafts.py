"""Records that are ready to be kept: made apart from the vault, and by another process too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from attache.records.kept import Stamp, lean
from attache.vault.payload import Put, encoded
from attache.vault.signs import signs_of


class Draft(NamedTuple):
    """What a record says, as JSON and without a stamp; and the line by which it is found."""

    kind: str
    said: bytes
    signs: bytes


def draft_of(kind: str, said: Mapping[str, Any]) -> Draft:
    """The draft of a record, by what it says as JSON keeps it; raises Unstorable."""
    return Draft(kind, encoded(lean(said)), signs_of(kind, said))


def stamped(draft: Draft, stamp: Stamp) -> Put:
    """A draft as it is put under a stamp."""
    front = orjson.dumps(lean({name: getattr(stamp, name) for name in Stamp.__slots__}))
    said = draft.said[1:]
    return Put(stamp.ref, front[:-1] + (b"," + said if len(said) > 1 else said), draft.signs)
