"""A row made ready to be kept: judged by itself, drafted, and outlined where it is a person."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from attache.problems import Problem, errors
from attache.records.record import kept, revived
from attache.rules.candidates import Outline, outline
from attache.rules.traits import traits
from attache.vault import Draft, draft_of

if TYPE_CHECKING:
    from attache.desk.judging import Judged
    from attache.records import RecordType

PERSON = "person"


class Ready(NamedTuple):
    """A new record before it is kept. Where there are errors there is no draft.

    `digest` tells the row again when it comes without a key. `outline` is a person's. Nothing in
    it is of the process that made it but the hashes in `outline`, which its forks share.
    """

    problems: tuple[Problem, ...]
    draft: Draft | None = None
    digest: str = ""
    outline: Outline | None = None

    def content(self, kind: RecordType) -> Any:
        """What the record says."""
        assert self.draft
        return revived(kind.model, orjson.loads(self.draft.said))


def ready(kind: RecordType, judged: Judged) -> Ready:
    """A row whose content was judged."""
    if errors(judged.problems):
        return Ready(judged.problems)
    said = kept(judged.content)
    draft = draft_of(kind.name, said)
    digest = hashlib.sha256(draft.said).hexdigest()[:16]
    if kind.name != PERSON:
        return Ready(judged.problems, draft, digest)
    return Ready(judged.problems, draft, digest, outline(traits(said), draft.signs.decode()))
