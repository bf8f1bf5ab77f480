from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.states import REWARD_MOVES, RewardKind, RewardState
from common.access import SYSTEM, Actor
from common.errors import NotFound
from common.ids import PublicIdField
from common.moves import Moves, Stateful


class RewardQuerySet(models.QuerySet["Reward"]):
    def one(self, reward_id: int) -> "Reward":
        """With its campaign, brand and version. Raises: NotFound."""
        reward = self.select_related("campaign__brand", "pinned").filter(pk=reward_id).first()
        if reward is None:
            raise NotFound
        return reward


class Reward(Stateful):
    """What a member earned once. The unique key is what prevents paying twice."""

    MOVES: ClassVar[Moves] = REWARD_MOVES

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    pinned = models.ForeignKey(
        "campaigns.CampaignVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rule_key = models.CharField(max_length=40)
    beneficiary = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    occurrence_key = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=RewardKind)
    weight = models.PositiveIntegerField(default=1)
    item = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=RewardState, default=RewardState.EARNED)
    cause = models.ForeignKey(
        "campaigns.Referral", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    hold_until = models.DateTimeField()
    hold_code = models.CharField(max_length=40, blank=True)
    gift = models.ForeignKey(
        "gifts.Gift", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # What the item was worth when it was given.
    cost_minor = models.PositiveIntegerField(_("cost in minor units"), default=0)
    earned_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField(null=True)

    objects = RewardQuerySet.as_manager()

    class Meta:
        verbose_name = _("reward")
        verbose_name_plural = _("rewards")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "rule_key", "beneficiary", "occurrence_key"], name="one_reward"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "granted")) | Q(approved_at__isnull=False),
                name="reward_approved_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(granted_at__isnull=False), name="reward_granted_at"
            ),
            models.CheckConstraint(condition=~Q(state="held") | ~Q(hold_code=""), name="reward_hold_code"),
        ]
        indexes = [
            models.Index(fields=["hold_until"], condition=Q(state="earned"), name="reward_to_assess"),
            models.Index("beneficiary", F("earned_at").desc(), name="reward_by_member"),
        ]

    def __str__(self) -> str:
        return f"reward {self.public_id}"

    @property
    def source(self) -> str:
        """The natural key of the gift that this reward turns into."""
        return f"reward:{self.public_id}"

    def hold(self, *, actor: Actor, code: str, why: str = "") -> None:
        self._move(RewardState.HELD, actor=actor, why=why or code, hold_code=code)

    def approve(self, *, actor: Actor, why: str = "", now: datetime) -> None:
        self._move(RewardState.APPROVED, actor=actor, why=why, approved_at=now, hold_code="")

    def grant(self, *, actor: Actor, now: datetime) -> None:
        self._move(RewardState.GRANTED, actor=actor, granted_at=now)

    def take_back(self, *, why: str) -> None:
        self._move(RewardState.CLAWED_BACK, actor=SYSTEM, why=why)

    def cancel(self, *, actor: Actor, why: str) -> None:
        self._move(RewardState.CANCELLED, actor=actor, why=why)
