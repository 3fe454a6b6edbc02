"""`python -m attache`, and the `attache` command."""

import sys


def main() -> None:
    """Run one command and exit with its code."""
    from attache.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
