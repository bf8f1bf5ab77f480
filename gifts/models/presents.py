"""Presents between members: who gives, what the card says, the thanks, and the book that two people share."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from gifts.states import PRESENT_MOVES, BookKind, PresentState

_MEMBER = settings.AUTH_USER_MODEL


class Present(Stateful):
    """A gift that one member gives another. The gift itself knows its way; this knows the two and the card.

    The card is sealed under a key of its own, which goes when either of the two leaves.
    """

    MOVES: ClassVar[Moves] = PRESENT_MOVES

    public_id = PublicIdField()
    gift = models.OneToOneField("gifts.Gift", on_delete=models.PROTECT, related_name="present")
    sender = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    recipient = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    data_key = models.OneToOneField("common.DataKey", on_delete=models.PROTECT, related_name="+")
    card_sealed = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=PresentState.choices, default=PresentState.SCHEDULED)
    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("present")
        verbose_name_plural = _("presents")
        indexes = [
            models.Index(fields=["sender", "-id"], name="present_sent_by"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PresentState.values), name="present_known_state"),
            models.CheckConstraint(condition=~Q(sender=F("recipient")), name="present_to_somebody_else"),
            models.CheckConstraint(
                condition=~Q(state=PresentState.SENT) | Q(sent_at__isnull=False), name="present_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def card_place(self) -> str:
        return f"gifts.present:{self.public_id}:card"

    def send(self, *, actor: Actor, now: datetime) -> None:
        self._move(PresentState.SENT, actor=actor, sent_at=now)

    def call_off(self, *, actor: Actor, why: str = "") -> None:
        self._move(PresentState.CALLED_OFF, actor=actor, why=why)


class ThankYou(models.Model):
    """The recipient's words for the sender, once per present; sealed under the present's key.

    ``photo``: sealed under a key of its own, and shown once the decoder has made it anew.
    """

    present = models.OneToOneField(Present, on_delete=models.PROTECT, related_name="thanks")
    text_sealed = models.TextField()
    photo = models.OneToOneField(
        "common.StoredFile", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("thank-you note")
        verbose_name_plural = _("thank-you notes")

    def __str__(self) -> str:
        return f"thanks for {self.present_id}"

    @property
    def text_place(self) -> str:
        return f"gifts.thankyou:{self.present_id}:text"


class BookEntry(models.Model):
    """One fact of the book that two members share: facts, no score. Either of the two can clear it."""

    low = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+", db_index=False)
    high = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey(_MEMBER, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=BookKind.choices)
    ref = models.CharField(max_length=80, unique=True)
    happened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["low", "high", "-happened_at"], name="bookentry_of_pair")]
        constraints = [
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="bookentry_pair_is_ordered"),
            models.CheckConstraint(
                condition=Q(giver=F("low")) | Q(giver=F("high")), name="bookentry_giver_is_one_of_the_two"
            ),
        ]

    def __str__(self) -> str:
        return self.ref
