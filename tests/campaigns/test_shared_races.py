"""Two advocates who share friends, and two managers who decide about one: side by side."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Member
from campaigns import errors, reconcile
from campaigns.models import Attribution, Campaign, Decision, Referral, Reward
from campaigns.operations.amendments import AmendmentDraft, adopt_amendment, propose_amendment
from campaigns.operations.attributing import attribute_by_hand
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.repinning import repin_referrals
from common.access import SYSTEM
from common.errors import Refused
from tests.factories import campaigns as make
from tests.racing import finished, race

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


def test_a_friend_who_is_being_registered_while_rules_get_better_is_not_lost() -> None:
    """She is shared with somebody whom the run that waits for her does not know of yet."""
    campaign = make.live(split={"first": 4000, "last": 6000}, credit={"registered": 50, "real_name": 100})
    others, owner = [make.member(), make.member()], make.member()
    for number, first in enumerate(others):
        for hours, advocate in ((2, first), (1, owner)):
            at = make.NOW - timedelta(hours=hours)
            make.visit(make.link_of(advocate, campaign), visitor_key=f"browser-{number}", at=at)
    make.join(visitor_key="browser-0")
    draft = AmendmentDraft(rules=campaign.current.rules | {"threshold": 2})  # type: ignore[union-attr]
    better = propose_amendment(
        actor=SYSTEM, campaign_id=campaign.pk, draft=draft, note="Fewer.", now=make.NOW
    )
    registered, adopted = Event(), Event()

    def register() -> None:
        with transaction.atomic():
            make.join(visitor_key="browser-1")
            registered.set()
            adopted.wait(10)
            sleep(1)  # the run has read whom it knows of, and waits for the owner's sum

    def adopt_and_repin() -> None:
        registered.wait(10)
        if connection.vendor == "sqlite":
            adopted.set()  # where all writers wait for each other, this one waits here
        adopt_amendment(actor=SYSTEM, amendment_id=better.pk, now=make.NOW)
        adopted.set()
        repin_referrals(now=make.NOW)

    finished(race([register, adopt_and_repin]))
    repin_referrals(now=make.NOW)

    current = Campaign.objects.get().current_id
    assert set(Referral.objects.values_list("pinned", "credit_hundredths")) == {(current, 50)}
    assert [make.progress(member, campaign).credit_hundredths for member in others] == [20, 20]
    assert [line for check in reconcile.CHECKS for line in check.run()] == []
