"""Attacks on every route: forged requests, markup in every text, leaks into logs and dumps."""
