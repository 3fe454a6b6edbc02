"""attache: a command-line toolkit for an immigration attaché's office."""

__version__ = "0.1.0"
