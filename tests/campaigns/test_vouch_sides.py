"""What a word for a friend brings when she proves it."""

from datetime import timedelta

import pytest

from accounts.operations import register_member
from campaigns.models import Campaign, CreditEntry, Referral, Reward, Vouch
from campaigns.operations.amendments import AmendmentDraft, adopt_amendment, propose_amendment
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.repinning import repin_referrals
from campaigns.operations.vouching import (
    lapse_vouches,
    settle_vouches,
    withdraw_vouch,
)
from campaigns.queries.replay import replay_campaign, simulate
from common.access import SYSTEM
from common.clock import db_now, shift_clock
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.accounts.leaving_worlds import erase
from tests.campaigns import vouch_worlds as worlds
from tests.campaigns.test_replay import approve
from tests.campaigns.vouch_worlds import credit, give, live, vouched, vouching
from tests.factories import campaigns as make
from tests.factories.trust import CertificationFactory

pytestmark = pytest.mark.django_db


def state(vouch: Vouch) -> str:
    return Vouch.objects.get(pk=vouch.pk).state


def differences(vouch: Vouch) -> list[str]:
    return replay_campaign(vouch.campaign_id)


# --- the good side ----------------------------------------------------------------------------------


def test_a_certificate_a_group_and_an_event_make_a_good_introduction() -> None:
    vouch = vouched(live())
    friend = vouch.invitee
    approve(friend)
    run_jobs()
    worlds.join_group(friend)
    run_jobs()
    assert (state(vouch), credit(vouch.advocate, vouch.campaign)) == ("open", 100)

    worlds.attend(friend)
    run_jobs()

    assert (state(vouch), credit(vouch.advocate, vouch.campaign)) == ("kept", 120)
    referral = Referral.objects.get()
    assert (referral.credit_hundredths, referral.vouched_hundredths) == (120, 20)
    entries = CreditEntry.objects.order_by("pk").values_list("cause", "amount_hundredths")
    assert list(entries) == [("real_name+registered", 100), ("vouch:20", 20)]
    assert FactRow.objects.get(kind="campaigns.vouch-kept").payload["added_hundredths"] == 20
    assert differences(vouch) == []


@pytest.mark.parametrize("order", ["cge", "egc", "gce", "ecg"])
def test_in_any_order_and_told_twice_it_counts_once(order: str) -> None:
    vouch = vouched(live())
    acts = {"c": approve, "g": worlds.join_group, "e": worlds.attend}
    for letter in order:
        acts[letter](vouch.invitee)
        run_jobs()
    for _ in range(2):
        recheck_referrals(member_id=vouch.invitee_id, happened_at=make.NOW, now=make.NOW)
        settle_vouches(campaign_id=vouch.campaign_id, advocate_id=vouch.advocate_id, now=make.NOW)
    assert credit(vouch.advocate, vouch.campaign) == 120
    assert differences(vouch) == []


def test_without_a_word_nothing_is_added() -> None:
    advocate, campaign = make.member(), live()
    worlds.prove(make.invite(advocate, campaign).invitee)
    assert credit(advocate, campaign) == 100


def test_another_friends_word_proves_nothing_for_this_one() -> None:
    advocate, campaign = make.member(), live()
    vouch, other = vouched(campaign, advocate), make.invite(advocate, campaign)
    worlds.prove(other.invitee)
    assert (state(vouch), credit(advocate, campaign)) == ("open", 100)


def test_what_comes_on_the_last_day_or_later_proves_nothing() -> None:
    """The period excludes its end."""
    vouch = vouched(live())
    approve(vouch.invitee)
    worlds.join_group(vouch.invitee)
    worlds.attend(vouch.invitee, at=vouch.due_at)
    run_jobs()
    assert (state(vouch), credit(vouch.advocate, vouch.campaign)) == ("open", 100)
    assert differences(vouch) == []


def test_late_news_from_inside_the_days_still_proves_it() -> None:
    vouch = vouched(live())
    approve(vouch.invitee)
    worlds.join_group(vouch.invitee)
    run_jobs()
    shift_clock(timedelta(days=15))
    lapse_vouches(now=make.NOW)
    worlds.attend(vouch.invitee, at=vouch.due_at - timedelta(seconds=1))
    run_jobs()
    assert (state(vouch), credit(vouch.advocate, vouch.campaign)) == ("kept", 120)
    assert differences(vouch) == []
    shift_clock(timedelta(0))


@pytest.mark.parametrize("how", ["withdrawn", "failed"])
def test_news_that_comes_after_a_word_has_ended_proves_nothing(how: str) -> None:
    """A door without a network tells later who came."""
    vouch = vouched(live())
    came_at = db_now()
    worlds.join_group(vouch.invitee)
    if how == "withdrawn":
        withdraw_vouch(actor=vouch.advocate, referral_id=vouch.referral_id, now=db_now())
    approve(vouch.invitee)
    if how == "failed":
        worlds.suspend(vouch.invitee)
    worlds.attend(vouch.invitee, at=came_at)
    run_jobs()
    assert (state(vouch), credit(vouch.advocate, vouch.campaign)) == (how, 100)
    assert differences(vouch) == []


def test_after_the_campaign_nothing_rises() -> None:
    vouch = vouched(live())
    make.in_state(vouch.campaign, "settling")
    worlds.prove(vouch.invitee)
    assert (state(vouch), credit(vouch.advocate, vouch.campaign)) == ("open", 0)


def test_a_word_for_whoever_comes_back_brings_nothing() -> None:
    """She is nobody's new friend."""
    phone, advocate = "+8613700000001", make.member()
    campaign = live()
    erase(register_member(display_name="Wu", phone=phone, now=make.NOW))
    make.visit(make.link_of(advocate, campaign), visitor_key="again")
    back = register_member(display_name="Wu", phone=phone, visitor_key="again", now=make.NOW)
    vouch = give(Referral.objects.get(invitee=back))
    worlds.prove(vouch.invitee)
    assert (state(vouch), credit(advocate, campaign)) == ("open", 0)
    assert differences(vouch) == []


def test_what_the_friend_shows_later_still_counts_beside_it() -> None:
    """What came from the word is not taken for what she has shown."""
    campaign = live(credit={"registered": 30, "real_name": 60, "professional": 100}, requires=["registered"])
    vouch = vouched(campaign)
    worlds.prove(vouch.invitee)
    assert credit(vouch.advocate, campaign) == 80
    CertificationFactory.create(member=vouch.invitee, kind="professional")
    recheck_referrals(member_id=vouch.invitee_id, happened_at=make.NOW, now=make.NOW)
    assert credit(vouch.advocate, campaign) == 120


def test_it_earns_what_any_credit_earns() -> None:
    """Two friends and an introduction of a whole one are three."""
    advocate, campaign = make.member(), live(rule=vouching(credit=100))
    vouch = vouched(campaign, advocate)
    approve(make.invite(advocate, campaign).invitee)
    run_jobs()
    assert not Reward.objects.exists()
    worlds.prove(vouch.invitee)
    assert Reward.objects.get().beneficiary == advocate
    assert differences(vouch) == []


def test_better_rules_add_the_difference() -> None:
    vouch = vouched(live())
    worlds.prove(vouch.invitee)
    amend(vouch.campaign, vouching(credit=35))
    assert credit(vouch.advocate, vouch.campaign) == 135
    causes = CreditEntry.objects.order_by("pk").values_list("cause", flat=True)
    assert list(causes)[1:] == ["vouch:20", "vouch:35"]
    assert differences(vouch) == []


def amend(campaign: Campaign, rule: dict[str, int]) -> None:
    campaign = Campaign.objects.one(campaign.pk)
    assert campaign.current is not None
    draft = AmendmentDraft(rules={**campaign.current.rules, "vouching": rule})
    made = propose_amendment(actor=SYSTEM, campaign_id=campaign.pk, draft=draft, note="Better.", now=make.NOW)
    adopt_amendment(actor=SYSTEM, amendment_id=made.pk, now=make.NOW)
    repin_referrals(now=make.NOW)
    run_jobs()


def test_simulating_other_rules_knows_words() -> None:
    advocate, campaign = make.member(), live()
    vouch = vouched(campaign, advocate)
    approve(make.invite(advocate, campaign).invitee)
    worlds.prove(vouch.invitee)
    assert campaign.current is not None
    was, would = simulate(campaign.slug, {**campaign.current.rules, "vouching": vouching(credit=100)})
    assert (sum(was.rewards.values()), sum(would.rewards.values())) == (0, 1)
