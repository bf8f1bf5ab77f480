"""Figures of groups."""
