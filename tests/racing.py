"""Real races: as many connections as racers, released at one moment."""

from bench.racing import finished, race

__all__ = ["finished", "race"]
