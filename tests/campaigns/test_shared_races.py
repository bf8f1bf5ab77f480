"""Two advocates who share friends, and two managers who decide about one: side by side."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Member
from campaigns import errors, reconcile
from campaigns.models import Attribution, Campaign, Decision, Referral, Reward
from campaigns.operations.attributing import attribute_by_hand
from campaigns.operations.qualifying import recheck_referrals
from common.errors import Refused
from tests.factories import campaigns as make
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def come(campaign: Campaign, first: Member, last: Member, *, key: str) -> Referral:
    for hours, advocate in ((2, first), (1, last)):
        at = make.NOW - timedelta(hours=hours)
        make.visit(make.link_of(advocate, campaign), visitor_key=key, at=at)
    referral = Referral.objects.get(invitee=make.join(visitor_key=key))
    make.certify(referral.invitee)
    return referral


def recheck(referral: Referral) -> Callable[[], int]:
    return lambda: recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW)


def test_two_who_share_friends_with_each_other_never_wait_in_a_circle() -> None:
    campaign = make.live(split={"first": 5000, "last": 5000}, threshold=4)
    one, two = make.member(), make.member()
    friends = [
        come(campaign, *((one, two) if number % 2 else (two, one)), key=f"browser-{number}")
        for number in range(8)
    ]

    ends = race([recheck(referral) for referral in friends])

    assert ends == [1] * 8
    assert [make.progress(member, campaign).credit_hundredths for member in (one, two)] == [400, 400]
    assert set(Reward.objects.values_list("beneficiary_id", flat=True)) == {one.pk, two.pk}
    assert [line for check in reconcile.CHECKS for line in check.run()] == []


def test_two_managers_at_once_give_a_friend_to_one_advocate() -> None:
    campaign = make.live()
    advocates = [make.member(), make.member()]
    for advocate in advocates:
        make.link_of(advocate, campaign)
    friend, bosses = make.join(), [make.manager_of(campaign.brand) for _ in range(2)]

    def decide(boss: Member, advocate: Member) -> str:
        try:
            attribute_by_hand(
                actor=boss,
                campaign_id=campaign.pk,
                invitee_handle=friend.handle,
                advocate_handle=advocate.handle,
                reason="They came together.",
                now=timezone.now(),
            )
        except Refused as refused:
            return refused.code
        return "written"

    ends = race([lambda: decide(bosses[0], advocates[0]), lambda: decide(bosses[1], advocates[1])])

    assert Counter(ends) == {"written": 1, errors.AlreadyInvited.code: 1}
    assert Referral.objects.count() == Attribution.objects.count() == Decision.objects.count() == 1
    assert sum(make.progress(advocate, campaign).registered for advocate in advocates) == 1
