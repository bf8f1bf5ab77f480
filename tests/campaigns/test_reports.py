"""What a brand's own shop reports counts in that brand's campaigns, once, and in no other's."""

from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.models import Campaign, QualifyingEvent, Referral
from campaigns.operations.qualifying import recheck_referrals
from campaigns.queries.progress import progress_of
from campaigns.queries.replay import replay_campaign, simulate
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories import connect as platform

pytestmark = pytest.mark.django_db

PURCHASE = {
    "requires": ["registered"],
    "credit": {"registered": 0, "met": 100},
    "conditions": [{"kind": "event", "name": "purchase", "value_minor": 5000}],
}


def joined(**changes: Any) -> tuple[Campaign, Referral]:
    campaign = make.live(**PURCHASE | changes)
    referral = make.invite(make.member(), campaign)
    run_jobs()
    return campaign, referral


def shop_of(campaign: Campaign) -> str:
    """The key of a site of the campaign's brand."""
    platform.kind("purchase")
    return platform.key_of(platform.site(brand_ref=campaign.brand.scope))


def bought(secret: str, referral: Referral, *, number: int = 1, **changes: Any) -> None:
    at = datetime.now(UTC).isoformat()
    body = platform.event(number, member=referral.invitee.public_id, occurred_at=at, **changes)
    assert platform.call(secret, "qualifying-events/", body).json()["refused"] == 0
    run_jobs()


def counts(referral: Referral) -> bool:
    referral.refresh_from_db()
    return referral.state == "qualified"


def test_what_the_brands_shop_reports_makes_a_friend_count_and_replay_agrees() -> None:
    campaign, referral = joined()
    bought(shop_of(campaign), referral)

    assert counts(referral)
    assert replay_campaign(campaign.pk) == []


def test_less_than_was_asked_for_does_not_count() -> None:
    campaign, referral = joined()
    bought(shop_of(campaign), referral, value_minor=4999)

    assert not counts(referral)
    assert QualifyingEvent.objects.count() == 1


def test_what_another_brands_shop_reports_counts_for_nobody_here() -> None:
    campaign, referral = joined()
    bought(shop_of(make.live()), referral)
    assert not counts(referral)

    recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=datetime.now(UTC))
    assert not counts(referral)
    assert "0 of 1" in progress_of(slug=campaign.slug, member_id=referral.advocate_id).friends[0].reason
    assert replay_campaign(campaign.pk) == []
    assert simulate(campaign.slug, campaign.current.rules)[0].rewards == {}  # type: ignore[union-attr]


def test_a_friend_of_two_brands_counts_where_she_bought() -> None:
    campaign, other = make.live(**PURCHASE), make.live(**PURCHASE)
    for number, each in enumerate((campaign, other)):
        make.visit(make.link_of(make.member(), each), visitor_key=make.VISITOR, at=make.NOW)
        assert number < 2
    make.join(visitor_key=make.VISITOR)
    here, there = Referral.objects.get(campaign=campaign), Referral.objects.get(campaign=other)
    bought(shop_of(other), there)

    assert (counts(here), counts(there)) == (False, True)
    assert (replay_campaign(campaign.pk), replay_campaign(other.pk)) == ([], [])


def test_two_purchases_of_the_same_instant_are_two_and_one_sent_twice_is_one() -> None:
    twice = [PURCHASE["conditions"][0] | {"count": 2}]  # type: ignore[index]
    campaign, referral = joined(conditions=twice)
    secret, at = shop_of(campaign), datetime.now(UTC).isoformat()
    body = platform.event(1, member=referral.invitee.public_id, occurred_at=at)
    for _again in range(2):
        platform.call(secret, "qualifying-events/", body)
        run_jobs()
    assert not counts(referral)

    platform.call(secret, "qualifying-events/", body | {"event_id": "order-2"})
    run_jobs()
    assert counts(referral)
    assert replay_campaign(campaign.pk) == []
