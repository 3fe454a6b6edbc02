"""Copies of the vault for other laptops, and merging what they say."""
