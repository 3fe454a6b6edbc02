"""What is kept beside the vault before it changes as a whole."""

from __future__ import annotations

import glob
from datetime import UTC
from itertools import chain, count
from typing import TYPE_CHECKING

from attache.problems import NotWritten, problem
from attache.vault import system

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


def keep_beside(path: Path, content: bytes, before: str, now: datetime) -> Path:
    """Keep what is there under a name that nothing has had yet; raises NotWritten.

    `before` is the word for what is about to be done. After a kill it is there already.
    """
    stem = f"{path.name}.before-{before}-"
    for earlier in path.parent.glob(f"{glob.escape(stem)}*"):
        if earlier.stat().st_size == len(content) and system.read(earlier) == content:
            return earlier
    dated = f"{stem}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = chain([dated], (f"{dated}-{number}" for number in count(2)))
    beside = next(p for p in map(path.with_name, names) if not p.exists())
    try:
        system.replace(beside, [content])
    except OSError as refused:
        raise NotWritten(problem("VLT004", reason=system.reason(refused))) from None
    return beside
