"""Figures of what is given."""
