"""Gateways to the outside: message channels."""
