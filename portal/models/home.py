"""What the front door remembers about a member."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.states import CARD_KEY_LENGTH, STAMP_LENGTH, STEPS


class Arrival(models.Model):
    """How far somebody got with the three steps after joining. No row: not begun."""

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    steps_done = models.PositiveSmallIntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(steps_done__lte=len(STEPS)), name="arrival_has_three_steps"),
        ]

    def __str__(self) -> str:
        return f"arrival of {self.member_id}"


class PutAway(models.Model):
    """A card of the Today page that its member does not want to see, as long as its stamp is this one."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    card = models.CharField(max_length=CARD_KEY_LENGTH)
    stamp = models.CharField(max_length=STAMP_LENGTH, blank=True)
    put_away_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "card"], name="put_away_once_per_card"),
        ]

    def __str__(self) -> str:
        return self.card
