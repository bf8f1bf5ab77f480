"""Figures of the open platform."""
