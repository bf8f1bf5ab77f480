"""Credit rises with trust; the third friend earns."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from campaigns.models import CreditEntry, Decision, Progress, Promise, Referral, Reward
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.rewards import grant_rewards
from common.append_only import WrittenOnce
from outbox.models import FactRow
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db

GRADED = {"credit": {"registered": 30, "real_name": 100, "professional": 120}}


def recheck(referral: Referral, *, at: object = None) -> int:
    return recheck_referrals(member_id=referral.invitee_id, happened_at=at or make.NOW, now=make.NOW)  # type: ignore[arg-type]


def test_a_verified_friend_counts() -> None:
    advocate, campaign = make.member(), make.live()
    referral = make.invite(advocate, campaign)
    make.certify(referral.invitee)

    assert recheck(referral) == 1

    referral.refresh_from_db()
    assert (referral.state, referral.credit_hundredths) == ("qualified", 100)
    assert referral.levels == ["real_name", "registered"]
    counted = make.progress(advocate, campaign)
    assert (counted.registered, counted.qualified, counted.credit_hundredths) == (1, 1, 100)
    assert CreditEntry.objects.get().amount_hundredths == 100
    assert FactRow.objects.filter(kind="campaigns.referral-qualified").count() == 1
    assert Decision.objects.get(referral=referral).code == "counts"


def test_repeating_changes_nothing() -> None:
    advocate, campaign = make.member(), make.live()
    referral = make.invite(advocate, campaign)
    make.verify(referral)
    before = Decision.objects.count(), FactRow.objects.count()

    assert [recheck(referral) for _ in range(3)] == [0, 0, 0]

    assert (Decision.objects.count(), FactRow.objects.count()) == before
    assert make.progress(advocate, campaign).credit_hundredths == 100


def test_an_unverified_friend_does_not_count() -> None:
    """spree_reffiliate credited before any verification."""
    advocate, campaign = make.member(), make.live()
    referral = make.invite(advocate, campaign)

    assert recheck(referral) == 0
    assert not CreditEntry.objects.exists()
    assert make.progress(advocate, campaign).qualified == 0


def test_a_friend_counts_in_part_and_later_in_full() -> None:
    advocate, campaign = make.member(), make.live(**GRADED)
    referral = make.invite(advocate, campaign)
    recheck(referral)
    assert make.progress(advocate, campaign).credit_hundredths == 30
    assert Referral.objects.get().state == "registered"

    make.verify(referral)

    assert make.progress(advocate, campaign).credit_hundredths == 100
    entries = CreditEntry.objects.order_by("id").values_list("amount_hundredths", flat=True)
    assert list(entries) == [30, 70]
    codes = Decision.objects.order_by("id").values_list("code", flat=True)
    assert list(codes) == ["partly", "counts"]


def test_credit_does_not_fall_when_a_certificate_goes() -> None:
    advocate, campaign = make.member(), make.live()
    referral = make.invite(advocate, campaign)
    make.verify(referral)
    referral.invitee.certifications.update(state="revoked")

    assert recheck(referral) == 0
    assert make.progress(advocate, campaign).credit_hundredths == 100


def test_credit_is_written_once() -> None:
    make.verify(make.invite(make.member(), make.live()))

    with pytest.raises(WrittenOnce):
        CreditEntry.objects.update(amount_hundredths=900)


def test_the_database_refuses_a_change_of_the_record_too() -> None:
    from django.db import DatabaseError, connection

    make.verify(make.invite(make.member(), make.live()))

    for table in ("creditentry", "attribution", "touch", "decision", "campaignversion"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM campaigns_{table}")  # noqa: S608


# --- the window -----------------------------------------------------------------------------------


def test_news_from_after_the_window_does_not_count() -> None:
    referral = make.invite(make.member(), make.live(window_days=3))
    make.certify(referral.invitee)

    late = make.NOW + timedelta(days=3)
    assert [recheck(referral, at=late) for _ in range(2)] == [0, 0]

    assert Referral.objects.get().state == "registered"
    assert Decision.objects.get().code == "too-late"


def test_late_news_from_inside_the_window_counts_even_after_it_expired() -> None:
    advocate, campaign = make.member(), make.live(window_days=3)
    referral = make.invite(advocate, campaign)
    Referral.objects.update(state="expired")
    make.certify(referral.invitee)

    assert recheck(referral, at=make.NOW + timedelta(days=2)) == 1
    assert make.progress(advocate, campaign).qualified == 1


@pytest.mark.parametrize(("state", "rose"), [("live", 1), ("paused", 1), ("closing", 1)])
def test_open_referrals_go_on_to_qualify(state: str, rose: int) -> None:
    campaign = make.live()
    referral = make.invite(make.member(), campaign)
    make.in_state(campaign, state)
    make.certify(referral.invitee)

    assert recheck(referral) == rose


@pytest.mark.parametrize("state", ["drawing", "settling", "settled", "archived"])
def test_nothing_counts_after_the_end(state: str) -> None:
    campaign = make.live()
    referral = make.invite(make.member(), campaign)
    make.in_state(campaign, state, settled_at=make.NOW)
    make.certify(referral.invitee)

    assert recheck(referral) == 0
    assert not CreditEntry.objects.exists()


# --- the threshold --------------------------------------------------------------------------------


def test_two_friends_earn_nothing() -> None:
    advocate, campaign = make.member(), make.live()

    make.qualify(advocate, campaign, friends=2)

    assert not Reward.objects.exists()


def test_the_third_friend_earns_one_entry_and_a_promise() -> None:
    advocate, campaign = make.member(), make.live()

    third = make.qualify(advocate, campaign)[-1]

    reward = Reward.objects.get()
    assert (reward.beneficiary, reward.kind, reward.state) == (advocate, "draw_entry", "earned")
    assert (reward.occurrence_key, reward.cause) == ("threshold:1", third)
    assert Promise.objects.get(kind="reward").ref == reward.public_id
    assert make.progress(advocate, campaign).rewards == 1
    assert FactRow.objects.filter(kind="campaigns.reward-earned").count() == 1
    assert Decision.objects.get(reward=reward).data == {"credit": 300, "goal": 300}


def test_more_friends_than_the_cap_earn_no_more() -> None:
    advocate, campaign = make.member(), make.live()

    make.qualify(advocate, campaign, friends=7)

    assert Reward.objects.count() == 1


def test_each_threshold_earns_up_to_the_cap() -> None:
    rule = {"kind": "draw_entry", "weight": 2, "per_threshold": True, "max_per_member": 2}
    advocate, campaign = make.member(), make.live(threshold=1, reward=rule)

    make.qualify(advocate, campaign, friends=3)

    keys = Reward.objects.order_by("id").values_list("occurrence_key", flat=True)
    assert list(keys) == ["threshold:1", "threshold:2"]


def test_a_reward_that_is_there_already_is_not_given_again() -> None:
    """RefRef selected, then inserted, with no key: the key must be the last word."""
    advocate, campaign = make.member(), make.live()
    reward = make.reward_of(advocate, campaign)
    Progress.objects.update(rewards=0)
    progress = make.progress(advocate, campaign)

    made = grant_rewards(
        progress,
        rulebook=reward.pinned.rulebook,
        cause=Referral.objects.latest("id"),
        now=make.NOW,
    )

    progress.save()
    assert made == 0
    assert Reward.objects.count() == Promise.objects.filter(kind="reward").count() == 1
    assert make.progress(advocate, campaign).rewards == 1


def test_somebody_elses_friend_earns_nothing_for_others() -> None:
    """RefRef could credit another tenant's user."""
    campaign, other = make.live(), make.live()
    advocate = make.member()
    make.link_of(advocate, other)

    make.qualify(advocate, campaign, friends=3)

    assert make.progress(advocate, other).credit_hundredths == 0
    assert set(Reward.objects.values_list("campaign_id", flat=True)) == {campaign.pk}


def test_the_database_refuses_a_second_reward_and_a_referral_to_oneself() -> None:
    advocate, campaign = make.member(), make.live()
    reward = make.reward_of(advocate, campaign)
    referral = Referral.objects.first()
    assert referral

    reward.pk, reward.public_id = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        reward.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(invitee=advocate)
