"""A complaint to the stewards, and the clock that runs until whoever complained is content."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.complaint_states import COMPLAINT_LIMIT, COMPLAINT_MOVES, RUNNING, ComplaintState

_MEMBER = settings.AUTH_USER_MODEL


class Complaint(Stateful):
    """``post``: where it stands on the board; None: the stewards alone read it, in ``body``.

    ``source``: of words that somebody without an account said elsewhere, known by who brought them here;
    their answer goes back there, in ``answer_limit`` characters.

    ``next_due_at``: when the job looks at it next, to remind the stewards or to close it. ``level``: of
    ``complaint_rules``, how late it was when the stewards were reminded last.
    """

    MOVES: ClassVar[Moves] = COMPLAINT_MOVES

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(
        _MEMBER, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source = models.CharField(_("said elsewhere"), max_length=80, blank=True)
    answer_limit = models.PositiveSmallIntegerField(_("longest answer"), default=COMPLAINT_LIMIT)
    post = models.OneToOneField(
        "groups.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="complaint"
    )
    body = models.TextField(max_length=COMPLAINT_LIMIT, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ComplaintState.choices, default=ComplaintState.OPEN
    )
    opened_at = models.DateTimeField(_("opened"))
    seen_by_at = models.DateTimeField()
    answer_by_at = models.DateTimeField()
    next_due_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("reminders"), default=0)
    rounds = models.PositiveSmallIntegerField(default=1)
    answer = models.TextField(max_length=COMPLAINT_LIMIT, blank=True)
    answered_by = models.ForeignKey(
        _MEMBER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        indexes = [
            models.Index(fields=["group", "state", "opened_at", "id"], name="complaint_on_desk"),
            models.Index(fields=["member", "group", "-id"], name="complaint_of_member"),
            models.Index(fields=["opened_at"], name="complaint_opened"),
            models.Index(
                fields=["next_due_at"], condition=Q(next_due_at__isnull=False), name="complaint_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ComplaintState.values), name="complaint_known_state"
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=True) | Q(body=""), name="complaint_words_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=False, source="") | (Q(member__isnull=True) & ~Q(source="")),
                name="complaint_by_member_or_elsewhere",
            ),
            models.UniqueConstraint(
                fields=["source"], condition=~Q(source=""), name="complaint_once_a_source"
            ),
            models.CheckConstraint(
                condition=~Q(state=ComplaintState.ANSWERED) | Q(next_due_at__isnull=False),
                name="complaint_answered_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def words(self) -> str:
        return self.post.body if self.post is not None else self.body

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def acknowledge(self, *, actor: Actor, due: datetime | None, now: datetime) -> None:
        self._move(ComplaintState.ACKNOWLEDGED, actor=actor, since=now, next_due_at=due)

    def answer_it(self, *, actor: Actor, answer: str, closes_at: datetime, now: datetime) -> None:
        self._move(
            ComplaintState.ANSWERED,
            actor=actor,
            answer=answer,
            answered_by_id=actor.pk,
            since=now,
            next_due_at=closes_at,
        )

    def run_again(self, *, actor: Actor, seen_by: datetime, answer_by: datetime, now: datetime) -> None:
        """Seen already, so only the answer is due. Reminders begin anew."""
        self._move(
            ComplaintState.ACKNOWLEDGED,
            actor=actor,
            since=now,
            seen_by_at=seen_by,
            answer_by_at=answer_by,
            next_due_at=answer_by,
            level=0,
            rounds=self.rounds + 1,
        )

    def confirm(self, *, actor: Actor, now: datetime) -> None:
        self._move(ComplaintState.CONFIRMED, actor=actor, since=now, next_due_at=None)

    def close(self, *, actor: Actor, now: datetime) -> None:
        self._move(ComplaintState.CLOSED, actor=actor, since=now, next_due_at=None)
