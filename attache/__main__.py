"""`python -m attache`, and the `attache` command."""

import gc
import io
import os
import sys
from contextlib import suppress

_SET_DUMPABLE = 4
"""PR_SET_DUMPABLE of <linux/prctl.h>."""


def main() -> None:
    """Run one command and exit with its code."""
    _forbid_dumps()
    gc.disable()  # a run ends before it pays to collect what goes round in circles
    _stand_in_for_closed()
    from attache.cli.main import run

    if isinstance(sys.stdout, io.TextIOWrapper):  # a letter that the screen lacks is no fault
        sys.stdout.reconfigure(errors="replace")
    code = run(sys.argv[1:])
    with suppress(OSError):  # the reader may have gone away
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)  # all is written and synced; taking Python apart would cost an eighth of a run


def _forbid_dumps() -> None:
    """Have the system write our memory nowhere, and show it to no other process of the user's.

    Keys and passphrases stand in it. A limit of nothing is kept for files; what programs that
    collect dumps are handed, Linux leaves out only for processes that are not dumpable.
    """
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limits
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def _stand_in_for_closed() -> None:
    """Let output go nowhere where it was closed; the next file opened would take its number."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8")
            setattr(sys, name, nowhere)


if __name__ == "__main__":
    main()
