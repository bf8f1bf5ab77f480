from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.states import AMENDABLE_STATES, CAMPAIGN_MOVES, PUBLIC_STATES, CampaignState, is_shown
from common.access import Actor
from common.clock import DbNow
from common.errors import NotFound, Stale
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from common.texts import I18nField, Texts, in_language

UNPUBLISHED = ("draft", "in_review", "approved", "cancelled")


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def public(self) -> "CampaignQuerySet":
        return self.filter(state__in=PUBLIC_STATES)

    def one(self, campaign_id: int) -> "Campaign":
        """With its brand and the version in force. Raises: NotFound."""
        campaign = self.select_related("brand", "current").filter(pk=campaign_id).first()
        if campaign is None:
            raise NotFound
        return campaign


class Campaign(Stateful):
    """What a brand invites to. Rules and texts in force are those of ``current``; the draft's are here."""

    MOVES: ClassVar[Moves] = CAMPAIGN_MOVES
    PURPOSE: ClassVar[str] = "campaign:"

    public_id = PublicIdField()
    brand = models.ForeignKey("campaigns.Brand", on_delete=models.PROTECT, related_name="campaigns")
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=12, choices=CampaignState, default=CampaignState.DRAFT)
    title = I18nField()
    draft_rules = models.JSONField(default=dict)
    draft_texts = models.JSONField(default=dict)
    current = models.ForeignKey(
        "campaigns.CampaignVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    settle_by = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # More new friends than this within ten minutes pause the campaign by themselves; 0 is never.
    alarm_friends = models.PositiveIntegerField(default=0)
    public_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    resumed_at = models.DateTimeField(_("resumed"), null=True)
    closed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        indexes = [
            models.Index(F("opens_at").desc(), F("id").desc(), name="campaign_newest"),
            models.Index(fields=["state", "closes_at"], name="campaign_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="campaign_window"),
            models.CheckConstraint(condition=Q(closes_at__lte=F("settle_by")), name="campaign_settle_by"),
            models.CheckConstraint(
                condition=Q(state__in=UNPUBLISHED) | Q(current__isnull=False, published_at__isnull=False),
                name="campaign_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("settled", "archived")) | Q(settled_at__isnull=False),
                name="campaign_settled_at",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.title) or self.slug

    @property
    def purpose(self) -> str:
        """What its units are promised for on the shelf."""
        return f"{self.PURPOSE}{self.public_id}"

    @property
    def is_shown(self) -> bool:
        return is_shown(state=self.state, published_at=self.published_at)

    def submit(self, *, actor: Actor) -> None:
        self._move(CampaignState.IN_REVIEW, actor=actor, approver=None)

    def send_back(self, *, actor: Actor, why: str) -> None:
        self._move(CampaignState.DRAFT, actor=actor, why=why)

    def approve(self, *, actor: Actor) -> None:
        self._move(CampaignState.APPROVED, actor=actor, approver_id=actor.pk)

    def schedule(self, *, actor: Actor, approver_id: int | None, version_id: int, now: datetime) -> None:
        self._move(
            CampaignState.SCHEDULED,
            actor=actor,
            approver_id=approver_id,
            current_id=version_id,
            published_at=now,
        )

    def amend(self, *, version_id: int, title: Texts, closes_at: datetime, settle_by: datetime) -> None:
        """Put a better version in force; no state changes. Raises: Stale."""
        mine = Campaign.objects.filter(pk=self.pk, state__in=AMENDABLE_STATES, version=self.version)
        dates = {"closes_at": closes_at, "settle_by": settle_by}
        changes = {"current_id": version_id, "title": title, **dates}
        if mine.update(**changes, version=self.version + 1) != 1:
            raise Stale
        for name, value in {**changes, "version": self.version + 1}.items():
            setattr(self, name, value)

    def start(self, *, actor: Actor) -> None:
        self._move(CampaignState.LIVE, actor=actor)

    def pause(self, *, actor: Actor, why: str) -> None:
        self._move(CampaignState.PAUSED, actor=actor, why=why, public_reason=why)

    def resume(self, *, actor: Actor) -> None:
        self._move(CampaignState.LIVE, actor=actor, public_reason="", resumed_at=DbNow())

    def close(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(CampaignState.CLOSING, actor=actor, why=why, closed_at=now, public_reason="")

    def begin_drawing(self, *, actor: Actor) -> None:
        self._move(CampaignState.DRAWING, actor=actor)

    def begin_settling(self, *, actor: Actor) -> None:
        self._move(CampaignState.SETTLING, actor=actor)

    def settle(self, *, actor: Actor, now: datetime) -> None:
        self._move(CampaignState.SETTLED, actor=actor, settled_at=now)

    def archive(self, *, actor: Actor) -> None:
        self._move(CampaignState.ARCHIVED, actor=actor)

    def cancel(self, *, actor: Actor, why: str) -> None:
        self._move(CampaignState.CANCELLED, actor=actor, why=why, public_reason=why)
