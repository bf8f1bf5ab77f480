from django.db import models
from django.db.models import Q


class ClockOffset(models.Model):
    """One row: how many seconds tests and demos shift the database clock by."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seconds = models.IntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="clockoffset_is_one_row")]

    def __str__(self) -> str:
        return f"{self.seconds} s"
