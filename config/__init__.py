"""Wiring: settings, URLs, Celery. Imports everybody and is imported by nobody."""
