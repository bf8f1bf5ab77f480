"""What was told of an event on the board, and what those who came thought of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.recap_states import Mark

_MEMBER = settings.AUTH_USER_MODEL


def _mark(label: object) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(label, choices=Mark.choices)  # type: ignore[arg-type]


class Recap(models.Model):
    """An event is told once."""

    event = models.OneToOneField("groups.Event", on_delete=models.PROTECT, related_name="recap_told")
    post = models.OneToOneField("groups.Post", on_delete=models.PROTECT, related_name="recap_of")
    at = models.DateTimeField(_("At"))

    class Meta:
        verbose_name = _("recap")
        verbose_name_plural = _("recaps")

    def __str__(self) -> str:
        return f"recap {self.pk}"


class Feedback(models.Model):
    """Three taps of somebody who came. Nobody reads a single one but themself."""

    event = models.ForeignKey("groups.Event", on_delete=models.PROTECT, related_name="feedback")
    member = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    met = _mark(_("met somebody new"))
    enjoyed = _mark(_("had a good time"))
    again = _mark(_("would come again"))
    at = models.DateTimeField(_("At"))

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.UniqueConstraint(fields=["event", "member"], name="feedback_one_per_person"),
            models.CheckConstraint(
                condition=Q(met__in=Mark.values, enjoyed__in=Mark.values, again__in=Mark.values),
                name="feedback_known_marks",
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
