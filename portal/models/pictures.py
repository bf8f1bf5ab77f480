"""Posters and preview cards: one row for each picture that somebody may show."""

from django.conf import settings
from django.db import models


class Picture(models.Model):
    """``digest`` names the contents that are wanted, and the file; drawn once ``drawn_at`` is set.

    ``owner``: the member who passes it on, whose name may stand on it.
    """

    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    shape = models.CharField(max_length=10)
    about = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["about"], name="picture_about")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ref", "language", "shape"], name="one_picture_per_language_and_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.ref}"
