"""What is said of a friend on hold, or who does not count, and of what waits for her."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns import rules
from campaigns.cards import claimable_card, progress_card
from campaigns.models import Brand, Campaign, Referral, Reward, RiskCase
from campaigns.operations.claims import claim_reward
from campaigns.operations.rewards import assess_due_rewards
from campaigns.operations.risk import appeal_case, release_case
from campaigns.queries.campaigns import campaign_detail
from campaigns.queries.progress import OwnProgress, progress_of, referrals_of_campaign, running_progress
from campaigns.queries.rewards import OwnReward, claimable
from campaigns.queries.risk import blocked_among, is_blocked
from campaigns.queries.rows import own_referral_rows, own_reward_rows
from campaigns.rulebook import read_rules
from common.clock import shift_clock
from common.errors import Refused
from outbox.testing import run_jobs
from tests.campaigns.test_risk_rewards import confirm, hold, main, uphold, world
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def own(campaign: Campaign, advocate: Member) -> OwnProgress:
    return progress_of(member_id=advocate.pk, slug=campaign.slug)


def page_of(client: Client, campaign: Campaign, advocate: Member) -> str:
    client.force_login(advocate)
    return client.get(f"/campaigns/{campaign.slug}/progress/").content.decode()


def held(friends: int = 1) -> tuple[Campaign, Member, RiskCase]:
    campaign, advocate = world(friends=friends)
    case = hold(campaign)
    run_jobs()
    return campaign, advocate, case


def confirmed(friends: int = 1) -> tuple[Campaign, Member, RiskCase]:
    campaign, advocate, case = held(friends)
    confirm(case)
    run_jobs()
    return campaign, advocate, case


# --- a friend ---------------------------------------------------------------------------------------


def test_who_is_refused_counts_nowhere_and_more_friends_are_asked_for(client: Client) -> None:
    campaign, advocate, _case = confirmed()
    progress = own(campaign, advocate)

    assert (progress.registered, progress.qualified, progress.held, progress.credit_hundredths) == (
        1,
        0,
        0,
        0,
    )
    assert (progress.complete, progress.remaining_friends, progress.rewards_earned) == (False, 1, 1)
    [friend] = progress.friends
    assert (friend.state, friend.counts, friend.credit_hundredths) == ("rejected", False, 0)
    page = page_of(client, campaign, advocate)
    for words in ("0 of 1 friends joined", "1 joined, 0 of them count", "Does not count", "Invite friends"):
        assert words in page
    assert "You still need at most 1 more friend" in page
    for words in ("earned everything", "a person looks at one of the friends"):
        assert words not in page


def test_who_is_on_hold_is_said_to_be(client: Client) -> None:
    campaign, advocate, _case = held()
    progress = own(campaign, advocate)

    assert (progress.registered, progress.qualified, progress.held, progress.credit_hundredths) == (
        1,
        0,
        1,
        100,
    )
    [friend] = progress.friends
    assert (friend.state, friend.counts, friend.credit_hundredths) == ("held", False, 100)
    page = page_of(client, campaign, advocate)
    assert "1 joined, 0 of them count. 1 is on hold: nothing is given before a person has looked." in page
    assert "a person looks at one of the friends" in page
    assert "Invite friends" in page


def test_an_objection_changes_nothing_and_its_success_everything() -> None:
    campaign, advocate, case = confirmed()
    appeal_case(actor=advocate, case_id=case.pk, text="We are sisters.", now=make.NOW)
    assert own(campaign, advocate).friends[0].state == "rejected"
    assert own(campaign, advocate).remaining_friends == 1

    manager = make.manager_of(campaign.brand)
    release_case(actor=manager, case_id=case.pk, reason="Sisters.", now=make.NOW)
    progress = own(campaign, advocate)
    assert (progress.friends[0].state, progress.friends[0].counts) == ("qualified", True)
    assert (progress.qualified, progress.credit_hundredths, progress.complete) == (1, 100, True)


def test_other_friends_make_up_for_one() -> None:
    campaign, advocate, _case = confirmed(friends=2)
    progress = own(campaign, advocate)
    assert (progress.qualified, progress.credit_hundredths, progress.complete) == (1, 100, True)
    assert main(advocate).state == "approved"


@pytest.mark.parametrize(
    ("credit", "rewards", "not_given", "goal", "friends", "complete"),
    [
        (0, 1, (1,), 300, 3, False),
        (299, 1, (1,), 300, 1, False),
        (300, 1, (1,), 600, 3, False),
        (500, 2, (2,), 600, 1, False),
        (500, 2, (), 900, 4, False),
        (200, 2, (1, 2), 300, 1, False),
        (500, 3, (3,), 900, 4, False),
        (900, 3, (3,), 900, 0, True),
    ],
)
def test_the_next_reward_is_the_first_that_is_not_covered(
    credit: int, rewards: int, not_given: tuple[int, ...], goal: int, friends: int, complete: bool
) -> None:
    many = make.rules_with(
        reward={"kind": "draw_entry", "per_threshold": True, "max_per_member": 3, "weight": 1}
    )
    ahead = rules.look_ahead(read_rules(many), credit_hundredths=credit, rewards=rewards, not_given=not_given)
    assert (ahead.goal_hundredths, ahead.remaining_friends, ahead.complete) == (goal, friends, complete)


def test_what_was_given_already_is_not_asked_for_again() -> None:
    campaign, advocate = world()
    run_jobs()
    claim_reward(actor=advocate, reward_id=main(advocate).pk, now=make.NOW)
    confirm(make.risk_case(campaign, 0, "held"))
    assert own(campaign, advocate).complete


def test_the_campaign_page_and_today_say_the_same(client: Client) -> None:
    campaign, advocate, _case = confirmed()
    client.force_login(advocate)
    assert "0 of 1 friends joined" in client.get(f"/campaigns/{campaign.slug}/").content.decode()
    card = progress_card(advocate)
    assert card is not None and (card["tally"]["value"], card["tally"]["complete"]) == (0, False)
    [line] = running_progress(member_id=advocate.pk)
    assert (line.qualified, line.remaining_friends, line.complete) == (0, 1, False)


def test_whose_credit_is_shared_loses_her_part() -> None:
    split = {"first": 4000, "last": 6000}
    campaign = make.live(threshold=1, requires=["registered"], credit={"registered": 100}, split=split)
    first, last = make.member(), make.member()
    for advocate, minutes in ((first, 9), (last, 5)):
        make.visit(make.link_of(advocate, campaign), at=make.NOW - timedelta(minutes=minutes))
    make.join(visitor_key=make.VISITOR)
    run_jobs()
    shares = [own(campaign, advocate).credit_hundredths for advocate in (first, last)]
    assert sorted(shares) == [40, 60]
    hold(campaign)
    confirm(RiskCase.objects.get())

    for advocate in (first, last):
        progress = own(campaign, advocate)
        assert (progress.credit_hundredths, progress.shared_hundredths) == (0, 0)


# --- programs ---------------------------------------------------------------------------------------


def states(advocate: Member, campaign: Campaign, state: str = "") -> list[tuple[str, bool]]:
    rows, _next = own_referral_rows(member_id=advocate.pk, slug=campaign.slug, state=state)
    return [(row["state"], row["counts"]) for row in rows]


def test_programs_read_and_filter_what_people_read() -> None:
    campaign, advocate = world(friends=3)
    hold(campaign)
    confirm(make.risk_case(campaign, 1, "held"))
    expected = [("qualified", True), ("rejected", False), ("held", False)]

    assert states(advocate, campaign) == expected
    for one in expected:
        assert states(advocate, campaign, one[0]) == [one]
        lines, _next = referrals_of_campaign(campaign_id=campaign.pk, state=one[0])
        assert [line.state for line in lines] == [one[0]]
    assert set(Referral.objects.values_list("state", flat=True)) == {"qualified"}


# --- what waits -------------------------------------------------------------------------------------


def reward_shown(campaign: Campaign, advocate: Member) -> OwnReward:
    [reward] = own(campaign, advocate).rewards
    return reward


def test_what_waits_for_other_friends_says_so() -> None:
    campaign, advocate, _case = confirmed()
    shown = reward_shown(campaign, advocate)
    assert shown.reason.startswith("On hold: a person has found that a friend behind it does not count.")
    assert (shown.can_be_claimed, shown.waits) == (False, True)


def test_what_waits_for_nobody_any_more_says_so() -> None:
    campaign, advocate, case = held()
    make.in_state(campaign, "paused")
    release_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="Sisters.", now=make.NOW)
    run_jobs()
    assert reward_shown(campaign, advocate).reason.startswith("On hold: nothing stands against it any more.")


def test_a_friends_own_reward_says_that_she_does_not_count() -> None:
    campaign, _advocate = world(welcome=True)
    case = hold(campaign)
    run_jobs()
    confirm(case)
    shown = reward_shown(campaign, case.referral.invitee)
    assert shown.reason.startswith("On hold: a person has found that you do not count")


# --- what can be claimed ----------------------------------------------------------------------------


def approved() -> tuple[Campaign, Member]:
    campaign, advocate = world()
    run_jobs()
    assert main(advocate).state == "approved"
    return campaign, advocate


def offers(campaign: Campaign, advocate: Member) -> list[bool]:
    """Whether programs, the page and Today offer the claim, and whether it is taken."""
    [row], _next = own_reward_rows(member_id=advocate.pk)
    return [
        row["can_be_claimed"],
        reward_shown(campaign, advocate).can_be_claimed,
        claimable_card(advocate) is not None,
    ]


def is_taken(advocate: Member) -> bool:
    try:
        claim_reward(actor=advocate, reward_id=main(advocate).pk, now=make.NOW)
    except Refused:
        return False
    return True


def paused(campaign: Campaign) -> str:
    make.in_state(campaign, "paused")
    return "It can be claimed once the campaign goes on."


def stopped(campaign: Campaign) -> str:
    Brand.objects.filter(pk=campaign.brand_id).update(stopped_at=make.NOW)
    return "It can be claimed once the campaign goes on."


def settled(campaign: Campaign) -> str:
    make.in_state(campaign, "settled", settled_at=make.NOW)
    return "the time to claim it is over"


def late(campaign: Campaign) -> str:
    shift_clock(campaign.settle_by - make.NOW + timedelta(days=1))
    return "the time to claim it is over"


def looked_at(campaign: Campaign) -> str:
    make.risk_case(campaign, 0, "held")
    return "a person looks at one of the friends"


def refused(campaign: Campaign) -> str:
    make.risk_case(campaign, 0, "confirmed")
    return "a friend behind it does not count"


@pytest.mark.parametrize("close", [paused, stopped, settled, late, looked_at, refused])
def test_no_claim_is_offered_that_is_refused(close: Any) -> None:
    campaign, advocate = approved()
    assert offers(campaign, advocate) == [True, True, True]
    why = close(campaign)
    assert offers(campaign, advocate) == [False, False, False]
    assert why in reward_shown(campaign, advocate).reason
    assert not is_taken(advocate)


def test_a_claim_that_is_offered_is_taken() -> None:
    campaign, advocate = world(friends=2)
    run_jobs()
    make.risk_case(campaign, 0, "confirmed")
    assert offers(campaign, advocate) == [True, True, True]
    assert is_taken(advocate)


def test_the_probe_says_no_while_a_person_looks() -> None:
    campaign, advocate = approved()
    make.risk_case(campaign, 0, "held")
    assert not claimable(advocate).exists()


@pytest.mark.parametrize("state", ["passed", "held", "confirmed", "appealed", "upheld", "released"])
@pytest.mark.parametrize("friends", [1, 2])
def test_many_rewards_are_judged_as_one_is(state: str, friends: int) -> None:
    campaign, _advocate = world(friends=friends, welcome=True)
    hold(campaign)
    run_jobs()
    RiskCase.objects.update(state="passed")
    make.risk_case(campaign, 0, state)
    for reward in Reward.objects.all():
        blocked = blocked_among([reward.pk], member_id=reward.beneficiary_id)
        assert blocked == ({reward.pk} if is_blocked(reward) else set())


def test_what_is_not_covered_in_the_end_is_given_up_and_says_so() -> None:
    campaign, advocate, case = held()
    uphold(case)
    make.in_state(campaign, "closing", closed_at=make.NOW)
    assess_due_rewards(now=make.NOW)
    assert reward_shown(campaign, advocate).reason.startswith("Not given: without the friends")
    assert campaign_detail(slug=campaign.slug, member_id=advocate.pk).own is not None
