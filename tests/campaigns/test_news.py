"""From news to work: the whole way with jobs, twice, and in the wrong order."""

import pytest

from campaigns import handlers
from campaigns.facts import ReferralRegistered, RewardEarned
from campaigns.models import Promise, Referral, Reward
from campaigns.models.draw import DrawTicket
from campaigns.operations.claims import claim_reward
from gifts import operations as gift_operations
from gifts.facts import GiftDeclined, GiftOffered
from gifts.models import Gift
from outbox.facts import record
from outbox.jobs import Work
from outbox.models import FactRow, Job
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from trust.facts import CertificationApproved

pytestmark = pytest.mark.django_db

WHEN = make.NOW.isoformat()


def certified(referral: Referral) -> CertificationApproved:
    certificate = make.certify(referral.invitee)
    return CertificationApproved(
        member_id=referral.invitee_id,
        kind="real_name",
        certification_id=certificate.pk,
        occurred_at=WHEN,
    )


def test_three_certificates_make_an_entry_in_the_draw() -> None:
    advocate, campaign = make.member(), make.live()
    for _ in range(3):
        record(certified(make.invite(advocate, campaign)), subject="certification")

    run_jobs()

    reward = Reward.objects.get()
    assert (reward.beneficiary, reward.state) == (advocate, "granted")
    assert DrawTicket.objects.get().reward_id == reward.pk
    assert not Job.objects.filter(state="dead").exists()


def test_news_that_comes_twice_changes_nothing() -> None:
    """RefRef's repeated events could pay again."""
    advocate, campaign = make.member(), make.live(threshold=1)
    news = certified(make.invite(advocate, campaign))
    for _ in range(3):
        record(news, subject="certification")
        run_jobs()

    assert Reward.objects.count() == DrawTicket.objects.count() == 1
    assert FactRow.objects.filter(kind="campaigns.reward-earned").count() == 1


def test_a_certificate_of_a_stranger_is_no_news() -> None:
    make.live()

    record(
        CertificationApproved(
            member_id=make.member().pk, kind="real_name", certification_id=1, occurred_at=WHEN
        ),
        subject="certification",
    )
    run_jobs()

    assert not Referral.objects.exists()


def test_what_counts_at_once_is_counted_by_the_job() -> None:
    advocate = make.member()
    campaign = make.live(requires=["registered"], credit={"registered": 100}, threshold=1)
    make.invite(advocate, campaign)

    run_jobs()

    assert Reward.objects.get().state == "granted"


def test_a_gift_that_is_declined_ends_its_promise() -> None:
    advocate, campaign = make.member(), make.live(gift=2)
    reward = make.approved(advocate, campaign)
    claim_reward(actor=advocate, reward_id=reward.pk, now=make.NOW)
    run_jobs()
    gift = Gift.objects.get()

    gift_operations.decline_gift(actor=advocate, gift_id=gift.pk, now=make.NOW)
    run_jobs()

    assert Promise.objects.get(kind="gift").state == "declined"
    assert not Job.objects.filter(state="dead").exists()


REGISTERED = ReferralRegistered(
    campaign_id=1, advocate_id=2, invitee_id=3, version_id=4, recheck=True, occurred_at=WHEN
)
OFFERED = GiftOffered(gift_id=1, source="draw:x:shoes/1", line="draw:x", recipient_id=3, occurred_at=WHEN)


def test_a_prize_is_known_by_its_line() -> None:
    work = handlers.follow_offer(OFFERED)

    assert isinstance(work, Work)
    assert work.payload["source"] == "draw:x"


def test_presents_between_members_are_not_followed() -> None:
    present = GiftOffered(gift_id=1, source="present:x", line="", recipient_id=3, occurred_at=WHEN)

    assert handlers.follow_offer(present) is None


def test_a_no_says_whether_somebody_else_was_asked() -> None:
    no = GiftDeclined(
        gift_id=1, source="reward:x", line="", recipient_id=3, occurred_at=WHEN, next_recipient_id=4
    )

    work = handlers.follow_no(no)

    assert isinstance(work, Work)
    assert work.payload["moved_on"] is True


def test_a_held_reward_is_looked_at_after_its_hold() -> None:
    fact = RewardEarned(reward_id=1, campaign_id=2, beneficiary_id=3, kind="gift", hold_until=WHEN)

    work = handlers.assess_reward(fact)

    assert isinstance(work, Work)
    assert work.run_at == make.NOW
    assert handlers.recheck_registered(REGISTERED) is not None
