"""Foundations without product words: refusals, moves, clocks, keys, idempotency, access, pages."""
