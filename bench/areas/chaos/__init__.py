"""Faults on purpose: kills, flushed and frozen brokers, races, double submits."""
