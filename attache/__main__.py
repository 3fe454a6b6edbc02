"""`python -m attache`, and the `attache` command."""

import gc
import io
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run one command and exit with its code."""
    gc.set_threshold(100_000, 50, 50)  # a run is short, and collecting its imports pays nothing
    from attache.cli.main import run

    if isinstance(sys.stdout, io.TextIOWrapper):  # a letter that the screen lacks is no fault
        sys.stdout.reconfigure(errors="replace")
    code = run(sys.argv[1:])
    with suppress(OSError):  # the reader may have gone away
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)  # all is written and synced; taking Python apart would cost an eighth of a run


if __name__ == "__main__":
    main()
