"""Two people take the same credit back in the same instant, or one does while the friend shows more."""

from collections.abc import Callable
from typing import Any

import pytest

from campaigns.models import CreditEntry, Decision, Referral
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.reversing import reverse_credit
from campaigns.reconcile import credit_sums, progress_counters
from common.access import SYSTEM
from common.errors import Refused
from tests.factories import campaigns as make
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)
GRADED = {"registered": 30, "real_name": 100}


def reversal(referral: Referral) -> Callable[[], str]:
    def act() -> str:
        try:
            done = reverse_credit(actor=SYSTEM, referral_id=referral.pk, reason="Mistake.", now=make.NOW)
        except Refused as refused:
            return refused.code
        return done.state

    return act


def test_two_reversals_make_one_entry() -> None:
    campaign, advocate = make.live(), make.member()
    referral = make.qualify(advocate, campaign, friends=1)[0]

    ends: list[Any] = race([reversal(referral) for _ in range(4)])

    assert ends == ["reversed"] * 4
    assert CreditEntry.objects.filter(amount_hundredths__lt=0).count() == 1
    assert Decision.objects.filter(code="credit-reversed").count() == 1
    assert make.progress(advocate, campaign).credit_hundredths == 0


def test_a_rise_of_the_same_instant_is_taken_back_or_never_written() -> None:
    campaign, advocate = make.live(requires=["registered"], credit=GRADED), make.member()
    referral = make.invite(advocate, campaign)
    recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW)
    make.certify(referral.invitee)

    race(
        [
            reversal(referral),
            lambda: recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW),
        ]
    )

    referral.refresh_from_db()
    assert (referral.state, referral.credit_hundredths) == ("reversed", 0)
    assert make.progress(advocate, campaign).credit_hundredths == 0
    assert credit_sums() + progress_counters() == []
