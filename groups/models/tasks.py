"""Task cards of an event, what a team did of them, and who says so."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.task_sets import READY, ReadyTask
from groups.task_states import KEY_LENGTH, TASK_MOVES, TaskNeed, TeamTaskState

_MEMBER = settings.AUTH_USER_MODEL


class TaskCard(models.Model):
    """One of the ready tasks, picked for an event. ``need`` is as it was when it was picked."""

    public_id = PublicIdField()
    event = models.ForeignKey("groups.Event", on_delete=models.PROTECT, related_name="task_cards")
    key = models.CharField(_("which task"), max_length=KEY_LENGTH)
    need = models.CharField(_("what it needs"), max_length=12, choices=TaskNeed.choices)
    picked_at = models.DateTimeField(_("At"))

    class Meta:
        verbose_name = _("task card")
        verbose_name_plural = _("task cards")
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="task_card_once_per_event"),
            models.CheckConstraint(condition=Q(need__in=TaskNeed.values), name="task_card_known_need"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def ready(self) -> ReadyTask:
        return READY[self.key]


class TeamTask(Stateful):
    """A card as one team does it. ``claimed_by`` said first that it happened."""

    MOVES: ClassVar[Moves] = TASK_MOVES

    public_id = PublicIdField()
    card = models.ForeignKey(
        TaskCard, on_delete=models.PROTECT, related_name="claims", verbose_name=_("task card")
    )
    team = models.ForeignKey(
        "groups.Team", on_delete=models.PROTECT, related_name="tasks", verbose_name=_("team")
    )
    state = models.CharField(
        _("state"), max_length=8, choices=TeamTaskState.choices, default=TeamTaskState.CLAIMED
    )
    claimed_by = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("who said so first")
    )
    claimed_at = models.DateTimeField(_("said"))
    done_at = models.DateTimeField(pgettext_lazy("task", "done"), null=True, blank=True)

    class Meta:
        verbose_name = _("task of a team")
        verbose_name_plural = _("tasks of teams")
        constraints = [
            models.UniqueConstraint(fields=["card", "team"], name="team_task_once"),
            models.CheckConstraint(
                condition=Q(state=TeamTaskState.CLAIMED, done_at__isnull=True)
                | Q(state=TeamTaskState.DONE, done_at__isnull=False),
                name="team_task_done_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def finish(self, *, actor: Actor, now: datetime) -> None:
        self._move(TeamTaskState.DONE, actor=actor, done_at=now)


class TaskConfirmation(models.Model):
    """A teammate says that it happened."""

    task = models.ForeignKey(TeamTask, on_delete=models.PROTECT, related_name="confirmations")
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("At"))

    class Meta:
        verbose_name = _("confirmation of a task")
        verbose_name_plural = _("confirmations of tasks")
        constraints = [models.UniqueConstraint(fields=["task", "member"], name="task_confirmed_once")]

    def __str__(self) -> str:
        return f"confirmation {self.pk}"
