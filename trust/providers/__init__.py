"""Adapters to machines and services that look at evidence. Without any of them the desk works the same."""
