"""Speed, each figure beside its yardstick in the same run (DESIGN section 6)."""
