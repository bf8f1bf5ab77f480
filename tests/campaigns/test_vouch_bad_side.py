"""What a word for a friend costs when she is decided against, and what is overturned."""

from datetime import timedelta

import pytest

from accounts.models import Member
from campaigns import reconcile_vouches, vouch_errors
from campaigns.models import Campaign, Referral, Reward, RiskCase, Vouch
from campaigns.operations.rewards import assess_reward
from campaigns.operations.risk import appeal_case, confirm_case, quarantine_branch, release_case
from campaigns.operations.vouching import (
    fail_vouches,
    lapse_vouches,
    let_go_of_vouches,
    restore_vouches,
)
from campaigns.queries.replay import replay_campaign
from campaigns.queries.risk import held_friends
from campaigns.risk_states import BRANCH
from campaigns.vouch_states import FailReason
from common.access import SYSTEM
from common.clock import db_now, shift_clock
from outbox.testing import run_jobs
from tests.accounts.leaving_worlds import erase
from tests.campaigns import vouch_worlds as worlds
from tests.campaigns.test_replay import approve
from tests.campaigns.vouch_worlds import credit, give, live, vouched, vouching
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def state(vouch: Vouch) -> str:
    return Vouch.objects.get(pk=vouch.pk).state


def differences(vouch: Vouch) -> list[str]:
    return replay_campaign(vouch.campaign_id)


# --- the bad side -----------------------------------------------------------------------------------


def test_a_suspended_friend_lowers_the_advocates_word_for_the_announced_days() -> None:
    vouch = vouched(live())
    worlds.suspend(vouch.invitee)

    failed = Vouch.objects.get()
    assert (failed.state, failed.reason) == ("failed", "suspended")
    assert failed.failed_at is not None and failed.lowered_until is not None
    assert failed.lowered_until - failed.failed_at == timedelta(days=30)
    with pytest.raises(vouch_errors.WordLowered):
        give(make.invite(vouch.advocate, vouch.campaign))
    assert differences(vouch) == []


def test_told_again_it_stays_as_it_is() -> None:
    vouch = vouched(live())
    worlds.suspend(vouch.invitee)
    before = Vouch.objects.values().get()
    again = fail_vouches(
        invitee_id=vouch.invitee_id, reason=FailReason.SUSPENDED, happened_at=make.NOW, now=make.NOW
    )
    assert (again, Vouch.objects.values().get()) == (0, before)


def test_after_these_days_the_word_counts_in_full_again() -> None:
    vouch = vouched(live())
    worlds.suspend(vouch.invitee)
    shift_clock(timedelta(days=29, hours=23))
    with pytest.raises(vouch_errors.WordLowered):
        give(make.invite(vouch.advocate, vouch.campaign))
    shift_clock(timedelta(0))
    Vouch.objects.update(lowered_until=make.NOW - timedelta(minutes=1))
    assert vouched(vouch.campaign, vouch.advocate).state == "open"


def one_of_each() -> tuple[Vouch, Vouch]:
    """Two words of one advocate: one failed, and the other was proven after that."""
    advocate, campaign = make.member(), live()
    bad, good = vouched(campaign, advocate), vouched(campaign, advocate)
    worlds.suspend(bad.invitee)
    approve(good.invitee)
    worlds.join_group(good.invitee)
    worlds.attend(good.invitee, at=db_now() + timedelta(minutes=1))
    run_jobs()
    return bad, good


def test_while_it_is_lowered_an_introduction_brings_the_floor_and_no_less() -> None:
    _bad, good = one_of_each()

    assert (state(good), Referral.objects.get(pk=good.referral_id).vouched_hundredths) == ("kept", 10)
    assert differences(good) == []


def test_what_was_earned_never_falls() -> None:
    advocate, campaign = make.member(), live()
    vouch = vouched(campaign, advocate)
    worlds.prove(vouch.invitee)
    worlds.suspend(vouch.invitee)
    assert (state(vouch), credit(advocate, campaign)) == ("failed", 120)
    assert differences(vouch) == []


def test_it_is_one_generation_and_never_the_advocates_own_advocate() -> None:
    campaign = live()
    above = vouched(campaign)
    below = give(make.invite(above.invitee, campaign))
    worlds.suspend(below.invitee)
    assert (state(below), state(above)) == ("failed", "open")
    other = vouched(campaign, above.advocate)
    assert other.state == "open"


@pytest.mark.parametrize("how", ["withdrawn", "due"])
def test_what_is_over_is_not_concerned(how: str) -> None:
    vouch = vouched(live())
    if how == "withdrawn":
        Vouch.objects.update(state="withdrawn", ended_at=make.NOW)
    else:
        past = make.NOW - timedelta(days=1)
        Vouch.objects.update(given_at=past - timedelta(days=14), due_at=past)
    before = state(vouch)
    worlds.suspend(vouch.invitee)
    assert state(vouch) == before


def test_what_ended_with_its_campaign_is_not_concerned() -> None:
    """Nothing follows, as the advocate reads."""
    vouch = vouched(live())
    make.in_state(vouch.campaign, "settling")
    assert lapse_vouches(now=make.NOW - timedelta(minutes=1)) == 1
    worlds.suspend(vouch.invitee)
    assert state(vouch) == "lapsed"


def test_who_leaves_by_herself_costs_nobody_anything() -> None:
    vouch = vouched(live())
    erase(vouch.invitee)
    assert state(vouch) == "lapsed"
    assert not RiskCase.objects.filter(state="held").exists()


# --- what waits -------------------------------------------------------------------------------------


def waiting(above: Referral | None = None) -> tuple[Vouch, Reward, RiskCase]:
    """Three friends have earned the advocate a reward; she vouched for one of them, who is suspended.

    ``above``: how the advocate came herself.
    """
    advocate, campaign = (above.invitee, above.campaign) if above else (make.member(), live())
    vouch = vouched(campaign, advocate)
    approve(vouch.invitee)
    for _ in range(2):
        approve(make.invite(advocate, campaign).invitee)
    run_jobs(kinds=["campaigns.recheck-referrals", "campaigns.assess-referral"])
    reward = Reward.objects.get()
    worlds.suspend_only(vouch.invitee)
    assess_reward(reward_id=reward.pk, now=db_now())
    return Vouch.objects.get(), Reward.objects.get(), RiskCase.objects.get(referral=vouch.referral)


def test_rewards_that_were_not_given_wait_with_a_reason_that_can_be_read() -> None:
    vouch, reward, case = waiting()
    assert (vouch.state, reward.state, reward.hold_code, case.state) == ("failed", "held", "risk", "held")
    [line] = held_friends(slug=vouch.campaign.slug, member_id=vouch.advocate_id)
    assert "the advocate vouched for this friend" in line.why  # a manager reads the same words
    assert line.answer_by is not None


def test_the_ban_is_lifted_and_everything_goes_on() -> None:
    vouch, _reward, case = waiting()
    worlds.restore(vouch.invitee)

    assert (state(vouch), RiskCase.objects.get(pk=case.pk).state) == ("open", "released")
    assert Reward.objects.get().state == "granted"
    assert vouched(vouch.campaign, vouch.advocate).state == "open"
    assert differences(vouch) == []


def test_suspended_again_everything_waits_again() -> None:
    vouch, _reward, case = waiting()
    worlds.restore(vouch.invitee)
    worlds.suspend(vouch.invitee)
    held = RiskCase.objects.get(pk=case.pk)
    assert (state(vouch), held.state, held.held_for, held.reason) == ("failed", "held", "vouched", "")
    worlds.restore(vouch.invitee)
    assert (state(vouch), RiskCase.objects.get(pk=case.pk).state) == ("open", "released")


def test_news_of_a_lifted_hold_does_not_answer_the_next_suspension() -> None:
    vouch, _reward, _case = waiting()
    worlds.restore(vouch.invitee)
    worlds.suspend(vouch.invitee)
    assert restore_vouches(invitee_id=vouch.invitee_id, now=make.NOW, is_released=True) == 0
    assert state(vouch) == "failed"


def test_a_person_who_released_her_before_has_not_answered_what_came_later() -> None:
    vouch, _reward, case = waiting()
    worlds.restore(vouch.invitee)
    before = make.NOW - timedelta(hours=1)
    RiskCase.objects.filter(pk=case.pk).update(
        decided_by=make.manager_of(vouch.campaign.brand), decided_at=before
    )
    worlds.suspend(vouch.invitee)
    assert restore_vouches(invitee_id=vouch.invitee_id, now=make.NOW, is_released=True) == 0


def test_a_branch_that_is_held_meanwhile_is_not_let_go_with_the_suspension() -> None:
    vouch, _reward, case = waiting()
    worlds.restore(vouch.invitee)
    lifted = RiskCase.objects.get(pk=case.pk)
    lifted.hold(actor=SYSTEM, code=BRANCH, answer_by=make.NOW + timedelta(days=3), why="Look")
    worlds.suspend(vouch.invitee)
    worlds.restore(vouch.invitee)
    assert (state(vouch), RiskCase.objects.get(pk=case.pk).state) == ("open", "held")


def test_a_branch_that_is_held_while_she_is_suspended_is_not_let_go_with_the_suspension() -> None:
    above = make.invite(make.member(), live())
    approve(above.invitee)
    vouch, _reward, case = waiting(above)
    boss, top = make.manager_of(vouch.campaign.brand), RiskCase.objects.get(referral=above)
    held = [
        quarantine_branch(actor=boss, case_id=top.pk, reason="Look at them all.", now=make.NOW)
        for _twice in range(2)
    ]
    worlds.restore(vouch.invitee)
    assert held == [3, 0]
    found = RiskCase.objects.get(pk=case.pk)
    assert (state(vouch), found.state, found.held_for) == ("open", "held", BRANCH)


def test_a_person_finds_nothing_and_everything_goes_on() -> None:
    vouch, _reward, case = waiting()
    boss = make.manager_of(vouch.campaign.brand)
    release_case(actor=boss, case_id=case.pk, reason="The advocate did nothing wrong.", now=db_now())
    run_jobs()
    assert (state(vouch), Reward.objects.get().state) == ("open", "granted")


def test_the_advocate_objects_and_is_heard() -> None:
    vouch, _reward, case = waiting()
    bosses = [make.manager_of(vouch.campaign.brand) for _ in range(2)]
    confirm_case(actor=bosses[0], case_id=case.pk, reason="Sold places.", now=make.NOW)
    run_jobs()
    worlds.restore(vouch.invitee)
    assert state(vouch) == "failed"  # a person's decision stands

    appeal_case(actor=vouch.advocate, case_id=case.pk, text="She did not.", now=make.NOW)
    run_jobs()
    assert state(vouch) == "failed"
    release_case(actor=bosses[1], case_id=case.pk, reason="She did not.", now=make.NOW)
    run_jobs()
    assert (state(vouch), Reward.objects.get().state) == ("open", "granted")
    assert differences(vouch) == []


def test_a_friend_of_whom_a_person_decided_that_she_does_not_count_fails_it_too() -> None:
    advocate, campaign = make.member(), live()
    make.qualify(advocate, campaign, friends=1)
    run_jobs()
    vouch = give(Referral.objects.get())
    case = make.risk_case(campaign, 0, "held")
    boss = make.manager_of(campaign.brand)
    confirm_case(actor=boss, case_id=case.pk, reason="A second account.", now=make.NOW)
    run_jobs()
    failed = Vouch.objects.get(pk=vouch.pk)
    assert (failed.state, failed.reason) == ("failed", "refused")


def test_a_restored_word_makes_up_for_what_it_took() -> None:
    bad, good = one_of_each()
    worlds.restore(bad.invitee)

    referral = Referral.objects.get(pk=good.referral_id)
    assert (referral.vouched_hundredths, state(bad)) == (20, "open")
    assert differences(good) == []


def test_what_was_proven_before_is_proven_again_after_the_ban() -> None:
    vouch = vouched(live())
    worlds.prove(vouch.invitee)
    worlds.suspend(vouch.invitee)
    worlds.restore(vouch.invitee)
    assert (state(vouch), credit(vouch.advocate, vouch.campaign)) == ("kept", 120)


def test_what_failed_keeps_its_room_until_it_is_due() -> None:
    """Else a word that is restored would be one too many."""
    advocate, campaign = make.member(), live(rule=vouching(most=1, drop_days=1))
    vouch = vouched(campaign, advocate)
    worlds.suspend(vouch.invitee)
    Vouch.objects.update(lowered_until=make.NOW - timedelta(minutes=1))
    with pytest.raises(vouch_errors.TooManyVouches):
        give(make.invite(advocate, campaign))


# --- leaving ----------------------------------------------------------------------------------------


def test_whoever_leaves_takes_her_word_back() -> None:
    vouch = vouched(live())
    erase(vouch.advocate)
    assert state(vouch) == "withdrawn"


def test_letting_go_twice_changes_nothing() -> None:
    vouch = vouched(live())
    for member_id in (vouch.advocate_id, vouch.invitee_id, vouch.advocate_id):
        let_go_of_vouches(member_id, make.NOW)
    assert state(vouch) == "withdrawn"


def test_what_is_overturned_after_she_has_left_earns_her_nothing_more() -> None:
    bad, _good = one_of_each()
    erase(bad.advocate)
    worlds.restore(bad.invitee)
    assert credit(bad.advocate, bad.campaign) == 110


@pytest.mark.parametrize(("stays", "goes"), [("advocate", "invitee"), ("invitee", "advocate")])
def test_what_is_overturned_after_one_has_left_is_over(stays: str, goes: str) -> None:
    vouch, _reward, case = waiting()
    bosses = [make.manager_of(vouch.campaign.brand) for _ in range(2)]
    confirm_case(actor=bosses[0], case_id=case.pk, reason="Sold places.", now=make.NOW)
    run_jobs()
    worlds.restore(vouch.invitee)
    appeal_case(actor=getattr(vouch, stays), case_id=case.pk, text="She did not.", now=make.NOW)
    erase(getattr(vouch, goes))
    release_case(actor=bosses[1], case_id=case.pk, reason="She did not.", now=make.NOW)
    run_jobs()
    assert state(vouch) == "lapsed"
    assert [line for check in reconcile_vouches.CHECKS for line in check.run()] == []


def friends_and_words(number: int) -> tuple[Member, Campaign]:
    advocate, campaign = make.member(), live(rule=vouching(most=number))
    for _ in range(number):
        worlds.prove(vouched(campaign, advocate).invitee)
    return advocate, campaign


def test_a_touched_word_is_noticed() -> None:
    _advocate, campaign = friends_and_words(2)
    assert replay_campaign(campaign.pk) == []
    first = Vouch.objects.order_by("pk").first()
    assert first is not None
    Vouch.objects.filter(pk=first.pk).update(state="open", kept_at=None, shown_at=None)
    assert any("word for member" in line for line in replay_campaign(campaign.pk))
    unproven = [line for check in reconcile_vouches.CHECKS for line in check.run()]
    assert unproven == [f"referral {first.referral_id} counts for a word that was not proven"]
    Vouch.objects.filter(pk=first.pk).update(state="kept", kept_at=make.NOW, shown_at=make.NOW)
