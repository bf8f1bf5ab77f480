"""A friend's credit shared between whoever's invitation was opened first and whoever's last."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Member
from campaigns import reconcile
from campaigns.models import (
    Attribution,
    Campaign,
    CreditEntry,
    Decision,
    Progress,
    Referral,
    Reward,
    RiskCase,
)
from campaigns.operations.amendments import AmendmentDraft, adopt_amendment, propose_amendment
from campaigns.operations.qualifying import recheck_referrals
from campaigns.operations.repinning import repin_referrals
from campaigns.operations.rewards import assess_due_rewards, assess_reward
from campaigns.operations.risk import confirm_case, release_case
from campaigns.queries.progress import progress_of
from campaigns.queries.replay import replay_campaign, simulate
from campaigns.queries.risk import appealable, held_friends
from common.access import SYSTEM
from common.errors import NotFound
from outbox.testing import run_jobs
from tests.accounts.leaving_worlds import erase
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
SPLIT = {"first": 4000, "last": 6000}
HOUR = timedelta(hours=1)
LATER = make.NOW + 2 * HOUR


def broken() -> list[str]:
    return [line for check in reconcile.CHECKS for line in check.run()]


def come(campaign: Campaign, *advocates: Member, key: str = make.VISITOR) -> Referral:
    """A friend who opened their invitations in this order, an hour apart, and registered."""
    for number, advocate in enumerate(advocates):
        make.visit(make.link_of(advocate, campaign), visitor_key=key, at=make.NOW - 5 * HOUR + number * HOUR)
    return Referral.objects.get(invitee=make.join(visitor_key=key), campaign=campaign)


def two(**rules: Any) -> tuple[Campaign, Member, Member]:
    return make.live(**({"split": SPLIT} | rules)), make.member(), make.member()


def credit(campaign: Campaign, *members: Member) -> list[int]:
    return [make.progress(member, campaign).credit_hundredths for member in members]


def shared_friends(campaign: Campaign, first: Member, last: Member, number: int) -> list[Referral]:
    found = [come(campaign, first, last, key=f"browser-{place}") for place in range(number)]
    for referral in found:
        approve(referral.invitee)
    run_jobs()
    return found


# --- whose friend -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("touch", "owner_bp"), [("last", 6000), ("first", 4000)])
def test_one_owns_the_friend_and_the_other_gets_a_share(touch: str, owner_bp: int) -> None:
    campaign, first, last = two(touch=touch)
    referral = come(campaign, first, make.member(), last)
    owner, other = (last, first) if touch == "last" else (first, last)

    assert (referral.advocate, referral.sharer, referral.sharer_bp) == (owner, other, 10_000 - owner_bp)
    assert Attribution.objects.get().share_bp == owner_bp
    assert (make.progress(owner, campaign).registered, make.progress(other, campaign).registered) == (1, 0)


def test_nothing_is_shared_with_oneself_or_without_the_rule() -> None:
    campaign, first, between = two()
    assert come(campaign, first, between, first, key="1").sharer is None
    assert come(campaign, first, key="2").sharer is None
    assert come(make.live(), first, between, key="3").sharer is None
    assert set(Attribution.objects.values_list("share_bp", flat=True)) == {10_000}


def test_what_was_opened_before_the_window_gets_nothing() -> None:
    campaign, first, last = two(window_days=1, opens_at=make.NOW - timedelta(days=3))
    make.visit(make.link_of(first, campaign), at=make.NOW - timedelta(days=2))
    make.visit(make.link_of(last, campaign), at=make.NOW - HOUR)
    referral = Referral.objects.get(invitee=make.join(visitor_key=make.VISITOR))
    assert (referral.advocate, referral.sharer) == (last, None)


def test_both_keep_their_hands_off_the_friend_s_papers() -> None:
    from trust.models import Conflict

    campaign, first, last = two()
    friend = come(campaign, first, last).invitee
    pairs = {frozenset((each.low_id, each.high_id)) for each in Conflict.objects.all()}
    assert pairs == {frozenset((friend.pk, first.pk)), frozenset((friend.pk, last.pk))}


@pytest.mark.parametrize("columns", [{"sharer_bp": 0}, {"sharer_bp": 10_000}, {"sharer": None}])
def test_the_database_refuses_half_a_share(columns: dict[str, Any]) -> None:
    referral = come(*two())
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(sharer=referral.advocate)


# --- the credit -------------------------------------------------------------------------------------


def test_shares_are_whole_hundredths_that_add_up() -> None:
    """33.33 % of 0.50, then of 1.00: what is left over stays with whoever's invitation counted."""
    campaign, first, last = two(
        split={"first": 3333, "last": 6667},
        credit={"registered": 50, "real_name": 100},
    )
    referral = come(campaign, first, last)
    run_jobs()
    recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW)
    assert credit(campaign, first, last) == [16, 34]

    make.verify(referral)

    assert credit(campaign, first, last) == [33, 67]
    entries = CreditEntry.objects.order_by("pk").values_list("sharer_id", "amount_hundredths")
    assert list(entries) == [(None, 34), (first.pk, 16), (None, 33), (first.pk, 17)]
    assert Referral.objects.get().credit_hundredths == 100
    assert broken() == []


def test_half_friends_earn_what_whole_ones_do() -> None:
    campaign, first, last = two(split={"first": 5000, "last": 5000}, threshold=1)
    shared_friends(campaign, first, last, 2)

    assert credit(campaign, first, last) == [100, 100]
    assert set(Reward.objects.values_list("beneficiary_id", flat=True)) == {first.pk, last.pk}
    assert [make.progress(one, campaign).qualified for one in (first, last)] == [0, 2]
    assert broken() == []
    assert replay_campaign(campaign.pk) == []


def test_both_read_what_a_friend_counts_for_them() -> None:
    campaign, first, last = two()
    shared_friends(campaign, first, last, 1)

    hers = progress_of(member_id=last.pk, slug=campaign.slug)
    assert (hers.credit_hundredths, hers.shared_hundredths) == (60, 0)
    assert hers.friends[0].credit_hundredths == 60
    assert hers.friends[0].reason.startswith("Counts 0.60: every requirement was met on")
    other = progress_of(member_id=first.pk, slug=campaign.slug)
    assert (other.credit_hundredths, other.shared_hundredths, list(other.friends)) == (40, 40, [])

    client = Client()
    client.force_login(first)
    page = client.get(f"/campaigns/{campaign.slug}/progress/").content.decode()
    assert "Exactly 0.40 of 3." in page
    assert "Of this, 0.40 is your share" in page
    told = client.get(f"/api/v1/campaigns/{campaign.slug}/progress/").json()
    assert told["shared_hundredths"] == told["credit_hundredths"] == 40
    client.force_login(last)
    rows = client.get(f"/api/v1/campaigns/{campaign.slug}/referrals/").json()["items"]
    assert [row["credit_hundredths"] for row in rows] == [60]


def test_other_rules_show_who_would_lose_a_share() -> None:
    campaign, first, last = two(split={"first": 5000, "last": 5000}, threshold=1)
    shared_friends(campaign, first, last, 2)
    assert campaign.current is not None
    rules = {key: value for key, value in campaign.current.rules.items() if key != "split"}

    was, would = simulate(campaign.slug, rules)

    assert (sum(was.rewards.values()), sum(would.rewards.values())) == (2, 1)
    assert list(was.lose) == [] and list(would.lose) == [first.pk]


def test_a_tampered_share_is_noticed() -> None:
    campaign, first, last = two()
    shared_friends(campaign, first, last, 1)
    Progress.objects.filter(advocate=first).update(credit_hundredths=41)
    assert any("progress" in line for line in broken())
    assert replay_campaign(campaign.pk) == [f"advocate {first.pk}: stored [0, 0, 41], derived [0, 0, 40]"]

    Progress.objects.filter(advocate=first).update(credit_hundredths=40)
    Referral.objects.update(sharer_bp=3999)
    assert any("shares another part" in line for line in broken())


# --- risk, leaving, amendments ----------------------------------------------------------------------


def on_hold(campaign: Campaign, first: Member, last: Member) -> tuple[RiskCase, Reward]:
    """The first advocate's reward, behind which is one shared friend whom a person looks at."""
    shared_friends(campaign, first, last, 2)
    return make.risk_case(campaign, 0, "held"), Reward.objects.get(beneficiary=first)


def half() -> tuple[Campaign, Member, Member]:
    return two(split={"first": 5000, "last": 5000}, threshold=1, hold_minutes=60)


def test_a_reward_of_hers_waits_for_a_shared_friend_too() -> None:
    campaign, first, last = half()
    case, reward = on_hold(campaign, first, last)

    reward = assess_reward(reward_id=reward.pk, now=LATER)
    assert (reward.state, reward.hold_code) == ("held", "risk")
    held = held_friends(slug=campaign.slug, member_id=first.pk)[0]
    assert (held.name, held.reason, held.may_appeal) == ("Somebody", "", False)
    assert held.why == "A person looks at a friend whom you share with another advocate."
    with pytest.raises(NotFound):
        appealable(public_id=case.public_id, member_id=first.pk)

    release_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="Sisters.", now=make.NOW)
    run_jobs()
    assert Reward.objects.get(pk=reward.pk).state in ("approved", "granted")


def test_nobody_is_rewarded_before_a_shared_friend_was_looked_at() -> None:
    """Whatever the order of the jobs."""
    campaign, first, last = half()
    for number in range(2):
        make.verify(come(campaign, first, last, key=f"browser-{number}"))
    assert not RiskCase.objects.exists()

    assess_reward(reward_id=Reward.objects.get(beneficiary=first).pk, now=LATER)

    assert RiskCase.objects.count() == 2


def test_of_a_refused_friend_both_shares_stop_counting() -> None:
    campaign, first, last = half()
    case, reward = on_hold(campaign, first, last)
    confirm_case(actor=make.manager_of(campaign.brand), case_id=case.pk, reason="One browser.", now=make.NOW)

    may = {one: held_friends(slug=campaign.slug, member_id=one.pk)[0].may_appeal for one in (first, last)}
    assert may == {first: False, last: True}
    for one in Reward.objects.order_by("pk"):
        assert assess_reward(reward_id=one.pk, now=LATER).state == "held"

    third = come(campaign, first, last, key="browser-9")
    approve(third.invitee)
    run_jobs()
    assess_due_rewards(now=LATER)
    assert Reward.objects.get(pk=reward.pk).state in ("approved", "granted")


@pytest.mark.parametrize("who", ["first", "last"])
def test_the_sums_hold_when_one_of_them_leaves(who: str) -> None:
    campaign, first, last = two(split={"first": 5000, "last": 5000}, threshold=1)
    shared_friends(campaign, first, last, 1)
    later = come(campaign, first, last, key="browser-8")
    run_jobs()
    erase(first if who == "first" else last)
    approve(later.invitee)
    run_jobs()

    assert credit(campaign, first, last) == [100, 100]
    stays = last if who == "first" else first
    assert set(Reward.objects.values_list("beneficiary_id", flat=True)) == {stays.pk}
    assert broken() == []
    assert replay_campaign(campaign.pk) == []


def test_a_friend_of_two_who_have_left_is_not_looked_at_any_more() -> None:
    campaign, first, last = two()
    later = come(campaign, first, last)
    run_jobs()
    erase(first)
    erase(last)
    approve(later.invitee)
    run_jobs()
    assert credit(campaign, first, last) == [0, 0]


def test_better_rules_reach_the_one_who_stays() -> None:
    campaign, first, last = two(split={"first": 5000, "last": 5000}, threshold=2)
    shared_friends(campaign, first, last, 2)
    erase(last)
    adopt(campaign, threshold=1)
    assert set(Reward.objects.values_list("beneficiary_id", flat=True)) == {first.pk}
    assert broken() == []
    assert replay_campaign(campaign.pk) == []


def adopt(campaign: Campaign, **better: Any) -> None:
    rules = campaign.current.rules | better  # type: ignore[union-attr]
    draft = AmendmentDraft(rules=rules)
    made = propose_amendment(actor=SYSTEM, campaign_id=campaign.pk, draft=draft, note="Fewer.", now=make.NOW)
    adopt_amendment(actor=SYSTEM, amendment_id=made.pk, now=make.NOW)
    repin_referrals(now=make.NOW)
    run_jobs()


def test_better_rules_reach_both() -> None:
    campaign, first, last = two(split={"first": 5000, "last": 5000}, threshold=2)
    shared_friends(campaign, first, last, 2)
    assert not Reward.objects.exists()
    adopt(campaign, threshold=1)

    assert set(Reward.objects.values_list("beneficiary_id", flat=True)) == {first.pk, last.pk}
    assert broken() == []
    assert replay_campaign(campaign.pk) == []


def test_her_archive_has_her_entries_alone() -> None:
    from campaigns.leaving import export_invitations

    campaign, first, last = two()
    shared_friends(campaign, first, last, 1)

    def rises(member: Member) -> list[int]:
        tables = {table.key: table for table in export_invitations(member.pk)}
        return [row["amount_hundredths"] for row in tables["credit"].rows]

    assert (rises(first), rises(last)) == ([40], [60])
    assert Decision.objects.filter(code="counts-shared").count() == 1
