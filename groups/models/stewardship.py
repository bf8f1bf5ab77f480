"""Stewards who are silent, and a member who offers to look after the group instead."""

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
from groups.states import NOTE_LIMIT
from groups.stewardship_states import CLAIM_MOVES, LIVE, ClaimState

_MEMBER = settings.AUTH_USER_MODEL


class StewardSilence(models.Model):
    """No steward of the group was seen for 30 days; over once one acts, or the group has another."""

    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+")
    noticed_at = models.DateTimeField(_("noticed"))
    ended_at = models.DateTimeField(pgettext_lazy("claim", "over"), null=True, blank=True)

    class Meta:
        verbose_name = _("silence of stewards")
        verbose_name_plural = _("silences of stewards")
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(ended_at__isnull=True), name="silence_one_open_per_group"
            )
        ]

    def __str__(self) -> str:
        return f"silence {self.pk}"


class StewardClaim(Stateful):
    """``voters`` and ``needed`` are counted when it is made: whoever joins later does not vote on it.

    ``due_at``: when support is no longer looked for, then when the days for objections are over.
    """

    MOVES: ClassVar[Moves] = CLAIM_MOVES

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="+", db_index=False)
    silence = models.ForeignKey(
        StewardSilence, on_delete=models.CASCADE, related_name="+", verbose_name=_("silence of stewards")
    )
    claimant = models.ForeignKey(
        _MEMBER, on_delete=models.PROTECT, related_name="+", verbose_name=_("who offers")
    )
    words = models.CharField(_("a word to the group"), max_length=NOTE_LIMIT, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ClaimState.choices, default=ClaimState.GATHERING
    )
    voters = models.PositiveIntegerField(_("who may vote"))
    needed = models.PositiveSmallIntegerField(_("support needed"))
    opened_at = models.DateTimeField(pgettext_lazy("claim", "made"))
    due_at = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(pgettext_lazy("claim", "over"), null=True, blank=True)

    class Meta:
        verbose_name = _("claim to a stewardship")
        verbose_name_plural = _("claims to a stewardship")
        indexes = [
            models.Index(fields=["group", "-id"], name="claim_in_group"),
            models.Index(fields=["due_at"], condition=Q(state__in=LIVE), name="claim_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["group"], condition=Q(state__in=LIVE), name="claim_one_live_per_group"
            ),
            models.CheckConstraint(condition=Q(state__in=ClaimState.values), name="claim_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, ended_at__isnull=True)
                | (~Q(state__in=LIVE) & Q(ended_at__isnull=False)),
                name="claim_over_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def open_for_objections(self, *, actor: Actor, until: datetime) -> None:
        self._move(ClaimState.OBJECTION, actor=actor, due_at=until)

    def hand(self, *, actor: Actor, now: datetime) -> None:
        self._move(ClaimState.HANDED, actor=actor, ended_at=now)

    def end(self, how: ClaimState, *, actor: Actor, now: datetime, why: str = "") -> None:
        """``how``: any of the ends at which nothing changes hands."""
        self._move(how, actor=actor, ended_at=now, why=why)


class ClaimVote(models.Model):
    """For or against, one for each member, changed until it is over. Others see the sums only."""

    claim = models.ForeignKey(StewardClaim, on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    is_support = models.BooleanField(_("supports it"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["claim", "member"], name="claim_vote_once")]

    def __str__(self) -> str:
        return f"vote {self.pk}"
