from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.ambassador_states import AMBASSADOR_MOVES, AmbassadorState
from common.access import Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful

RECEIVES_LIMIT, WORDS_LIMIT = 200, 300


class Ambassador(Stateful):
    """A member who gets something for passing a campaign on, and what. Their links say so once they agree.

    ``receives``: for everybody to read. ``words``: their own words to send along; '' for the campaign's.
    """

    MOVES: ClassVar[Moves] = AMBASSADOR_MOVES

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="ambassadors")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AmbassadorState, default=AmbassadorState.OFFERED)
    receives = models.CharField(_("what they get"), max_length=RECEIVES_LIMIT)
    words = models.CharField(_("own words"), max_length=WORDS_LIMIT, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    appointed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("ambassador")
        verbose_name_plural = _("ambassadors")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "member"],
                condition=Q(state__in=["offered", "active"]),
                name="one_open_appointment",
            ),
            models.CheckConstraint(condition=~Q(receives=""), name="ambassador_says_what_for"),
            models.CheckConstraint(
                condition=~Q(state__in=["active", "ended"]) | Q(accepted_at__isnull=False),
                name="ambassador_has_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "active"]) | Q(closed_at__isnull=False),
                name="ambassador_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    def accept(self, *, actor: Actor, now: datetime) -> None:
        self._move(AmbassadorState.ACTIVE, actor=actor, accepted_at=now)

    def decline(self, *, actor: Actor, now: datetime) -> None:
        self._move(AmbassadorState.DECLINED, actor=actor, closed_at=now)

    def take_back(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(AmbassadorState.WITHDRAWN, actor=actor, why=why, closed_at=now, reason=why)

    def end(self, *, actor: Actor, why: str, now: datetime) -> None:
        self._move(AmbassadorState.ENDED, actor=actor, why=why, closed_at=now, reason=why)
