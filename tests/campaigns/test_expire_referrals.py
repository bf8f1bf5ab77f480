from datetime import timedelta

import pytest

from campaigns.models import Decision, Referral
from campaigns.operations.qualifying import expire_referrals
from common.clock import shift_clock
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def test_ends_what_did_not_qualify_in_time() -> None:
    """pinax stored an expiry and never read it."""
    advocate, campaign = make.member(), make.live(window_days=3)
    make.invite(advocate, campaign)
    shift_clock(timedelta(days=3, seconds=5))

    assert expire_referrals(now=make.NOW) == 1
    assert expire_referrals(now=make.NOW) == 0

    assert Referral.objects.get().state == "expired"
    decision = Decision.objects.get()
    assert (decision.code, decision.data["missing"]) == ("expired", ["real_name"])
    assert make.progress(advocate, campaign).registered == 1


def test_leaves_the_others_alone() -> None:
    campaign = make.live(window_days=3)
    make.verify(make.invite(make.member(), campaign))
    make.invite(make.member(), campaign)

    assert expire_referrals(now=make.NOW) == 0

    shift_clock(timedelta(days=4))
    assert expire_referrals(now=make.NOW) == 1
    assert set(Referral.objects.values_list("state", flat=True)) == {"qualified", "expired"}
