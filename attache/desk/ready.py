"""A row made ready to be kept: judged by itself, drafted, and outlined where it is a person."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from attache.problems import Problem, errors
from attache.records.record import kept, revived
from attache.rules.outlines import Outline, outline
from attache.rules.traits import traits
from attache.vault import Draft, draft_of

if TYPE_CHECKING:
    from attache.desk.judging import Judged
    from attache.records import RecordType

PERSON = "person"
Plain = tuple[tuple[Problem, ...], Any, str, Any]


class Ready(NamedTuple):
    """A new record before it is kept. Where there are errors there is no draft.

    `digest` tells the row again when it comes without a key. `outline` is a person's. Nothing in
    it is of the process that made it but the hashes in `outline`, which its forks share.
    """

    problems: tuple[Problem, ...]
    draft: Draft | None = None
    digest: str = ""
    outline: Outline | None = None

    @property
    def plain(self) -> Plain:
        """The same in plain tuples, which are pickled in half of the time; the line once."""
        draft, person = self.draft, self.outline
        return self.problems, draft and draft[1:], self.digest, person and person[1:]

    @classmethod
    def of(cls, kind: RecordType, plain: Plain) -> Ready:
        """What was in plain tuples."""
        problems, said, digest, shared = plain
        draft = Draft(kind.name, *said) if said else None
        person = Outline(draft.signs.decode(), *shared) if draft and shared else None
        return cls(problems, draft, digest, person)

    def content(self, kind: RecordType) -> Any:
        """What the record says."""
        assert self.draft
        return revived(kind.model, orjson.loads(self.draft.said))


def ready(kind: RecordType, judged: Judged) -> Ready:
    """A row whose content was judged."""
    if errors(judged.problems):
        return Ready(judged.problems)
    said = kept(judged.content)
    known = traits(said) if kind.name == PERSON else None
    draft = draft_of(kind.name, said, known)
    digest = hashlib.sha256(draft.said).hexdigest()[:16]
    person = outline(known, draft.signs.decode()) if known else None
    return Ready(judged.problems, draft, digest, person)
