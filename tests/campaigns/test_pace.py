"""Claims spread over time: so many a day by all, so many within some days by one."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import Member
from campaigns import errors, reconcile, reconcile_pace
from campaigns.admin.pace_rows import initial_pace, read_pace
from campaigns.amendment_rules import judge_amendment
from campaigns.models import Budget, Campaign, ClaimDay, Reservation, Reward
from campaigns.operations.claims import claim_reward
from campaigns.operations.publishing import publish_campaign
from campaigns.operations.reservations import release_reservation
from campaigns.operations.rewards import assess_reward
from campaigns.pace_words import pace_lines
from campaigns.plain_rules import lines
from campaigns.queries.amendments import terms_of
from campaigns.queries.campaigns import campaign_detail
from campaigns.queries.sheets import sheet_of
from campaigns.reservation_states import ReleaseReason
from campaigns.rule_shape import find_problems
from campaigns.rulebook import Pace, read_rules
from common.access import SYSTEM
from gifts.models import Gift
from tests.campaigns.last_mile_worlds import HALF, arrive, keep, keeping, kept
from tests.factories import campaigns as make
from tests.racing import race

FIVE = make.gift_rules("shoes", quantity=5)
AGAIN = {"kind": "gift", "quantity": 5, "per_threshold": True, "max_per_member": 2}
DAY = timedelta(days=1)
NONCE = re.compile(r'name="nonce" value="([^"]+)"')


def problems(**changes: Any) -> list[str]:
    return [problem.path for problem in find_problems(FIVE | changes)]


def claim(reward: Reward, *, after: timedelta = timedelta()) -> Reward:
    return claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW + after)


def broken_rules() -> list[str]:
    checks = (*reconcile.CHECKS, *reconcile_pace.CHECKS)
    return [line for check in checks for line in check.run()]


def earned_twice(**pace: int) -> tuple[Campaign, list[Reward]]:
    """One member with two rewards, both approved."""
    campaign = make.draft(gift=5, pace=pace, threshold=1)
    campaign.draft_rules["reward"] |= AGAIN
    campaign.save(update_fields=["draft_rules"])
    publish_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.NOW)
    advocate = make.member()
    make.qualify(advocate, campaign, friends=2)
    rewards = Reward.objects.filter(beneficiary=advocate).order_by("pk")
    return campaign, [assess_reward(reward_id=reward.pk, now=make.NOW) for reward in rewards]


# --- the rule ---------------------------------------------------------------------------------------


def test_it_is_off_where_the_rules_do_not_name_it() -> None:
    assert read_rules(FIVE).pace == Pace(per_day=0, per_member=0, days=0)
    assert pace_lines(read_rules(FIVE)) == []


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ({"per_day": 50}, []),
        ({"per_member": 1, "days": 7}, []),
        ({"per_day": 0}, ["pace.per_day"]),
        ({"per_day": True}, ["pace.per_day"]),
        ({"per_member": 1}, ["pace.days"]),
        ({"days": 7}, ["pace.per_member"]),
        ({"per_member": 1, "days": 91}, ["pace.days"]),
        ({"per_week": 1}, ["pace.per_week"]),
        ({}, ["pace"]),
        ("slowly", ["pace"]),
    ],
)
def test_its_shape_is_checked(rule: Any, wrong: list[str]) -> None:
    assert problems(pace=rule) == wrong


def test_nobody_waits_longer_than_the_last_gift_is_due() -> None:
    """Three gifts, one in seven days: the third one comes after fourteen."""
    reward = {"reward": FIVE["reward"] | {"per_threshold": True, "max_per_member": 3}}
    pace = {"pace": {"per_member": 1, "days": 7}}
    assert problems(**reward, **pace, deliver_days=14) == []
    assert problems(**reward, **pace, deliver_days=13) == ["pace.days"]


def test_it_has_no_use_where_nothing_is_claimed() -> None:
    draw = make.rules_with("shoes") | {"pace": {"per_day": 5}}
    assert [problem.path for problem in find_problems(draw)] == ["pace"]


def test_the_form_and_the_rules_say_the_same() -> None:
    for pace in ({"per_day": 50}, {"per_member": 1, "days": 7}, {"per_day": 3, "per_member": 1, "days": 7}):
        assert read_pace(initial_pace({"pace": pace})) == {"pace": pace}
    assert read_pace(initial_pace({})) == {}


@pytest.mark.django_db
def test_it_is_told_in_the_rules_and_in_the_public_notice() -> None:
    campaign = make.live(gift=5, pace={"per_day": 2, "per_member": 1, "days": 7})
    assert campaign.current is not None
    told = lines(campaign.current.rulebook)
    assert "At most 2 gifts are given a day, in the order of claims." in told
    assert "Each member can claim at most 1 within 7 days. What was earned waits." in told
    odds = next(row for row in sheet_of(campaign_detail(slug=campaign.slug)) if row.key == "odds")
    assert set(pace_lines(campaign.current.rulebook)) <= set(odds.values)
    with override("zh-hans"):
        assert "每天最多送出 2 份礼物，先领先得。" in pace_lines(campaign.current.rulebook)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ({"per_day": 2}, {"per_day": 3}, {"pace.per_day": "sooner"}),
        ({"per_day": 3}, {"per_day": 2}, {"pace.per_day": "later"}),
        ({"per_day": 3}, None, {"pace.per_day": "sooner"}),
        (None, {"per_day": 3}, {"pace.per_day": "later"}),
        ({"per_member": 1, "days": 7}, {"per_member": 1, "days": 3}, {"pace.days": "sooner"}),
        ({"per_member": 1, "days": 3}, {"per_member": 1, "days": 7}, {"pace.days": "later"}),
    ],
)
def test_an_amendment_can_only_make_it_faster(before: Any, after: Any, wanted: dict[str, str]) -> None:
    campaign = make.live(gift=5, **({"pace": before} if before else {}))
    assert campaign.current is not None
    old = terms_of(campaign.current)
    rules = {key: value for key, value in campaign.current.rules.items() if key != "pace"}
    new = read_rules(rules | ({"pace": after} if after else {}))
    verdicts = judge_amendment(old, type(old)(**{**vars(old), "rulebook": new}))
    assert {verdict.path: verdict.code for verdict in verdicts} == wanted


# --- a day ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_todays_gifts_are_given_and_it_goes_on_tomorrow() -> None:
    campaign = make.live(gift=5, pace={"per_day": 2})
    rewards = [make.approved(make.member(), campaign) for _ in range(3)]
    for reward in rewards[:2]:
        claim(reward)

    with pytest.raises(errors.GivenToday):
        claim(rewards[2])
    rewards[2].refresh_from_db()
    assert (rewards[2].state, Gift.objects.count()) == ("approved", 2)
    assert sum(Budget.objects.values_list("spent_units", flat=True)) == 2
    assert claim(rewards[2], after=DAY).state == "granted"
    assert list(ClaimDay.objects.order_by("day").values_list("claims", flat=True)) == [2, 1]
    assert broken_rules() == []


@pytest.mark.django_db
def test_a_number_that_the_book_does_not_know_is_found() -> None:
    campaign = make.live(gift=5, pace={"per_day": 2})
    claim(make.approved(make.member(), campaign))
    ClaimDay.objects.update(claims=2)
    assert len(broken_rules()) == 1


@pytest.mark.django_db
def test_without_a_pace_no_day_is_counted() -> None:
    claim(make.approved(make.member(), make.live(gift=5)))
    assert not ClaimDay.objects.exists()


@pytest.mark.django_db
def test_a_unit_that_is_kept_for_her_does_not_wait_but_counts() -> None:
    campaign = keeping(gift=4, last_mile=HALF, pace={"per_day": 1})
    advocate, _reservation = kept(campaign)
    claim(make.approved(make.member(), campaign))
    late = make.approved(make.member(), campaign)

    assert claim(arrive(advocate, campaign)).state == "granted"
    assert ClaimDay.objects.get().claims == 2
    with pytest.raises(errors.GivenToday):
        claim(late)


# --- a member ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_her_second_gift_waits_and_she_reads_until_when() -> None:
    _campaign, (first, second) = earned_twice(per_member=1, days=7)
    claim(first)

    with pytest.raises(errors.ClaimLater) as refused:
        claim(second, after=7 * DAY - timedelta(minutes=1))
    assert refused.value.moment == make.NOW + 7 * DAY
    with override("en"):
        assert "You can claim this from " in refused.value.text
    assert claim(second, after=7 * DAY).state == "granted"


def earned_beside_a_kept_unit(**pace: int) -> tuple[Member, Campaign, Reward]:
    """She has a gift for two friends; a unit of the gift for three is kept for her."""
    campaign = make.draft(gift=5, pace=pace, last_mile=HALF, stock=10)
    item = campaign.draft_rules["reward"]["item"]
    two = {"key": "two", "whom": "advocate", "friends": 2, "kind": "gift", "item": item, "quantity": 5}
    campaign.draft_rules["further"] = [two]
    campaign.save(update_fields=["draft_rules"])
    publish_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.NOW)
    advocate = make.member()
    make.qualify(advocate, campaign, friends=2)
    kept_for_main = keep(advocate, campaign)
    assert kept_for_main is not None and kept_for_main.rule_key == "main"
    return advocate, campaign, Reward.objects.get(rule_key="two")


@pytest.mark.django_db
def test_a_unit_that_is_kept_for_her_never_waits_for_her_other_gifts() -> None:
    advocate, campaign, first = earned_beside_a_kept_unit(per_member=1, days=7)
    assert claim(assess_reward(reward_id=first.pk, now=make.NOW)).state == "granted"
    make.verify(make.invite(advocate, campaign))
    main = assess_reward(reward_id=Reward.objects.get(rule_key="main").pk, now=make.NOW)

    assert claim(main).state == "granted"
    assert Reservation.objects.get().state == "used"
    assert broken_rules() == []


@pytest.mark.django_db
def test_what_she_took_of_a_kept_unit_counts_for_her_next() -> None:
    advocate, campaign, first = earned_beside_a_kept_unit(per_member=1, days=7)
    make.verify(make.invite(advocate, campaign))
    main = assess_reward(reward_id=Reward.objects.get(rule_key="main").pk, now=make.NOW)
    claim(main)
    with pytest.raises(errors.ClaimLater) as refused:
        claim(assess_reward(reward_id=first.pk, now=make.NOW), after=DAY)
    assert refused.value.moment == make.NOW + 7 * DAY


@pytest.mark.django_db
def test_what_went_back_waits_like_everything_else() -> None:
    advocate, campaign, first = earned_beside_a_kept_unit(per_member=1, days=7)
    claim(assess_reward(reward_id=first.pk, now=make.NOW))
    make.verify(make.invite(advocate, campaign))
    main = assess_reward(reward_id=Reward.objects.get(rule_key="main").pk, now=make.NOW)
    kept_once = Reservation.objects.get(state="open")
    release_reservation(reservation_id=kept_once.pk, reason=ReleaseReason.EXPIRED, now=make.NOW)
    with pytest.raises(errors.ClaimLater):
        claim(main)
    main.refresh_from_db()
    assert (main.state, main.granted_at) == ("approved", None)


@pytest.mark.django_db
def test_another_members_gifts_are_none_of_hers() -> None:
    campaign, (first, _second) = earned_twice(per_member=1, days=7)
    claim(first)
    other = make.member()
    make.qualify(other, campaign, friends=1)
    reward = assess_reward(reward_id=Reward.objects.get(beneficiary=other).pk, now=make.NOW)
    assert claim(reward).state == "granted"


@pytest.mark.django_db
def test_the_page_and_the_program_tell_her(client: Client) -> None:
    _campaign, (first, second) = earned_twice(per_member=1, days=7)
    claim(first)
    client.force_login(first.beneficiary)
    where = f"/rewards/{second.public_id}/claim/"
    nonce = NONCE.findall(client.get(where).content.decode())[0]

    page = client.post(where, {"nonce": nonce})
    told = client.post(
        f"/api/v1/rewards/{second.public_id}/claim/", headers={"Idempotency-Key": "claim-once-1"}
    )

    assert page.status_code == told.status_code == 409
    assert "You can claim this from" in page.content.decode()
    assert told.json()["code"] == "claim-later"


# --- races ------------------------------------------------------------------------------------------


def claiming(reward: Reward) -> Callable[[], str]:
    return lambda: claim(reward).state


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_get_more_than_todays() -> None:
    campaign = make.live(gift=5, stock=9, pace={"per_day": 2})
    rewards = [make.approved(make.member(), campaign) for _ in range(5)]

    ends: list[Any] = race([claiming(reward) for reward in rewards])

    assert sum(end == "granted" for end in ends) == 2
    assert sum(isinstance(end, errors.GivenToday) for end in ends) == 3
    assert (ClaimDay.objects.get().claims, Gift.objects.count()) == (2, 2)
    assert broken_rules() == []


@pytest.mark.django_db(transaction=True)
def test_two_claims_of_one_member_wait_for_each_other() -> None:
    _campaign, rewards = earned_twice(per_member=1, days=7)

    ends: list[Any] = race([claiming(reward) for reward in rewards])

    assert sum(end == "granted" for end in ends) == 1
    assert sum(isinstance(end, errors.ClaimLater) for end in ends) == 1
