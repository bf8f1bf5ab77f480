"""Every invariant of every app, as a number."""

from common.registries import reconcile_checks


def violations() -> list[str]:
    """Sentences of the checks that don't hold; empty when everything does."""
    return [f"{check.key}: {sentence}" for check in reconcile_checks for sentence in check.run()]
