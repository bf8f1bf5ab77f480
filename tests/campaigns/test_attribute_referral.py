"""A member who registered elsewhere, with the key of a browser that had seen an invitation."""

from datetime import timedelta

import pytest

from accounts.facts import MemberRegistered
from accounts.models import Member
from accounts.registration import companions
from campaigns import handlers
from campaigns.models import Attribution, Referral
from campaigns.operations.pinning import attribute_referral, pin_invitee
from outbox.jobs import Work
from outbox.models import FactRow
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def attribute(friend: Member, *, at_key: str = make.VISITOR) -> int:
    return attribute_referral(member_id=friend.pk, visitor_key=at_key, registered_at=make.NOW)


def test_pins_by_the_last_touch() -> None:
    advocate, campaign = make.member(), make.live()
    make.visit(make.link_of(advocate, campaign), at=make.NOW - timedelta(hours=1))
    friend = make.member()

    assert attribute(friend) == 1

    assert Referral.objects.get(invitee=friend).advocate == advocate
    assert make.progress(advocate, campaign).registered == 1


def test_asks_for_a_look_at_what_the_friend_has_shown_meanwhile() -> None:
    make.visit(make.link_of(make.member(), make.live()))

    attribute(make.member())

    assert FactRow.objects.get(kind="campaigns.referral-registered").payload["recheck"] is True


def test_never_counts_twice() -> None:
    """RefRef's sign-up could be retried into a second referral and a second reward."""
    advocate, campaign = make.member(), make.live()
    make.visit(make.link_of(advocate, campaign))
    friend = make.member()

    assert [attribute(friend) for _ in range(3)] == [1, 0, 0]

    assert Referral.objects.count() == Attribution.objects.count() == 1
    assert FactRow.objects.filter(kind="campaigns.referral-registered").count() == 1
    assert make.progress(advocate, campaign).registered == 1


def test_a_second_advocate_of_the_same_campaign_gets_nothing() -> None:
    campaign, first, second = make.live(), make.member(), make.member()
    make.visit(make.link_of(first, campaign), visitor_key="one")
    make.visit(make.link_of(second, campaign), visitor_key="two")
    friend = make.member()

    attribute(friend, at_key="one")

    assert attribute(friend, at_key="two") == 0
    assert make.progress(second, campaign).registered == 0


def test_nobody_is_her_own_friend() -> None:
    """RefRef let the advocate and the invitee be the same person."""
    advocate, campaign = make.member(), make.live()
    make.visit(make.link_of(advocate, campaign))

    assert attribute(advocate) == 0
    assert not Referral.objects.exists()


def test_late_news_of_a_registration_in_time_counts_while_the_campaign_closes() -> None:
    campaign = make.live()
    make.visit(make.link_of(make.member(), campaign))
    make.in_state(campaign, "closing")

    assert attribute(make.member()) == 1


@pytest.mark.parametrize("state", ["paused", "drawing", "settling", "settled", "cancelled"])
def test_other_campaigns_take_nobody(state: str) -> None:
    campaign = make.live()
    make.visit(make.link_of(make.member(), campaign))
    make.in_state(campaign, state, settled_at=make.NOW)

    assert attribute(make.member()) == 0
    assert not Referral.objects.exists()


def test_a_touch_after_the_registration_does_not_count() -> None:
    make.visit(make.link_of(make.member(), make.live()), at=make.NOW + timedelta(seconds=1))

    assert attribute(make.member()) == 0


FACT = MemberRegistered(member_id=7, visitor_key="v", occurred_at=make.NOW.isoformat())


def test_the_fact_makes_no_work_where_the_registration_did_it() -> None:
    assert pin_invitee in companions
    assert handlers.attribute_referral(FACT) is None


def test_the_fact_makes_work_where_the_registration_did_not() -> None:
    companions.remove(pin_invitee)
    try:
        work = handlers.attribute_referral(FACT)
    finally:
        companions.register(pin_invitee)

    assert isinstance(work, Work)
    assert work.payload["member_id"] == 7
