"""Fields of the API whose shape has no name in JSON Schema: ``time`` there wants a zone."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
_WALL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"


@extend_schema_field({"type": "string", "pattern": _CLOCK, "example": "22:00"})
class ClockField(serializers.TimeField):
    """A time of the day, ``22:00``."""


class WallField(serializers.RegexField):
    """A day and a time as the clock on a wall shows them, ``2026-11-28T10:00``, without a zone."""

    def __init__(self, **more: Any) -> None:
        super().__init__(_WALL, **more)

    def to_internal_value(self, data: Any) -> str:
        """Raises: ValidationError, also for a day that no calendar has."""
        told = super().to_internal_value(data)
        self.run_validators(told)
        try:
            datetime.fromisoformat(told)
        except ValueError:
            self.fail("invalid")
        return told
