"""After the draw: secret and receipt are published, prizes are offered, the draw is completed."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from campaigns import rules
from campaigns.draw_facts import DrawCompleted, DrawPublished
from campaigns.draw_receipts import BeaconUse, Receipt, header_of, text_of
from campaigns.draw_states import WITH_RECEIPT, DrawState, SeedRule
from campaigns.models.draw import Draw, DrawEntry, DrawPrize, DrawReceipt, DrawResult, DrawSeed
from campaigns.operations.lifecycle import begin_settling
from campaigns.operations.promises import DRAW_REF, find_promise, keep
from campaigns.queries.draws import chain_of, stream_lines
from campaigns.states import PromiseKind, RewardKind
from common.access import SYSTEM, Actor
from common.crypto import open_secret
from gifts.operations import LinePrize, open_line
from gifts.queries import item_ids_of, line_is_open
from outbox.facts import record


@transaction.atomic
def publish_draw(*, draw_id: int, actor: Actor = SYSTEM, now: datetime) -> Draw:
    """Reveal the secret in a receipt that never changes. Again changes nothing.

    Nobody stands between the draw and this: a job does it.

    Raises: IllegalMove (not drawn yet), Stale.
    """
    draw = Draw.objects.select_related("campaign").get(pk=draw_id)
    if draw.state in WITH_RECEIPT:
        return draw
    draw.publish(actor=actor)
    receipt = _receipt(draw, now)
    receipt.save(force_insert=True)
    begin_settling(draw.campaign, actor=actor)
    keep(find_promise(campaign_id=draw.campaign_id, kind=PromiseKind.DRAW, ref=DRAW_REF), now=now)
    fact = DrawPublished(draw_id=draw.pk, campaign_id=draw.campaign_id, receipt_sha256=receipt.sha256)
    record(fact, subject=draw.public_id)
    return draw


def _receipt(draw: Draw, now: datetime) -> DrawReceipt:
    """Not saved yet."""
    seed = DrawSeed.objects.select_related("root__draw").get(root__draw=draw)
    header = header_of(_facts_of(draw, seed))
    digest, size = hashlib.sha256(), 0
    for piece in text_of(header, stream_lines(draw.pk)):
        raw = piece.encode()
        digest.update(raw)
        size += len(raw)
    return DrawReceipt(seed=seed, header=header, sha256=digest.hexdigest(), size_bytes=size, published_at=now)


def _facts_of(draw: Draw, seed: DrawSeed) -> Receipt:
    root = seed.root
    places = DrawResult.objects.filter(seed=seed).order_by("place")
    drawn = [(key.hex, prize) for key, prize in places.values_list("entry__entry_key", "prize__key")]
    excluded = (
        DrawEntry.objects.filter(draw=draw).with_reason().exclude(left_out_code="").order_by("entry_key")
    )
    revealed = seed.rule != SeedRule.BEACON_ALONE
    return Receipt(
        draw_id=draw.public_id,
        mode=draw.mode,
        commitment=draw.commitment,
        committed_at=draw.committed_at or root.frozen_at,
        frozen_at=root.frozen_at,
        entry_count=root.entry_count,
        total_weight=root.total_weight,
        root=root.root,
        seed_rule=seed.rule,
        secret=open_secret(draw.secret_sealed, aad=draw.secret_place) if revealed else "",
        beacon=_beacon(seed),
        seed=seed.seed,
        drawn_at=seed.drawn_at,
        prizes=list(DrawPrize.objects.filter(draw=draw).order_by("position").values_list("key", "quantity")),
        reserve_size=draw.reserve_size,
        winners=[(key, prize) for key, prize in drawn if prize],
        reserve=[key for key, prize in drawn if not prize],
        excluded=[(key.hex, code) for key, code in excluded.values_list("entry_key", "left_out_code")],
    )


def _beacon(seed: DrawSeed) -> BeaconUse | None:
    root, chain = seed.root, chain_of(seed.root)
    if chain is None or seed.beacon_round is None:
        return None
    return BeaconUse(
        chain=chain,
        planned_round=root.beacon_round or 0,
        fallback_round=root.fallback_round or 0,
        round=seed.beacon_round,
        randomness=seed.randomness,
        signature=seed.signature,
    )


@transaction.atomic
def offer_prizes(*, draw_id: int, actor: Actor = SYSTEM, now: datetime) -> Draw:
    """Hand the sequence to gifts: the winners are asked, the reserve waits in order. Again changes nothing.

    Raises: IllegalMove (not published yet), CampaignPaused (its brand has stopped), CampaignEnded,
    NotClaimable, SoldOut, ItemRetired, Stale.
    """
    draw = Draw.objects.select_related("campaign__brand").get(pk=draw_id)
    if draw.state in (DrawState.CLAIMING, DrawState.COMPLETED):
        return draw
    campaign = draw.campaign
    rules.check_issues(state=campaign.state, kind=RewardKind.GIFT, is_stopped=campaign.brand.is_stopped)
    draw.offer_prizes(actor=actor)
    results = DrawResult.objects.filter(seed__root__draw=draw).order_by("place")
    prizes = DrawPrize.objects.filter(draw=draw).order_by("position")
    open_line(
        actor=actor,
        source=draw.source,
        prizes=_units(prizes),
        recipients=list(results.values_list("entry__member_id", flat=True)),
        offer_hours=draw.offer_hours,
        now=now,
        sender_ref=campaign.brand.scope,
        reason=campaign.title,
        purpose=campaign.purpose,
    )
    return draw


def _units(prizes: Iterable[DrawPrize]) -> list[LinePrize]:
    """One per unit, in published order."""
    rows = list(prizes)
    items = item_ids_of(prize.item for prize in rows)
    return [
        LinePrize(item_id=items[prize.item], key=f"{prize.key}/{number}")
        for prize in rows
        for number in range(1, prize.quantity + 1)
    ]


@transaction.atomic
def complete_draw(*, draw_id: int, actor: Actor = SYSTEM, now: datetime) -> Draw:
    """End the draw when nobody is being asked any more; until then, and afterwards, change nothing.

    Raises: Stale.
    """
    draw = Draw.objects.get(pk=draw_id)
    if draw.state != DrawState.CLAIMING or line_is_open(draw.source):
        return draw
    draw.complete(actor=actor, now=now)
    record(DrawCompleted(draw_id=draw.pk, campaign_id=draw.campaign_id), subject=draw.public_id)
    return draw
