"""Rituals: what a group asks itself again and again, one day's asking, and who answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.ids import PublicIdField
from common.texts import I18nField
from groups.ritual_states import EVERY_DAY, RitualKind

_MEMBER = settings.AUTH_USER_MODEL


class Ritual(models.Model):
    """Owned by the group: it goes on when whoever set it up leaves.

    ``weekdays``: a bit per day, Monday first. ``opened_through``: the last day of the group's calendar that
    was looked at; ``next_at``: when to look again.
    """

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="rituals")
    kind = models.CharField(_("kind"), max_length=12, choices=RitualKind.choices)
    title = I18nField(verbose_name=_("title"))
    question = I18nField(blank=True, verbose_name=_("question"))
    weekdays = models.PositiveSmallIntegerField(default=EVERY_DAY)
    local_time = models.TimeField(_("opens at"))
    answer_first = models.BooleanField(_("answers show after one’s own"), default=False)
    is_on = models.BooleanField(_("on"), default=True)
    opened_through = models.DateField()
    next_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ritual")
        verbose_name_plural = _("rituals")
        indexes = [models.Index(fields=["next_at"], condition=Q(is_on=True), name="ritual_due")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RitualKind.values), name="ritual_known_kind"),
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=EVERY_DAY), name="ritual_some_weekday"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Prompt(models.Model):
    """One day of a ritual, with the words that it had when it opened."""

    public_id = PublicIdField()
    ritual = models.ForeignKey(Ritual, on_delete=models.CASCADE, related_name="prompts")
    group = models.ForeignKey(
        "groups.Group", on_delete=models.CASCADE, related_name="prompts", db_index=False
    )
    local_date = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=RitualKind.choices)
    title = I18nField(verbose_name=_("title"))
    question = I18nField(blank=True, verbose_name=_("question"))
    answer_first = models.BooleanField(default=False)
    opens_at = models.DateTimeField(pgettext_lazy("ritual", "opened"))
    closes_at = models.DateTimeField()
    answer_count = models.PositiveIntegerField(_("answers"), default=0)

    class Meta:
        verbose_name = _("prompt")
        verbose_name_plural = _("prompts")
        indexes = [
            models.Index(fields=["group", "-local_date", "-id"], name="prompt_of_group"),
            models.Index(fields=["closes_at"], name="prompt_ends"),
        ]
        constraints = [models.UniqueConstraint(fields=["ritual", "local_date"], name="prompt_once_a_day")]

    def __str__(self) -> str:
        return self.public_id


class PromptAnswer(models.Model):
    """Somebody took part that day; the words are the post's. ``made_up``: on the morning after."""

    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    post = models.OneToOneField("groups.Post", on_delete=models.CASCADE, related_name="answered")
    made_up = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer to a prompt")
        verbose_name_plural = _("answers to prompts")
        constraints = [models.UniqueConstraint(fields=["prompt", "member"], name="prompt_answered_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class RestDay(models.Model):
    """A day on which the group asks nothing of itself. Its rhythm shows rest, not a gap."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="rest_days")
    local_date = models.DateField(_("day"))

    class Meta:
        verbose_name = _("day of rest")
        verbose_name_plural = _("days of rest")
        constraints = [models.UniqueConstraint(fields=["group", "local_date"], name="rest_day_once")]

    def __str__(self) -> str:
        return f"rest {self.pk}"
