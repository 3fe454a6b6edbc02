"""Progress of long work on stderr, for a person who waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from attache.cli.session import session

Progress = Callable[[int, int], None]
"""Told what is done, and of how much."""


def announce_keys() -> None:
    """Say that keys are worked out, which is slow so that guessing is; nothing in a pipe."""
    from attache.cli.asking import say
    from attache.language import _

    if session().on_screen(stderr=True) and not session().json:
        say(_("Working out the keys; this takes a few seconds …"))


@contextmanager
def progress_of(title: str) -> Iterator[Progress]:
    """A bar while the work is done; nothing where nobody watches."""
    if not session().interactive:
        yield lambda _done, _total: None
        return
    from rich.progress import Progress as Bar

    from attache.cli.tables import console

    with Bar(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
