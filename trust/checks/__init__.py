"""Checks that say whether what was typed can be true. Passing proves form, not truth."""
