"""What is looked at before anything starts."""

from typing import Any

from django.core import checks

from trust.checks.masks import LEAST, too_telling


@checks.register(checks.Tags.security)
def masks_hide_enough(app_configs: Any, **more: Any) -> list[checks.CheckMessage]:
    """Each audience sees so little of a number that at least a thousand real ones fit."""
    return [
        checks.Error(
            f"What the audience '{audience}' sees fits {count} numbers only; at least {LEAST} must fit.",
            hint="Hide more in trust.checks.masks.SHOWN, and on the page that shows it.",
            id="trust.E001",
        )
        for audience, count in sorted(too_telling().items())
    ]
