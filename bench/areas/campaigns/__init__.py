"""Figures of the campaign engine."""
