"""Tickets leave the drum while the friends behind them don't count, and come back, as long as it is open."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from campaigns.draw_errors import EnoughEntries, EntriesClosed
from campaigns.draw_states import DrawState
from campaigns.models import Campaign, Decision, Draw, DrawTicket, RiskCase
from campaigns.operations.draws.entries import leave_out, put_back
from campaigns.queries.draw_tickets import is_amiss, left_out_of, people_in_doubt, tickets_of
from campaigns.risk_states import NOT_COVERED
from campaigns.states import ISSUING_STATES
from common.access import SYSTEM
from common.errors import Stale

ENTRY_OUT, ENTRY_BACK = "entry-out", "entry-back"


@transaction.atomic
def recheck_tickets(*, case_id: int, now: datetime) -> int:
    """After an answer or a hold: look at the tickets of everybody around a friend; how many moved.

    Again changes nothing, and so does a list that is frozen.
    """
    case = RiskCase.objects.select_related("referral").get(pk=case_id)
    friend = case.referral
    around = (friend.advocate_id, friend.invitee_id, friend.sharer_id)
    draw = Draw.objects.filter(campaign_id=case.campaign_id, state=DrawState.OPEN).first()
    if draw is None:
        return 0
    return _settle(draw, [each for each in around if each is not None], now=now)


@transaction.atomic
def settle_tickets(*, draw_id: int, now: datetime) -> int:
    """Look at all tickets in doubt of an open draw; how many moved. Again changes nothing."""
    draw = Draw.objects.get(pk=draw_id)
    if draw.state != DrawState.OPEN:
        return 0
    return _settle(draw, people_in_doubt(draw.campaign_id) | left_out_of(draw), now=now)


def settle_open_draws(*, now: datetime) -> int:
    """Put back what others have made up for, and what a pause or a stop left behind; how many moved.

    Each draw is a transaction of its own.
    """
    running = Campaign.objects.filter(state__in=ISSUING_STATES, brand__stopped_at__isnull=True)
    open_ones = Draw.objects.filter(state=DrawState.OPEN, campaign__in=running).order_by("pk")
    ids = list(open_ones.values_list("pk", flat=True))
    return sum(settle_tickets(draw_id=draw_id, now=now) for draw_id in ids)


def _settle(draw: Draw, member_ids: Collection[int], *, now: datetime) -> int:
    moved = 0
    for ticket in tickets_of(draw, member_ids):
        if is_amiss(ticket):
            moved += _move(ticket, now=now)
    return moved


def _move(ticket: DrawTicket, *, now: datetime) -> bool:
    """What can't be moved now, as while the campaign is paused, stays where it is."""
    try:
        with transaction.atomic():
            if ticket.left_out_code:
                moved, code = put_back(ticket), ENTRY_BACK
            else:
                moved, code = leave_out(ticket, code=NOT_COVERED), ENTRY_OUT
    except (EnoughEntries, EntriesClosed, Stale):
        return False
    if moved:
        _trace(ticket, code=code, now=now)
    return moved


def _trace(ticket: DrawTicket, *, code: str, now: datetime) -> None:
    """The member reads it beside the reward."""
    reward = ticket.reward
    Decision(
        campaign_id=reward.campaign_id,
        pinned_id=reward.pinned_id,
        reward=reward,
        rule=reward.rule_key,
        code=code,
        data={},
        actor_id=SYSTEM.pk,
        decided_at=now,
    ).save(force_insert=True)
