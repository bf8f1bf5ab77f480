"""A person approves what is held, once nobody behind it is looked at any more, and never what is her own."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Member, RoleGrant
from campaigns import errors
from campaigns.models import Campaign, DrawTicket, Referral, Reward, RiskCase
from campaigns.operations.rewards import cancel_reward, release_reward
from campaigns.operations.risk import assess_referral, confirm_case, release_case
from common.errors import NotFound
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
TIES = ["beneficiary", "friend", "friend-shared", "advocate", "sharer"]


def on_hold(**rules: Any) -> tuple[Reward, RiskCase]:
    """An entry in a draw that waits for one friend to be looked at."""
    campaign, advocate = make.live(threshold=1, **rules), make.member()
    referral = make.qualify(advocate, campaign, friends=1)[0]
    assess_referral(referral_id=referral.pk, now=make.NOW)
    case = make.risk_case(campaign, 0, "held")
    run_jobs()
    reward = Reward.objects.get(beneficiary=advocate)
    assert (reward.state, reward.hold_code) == ("held", "risk")
    return reward, case


def release(reward: Reward, *, by: Member | None = None) -> Reward:
    actor = by or make.manager_of(reward.campaign.brand)
    return release_reward(actor=actor, reward_id=reward.pk, reason="I know them.", now=make.NOW)


def test_is_refused_while_a_friend_behind_it_is_looked_at() -> None:
    reward, _case = on_hold()
    with pytest.raises(errors.CaseOpen):
        release(reward)
    assert Reward.objects.get(pk=reward.pk).state == "held"
    assert not DrawTicket.objects.exists()


def test_is_refused_without_the_friends_who_do_not_count() -> None:
    reward, case = on_hold()
    manager = make.manager_of(reward.campaign.brand)
    confirm_case(actor=manager, case_id=case.pk, reason="One person.", now=make.NOW)
    run_jobs()
    with pytest.raises(errors.FriendsNotCounted):
        release(reward)
    assert not DrawTicket.objects.exists()


def test_is_refused_before_it_was_looked_at() -> None:
    reward = make.reward_of(make.member(), make.live(hold_minutes=30))
    with pytest.raises(errors.NotLookedAt):
        release(reward)
    assert Reward.objects.get(pk=reward.pk).state == "earned"


def test_looks_at_friends_whom_nobody_has_looked_at() -> None:
    reward = make.reward_of(make.member(), make.live())
    Reward.objects.filter(pk=reward.pk).update(state="held", hold_code="member-not-active")
    assert release(reward).state == "granted"
    assert set(RiskCase.objects.values_list("state", flat=True)) == {"passed"}


def test_is_offered_only_where_it_can_be_done(client: Client) -> None:
    reward, case = on_hold()
    manager = make.manager_of(reward.campaign.brand)
    page = f"/admin/campaigns/reward/{reward.pk}/change/"
    client.force_login(manager)
    assert "/do/release/" not in client.get(page).content.decode()
    assert "/do/cancel/" in client.get(page).content.decode()

    release_case(actor=manager, case_id=case.pk, reason="Sisters.", now=make.NOW)
    assert "/do/release/" in client.get(page).content.decode()
    Reward.objects.update(state="earned")
    assert "/do/release/" not in client.get(page).content.decode()


# --- one's own --------------------------------------------------------------------------------------


def hers(tie: str, campaign: Campaign, her: Member) -> Reward:
    """A reward on hold with which somebody has to do in one of the ways."""
    advocate = her if tie == "beneficiary" else make.member()
    reward = make.reward_of(advocate, campaign)
    Reward.objects.filter(pk=reward.pk).update(state="held", hold_code="staff-excluded")
    friends = Referral.objects.filter(campaign=campaign, advocate=advocate).order_by("pk")
    if tie == "friend":
        Referral.objects.filter(pk=friends[0].pk).update(invitee=her)
    elif tie == "friend-shared":
        somebody = make.invite(make.member(), campaign)
        Referral.objects.filter(pk=somebody.pk).update(invitee=her, sharer=advocate, sharer_bp=4000)
    elif tie == "advocate":
        Referral.objects.filter(pk=make.invite(her, campaign).pk).update(invitee=advocate)
    elif tie == "sharer":
        Referral.objects.filter(pk=friends[0].pk).update(sharer=her, sharer_bp=4000)
    return reward


@pytest.mark.parametrize("is_superuser", [False, True])
@pytest.mark.parametrize("tie", TIES)
def test_nobody_decides_about_what_she_has_to_do_with(client: Client, tie: str, is_superuser: bool) -> None:
    campaign = make.live(gift=5)
    her = make.member(is_staff=True, is_superuser=is_superuser)
    scope = campaign.brand.scope
    RoleGrant.objects.create(member=her, role="manager", scope=scope, granted_at=make.NOW)
    reward = hers(tie, campaign, Member.objects.get(pk=her.pk))

    for decide in (release_reward, cancel_reward):
        with pytest.raises(NotFound):
            decide(actor=her, reward_id=reward.pk, reason="I know me.", now=make.NOW)
    client.force_login(her)
    page = f"/admin/campaigns/reward/{reward.pk}"
    for act in ("release", "cancel"):
        assert f"/do/{act}/" not in client.get(f"{page}/change/").content.decode()
        assert client.post(f"{page}/do/{act}/", {"reason": "I know me."}).status_code == 404
    assert Reward.objects.get(pk=reward.pk).state == "held"

    assert release(reward).state == "approved"
