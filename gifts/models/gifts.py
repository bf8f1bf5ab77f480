"""A gift, and each time it is offered to somebody."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from common.texts import I18nField
from gifts.states import ENDED, GIFT_MOVES, Answer, GiftState


class Gift(Stateful):
    """One unit of an item on its way to a person.

    ``source`` is the natural key of why it is given (``reward:<public id>``). Given again after it
    ended without reaching anybody, the next gift takes the next ``sequence``.
    """

    MOVES: ClassVar[Moves] = GIFT_MOVES

    public_id = PublicIdField()
    item = models.ForeignKey("gifts.Item", on_delete=models.PROTECT, related_name="gifts")
    line = models.ForeignKey(
        "gifts.OfferLine", on_delete=models.PROTECT, null=True, blank=True, related_name="gifts"
    )
    source = models.CharField(max_length=120)
    sequence = models.PositiveSmallIntegerField(default=1)
    # Set while it holds, or has used, a unit that was promised for this (``Earmark``).
    purpose = models.CharField(max_length=64, blank=True, default="")
    sender_ref = models.CharField(max_length=64, blank=True)
    reason = I18nField(_("why it is given"), blank=True)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="gifts"
    )
    state = models.CharField(max_length=12, choices=GiftState.choices, default=GiftState.RESERVED)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        indexes = [
            models.Index(
                fields=["accepted_at", "id"],
                condition=Q(state__in=[GiftState.ACCEPTED, GiftState.PACKING]),
                name="gift_packing_list",
            ),
            models.Index(fields=["purpose"], condition=~Q(purpose=""), name="gift_by_purpose"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "sequence"], name="gift_source_sequence"),
            models.UniqueConstraint(
                fields=["source"], condition=~Q(state__in=ENDED), name="gift_one_live_per_source"
            ),
            models.CheckConstraint(condition=Q(state__in=GiftState.values), name="gift_known_state"),
            models.CheckConstraint(
                condition=Q(state=GiftState.RESERVED) | Q(recipient__isnull=False), name="gift_has_recipient"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[GiftState.RESERVED, GiftState.OFFERED]) | Q(accepted_at__isnull=True),
                name="gift_open_is_not_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[GiftState.ACCEPTED, GiftState.PACKING, GiftState.SHIPPED, GiftState.DELIVERED]
                )
                | Q(accepted_at__isnull=False),
                name="gift_never_forced",
            ),
            models.CheckConstraint(
                condition=~Q(state=GiftState.SHIPPED) | Q(shipped_at__isnull=False),
                name="gift_shipped_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=GiftState.DELIVERED) | Q(delivered_at__isnull=False),
                name="gift_delivered_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(ended_at__isnull=True)),
                name="gift_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def offer_to(self, member_id: int, *, actor: Actor) -> None:
        self._move(GiftState.OFFERED, actor=actor, recipient_id=member_id)

    def hand_out(self, *, source: str, actor: Actor) -> None:
        """What was kept for somebody is held out to them, for a reason of its own."""
        self._move(GiftState.OFFERED, actor=actor, source=source)

    def take_back(self, *, actor: Actor, why: str) -> None:
        """Out of one person's hands, on to the next in line."""
        self._move(GiftState.RESERVED, actor=actor, why=why, recipient_id=None)

    def accept(self, *, actor: Actor, now: datetime) -> None:
        self._move(GiftState.ACCEPTED, actor=actor, accepted_at=now)

    def decline(self, *, actor: Actor, now: datetime, why: str = "") -> None:
        self._move(GiftState.DECLINED, actor=actor, why=why, ended_at=now)

    def expire(self, *, actor: Actor, now: datetime) -> None:
        self._move(GiftState.EXPIRED, actor=actor, ended_at=now)

    def swap(self, *, actor: Actor, now: datetime) -> None:
        """Another item is given instead, as a gift of its own."""
        self._move(GiftState.SWAPPED, actor=actor, ended_at=now)

    def call_off(self, *, actor: Actor, why: str, now: datetime) -> None:
        """Before anybody was asked."""
        self._move(GiftState.EXPIRED, actor=actor, why=why, ended_at=now)

    def pack(self, *, actor: Actor) -> None:
        self._move(GiftState.PACKING, actor=actor)

    def hand_over(self, *, actor: Actor, now: datetime) -> None:
        """Packed by a clerk; the carrier may be called."""
        self._move(GiftState.PACKING, actor=actor, handed_over_at=now)

    def give(self, *, actor: Actor, now: datetime) -> None:
        """Given by hand, without a parcel."""
        self._move(GiftState.DELIVERED, actor=actor, handed_over_at=now, delivered_at=now)

    def lapse(self, *, actor: Actor, why: str, now: datetime) -> None:
        """Money that its recipient did not confirm in time."""
        self._move(GiftState.EXPIRED, actor=actor, why=why, ended_at=now)

    def ship(self, *, actor: Actor, now: datetime) -> None:
        self._move(GiftState.SHIPPED, actor=actor, shipped_at=now)

    def deliver(self, *, actor: Actor, now: datetime) -> None:
        self._move(GiftState.DELIVERED, actor=actor, delivered_at=now)

    def send_back(self, *, actor: Actor, now: datetime, why: str) -> None:
        self._move(GiftState.RETURNED, actor=actor, why=why, ended_at=now)


class GiftOffer(models.Model):
    """One time a gift was held out to one person. ``answer`` is empty while the offer is open."""

    gift = models.ForeignKey(Gift, on_delete=models.PROTECT, related_name="offers", db_index=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="gift_offers", db_index=False
    )
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    phrase = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        indexes = [
            models.Index(fields=["recipient", "-id"], name="giftoffer_box"),
            models.Index(fields=["expires_at"], condition=Q(answer=""), name="giftoffer_open_by_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["gift"], condition=Q(answer=""), name="giftoffer_one_open"),
            models.UniqueConstraint(fields=["gift", "recipient"], name="giftoffer_once_per_person"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="giftoffer_answer_has_time",
            ),
            models.CheckConstraint(
                condition=Q(phrase="") | Q(answer=Answer.DECLINED), name="giftoffer_phrase_only_with_no"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gift_id} to {self.recipient_id}"
