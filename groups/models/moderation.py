"""Flags on what somebody wrote, the case about it, what was decided, and the appeal."""

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
from groups.models.board import Comment, Post
from groups.moderation_states import (
    ACTION_MOVES,
    ACTION_TEXT_LIMIT,
    APPEAL_LIMIT,
    APPEAL_MOVES,
    FLAG_MOVES,
    FLAG_NOTE_LIMIT,
    REVIEW_MOVES,
    ActionKind,
    ActionState,
    AppealState,
    FlagReason,
    FlagState,
    ReviewState,
)

_MEMBER = settings.AUTH_USER_MODEL


class ReviewCase(Stateful):
    """One per post or comment for good; it opens again when flagged words were edited and flagged again.

    ``weight``: of the flags that wait, in hundredths (``moderation_rules.flag_weight``). Raising it holds
    the row, so that two flags at once see each other.
    """

    MOVES: ClassVar[Moves] = REVIEW_MOVES

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.OneToOneField(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    comment = models.OneToOneField(Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=ReviewState.choices, default=ReviewState.PENDING
    )
    weight = models.PositiveIntegerField(_("weight of the flags"), default=0)
    opened_at = models.DateTimeField(_("opened"))
    holder = models.ForeignKey(_MEMBER, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    held_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("review case")
        verbose_name_plural = _("review cases")
        indexes = [models.Index(fields=["group", "state", "opened_at", "id"], name="review_on_desk")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="review_known_state"),
            models.CheckConstraint(
                condition=Q(post__isnull=True) ^ Q(comment__isnull=True), name="review_about_one_text"
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.CLAIMED) | Q(held_until__isnull=False),
                name="review_claimed_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ReviewState.PENDING, ReviewState.CLAIMED))
                | Q(decided_at__isnull=False),
                name="review_decided_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def words(self) -> Post | Comment:
        found = self.post or self.comment
        assert found is not None  # noqa: S101 - the constraint above
        return found

    @property
    def page_post(self) -> Post:
        """The post on whose page the words stand."""
        if self.post is not None:
            return self.post
        assert self.comment is not None  # noqa: S101 - the constraint above
        return self.comment.post

    def claim(self, *, actor: Actor, until: datetime) -> None:
        self._move(ReviewState.CLAIMED, actor=actor, holder_id=actor.pk, held_until=until)

    def decide(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(
            ReviewState.DECIDED,
            actor=actor,
            why=why,
            holder_id=None,
            held_until=None,
            weight=0,
            decided_at=now,
        )

    def reopen(self, *, actor: Actor, now: datetime) -> None:
        self._move(ReviewState.PENDING, actor=actor, opened_at=now, weight=0)

    def appeal(self, *, actor: Actor) -> None:
        self._move(ReviewState.APPEALED, actor=actor)

    def close_appeal(self, *, actor: Actor, overturned: bool) -> None:
        self._move(ReviewState.OVERTURNED if overturned else ReviewState.UPHELD, actor=actor)


class Flag(Stateful):
    """A member asks the stewards to look. ``snapshot``: the words as they were then."""

    MOVES: ClassVar[Moves] = FLAG_MOVES

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="flags", db_index=False)
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(_("reason"), max_length=12, choices=FlagReason.choices)
    note = models.CharField(max_length=FLAG_NOTE_LIMIT, blank=True)
    snapshot = models.TextField(blank=True)
    weight = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(_("state"), max_length=12, choices=FlagState.choices, default=FlagState.OPEN)
    at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("moderation", "flag")
        verbose_name_plural = pgettext_lazy("moderation", "flags")
        indexes = [
            models.Index(fields=["case", "id"], name="flag_in_case"),
            models.Index(fields=["at"], name="flag_raised"),
            models.Index(fields=["member", "state"], name="flag_of_member"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member", "reason"],
                condition=Q(state=FlagState.OPEN),
                name="flag_one_live_per_reason",
            ),
            models.CheckConstraint(condition=Q(state__in=FlagState.values), name="flag_known_state"),
        ]

    def __str__(self) -> str:
        return f"flag {self.pk}"

    def settle(self, *, actor: Actor, to: str) -> None:
        self._move(to, actor=actor)


class ModerationAction(Stateful):
    """What was decided about a member's words. ``by`` None: folded by the weight of flags alone, or, with
    ``shielded``, as the first hostile answer below this post of a newcomer (one per post, for good).

    ``was_inside``: whoever was sent away comes back in when it is taken back.
    """

    MOVES: ClassVar[Moves] = ACTION_MOVES

    public_id = PublicIdField()
    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="actions")
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(_MEMBER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=12, choices=ActionKind.choices)
    reason = models.CharField(_("reason"), max_length=12, choices=FlagReason.choices)
    text = models.TextField(max_length=ACTION_TEXT_LIMIT, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ActionState.choices, default=ActionState.IN_FORCE
    )
    created_at = models.DateTimeField(_("decided"))
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    was_inside = models.BooleanField(default=False)
    shielded = models.OneToOneField(
        Post,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("post of somebody new"),
    )

    class Meta:
        verbose_name = _("decision of the stewards")
        verbose_name_plural = _("decisions of the stewards")
        indexes = [
            models.Index(fields=["group", "member", "kind", "state"], name="action_about_member"),
            models.Index(fields=["group", "-id"], name="action_in_log"),
            models.Index(
                fields=["expires_at"],
                condition=Q(state=ActionState.IN_FORCE, expires_at__isnull=False),
                name="action_to_end",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_known_state"),
            models.CheckConstraint(
                condition=~Q(kind=ActionKind.MUTE) | Q(expires_at__isnull=False), name="action_mute_ends"
            ),
            models.CheckConstraint(
                condition=Q(state=ActionState.IN_FORCE) | Q(ended_at__isnull=False),
                name="action_over_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_in_force(self) -> bool:
        return self.state == ActionState.IN_FORCE

    def end(self, *, actor: Actor, now: datetime) -> None:
        self._move(ActionState.ENDED, actor=actor, ended_at=now)

    def undo(self, *, actor: Actor, now: datetime, why: str = "") -> None:
        self._move(ActionState.UNDONE, actor=actor, why=why, ended_at=now)


class ActionAppeal(Stateful):
    """One per decision, looked at by somebody else than whoever took it."""

    MOVES: ClassVar[Moves] = APPEAL_MOVES

    action = models.OneToOneField(ModerationAction, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField(max_length=APPEAL_LIMIT, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=AppealState.choices, default=AppealState.OPEN)
    created_at = models.DateTimeField(_("made"))
    judge = models.ForeignKey(_MEMBER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(max_length=ACTION_TEXT_LIMIT, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("appeal to the stewards")
        verbose_name_plural = _("appeals to the stewards")
        indexes = [
            models.Index(
                fields=["created_at", "id"], condition=Q(state=AppealState.OPEN), name="action_appeal_open"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AppealState.values), name="action_appeal_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.OPEN) | Q(judged_at__isnull=False),
                name="action_appeal_judged_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"

    def judge_it(self, *, actor: Actor, overturned: bool, answer: str, now: datetime) -> None:
        self._move(
            AppealState.OVERTURNED if overturned else AppealState.UPHELD,
            actor=actor,
            judge_id=actor.pk,
            answer=answer,
            judged_at=now,
        )
