"""Gateways to the outside: public randomness."""
