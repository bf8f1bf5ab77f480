"""Events of a group, who comes, and a receipt for every place that changed hands."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.access import Actor
from common.append_only import AppendOnly
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from common.texts import I18nField
from groups.album_states import AlbumAudience
from groups.event_states import (
    EVENT_MOVES,
    HOLDING,
    RSVP_MOVES,
    WORD_LIMIT,
    EventState,
    QueueRule,
    RSVPState,
    SeenAs,
)

_MEMBER = settings.AUTH_USER_MODEL


class Event(Stateful):
    """``starts_wall`` is what the host said, in ``time_zone``; ``starts_at`` is the moment it means.

    ``seats_held`` sums the parties that are coming or are offered a place; ``next_seq`` is the next number in
    the line. Both change under the event's lock only (``operations.rsvps.lock_event``).
    ``sequence`` counts changes of time, place or state since it was published; ``word`` is what the host
    said with the last one; ``reminded``: how many of the two reminders are out for this time;
    ``is_counted``: whoever was not seen at the door is marked. ``album_audience``: of photos added from now.
    ``series_number``: which of its series; ``is_apart``: changed by itself, so the series leaves it alone.
    """

    MOVES: ClassVar[Moves] = EVENT_MOVES

    public_id = PublicIdField()
    group = models.ForeignKey("groups.Group", on_delete=models.PROTECT, related_name="events")
    host = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    title = I18nField(verbose_name=_("title"))
    about = I18nField(blank=True, verbose_name=_("what happens there"))
    venue = models.CharField(_("where"), max_length=200)
    map_url = models.URLField(_("link to a map"), max_length=500, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64)
    starts_wall = models.CharField(max_length=16)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(pgettext_lazy("event", "ends"))
    capacity = models.PositiveIntegerField(_("places"))
    max_party = models.PositiveSmallIntegerField(_("most places per person"), default=1)
    queue_rule = models.CharField(
        _("rule of the line"), max_length=12, choices=QueueRule.choices, default=QueueRule.STRICT
    )
    offer_minutes = models.PositiveIntegerField(
        _("minutes to answer an offered place"), null=True, blank=True
    )
    seats_held = models.PositiveIntegerField(_("places taken"), default=0)
    next_seq = models.PositiveIntegerField(default=1)
    state = models.CharField(_("state"), max_length=12, choices=EventState.choices, default=EventState.DRAFT)
    sequence = models.PositiveIntegerField(_("changes told"), default=0)
    word = models.CharField(_("the host’s word"), max_length=WORD_LIMIT, blank=True)
    reminded = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    is_counted = models.BooleanField(_("the door is counted"), default=False)
    album_audience = models.PositiveSmallIntegerField(
        _("who may see its photos"),
        choices=AlbumAudience.choices,
        default=AlbumAudience.CAME,
        db_default=AlbumAudience.CAME,
    )
    series = models.ForeignKey(
        "groups.EventSeries",
        verbose_name=_("series of events"),
        on_delete=models.PROTECT,
        related_name="events",
        null=True,
        blank=True,
    )
    series_number = models.PositiveIntegerField(_("number in its series"), null=True, blank=True)
    is_apart = models.BooleanField(_("changed by itself"), default=False, db_default=False)
    deposit_fen = models.PositiveIntegerField(_("deposit in fen"), default=0, db_default=0)
    deposit_hours = models.PositiveSmallIntegerField(
        _("hours before which leaving is in time"), default=24, db_default=24
    )
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["group", "starts_at", "id"], name="event_of_group"),
            models.Index(fields=["state", "starts_at"], name="event_by_clock"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EventState.values), name="event_known_state"),
            models.CheckConstraint(condition=Q(seats_held__lte=F("capacity")), name="event_not_overbooked"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.UniqueConstraint(fields=["series", "series_number"], name="event_once_in_series"),
            models.CheckConstraint(
                condition=Q(series__isnull=True, series_number__isnull=True)
                | Q(series__isnull=False, series_number__isnull=False),
                name="event_numbered_in_series",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def free(self) -> int:
        return self.capacity - self.seats_held

    @property
    def is_over(self) -> bool:
        return self.state in (EventState.ENDED, EventState.RECAPPED)

    def takes_answers_at(self, now: datetime) -> bool:
        return self.state == EventState.PUBLISHED and now < self.starts_at

    def publish(self, *, actor: Actor) -> None:
        self._move(EventState.PUBLISHED, actor=actor)

    def postpone(self, *, actor: Actor) -> None:
        self._move(EventState.POSTPONED, actor=actor)

    def begin(self, *, actor: Actor) -> None:
        self._move(EventState.RUNNING, actor=actor)

    def end(self, *, actor: Actor) -> None:
        self._move(EventState.ENDED, actor=actor)

    def recap(self, *, actor: Actor) -> None:
        self._move(EventState.RECAPPED, actor=actor)

    def call_off(self, *, actor: Actor) -> None:
        self._move(EventState.CANCELLED, actor=actor)

    def note_change(self, *, word: str) -> None:
        """One more change that people have to be told of. Under the event's lock."""
        self.sequence, self.word = self.sequence + 1, word
        self.save(update_fields=["sequence", "word"])


class RSVP(Stateful):
    """``seq``: the number in the line, taken under the event's lock and never a clock's.

    ``seats``: the person's own and those of whoever comes along. ``seen_as``: their own choice, at any time.
    """

    MOVES: ClassVar[Moves] = RSVP_MOVES

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="rsvps")
    member = models.ForeignKey(_MEMBER, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=RSVPState.choices, default=RSVPState.WAITLISTED
    )
    seats = models.PositiveSmallIntegerField(_("places"))
    seq = models.PositiveIntegerField(_("number in the line"))
    since = models.DateTimeField(_("since"))
    seen_as = models.CharField(
        _("shown on the event’s page"),
        max_length=8,
        choices=SeenAs.choices,
        default=SeenAs.NAME,
        db_default=SeenAs.NAME,
    )
    offer_expires_at = models.DateTimeField(_("held until"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer to an event")
        verbose_name_plural = _("answers to events")
        indexes = [models.Index(fields=["state", "offer_expires_at"], name="rsvp_offers_to_end")]
        constraints = [
            models.UniqueConstraint(fields=["event", "member"], name="rsvp_one_per_person"),
            models.UniqueConstraint(fields=["event", "seq"], name="rsvp_own_number"),
            models.CheckConstraint(condition=Q(state__in=RSVPState.values), name="rsvp_known_state"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="rsvp_has_seats"),
            models.CheckConstraint(condition=Q(seen_as__in=SeenAs.values), name="rsvp_known_seen_as"),
            models.CheckConstraint(
                condition=Q(state=RSVPState.OFFERED, offer_expires_at__isnull=False)
                | (~Q(state=RSVPState.OFFERED) & Q(offer_expires_at__isnull=True)),
                name="rsvp_offer_has_end",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_holding(self) -> bool:
        return self.state in HOLDING

    def queue(self, *, actor: Actor, seq: int, seats: int, now: datetime) -> None:
        self._move(RSVPState.WAITLISTED, actor=actor, seq=seq, seats=seats, since=now)

    def offer(self, *, actor: Actor, until: datetime, now: datetime) -> None:
        self._move(RSVPState.OFFERED, actor=actor, offer_expires_at=until, since=now)

    def seat(self, *, actor: Actor, now: datetime) -> None:
        self._move(RSVPState.GOING, actor=actor, offer_expires_at=None, since=now)

    def lapse(self, *, actor: Actor, now: datetime) -> None:
        self._move(RSVPState.LAPSED, actor=actor, offer_expires_at=None, since=now)

    def cancel(self, *, actor: Actor, now: datetime) -> None:
        self._move(RSVPState.CANCELLED, actor=actor, offer_expires_at=None, since=now)

    def void(self, *, actor: Actor, now: datetime) -> None:
        self._move(RSVPState.VOID, actor=actor, offer_expires_at=None, since=now)


class QueueMove(AppendOnly):
    """The receipt: who moved, by which rule, how many places were held before and after. Never changes."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="queue_moves")
    rsvp = models.ForeignKey(RSVP, on_delete=models.PROTECT, related_name="queue_moves")
    seq = models.PositiveIntegerField(_("number in the line"))
    old = models.CharField(_("before"), max_length=12, blank=True)
    new = models.CharField(_("after"), max_length=12, choices=RSVPState.choices)
    rule = models.CharField(_("rule"), max_length=12, choices=QueueRule.choices)
    seats = models.PositiveSmallIntegerField(_("places"))
    held_before = models.PositiveIntegerField(_("places taken before"))
    held_after = models.PositiveIntegerField(_("places taken after"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("receipt of the line")
        verbose_name_plural = _("receipts of the line")
        indexes = [models.Index(fields=["event", "id"], name="queue_move_of_event")]

    def __str__(self) -> str:
        return f"{self.pk}"
