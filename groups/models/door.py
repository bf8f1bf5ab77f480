"""Tickets of an event, a receipt for each that was let in, and who was there."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.append_only import AppendOnly
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from groups.door_states import (
    ATTENDANCE_MOVES,
    CODE_LENGTH,
    EXCUSE_LIMIT,
    AttendanceState,
    CheckInMethod,
)


class Ticket(models.Model):
    """One seat of an answer. ``number`` 1 is the person's own, the others are for whoever comes along.

    ``public_id`` stands in the QR code, ``code`` is read out at the door. Neither opens anything by itself:
    only whoever keeps the door can let somebody in. A place given back makes its tickets void for good.
    """

    public_id = PublicIdField()
    event = models.ForeignKey("groups.Event", on_delete=models.PROTECT, related_name="tickets")
    rsvp = models.ForeignKey("groups.RSVP", on_delete=models.PROTECT, related_name="tickets")
    number = models.PositiveSmallIntegerField(_("seat"))
    code = models.CharField(_("letters"), max_length=CODE_LENGTH)
    issued_at = models.DateTimeField(pgettext_lazy("ticket", "issued"))
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.UniqueConstraint(fields=["event", "code"], name="ticket_own_code"),
            models.UniqueConstraint(
                fields=["rsvp", "number"], condition=Q(voided_at__isnull=True), name="ticket_one_per_seat"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="ticket_has_number"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_own(self) -> bool:
        """The person's own seat, not that of somebody they bring."""
        return self.number == 1


class CheckIn(AppendOnly):
    """A ticket was let in; the second one for it can't be written.

    ``key``: what the device called this scan, so that an upload that is repeated finds its own.
    ``at``: when it happened at the door; ``recorded_at``: when it got here.
    """

    ticket = models.OneToOneField(
        Ticket, on_delete=models.PROTECT, related_name="check_in", verbose_name=_("ticket")
    )
    method = models.CharField(_("how"), max_length=8, choices=CheckInMethod.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(_("the device’s key"), max_length=64, blank=True)
    at = models.DateTimeField(_("let in"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")

    def __str__(self) -> str:
        return f"{self.pk}"


class Attendance(Stateful):
    """Whether the person of an answer was there; no row while nothing is known."""

    MOVES: ClassVar[Moves] = ATTENDANCE_MOVES

    rsvp = models.OneToOneField(
        "groups.RSVP",
        on_delete=models.PROTECT,
        related_name="attendance",
        verbose_name=_("answer to an event"),
    )
    state = models.CharField(_("state"), max_length=8, choices=AttendanceState.choices)
    since = models.DateTimeField(_("since"))
    word = models.CharField(_("why not"), max_length=EXCUSE_LIMIT, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AttendanceState.values), name="attendance_known_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def come(self, *, actor: Actor, at: datetime) -> None:
        self._move(AttendanceState.CAME, actor=actor, since=at)

    def excuse(self, *, actor: Actor, word: str, now: datetime) -> None:
        self._move(AttendanceState.EXCUSED, actor=actor, word=word, since=now)
