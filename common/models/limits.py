from django.db import models


class LimitWindow(models.Model):
    """How often something was tried in one window of time. ``subject`` is hashed."""

    name = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    starts_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "subject", "starts_at"], name="limitwindow_one_per_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.count}"
