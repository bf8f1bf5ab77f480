from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.models.version import CampaignVersion
from campaigns.split_shape import WHOLE_BP, share_of
from campaigns.states import REFERRAL_MOVES, AttributionModel, ReferralState
from campaigns.vouch_shape import MOST_CREDIT
from common.access import SYSTEM, Actor
from common.append_only import AppendOnly
from common.errors import Stale
from common.moves import Moves, Stateful


class Attribution(AppendOnly):
    """Why a registration counts for an advocate. Decided once; a later decision supersedes, never edits."""

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    invitee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey("campaigns.ShareLink", on_delete=models.PROTECT, related_name="+")
    touch = models.ForeignKey(
        "campaigns.Touch", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    model = models.CharField(max_length=12, choices=AttributionModel)
    share_bp = models.PositiveIntegerField(default=WHOLE_BP)
    revision = models.PositiveIntegerField(default=1)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "invitee", "revision"], name="one_attribution"),
            models.CheckConstraint(
                condition=Q(share_bp__gte=1, share_bp__lte=WHOLE_BP), name="attribution_share"
            ),
            models.CheckConstraint(
                condition=~Q(model="manual") | ~Q(reason=""), name="manual_attribution_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"attribution {self.pk}"


class Referral(Stateful):
    """One friend brought to one campaign, pinned to the version in force when she registered."""

    MOVES: ClassVar[Moves] = REFERRAL_MOVES

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pinned = models.ForeignKey(
        "campaigns.CampaignVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    advocate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    invitee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Whose invitation she opened, too, and what that one gets of her credit, where the rules share it.
    sharer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    sharer_bp = models.PositiveIntegerField(db_default=0)
    # The number of the version she was pinned to at first; what she is pinned to may get better.
    came_under = models.PositiveIntegerField(db_default=1)
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.REGISTERED)
    credit_hundredths = models.PositiveIntegerField(default=0)
    # What of it came from the advocate's word for her.
    vouched_hundredths = models.PositiveIntegerField(db_default=0)
    levels = models.JSONField(default=list)
    registered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    qualified_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes = [
            models.Index(
                "campaign", "advocate", F("registered_at").desc(), F("id").desc(), name="referral_by_advocate"
            ),
            models.Index("campaign", F("registered_at").desc(), F("id").desc(), name="referral_newest"),
            models.Index("campaign", "sharer", name="referral_by_sharer", condition=Q(sharer__isnull=False)),
            models.Index(fields=["expires_at"], condition=Q(state="registered"), name="referral_expiring"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "invitee"], condition=~Q(state="void"), name="one_referral_per_invitee"
            ),
            models.CheckConstraint(condition=~Q(advocate=F("invitee")), name="nobody_invites_oneself"),
            models.CheckConstraint(
                condition=Q(sharer__isnull=True, sharer_bp=0)
                | Q(sharer__isnull=False, sharer_bp__gte=1, sharer_bp__lt=WHOLE_BP),
                name="referral_share",
            ),
            models.CheckConstraint(
                condition=Q(sharer__isnull=True) | (~Q(sharer=F("advocate")) & ~Q(sharer=F("invitee"))),
                name="shared_with_somebody_else",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("qualified", "approved", "held")) | Q(qualified_at__isnull=False),
                name="referral_qualified_at",
            ),
            models.CheckConstraint(
                condition=Q(vouched_hundredths__lte=F("credit_hundredths"))
                & Q(vouched_hundredths__lte=MOST_CREDIT),
                name="referral_vouched_in_credit",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"

    def credit_of(self, member_id: int) -> int:
        """What this friend counts for one of the advocates, in hundredths."""
        shared = share_of(self.credit_hundredths, self.sharer_bp)
        return shared if member_id == self.sharer_id else self.credit_hundredths - shared

    def raise_credit(self, *, credit_hundredths: int, levels: list[str]) -> bool:
        """Write a higher credit if nobody was faster; no state changes."""
        return self._write_credit(credit_hundredths=credit_hundredths, levels=levels)

    def raise_vouched(self, *, added_hundredths: int) -> bool:
        """The same for what comes from the advocate's word."""
        return self._write_credit(
            credit_hundredths=self.credit_hundredths + added_hundredths,
            vouched_hundredths=self.vouched_hundredths + added_hundredths,
        )

    def _write_credit(self, **columns: object) -> bool:
        mine = Referral.objects.filter(pk=self.pk, state=self.state, version=self.version)
        changes = {**columns, "version": self.version + 1}
        if mine.update(**changes) != 1:
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    def repin(self, version: CampaignVersion, *, expires_at: datetime, now: datetime) -> None:
        """Let a better version hold from now on; what had run out runs again where there are days left.

        Raises: Stale.
        """
        columns = {"pinned_id": version.pk, "expires_at": expires_at}
        if self.state == ReferralState.EXPIRED and expires_at > now:
            self._move(ReferralState.REGISTERED, actor=SYSTEM, why="amended", **columns)
        else:
            mine = Referral.objects.filter(pk=self.pk, state=self.state, version=self.version)
            if mine.update(**columns, version=self.version + 1) != 1:
                raise Stale
            self.version += 1
            self.expires_at = expires_at
        self.pinned = version

    def qualify(self, *, actor: Actor, credit_hundredths: int, levels: list[str], now: datetime) -> None:
        self._move(
            ReferralState.QUALIFIED,
            actor=actor,
            credit_hundredths=credit_hundredths,
            levels=levels,
            qualified_at=now,
        )

    def reverse(self, *, actor: Actor, why: str) -> None:
        self._move(ReferralState.REVERSED, actor=actor, why=why, credit_hundredths=0, vouched_hundredths=0)

    def restore(self, *, credit_hundredths: int, vouched_hundredths: int) -> None:
        self._move(
            ReferralState.QUALIFIED,
            actor=SYSTEM,
            why="objection-granted",
            credit_hundredths=credit_hundredths,
            vouched_hundredths=vouched_hundredths,
        )

    def expire(self, *, actor: Actor) -> None:
        self._move(ReferralState.EXPIRED, actor=actor)
