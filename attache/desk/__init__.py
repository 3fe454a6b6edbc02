"""What an officer does: use cases as plain functions, one module a noun.

Each takes the `Office` (vault, time, words of the command), changes the vault in one unit of
work, and returns a result. Nothing here prints, prompts, exits or reads the clock.
"""
