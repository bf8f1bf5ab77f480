"""What became of a group in a week: numbers only, and nobody's."""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EngagementWeek(models.Model):
    """Counted from what happened; counting it again gives the same row. Nobody is named or scored.

    ``active`` to ``never``: how the members stood at the week's end, or now. Only active and quiet ones are
    reached by what a group says.
    """

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+", db_index=False)
    starts_on = models.DateField(_("week from"))
    points = models.PositiveIntegerField(_("weighted"), default=0)
    people = models.PositiveIntegerField(_("took part"), default=0)
    signs = models.PositiveIntegerField(_("signs"), default=0)
    posts = models.PositiveIntegerField(_("posts"), default=0)
    comments = models.PositiveIntegerField(_("comments"), default=0)
    answers = models.PositiveIntegerField(_("answers to rituals"), default=0)
    answered = models.PositiveIntegerField(_("posts answered within a day"), default=0)
    pairs = models.PositiveIntegerField(_("answered each other"), default=0)
    came = models.PositiveIntegerField(_("came to events"), default=0)
    active = models.PositiveIntegerField(pgettext_lazy("engagement", "active"), default=0)
    quiet = models.PositiveIntegerField(pgettext_lazy("engagement", "quiet"), default=0)
    dormant = models.PositiveIntegerField(pgettext_lazy("engagement", "dormant"), default=0)
    never = models.PositiveIntegerField(pgettext_lazy("engagement", "never did anything"), default=0)
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        verbose_name = _("week of engagement")
        verbose_name_plural = _("weeks of engagement")
        constraints = [
            models.UniqueConstraint(F("group"), F("starts_on").desc(), name="engagement_once_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} of {self.group_id}"

    @property
    def reached(self) -> int:
        """Whom the group reaches: dormant members and those who never did anything are no followers."""
        return self.active + self.quiet
