"""What must always hold for gifts. Each check returns violations as sentences with ids; empty is good."""

from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext_noop as _

from common.clock import DbNow
from common.registries import ReconcileCheck
from gifts.earmark_queries import taken_units
from gifts.models import (
    CodePool,
    DeliveryAddress,
    Earmark,
    Gift,
    Present,
    Shipment,
    StockBalance,
    StockEntry,
    Transfer,
    TransferStep,
)
from gifts.rules import EFFECTS
from gifts.states import (
    ENDED,
    HOLDING,
    MONEY_OVER,
    EntryKind,
    GiftState,
    PresentState,
    TransferState,
)

# The shredding job runs every few minutes; a key older than this has been forgotten.
SHRED_GRACE = timedelta(hours=1)


def _totals() -> dict[int, tuple[int, int]]:
    rows = StockBalance.objects.values_list("item_id").annotate(h=Sum("on_hand"), r=Sum("reserved"))
    return {item_id: (on_hand, reserved) for item_id, on_hand, reserved in rows}


def _effect(index: int) -> Sum:
    whens = [When(kind=kind, then=F("quantity") * effect[index]) for kind, effect in EFFECTS.items()]
    return Sum(Case(*whens, default=Value(0), output_field=IntegerField()))


def stock_equals_entries() -> list[str]:
    """I1: balances are the sums of their entries."""
    rows = StockEntry.objects.values_list("item_id").annotate(h=_effect(0), r=_effect(1))
    summed = {item_id: (on_hand, reserved) for item_id, on_hand, reserved in rows}
    return [
        f"item {item_id}: balance {balance}, entries {summed.get(item_id, (0, 0))} (on hand, reserved)"
        for item_id, balance in _totals().items()
        if balance != summed.get(item_id, (0, 0))
    ]


def reserved_equals_live_gifts() -> list[str]:
    """I1: each reserved unit is held by exactly one live gift."""
    rows = Gift.objects.filter(state__in=HOLDING).values_list("item_id").annotate(n=Count("id"))
    held = dict(rows)
    wrong = [
        f"item {item_id}: {reserved} reserved, {held.get(item_id, 0)} live gifts"
        for item_id, (_on_hand, reserved) in _totals().items()
        if reserved != held.get(item_id, 0)
    ]
    return wrong


def never_oversold() -> list[str]:
    """I1: no slice has more reserved than there is."""
    rows = StockBalance.objects.filter(
        Q(on_hand__lt=F("reserved") + F("earmarked"))
        | Q(earmarked__lt=0)
        | Q(on_hand__lt=0)
        | Q(reserved__lt=0)
    )
    return [f"item {item_id} slice {slot}: oversold" for item_id, slot in rows.values_list("item_id", "slot")]


def earmarks_equal_slices() -> list[str]:
    """What is promised for purposes and not taken for them waits in the slices, and nothing else does."""
    taken = taken_units()
    waiting: dict[int, int] = {}
    for item_id, purpose, units in Earmark.objects.values_list("item_id", "purpose", "units"):
        waiting[item_id] = waiting.get(item_id, 0) + units - taken.get((item_id, purpose), 0)
    rows = StockBalance.objects.values_list("item_id").annotate(units=Sum("earmarked")).order_by()
    return [
        f"item {item_id}: {units} earmarked, {waiting.get(item_id, 0)} promised and not taken"
        for item_id, units in rows
        if units != waiting.get(item_id, 0)
    ]


def every_gift_has_its_entries() -> list[str]:
    """A live gift reserved one unit and gave none up; an ended one released or consumed exactly one."""
    reserved = Count("stock_entries", filter=Q(stock_entries__kind=EntryKind.RESERVE))
    ended = Count("stock_entries", filter=Q(stock_entries__kind__in=[EntryKind.RELEASE, EntryKind.CONSUME]))
    gifts = Gift.objects.annotate(reserved=reserved, ended=ended)
    wrong = gifts.filter(
        ~Q(reserved=1) | Q(state__in=HOLDING, ended__gt=0) | (~Q(state__in=HOLDING) & ~Q(ended=1))
    )
    return [f"gift {public_id}: its stock entries don't fit its state" for public_id in _ids(wrong)]


def one_live_gift_per_source() -> list[str]:
    live = Gift.objects.filter(state__in=[*HOLDING, GiftState.SHIPPED, GiftState.DELIVERED])
    rows = live.values_list("source").annotate(n=Count("id")).filter(n__gt=1)
    return [f"source {source}: {count} live gifts" for source, count in rows]


def open_offers_fit_gifts() -> list[str]:
    """A gift is waiting for an answer exactly when one offer of it is open, and to its recipient."""
    open_to_recipient = Count("offers", filter=Q(offers__answer="", offers__recipient=F("recipient")))
    gifts = Gift.objects.annotate(n=Count("offers", filter=Q(offers__answer="")), mine=open_to_recipient)
    offered = Q(state=GiftState.OFFERED)
    wrong = gifts.filter((offered & ~Q(n=1, mine=1)) | (~offered & ~Q(n=0)))
    return [f"gift {public_id}: its open offers don't fit its state" for public_id in _ids(wrong)]


def shipped_gifts_have_one_waybill() -> list[str]:
    shipped = Gift.objects.filter(state=GiftState.SHIPPED, shipment__isnull=True)
    lone = Shipment.objects.exclude(
        gift__state__in=[GiftState.SHIPPED, GiftState.DELIVERED, GiftState.RETURNED]
    ).values_list("public_id", flat=True)
    return [f"gift {public_id}: shipped without a waybill" for public_id in _ids(shipped)] + [
        f"shipment {public_id}: its gift has not been shipped" for public_id in lone
    ]


def no_address_outlives_its_window() -> list[str]:
    old = DeliveryAddress.objects.filter(shred_after__lt=DbNow() - SHRED_GRACE)
    alive = old.filter(Q(shredded_at__isnull=True) | Q(data_key__shredded_at__isnull=True))
    unset = DeliveryAddress.objects.filter(
        shred_after__isnull=True, gift__state__in=[GiftState.DELIVERED, GiftState.RETURNED]
    )
    return [
        f"address {public_id}: still readable" for public_id in alive.values_list("public_id", flat=True)
    ] + [f"address {public_id}: no end set" for public_id in unset.values_list("public_id", flat=True)]


def codes_are_the_stock() -> list[str]:
    """A pool's free codes are its item's units on hand, and each given gift of it has its code."""
    free = Count("codes", filter=Q(codes__gift__isnull=True, codes__void=False))
    pools = dict(CodePool.objects.annotate(free=free).values_list("item_id", "free"))
    totals = _totals()
    wrong = [
        f"item {item_id}: {codes} free codes, {totals.get(item_id, (0, 0))[0]} units on hand"
        for item_id, codes in pools.items()
        if codes != totals.get(item_id, (0, 0))[0]
    ]
    empty = Gift.objects.filter(
        item__code_pool__isnull=False,
        state=GiftState.DELIVERED,
        code__isnull=True,
        created_at__gte=F("item__code_pool__created_at"),
    )
    return wrong + [f"gift {public_id}: delivered without a code" for public_id in _ids(empty)]


def presents_fit_their_gifts() -> list[str]:
    """A present waits for its day exactly while its gift is reserved, and is called off with it."""
    waiting = Q(state=PresentState.SCHEDULED)
    reserved = Q(gift__state=GiftState.RESERVED)
    wrong = Present.objects.filter((waiting & ~reserved) | (~waiting & reserved))
    other = Present.objects.exclude(gift__recipient_id=F("recipient_id"))
    return [
        f"present {public_id}: does not fit its gift"
        for public_id in (wrong | other).values_list("public_id", flat=True)
    ]


def transfers_fit_their_gifts() -> list[str]:
    """Money is a gift's to the end: paid is delivered, failed has ended, a bill under way is being packed.

    What the payer said once a bill was over agrees with what it is.
    """
    asked = Q(state=TransferState.REQUESTED, gift__state__in=[GiftState.ACCEPTED, GiftState.PACKING])
    paid = Q(state=TransferState.PAID, gift__state=GiftState.DELIVERED)
    back = Q(state__in=[TransferState.FAILED, TransferState.CANCELLED], gift__state__in=ENDED)
    under_way = ~Q(state__in=[TransferState.REQUESTED, *MONEY_OVER]) & Q(gift__state=GiftState.PACKING)
    wrong = Transfer.objects.exclude(asked | paid | back | under_way)
    other_amount = Transfer.objects.exclude(amount=F("gift__item__value_fen"))
    ends = TransferStep.objects.filter(state__in=MONEY_OVER).exclude(state=F("transfer__state"))
    disputed = ends.order_by("pk").values_list("transfer__bill_no", flat=True)
    return (
        [f"transfer {bill}: does not fit its gift" for bill in wrong.values_list("bill_no", flat=True)]
        + [f"transfer {bill}: another amount" for bill in other_amount.values_list("bill_no", flat=True)]
        + [f"transfer {bill}: the payer tells two ends" for bill in disputed]
    )


def _ids(gifts: "QuerySet[Any]") -> list[str]:
    return list(gifts.values_list("public_id", flat=True))


CHECKS = (
    ReconcileCheck(
        key="gifts.stock-equals-entries", title=_("Stock equals its entries"), run=stock_equals_entries
    ),
    ReconcileCheck(
        key="gifts.reserved-equals-gifts",
        title=_("Reserved units equal live gifts"),
        run=reserved_equals_live_gifts,
    ),
    ReconcileCheck(key="gifts.never-oversold", title=_("Nothing is oversold"), run=never_oversold),
    ReconcileCheck(key="gifts.earmarks", title=_("Promised units are kept back"), run=earmarks_equal_slices),
    ReconcileCheck(
        key="gifts.gift-entries",
        title=_("Every gift took and gave back one unit"),
        run=every_gift_has_its_entries,
    ),
    ReconcileCheck(
        key="gifts.one-per-source", title=_("One live gift per source"), run=one_live_gift_per_source
    ),
    ReconcileCheck(
        key="gifts.open-offers", title=_("Open offers fit their gifts"), run=open_offers_fit_gifts
    ),
    ReconcileCheck(
        key="gifts.one-waybill",
        title=_("Every shipped gift has one waybill"),
        run=shipped_gifts_have_one_waybill,
    ),
    ReconcileCheck(key="gifts.presents", title=_("Presents fit their gifts"), run=presents_fit_their_gifts),
    ReconcileCheck(
        key="gifts.codes-are-stock", title=_("Free codes equal the stock"), run=codes_are_the_stock
    ),
    ReconcileCheck(key="gifts.transfers", title=_("Money fits its gifts"), run=transfers_fit_their_gifts),
    ReconcileCheck(
        key="gifts.addresses-shredded",
        title=_("No address outlives its return window"),
        run=no_address_outlives_its_window,
    ),
)
