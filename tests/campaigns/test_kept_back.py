"""What a campaign promises is kept back on the shelf, from its announcement until it is over."""

from collections.abc import Iterator
from typing import Any

import pytest

from campaigns import errors, reconcile_earmarks
from campaigns.models import Campaign
from campaigns.operations.amendments import AmendmentDraft, adopt_amendment, propose_amendment
from campaigns.operations.claims import claim_reward
from campaigns.operations.earmarking import keep_back_what_is_missing
from campaigns.operations.lifecycle import cancel_campaign, close_campaign, settle_campaign
from campaigns.operations.publishing import publish_campaign
from common.access import SYSTEM
from gifts.earmark_queries import on_shelf
from gifts.errors import SoldOut, UnitsPromised
from gifts.models import Earmark, Gift, Item
from gifts.operations import give_present, receive_stock, release_earmarks, write_off_stock
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept_back(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "breaks_invariants" not in request.fixturenames:
        assert reconcile_earmarks.earmarks() == []


def item_of(campaign: Campaign) -> Item:
    return Item.objects.get(brand_ref=campaign.brand.scope)


def there(campaign: Campaign) -> tuple[int, int]:
    item = item_of(campaign)
    now = on_shelf([item.pk])[item.pk]
    return now.left, now.promised


def test_a_present_takes_nothing_that_a_campaign_has_promised() -> None:
    campaign = make.live(gift=1, stock=1)
    item = item_of(campaign)
    Item.objects.update(for_presents=True)

    with pytest.raises(SoldOut):
        give_present(
            actor=make.member(),
            recipient_id=make.member().pk,
            item_id=item.pk,
            card="",
            send_at=None,
            now=make.NOW,
        )
    with pytest.raises(UnitsPromised):
        write_off_stock(actor=SYSTEM, item_id=item.pk, quantity=1, reason="broken", now=make.NOW)
    reward = make.approved(make.member(), campaign)
    claimed = claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW)

    assert Gift.objects.get(pk=claimed.gift_id or 0).purpose == campaign.purpose
    assert there(campaign) == (0, 0)


@pytest.mark.parametrize("options", [{"gift": 2}, {}], ids=["gifts", "prizes of a draw"])
def test_publication_keeps_back_all_that_is_promised(options: dict[str, Any]) -> None:
    campaign = make.live(stock=5, **options)
    assert campaign.current is not None

    assert there(campaign)[1] == sum(campaign.current.rulebook.promised_items.values())


def test_nothing_is_published_without_its_units() -> None:
    campaign = make.draft(gift=3, stock=3)
    write_off_stock(actor=SYSTEM, item_id=item_of(campaign).pk, quantity=1, reason="broken", now=make.NOW)

    with pytest.raises(errors.NotEnoughStock):
        publish_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.NOW)

    assert not Earmark.objects.exists()


def test_what_is_called_off_is_free_again() -> None:
    campaign = make.scheduled(gift=2, stock=5)
    assert there(campaign) == (3, 2)

    cancel_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="rain")

    assert there(campaign) == (5, 0)


def test_what_nobody_claimed_is_free_again_after_the_settlement() -> None:
    campaign = make.live(gift=2, stock=5)
    make.approved(make.member(), campaign)
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="enough", now=make.NOW)
    assert there(campaign) == (3, 2)

    settle_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.SETTLE_BY)

    assert there(campaign) == (5, 0)


def test_an_amendment_keeps_back_what_comes_on_top() -> None:
    campaign = make.live(gift=2, stock=5)
    assert campaign.current is not None
    rules = {**campaign.current.rules}
    rules["reward"] = {**rules["reward"], "quantity": 4}
    proposed = propose_amendment(
        actor=make.manager_of(campaign.brand),
        campaign_id=campaign.pk,
        draft=AmendmentDraft(rules=rules),
        note="more for everybody",
        now=make.NOW,
    )
    assert there(campaign) == (3, 2)

    adopt_amendment(actor=make.manager_of(campaign.brand), amendment_id=proposed.pk, now=make.NOW)

    assert there(campaign) == (1, 4)


@pytest.mark.usefixtures("breaks_invariants")
def test_what_was_not_there_is_kept_back_once_it_is() -> None:
    campaign = make.live(gift=2, stock=2)
    item = item_of(campaign)
    release_earmarks(purpose=campaign.purpose)
    write_off_stock(actor=SYSTEM, item_id=item.pk, quantity=1, reason="broken", now=make.NOW)
    assert keep_back_what_is_missing() == 1
    assert reconcile_earmarks.earmarks() == [
        f"campaign {campaign.pk} promises 2 of item {item.public_id}, 1 are earmarked"
    ]

    receive_stock(actor=SYSTEM, item_id=item.pk, quantity=3, reason="more", now=make.NOW)

    assert (keep_back_what_is_missing(), keep_back_what_is_missing()) == (1, 0)
    assert (there(campaign), reconcile_earmarks.earmarks()) == ((2, 2), [])


@pytest.mark.usefixtures("breaks_invariants")
def test_reconcile_sees_units_of_a_campaign_that_is_over() -> None:
    campaign = make.live(gift=2, stock=2)
    make.in_state(campaign, "settled", settled_at=make.NOW)

    assert reconcile_earmarks.earmarks() == [f"{campaign.purpose} promises nothing and has units earmarked"]
