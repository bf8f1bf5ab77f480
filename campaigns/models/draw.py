"""A draw and what is written about it once: prizes, root, seed, places, receipt.

The order that makes it provable stands in the foreign keys: a seed belongs to a root, a receipt to a seed.
"""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.draw_states import DRAW_MOVES, DrawMode, DrawState, SeedRule
from campaigns.risk_states import NOT_COVERED
from common.access import Actor
from common.append_only import AppendOnly
from common.ids import PublicIdField
from common.moves import Moves, Stateful


class Draw(Stateful):
    """The draw of a campaign. ``commitment`` is public from the first version, the secret only at the end."""

    MOVES: ClassVar[Moves] = DRAW_MOVES

    public_id = PublicIdField()
    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DrawState, default=DrawState.CONFIGURED)
    mode = models.CharField(max_length=5, choices=DrawMode)
    method = models.CharField(max_length=20)
    reserve_size = models.PositiveIntegerField()
    max_tickets = models.PositiveIntegerField(default=1)
    offer_hours = models.PositiveIntegerField()
    secret_sealed = models.CharField(max_length=300, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    beacon_chain = models.CharField(max_length=64, blank=True)
    beacon_simulated = models.BooleanField(default=False)
    committed_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    public_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=~Q(state="void"), name="one_draw_per_campaign"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("configured", "void"))
                | (Q(committed_at__isnull=False) & ~Q(commitment="") & ~Q(secret_sealed="")),
                name="draw_committed",
            ),
            models.CheckConstraint(
                condition=~Q(mode="drand") | ~Q(beacon_chain=""), name="draw_names_beacon"
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(public_reason=""), name="void_draw_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"draw {self.public_id}"

    @property
    def source(self) -> str:
        """The natural key of the line of gifts that this draw fills."""
        return f"draw:{self.public_id}"

    @property
    def secret_place(self) -> str:
        """Where the sealed secret stands; authenticated with it."""
        return f"draw:{self.public_id}:secret"

    def commit(self, *, actor: Actor, commitment: str, secret_sealed: str, now: datetime) -> None:
        self._move(
            DrawState.COMMITTED,
            actor=actor,
            commitment=commitment,
            secret_sealed=secret_sealed,
            committed_at=now,
        )

    def open(self, *, actor: Actor) -> None:
        self._move(DrawState.OPEN, actor=actor)

    def freeze(self, *, actor: Actor) -> None:
        self._move(DrawState.FROZEN, actor=actor)

    def mark_drawn(self, *, actor: Actor) -> None:
        self._move(DrawState.DRAWN, actor=actor)

    def publish(self, *, actor: Actor) -> None:
        self._move(DrawState.PUBLISHED, actor=actor)

    def offer_prizes(self, *, actor: Actor) -> None:
        self._move(DrawState.CLAIMING, actor=actor)

    def complete(self, *, actor: Actor, now: datetime) -> None:
        self._move(DrawState.COMPLETED, actor=actor, completed_at=now)

    def make_void(self, *, actor: Actor, why: str) -> None:
        self._move(DrawState.VOID, actor=actor, why=why, public_reason=why)


class DrawPrize(AppendOnly):
    """What can be won, in the published order: the first place gets a unit of the first prize."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    item = models.CharField(max_length=64)
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "position"], name="draw_prize_position"),
            models.UniqueConstraint(fields=["draw", "key"], name="draw_prize_key"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="draw_prize_quantity"),
        ]

    def __str__(self) -> str:
        return self.key


class DrawRoot(AppendOnly):
    """The frozen list of entries in 32 bytes, public before the seed can exist.

    The beacon's genesis and period follow from the chain's hash, which was published with the commitment.
    """

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="root")
    root = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField()
    total_weight = models.PositiveBigIntegerField()
    frozen_at = models.DateTimeField()
    beacon_genesis = models.BigIntegerField(null=True)
    beacon_period_seconds = models.PositiveIntegerField(null=True)
    beacon_round = models.PositiveBigIntegerField(null=True)
    beacon_not_before = models.DateTimeField(null=True)
    beacon_at = models.DateTimeField(null=True)
    fallback_round = models.PositiveBigIntegerField(null=True)
    fallback_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(beacon_round__isnull=True)
                | Q(
                    beacon_period_seconds__gte=1,
                    beacon_genesis__isnull=False,
                    beacon_not_before__gt=F("frozen_at"),
                    beacon_at__gte=F("beacon_not_before"),
                    fallback_at__gt=F("beacon_at"),
                    fallback_round__gt=F("beacon_round"),
                ),
                name="beacon_after_the_root",
            ),
            models.CheckConstraint(
                condition=Q(entry_count__gte=1, total_weight__gte=F("entry_count")), name="draw_root_weight"
            ),
        ]

    def __str__(self) -> str:
        return self.root


class DrawBlock(AppendOnly):
    """A run of neighbouring entries and the hash of its subtree: what makes proofs and places cheap."""

    root = models.ForeignKey(DrawRoot, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    first_key = models.UUIDField()
    leaves = models.PositiveIntegerField()
    weight = models.PositiveBigIntegerField()
    node = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["root", "number"], name="draw_block_number"),
            models.UniqueConstraint(fields=["root", "first_key"], name="draw_block_first_key"),
        ]

    def __str__(self) -> str:
        return f"block {self.number}"


class DrawSeed(AppendOnly):
    """What decided. It can't be written before its root, and never twice."""

    root = models.OneToOneField(DrawRoot, on_delete=models.PROTECT, related_name="seed")
    seed = models.CharField(max_length=64)
    rule = models.CharField(max_length=13, choices=SeedRule)
    beacon_round = models.PositiveBigIntegerField(null=True)
    randomness = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=400, blank=True)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rule="secret", beacon_round__isnull=True, randomness="")
                | (~Q(rule="secret") & Q(beacon_round__isnull=False) & ~Q(randomness="")),
                name="draw_seed_parts",
            )
        ]

    def __str__(self) -> str:
        return self.seed


class DrawResult(AppendOnly):
    """One place of the sequence, the first is 1. ``prize`` is empty in the reserve."""

    seed = models.ForeignKey(DrawSeed, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveIntegerField()
    entry = models.OneToOneField("campaigns.DrawEntry", on_delete=models.PROTECT, related_name="result")
    prize = models.ForeignKey(
        DrawPrize, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["seed", "place"], name="draw_result_place"),
            models.CheckConstraint(condition=Q(place__gte=1), name="draw_result_from_one"),
        ]

    def __str__(self) -> str:
        return f"place {self.place}"


class DrawReceipt(AppendOnly):
    """The published receipt: ``header`` is its exact text up to the entries, which follow from the list."""

    seed = models.OneToOneField(DrawSeed, on_delete=models.PROTECT, related_name="receipt")
    header = models.TextField()
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class DrawEntryQuerySet(models.QuerySet["DrawEntry"]):
    def in_the_drum(self) -> "DrawEntryQuerySet":
        return self.filter(excluded_code="", tickets__gt=0)

    def with_reason(self) -> "models.QuerySet[Any]":
        """With ``left_out_code``: why it is not in the drum, '' where it is."""
        no_ticket = models.When(tickets=0, then=models.Value(NOT_COVERED))
        excluded = models.When(~Q(excluded_code=""), then=F("excluded_code"))
        return self.annotate(left_out_code=models.Case(excluded, no_ticket, default=models.Value("")))


class DrawEntry(models.Model):
    """One person's place in the drum: one entry, whose weight is the sum of its tickets.

    Because a person has one entry, nobody can win twice. Frozen by a trigger once the root exists.
    ``tickets`` and ``weight`` leave out what is not in the drum; an entry without any counts as nothing.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="entries", db_index=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entry_key = models.UUIDField()
    slot = models.PositiveSmallIntegerField()
    tickets = models.PositiveIntegerField(default=0)
    max_tickets = models.PositiveIntegerField()
    weight = models.PositiveBigIntegerField(default=0)
    excluded_code = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()

    objects = DrawEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "entry_key"], name="draw_entry_key"),
            models.UniqueConstraint(fields=["draw", "member"], name="one_entry_per_member"),
            models.CheckConstraint(condition=Q(tickets__lte=F("max_tickets")), name="draw_entry_tickets"),
            models.CheckConstraint(condition=Q(weight__gte=F("tickets")), name="draw_entry_weight"),
        ]

    def __str__(self) -> str:
        return self.entry_key.hex


class DrawTicket(models.Model):
    """Why an entry weighs what it weighs: one row per reward that was entered.

    Written once, but for ``left_out_code``: why it is not in the drum, '' while it is.
    """

    entry = models.ForeignKey(DrawEntry, on_delete=models.PROTECT, related_name="+")
    reward = models.OneToOneField("campaigns.Reward", on_delete=models.PROTECT, related_name="+")
    weight = models.PositiveBigIntegerField()
    entered_at = models.DateTimeField()
    left_out_code = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weight__gte=1), name="draw_ticket_weight")]
        indexes = [
            models.Index(fields=["entry"], condition=~Q(left_out_code=""), name="draw_ticket_left_out")
        ]

    def __str__(self) -> str:
        return f"ticket {self.pk}"


class DrawSlice(models.Model):
    """A share of the counters. Entering changes one share at random; freezing closes all of them.

    That is what makes the frozen list exact: who entered holds a share until the commit, so closing waits
    for it, and whoever comes later finds it closed.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="slices", db_index=False)
    slot = models.PositiveSmallIntegerField()
    is_open = models.BooleanField(default=False)
    entries = models.PositiveIntegerField(default=0)
    weight = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "slot"], name="draw_slice_slot")]

    def __str__(self) -> str:
        return f"slice {self.slot}"
