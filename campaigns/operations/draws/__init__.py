"""Draws, step by step: setup, entries, freezing, running, publishing.

The later steps are imported as modules: they need the campaign's life, which needs publishing, which needs
``setup``.
"""

from campaigns.operations.draws.entries import add_entry, exclude_entry
from campaigns.operations.draws.setup import commit_draw, open_draw, void_draw

__all__ = ["add_entry", "commit_draw", "exclude_entry", "open_draw", "void_draw"]
