"""Programs that make project files."""
