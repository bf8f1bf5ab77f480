"""Counts what the product promises: speed beside a yardstick, faults, attacks. Not for production."""
