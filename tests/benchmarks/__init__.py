"""Speed and memory of whole commands, in turn with a peer's. `make bench` prints them.

A row is declared in `rows`, what its commands work on is made by `materials`, and `measure` runs
them. Nothing here fails for being slow: a busy machine is no bug.
"""
