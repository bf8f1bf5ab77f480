"""Figures of members: limits, enumeration."""
