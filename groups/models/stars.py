"""The daily star: a slot per day, the people asked for it, and who greets first."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.board_states import POST_LIMIT
from groups.star_states import LIVE, STAR_MOVES, StarState

_MEMBER = settings.AUTH_USER_MODEL


class StarPlan(models.Model):
    """Whether a group has a daily star."""

    group = models.OneToOneField("groups.Group", on_delete=models.CASCADE, related_name="star_plan")
    is_on = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("plan of daily stars")
        verbose_name_plural = _("plans of daily stars")

    def __str__(self) -> str:
        return f"plan {self.pk}"


class StarSlot(models.Model):
    """A day of the group's calendar. ``post``: what the star told, once the day has come."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="star_slots")
    local_date = models.DateField(_("day"))
    post = models.OneToOneField(
        "groups.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="star_slot"
    )

    class Meta:
        verbose_name = _("star’s day")
        verbose_name_plural = _("stars’ days")
        constraints = [models.UniqueConstraint(fields=["group", "local_date"], name="star_slot_once_a_day")]

    def __str__(self) -> str:
        return f"slot {self.pk}"


class StarInvitation(Stateful):
    """Somebody is asked for a day. ``answers``: of the interview; ``draft``: theirs to approve."""

    MOVES: ClassVar[Moves] = STAR_MOVES

    public_id = PublicIdField()
    slot = models.ForeignKey(StarSlot, on_delete=models.CASCADE, related_name="invitations")
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=StarState.choices, default=StarState.ASKED)
    asked_at = models.DateTimeField(_("asked"))
    answer_by = models.DateTimeField()
    by_interview = models.BooleanField(default=False)
    answers = models.JSONField(default=list, blank=True)
    draft = models.TextField(max_length=POST_LIMIT, blank=True)

    class Meta:
        verbose_name = _("star’s invitation")
        verbose_name_plural = _("stars’ invitations")
        indexes = [
            models.Index(fields=["group", "member", "-asked_at"], name="star_last_asked"),
            models.Index(fields=["state", "answer_by"], name="star_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=StarState.values), name="star_known_state"),
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state__in=LIVE), name="star_one_asked_per_day"
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(state__in=LIVE), name="star_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state=StarState.READY) | ~Q(draft=""), name="star_ready_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def accept(self, *, actor: Actor, by_interview: bool) -> None:
        self._move(StarState.ACCEPTED, actor=actor, by_interview=by_interview)

    def defer(self, *, actor: Actor) -> None:
        self._move(StarState.DEFERRED, actor=actor)

    def decline(self, *, actor: Actor) -> None:
        self._move(StarState.DECLINED, actor=actor)

    def refuse_for_good(self, *, actor: Actor) -> None:
        self._move(StarState.NEVER, actor=actor)

    def expire(self, *, actor: Actor) -> None:
        self._move(StarState.EXPIRED, actor=actor)

    def withdraw(self, *, actor: Actor) -> None:
        self._move(StarState.WITHDRAWN, actor=actor, answers=[], draft="")

    def write(self, *, answers: list[str], draft: str) -> None:
        """A draft is no state: theirs to change until it is approved."""
        self.answers, self.draft = answers, draft
        self.save(update_fields=["answers", "draft"])

    def approve(self, *, actor: Actor, words: str) -> None:
        self._move(StarState.READY, actor=actor, draft=words)

    def appear(self, *, actor: Actor) -> None:
        self._move(StarState.DONE, actor=actor)


class StarGreeter(models.Model):
    """Somebody who is asked to greet the star first."""

    slot = models.ForeignKey(StarSlot, on_delete=models.CASCADE, related_name="greeters")
    member = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("greeter")
        verbose_name_plural = _("greeters")
        constraints = [models.UniqueConstraint(fields=["slot", "member"], name="star_greeter_once")]

    def __str__(self) -> str:
        return f"greeter {self.pk}"
