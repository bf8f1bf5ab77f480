"""Items and their stock: a balance cut into slices, beside an append-only list of entries."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import CombinedExpression
from django.utils.translation import gettext_lazy as _

from common.access import Actor
from common.append_only import AppendOnly
from common.ids import PublicIdField
from common.moves import Moves, Stateful
from common.texts import I18nField, in_language
from gifts.states import (
    ITEM_MOVES,
    LEAST_MONEY,
    MOST_MONEY,
    OF_MANY,
    SENT_AT_ONCE,
    EntryKind,
    Fulfilment,
    ItemKind,
    ItemState,
)

MAX_SLOTS = 64


class Item(Stateful):
    """Something that can be given. ``brand_ref`` is ``brand:<public id>``; its managers keep the stock."""

    MOVES: ClassVar[Moves] = ITEM_MOVES

    public_id = PublicIdField()
    brand_ref = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=12, choices=ItemKind.choices, default=ItemKind.PHYSICAL)
    state = models.CharField(max_length=12, choices=ItemState.choices, default=ItemState.ACTIVE)
    fulfilment = models.CharField(max_length=8, choices=Fulfilment.choices, default=Fulfilment.AUTO)
    name = I18nField(_("name"))
    description = I18nField(_("description"), blank=True)
    value_fen = models.PositiveIntegerField(_("value in fen"), default=0)
    slots = models.PositiveSmallIntegerField(_("slices of stock"), default=16)
    # In the catalogue from which members choose presents for each other.
    for_presents = models.BooleanField(_("members may give it"), default=False)
    # One thing in several sizes or colours: each is an item with stock of its own, all under the first.
    variant_of = models.ForeignKey(
        "self",
        verbose_name=_("another size or colour of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="variants",
    )
    variant = I18nField(_("size or colour"), blank=True)
    # Managers are told once when fewer than this are free; 0 is never.
    low_stock = models.PositiveIntegerField(_("tell when fewer are left than"), default=0)
    is_low = models.BooleanField(_("was told to be low"), default=False)
    # Where it stands in the house: picking goes along the shelves.
    shelf = models.CharField(_("shelf"), max_length=20, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.CheckConstraint(
                condition=Q(slots__gte=1, slots__lte=MAX_SLOTS), name="item_slots_1_to_64"
            ),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="item_known_state"),
            models.CheckConstraint(
                condition=Q(kind__in=SENT_AT_ONCE) | Q(fulfilment=Fulfilment.DESK),
                name="item_only_parcels_and_money_are_sent_at_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ItemKind.MONEY)
                | Q(value_fen__gte=LEAST_MONEY, value_fen__lte=MOST_MONEY, for_presents=False),
                name="item_money_has_an_amount",
            ),
            models.CheckConstraint(condition=~Q(variant_of=F("pk")), name="item_not_its_own_variant"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def family_id(self) -> int:
        """The item under which all its variants stand."""
        return self.variant_of_id or self.pk

    @property
    def title(self) -> str:
        """With the size or colour, where there is one."""
        which = in_language(self.variant)
        return f"{in_language(self.name)} ({which})" if which else in_language(self.name)

    def retire(self, *, actor: Actor, why: str) -> None:
        self._move(ItemState.RETIRED, actor=actor, why=why)

    def bring_back(self, *, actor: Actor, why: str) -> None:
        self._move(ItemState.ACTIVE, actor=actor, why=why)


class StockBalance(models.Model):
    """One slice of an item's stock. A claim locks one slice, so that others can claim beside it.

    Each slice stands in one warehouse for good (none: the first house); what is moved is units.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="balances", db_index=False)
    slot = models.PositiveSmallIntegerField()
    warehouse = models.ForeignKey(
        "gifts.Warehouse", on_delete=models.PROTECT, null=True, blank=True, related_name="balances"
    )
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    # Promised for a purpose (``Earmark``) and not yet taken for it.
    earmarked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "slot"], name="stockbalance_one_per_slot"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=F("reserved") + F("earmarked")), name="stockbalance_never_oversold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.slot}: {self.free} of {self.on_hand}"

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved - self.earmarked


def free_units(prefix: str = "") -> CombinedExpression:
    """What anybody may have of a slice: neither reserved for a gift nor promised for a purpose."""
    return F(f"{prefix}on_hand") - F(f"{prefix}reserved") - F(f"{prefix}earmarked")


class StockEntry(AppendOnly):
    """One change of stock, kept for good. The balance is their sum (``rules.EFFECTS``)."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="entries", db_index=False)
    slot = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    quantity = models.PositiveIntegerField()
    gift = models.ForeignKey(
        "gifts.Gift",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stock_entries",
        db_index=False,
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("stock entry")
        verbose_name_plural = _("stock entries")
        indexes = [models.Index(fields=["item", "kind"], name="stockentry_by_item")]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="stockentry_changes_something"),
            models.CheckConstraint(
                condition=Q(kind__in=OF_MANY) | Q(gift__isnull=False, quantity=1),
                name="stockentry_of_gift_is_one_unit",
            ),
            models.UniqueConstraint(
                fields=["gift"], condition=Q(kind=EntryKind.RESERVE), name="stockentry_reserved_once"
            ),
            models.UniqueConstraint(
                fields=["gift"],
                condition=Q(kind__in=[EntryKind.RELEASE, EntryKind.CONSUME]),
                name="stockentry_ended_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity} of item {self.item_id}"
