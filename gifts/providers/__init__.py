"""Gateways to the outside: carriers."""
