from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.access import SYSTEM, Actor
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from connect.states import ENDPOINT_MOVES, MOST_LANES, DeliveryState, EndpointState


class Endpoint(Stateful):
    """A receiver of news. Its secrets are sealed under the master keys; a former one lives on for a day."""

    MOVES: ClassVar[Moves] = ENDPOINT_MOVES

    public_id = PublicIdField()
    url = models.CharField(_("address"), max_length=500)
    description = models.CharField(_("description"), max_length=120, blank=True)
    # ``brand:<public id>``; empty: the operator's own, for all news.
    brand_ref = models.CharField(_("brand"), max_length=64, blank=True, db_index=True)
    state = models.CharField(
        _("state"), max_length=8, choices=EndpointState.choices, default=EndpointState.ACTIVE
    )
    # So many calls at once; news of one object always goes through the same lane.
    lanes = models.PositiveSmallIntegerField(_("calls at once"), default=2)
    secret_sealed = models.CharField(max_length=400)
    former_sealed = models.CharField(max_length=400, blank=True)
    former_until = models.DateTimeField(null=True)
    # In a row; since when; until when nobody knocks. All empty while it answers.
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    open_until = models.DateTimeField(_("left alone until"), null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EndpointState.values), name="endpoint_known_state"),
            models.CheckConstraint(
                condition=Q(lanes__gte=1, lanes__lte=MOST_LANES), name="endpoint_lanes_1_to_8"
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.url[:60]

    def pause(self, *, actor: Actor) -> None:
        self._move(EndpointState.PAUSED, actor=actor)

    def resume(self, *, actor: Actor) -> None:
        """What failed before is forgotten."""
        self._move(EndpointState.ACTIVE, actor=actor, failures=0, failing_since=None, open_until=None)

    def disable(self, *, why: str) -> None:
        self._move(EndpointState.DISABLED, actor=SYSTEM, why=why)

    def end(self, *, actor: Actor) -> None:
        """For good. What it was tried with and since when it failed is nobody's business any more."""
        self._move(EndpointState.ENDED, actor=actor, failures=0, failing_since=None, open_until=None)


class Subscription(models.Model):
    """A kind of fact that an endpoint wants."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(max_length=80, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "kind"], name="subscription_one_per_kind")]

    def __str__(self) -> str:
        return self.kind


class Lane(models.Model):
    """One call at a time: whoever holds the lease sends."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="lane_rows")
    number = models.PositiveSmallIntegerField()
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "number"], name="lane_one_per_number")]

    def __str__(self) -> str:
        return f"{self.endpoint_id}/{self.number}"


class Delivery(models.Model):
    """One fact for one endpoint. The row number is the sequence: for one object it grows with the news."""

    endpoint = models.ForeignKey(
        Endpoint, verbose_name=_("webhook"), on_delete=models.PROTECT, related_name="deliveries"
    )
    lane = models.PositiveSmallIntegerField()
    fact_id = models.UUIDField(_("message"))
    kind = models.CharField(_("kind"), max_length=80)
    subject = models.CharField(_("about"), max_length=80)
    payload = models.JSONField()
    happened_at = models.DateTimeField(_("happened"))
    state = models.CharField(
        _("state"), max_length=11, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveIntegerField(_("tries"), default=0)
    first_tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(_("next try"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    # How often the same news was sent again on purpose.
    replay = models.PositiveIntegerField(_("replay"), default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("delivery of a webhook")
        verbose_name_plural = _("deliveries of webhooks")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint", "fact_id", "replay"], name="delivery_once_per_replay"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.DELIVERED) ^ Q(delivered_at__isnull=True),
                name="delivery_delivered_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "lane", "next_at"],
                name="delivery_due",
                condition=Q(state=DeliveryState.WAITING),
            ),
            models.Index(
                fields=["endpoint", "subject", "id"],
                name="delivery_in_order",
                condition=Q(state=DeliveryState.WAITING),
            ),
            models.Index(fields=["created_at"], name="delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fact_id}"


class Attempt(models.Model):
    """A line of the log: what came of one try. ``excerpt`` is cut short, without what looks like a key."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(_("at"))
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    reason = models.CharField(_("reason"), max_length=80, blank=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    excerpt = models.CharField(_("answer"), max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.status or self.reason}"
