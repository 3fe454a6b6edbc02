"""The command line of tests/cli, from outside its room."""

from __future__ import annotations

from tests.cli.conftest import as_it_was, bare, cli

__all__ = ["as_it_was", "bare", "cli"]
