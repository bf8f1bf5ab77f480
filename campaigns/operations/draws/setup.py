"""A draw's beginning: what is fixed and published before anybody can enter."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from campaigns.draw_errors import DrawFrozen, NoBeacon
from campaigns.draw_facts import DrawCommitted, DrawVoided
from campaigns.draw_rules import METHOD, commitment_of
from campaigns.draw_states import DRAW_MOVES, DrawMode, DrawState
from campaigns.models.draw import Draw, DrawPrize, DrawSlice
from campaigns.providers.beacon import current_beacon
from campaigns.rulebook import Rulebook
from common.access import SYSTEM, Actor
from common.crypto import seal_secret
from outbox.facts import record

SECRET_BYTES = 32
# Counters are cut into so many rows, so that people who enter at the same time rarely wait for each other.
SLICES = 16


@transaction.atomic
def commit_draw(*, campaign_id: int, rulebook: Rulebook, actor: Actor = SYSTEM, now: datetime) -> Draw:
    """Fix prizes, mode and method, make the server's secret and publish its hash.

    Belongs into the transaction that publishes the campaign's first version. A campaign has one draw:
    again gives the same, with the same secret.

    Raises: NoBeacon when the rules want one and none is set up.
    """
    former = _draw_of(campaign_id)
    if former is not None:
        return former
    draw = _configured(campaign_id, rulebook)
    try:
        with transaction.atomic():
            draw.save(force_insert=True)
    except IntegrityError:
        return Draw.objects.get(campaign_id=campaign_id, state__in=set(DRAW_MOVES) - {DrawState.VOID})
    DrawPrize.objects.bulk_create(
        DrawPrize(draw=draw, position=place, key=prize.key, item=prize.item, quantity=prize.quantity)
        for place, prize in enumerate(rulebook.prizes)
    )
    DrawSlice.objects.bulk_create(DrawSlice(draw=draw, slot=slot) for slot in range(SLICES))
    secret = secrets.token_bytes(SECRET_BYTES)
    draw.commit(
        actor=actor,
        commitment=commitment_of(secret),
        secret_sealed=seal_secret(secret.hex(), aad=draw.secret_place),
        now=now,
    )
    fact = DrawCommitted(draw_id=draw.pk, campaign_id=campaign_id, mode=draw.mode, commitment=draw.commitment)
    record(fact, subject=draw.public_id)
    return draw


def _draw_of(campaign_id: int) -> Draw | None:
    return Draw.objects.filter(campaign_id=campaign_id).exclude(state=DrawState.VOID).first()


def _configured(campaign_id: int, rulebook: Rulebook) -> Draw:
    draw = Draw(
        campaign_id=campaign_id,
        mode=rulebook.beacon,
        method=METHOD,
        reserve_size=rulebook.reserve,
        max_tickets=rulebook.most_entries,
        offer_hours=rulebook.offer_hours,
    )
    if draw.mode == DrawMode.DRAND:
        beacon = current_beacon()
        if beacon is None:
            raise NoBeacon
        draw.beacon_chain, draw.beacon_simulated = beacon.chain_hash, beacon.simulated
    return draw


@transaction.atomic
def open_draw(*, draw_id: int, actor: Actor = SYSTEM) -> Draw:
    """Take entries from now on; again changes nothing. Raises: Stale, IllegalMove."""
    draw = Draw.objects.get(pk=draw_id)
    if draw.state == DrawState.COMMITTED:
        draw.open(actor=actor)
        DrawSlice.objects.filter(draw=draw).update(is_open=True)
    return draw


@transaction.atomic
def void_draw(*, draw_id: int, actor: Actor = SYSTEM, reason: str) -> Draw:
    """Call a draw off before its list is frozen; again changes nothing.

    Raises: DrawFrozen, Stale.
    """
    draw = Draw.objects.get(pk=draw_id)
    if draw.state == DrawState.VOID:
        return draw
    if not draw.may_move(DrawState.VOID):
        raise DrawFrozen
    DrawSlice.objects.filter(draw=draw).update(is_open=False)
    draw.make_void(actor=actor, why=reason)
    record(DrawVoided(draw_id=draw.pk, campaign_id=draw.campaign_id), subject=draw.public_id)
    return draw
