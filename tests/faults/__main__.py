"""`make torture`: the faults of design/vault.md, one line each. Names choose some: `R1 R6`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

SCENARIOS = {
    "R1": "r1_kills",
    "R2": "r2_every_call",
    "R3": "r3_power",
    "R4": "r4_crowd",
    "R5": "r5_refusals",
    "R6": "r6_tampering",
    "R7": "r7_speed",
    "R8": "r8_tinydb",
    "R9": "r9_canaries",
    "R10": "r10_surge",
    "R14": "r14_copies",
    "R15": "r15_people",
    "R16": "r16_turns",
    "H1": "h1_workbooks",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the scenarios asked for; 1 where a figure is not reached."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as R1; all without")
    parser.add_argument("--quick", action="store_true", help="a share of each")
    asked = parser.parse_args(argv)
    good = True
    for name in asked.names or SCENARIOS:
        outcome = import_module(f"tests.faults.{SCENARIOS[name]}").run(quick=asked.quick)
        print(outcome.line(), flush=True)
        for missed in outcome.missed[:20]:
            print(f"    {missed}", file=sys.stderr)
        good = good and outcome.good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
