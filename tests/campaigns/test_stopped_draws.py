"""A stopped brand freezes no list and offers no prize; a halt in between lets nobody into the drum."""

from datetime import timedelta

import pytest
from django.db import transaction

from campaigns import errors, tasks_draws
from campaigns.models import Brand, Draw, DrawTicket, Reward
from campaigns.operations.draws.freezing import call_draw, freeze_draw
from campaigns.operations.draws.publishing import offer_prizes
from campaigns.operations.rewards import _approve
from campaigns.operations.stopping import restart_brand, stop_brand
from campaigns.queries.draws import count_entries, unfinished_draws
from common.access import SYSTEM
from common.errors import Stale
from common.http.errors import NotDone
from gifts.errors import LineHalted
from gifts.models import Gift, GiftOffer
from gifts.operations import decline_gift
from gifts.operations.answers import decline_all_of, expire_offers
from tests.campaigns.draw_rows import a_draw, close, enter, published, reward_for
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def stop(brand: Brand) -> None:
    stop_brand(actor=SYSTEM, brand_id=brand.pk, reason="a wrong prize", now=make.NOW)


def test_no_list_is_frozen_while_everything_is_stopped() -> None:
    draw = a_draw()
    enter(draw, 3)
    close(draw)
    stop(draw.campaign.brand)
    with pytest.raises(errors.CampaignPaused):
        call_draw(actor=SYSTEM, campaign_id=draw.campaign_id)
    with pytest.raises(errors.CampaignPaused):
        freeze_draw(draw_id=draw.pk)
    with pytest.raises(NotDone):
        tasks_draws.freeze.run(draw_id=draw.pk)
    assert Draw.objects.get(pk=draw.pk).state == "open"

    restart_brand(actor=SYSTEM, brand_id=draw.campaign.brand_id)
    call_draw(actor=SYSTEM, campaign_id=draw.campaign_id)
    assert freeze_draw(draw_id=draw.pk).state == "frozen"


def test_no_prize_is_offered_while_everything_is_stopped() -> None:
    draw = published(4)
    stop(draw.campaign.brand)
    with pytest.raises(errors.CampaignPaused):
        offer_prizes(draw_id=draw.pk, now=make.NOW)
    with pytest.raises(NotDone):
        tasks_draws.offer.run(draw_id=draw.pk)
    assert unfinished_draws(now=make.NOW) == []
    assert not Gift.objects.filter(source__startswith=draw.source).exists()

    restart_brand(actor=SYSTEM, brand_id=draw.campaign.brand_id)
    assert unfinished_draws(now=make.NOW) == [(draw.pk, "published")]
    tasks_draws.offer.run(draw_id=draw.pk)
    assert Gift.objects.filter(source__startswith=draw.source).count() == 2


def test_a_line_stands_still_while_everything_is_stopped_and_goes_on_afterwards() -> None:
    draw = published(4)
    offer_prizes(draw_id=draw.pk, now=make.NOW)
    first, second = GiftOffer.objects.order_by("pk").select_related("gift", "recipient")
    GiftOffer.objects.filter(pk=second.pk).update(
        offered_at=make.NOW - timedelta(days=9), expires_at=make.NOW - timedelta(days=1)
    )
    stop(draw.campaign.brand)

    with pytest.raises(LineHalted):
        decline_gift(actor=first.recipient, gift_id=first.gift_id, now=make.NOW)
    assert expire_offers(now=make.NOW) == 0
    assert decline_all_of(member_id=first.recipient_id, why="member-left", now=make.NOW) == 0
    assert GiftOffer.objects.filter(answer="").count() == GiftOffer.objects.count() == 2

    restart_brand(actor=SYSTEM, brand_id=draw.campaign.brand_id)
    decline_gift(actor=first.recipient, gift_id=first.gift_id, now=make.NOW)
    assert expire_offers(now=make.NOW) == 1
    assert GiftOffer.objects.filter(answer="").count() == 2
    assert GiftOffer.objects.count() == 4


@pytest.mark.parametrize("halt", ["paused", "stopped"])
def test_a_halt_between_the_look_and_the_entry_lets_nobody_in(halt: str) -> None:
    """The statement that counts the entry looks itself; what was looked at before does not help."""
    draw, member = a_draw(), make.member()
    enter(draw, 1)
    reward = reward_for(draw, member)
    Reward.objects.filter(pk=reward.pk).update(state="earned", granted_at=None, approved_at=None)
    seen = Reward.objects.one(reward.pk)
    assert seen.campaign.state == "live" and not seen.campaign.brand.is_stopped
    if halt == "stopped":
        stop(draw.campaign.brand)
    else:
        make.in_state(draw.campaign, "paused")

    with pytest.raises(Stale), transaction.atomic():
        _approve(seen, actor=SYSTEM, code="approved", reason="", now=make.NOW)
    assert Reward.objects.get(pk=reward.pk).state == "earned"
    assert (count_entries(draw.pk), DrawTicket.objects.count()) == ((1, 1), 1)
