"""Everything that leaves the house: one guarded HTTP client and the base of every provider."""
