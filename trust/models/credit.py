from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.audience import Audience
from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from trust.credit_states import (
    CREDIT_MOVES,
    LIVE_CREDIT_STATES,
    READ_CREDIT_STATES,
    BadgeKind,
    CreditState,
    CreditWhy,
    EventState,
    Level,
)


class CreditAttestation(Stateful):
    """What somebody else says about a member, read with the member's permission and for a month only.

    Everything the provider told is sealed under the member's key, the level too: nothing here can be
    searched or sorted by, on purpose. ``access_sealed``: the code or token with which we may ask.
    """

    MOVES: ClassVar[Moves] = CREDIT_MOVES

    public_id = PublicIdField()
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("member")
    )
    state = models.CharField(_("state"), max_length=16, choices=CreditState)
    reason = models.CharField(max_length=16, choices=CreditWhy, blank=True)
    provider = models.CharField(_("provider"), max_length=24)
    simulated = models.BooleanField(_("simulated"), default=False)
    # SHA-256 of the secret that goes with the browser to the provider and back; works once.
    answer_hash = models.CharField(max_length=64, null=True, unique=True)
    access_sealed = models.TextField(blank=True)
    level_sealed = models.CharField(max_length=256, blank=True)
    began_at = models.DateTimeField(_("begun"))
    observed_at = models.DateTimeField(_("observed"), null=True)
    # The month whose level it is, as 2026-11.
    period = models.CharField(_("month"), max_length=7, blank=True)
    valid_until = models.DateTimeField(_("until"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("credit attestation")
        verbose_name_plural = _("credit attestations")
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state__in=LIVE_CREDIT_STATES),
                name="credit_one_live_per_member",
            ),
            models.CheckConstraint(
                condition=Q(state__in=READ_CREDIT_STATES) | Q(level_sealed=""),
                name="credit_ended_has_no_level",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=READ_CREDIT_STATES)
                | (Q(observed_at__isnull=False, valid_until__isnull=False) & ~Q(level_sealed="", period="")),
                name="credit_read_has_level",
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_until"], name="credit_to_refresh", condition=Q(state__in=READ_CREDIT_STATES)
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    def authorise(self, *, actor: Actor, access_sealed: str) -> None:
        self._move(CreditState.AUTHORISED, actor=actor, access_sealed=access_sealed, answer_hash=None)

    def deny(self, *, actor: Actor, now: datetime) -> None:
        self._move(CreditState.DENIED, actor=actor, answer_hash=None, ended_at=now)

    def fail(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(
            CreditState.FAILED,
            actor=actor,
            why=why,
            reason=why,
            answer_hash=None,
            access_sealed="",
            ended_at=now,
        )

    def observe(
        self, *, actor: Actor, level_sealed: str, period: str, now: datetime, valid_until: datetime
    ) -> None:
        self._move(
            CreditState.CURRENT,
            actor=actor,
            level_sealed=level_sealed,
            period=period,
            observed_at=now,
            valid_until=valid_until,
        )

    def grow_stale(self, *, actor: Actor) -> None:
        self._move(CreditState.STALE, actor=actor)

    def withdraw(self, *, actor: Actor, now: datetime, why: str = "") -> None:
        """``access_sealed`` stays until the provider was told, at most a day."""
        self._move(
            CreditState.WITHDRAWN,
            actor=actor,
            why=why,
            reason=why,
            level_sealed="",
            answer_hash=None,
            ended_at=now,
        )


class ProviderEvent(models.Model):
    """A notification that was verified, each once. What it said is not kept."""

    provider = models.CharField(max_length=24)
    event_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=EventState)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="providerevent_once")]

    def __str__(self) -> str:
        return self.event_id


class BadgeChoice(models.Model):
    """Who sees one badge of a member. Without a row: ``badges.default_audience``.

    ``floor``: show "at least this level" instead of the level; a level below it shows nothing.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    badge = models.CharField(max_length=16, choices=BadgeKind)
    audience = models.PositiveSmallIntegerField(choices=Audience)
    floor = models.CharField(max_length=12, choices=Level, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "badge"], name="badgechoice_one_per_badge")]

    def __str__(self) -> str:
        return f"{self.badge} {self.audience}"


class RevealOffer(models.Model):
    """One member is ready to show another the level if the other shows theirs; until the month ends."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "other"], name="revealoffer_one_per_pair"),
            models.CheckConstraint(condition=~Q(member=models.F("other")), name="revealoffer_not_oneself"),
        ]

    def __str__(self) -> str:
        return f"reveal {self.pk}"
