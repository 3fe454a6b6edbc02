"""What an officer sees: commands, prompts, tables, JSON, progress.

A command returns a `Result`; `main.run` renders it, for a person or as JSON, and is the one
place that catches and exits.
"""
