"""Records that are ready to be kept: made apart from the vault, or in another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from attache.records.kept import lean
from attache.vault.payload import Put, encoded
from attache.vault.signs import signs_of

if TYPE_CHECKING:
    from attache.rules.traits import Traits


class Draft(NamedTuple):
    """What a record says, as JSON and without a stamp; and the line by which it is found."""

    kind: str
    said: bytes
    signs: bytes


def draft_of(kind: str, said: Mapping[str, Any], known: Traits | None = None) -> Draft:
    """The draft of a record, by what it says as JSON keeps it; raises Unstorable.

    `known` are its traits, where they are at hand.
    """
    return Draft(kind, encoded(lean(said)), signs_of(kind, said, known))


class Added(NamedTuple):
    """A new record by its names."""

    id: str
    ref: str


class Theirs(NamedTuple):
    """What a record of another vault is known by, there and here."""

    id: str
    ref: str
    rev: int
    post: str
    origin: str


class Stamping:
    """Stamps drafts in one unit of work: all but id and ref is the same for all of them."""

    def __init__(self, post: str, by: str, at: str) -> None:
        same = {"rev": 1, "post": post, "recorded_by": by, "recorded_at": at}
        self._same = orjson.dumps(same)[1:-1]

    def put(self, draft: Draft, id_: str, ref: str) -> Put:
        """A draft as it is put."""
        front = b'{"id":"%b","ref":"%b",%b' % (id_.encode(), ref.encode(), self._same)
        said = draft.said[1:]
        return Put(ref, front + (b"," + said if len(said) > 1 else said), draft.signs)
