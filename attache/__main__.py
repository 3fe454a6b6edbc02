"""`python -m attache`, and the `attache` command."""

import gc
import io
import sys


def main() -> None:
    """Run one command and exit with its code."""
    gc.set_threshold(100_000, 50, 50)  # a run is short, and collecting its imports pays nothing
    from attache.cli.main import run

    if isinstance(sys.stdout, io.TextIOWrapper):  # a letter that the screen lacks is no fault
        sys.stdout.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
