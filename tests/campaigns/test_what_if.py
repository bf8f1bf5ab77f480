"""Other rules are held against what really was: amendments, the shelf and the board included."""

from datetime import timedelta

import pytest

from campaigns.models import Campaign, Referral, Reward
from campaigns.queries.replay import simulate
from campaigns.replay_rules import Derived
from campaigns.rulebook import read_rules
from campaigns.what_if_rules import Players, places
from common.errors import NotFound
from outbox.testing import run_jobs
from tests.campaigns import board_worlds as boards
from tests.campaigns.reversal_worlds import reverse
from tests.campaigns.test_amendments import amend, rules_of
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def bring(campaign: Campaign, friends: int) -> int:
    advocate = make.member()
    for _ in range(friends):
        approve(make.invite(advocate, campaign).invitee)
    run_jobs()
    return advocate.pk


def test_the_rules_in_force_change_nothing_after_an_amendment() -> None:
    campaign = make.live(gift=5)
    bring(campaign, 2)
    amend(campaign, threshold=2)
    run_jobs()
    assert Reward.objects.count() == 1

    was, would = simulate(campaign.slug, rules_of(Campaign.objects.one(campaign.pk)))

    assert was.rewards == would.rewards == {"main": 1}
    assert [*would.gain, *would.lose, *was.gain, *was.lose] == []


def test_no_more_units_are_given_than_there_are_and_who_was_later_gets_none() -> None:
    campaign = make.live(gift=2, threshold=1)
    first, second, third = (bring(campaign, 1) for _ in range(3))
    reward = rules_of(campaign)["reward"]

    was, would = simulate(campaign.slug, rules_of(campaign, reward=reward | {"quantity": 1}))

    assert (was.rewards, list(was.units.values())) == ({"main": 3}, [2])
    assert (would.rewards, list(would.units.values())) == ({"main": 3}, [1])
    assert (list(would.gain), list(would.lose)) == ([], [second])
    assert (was.members, would.members) == ({first: 1, second: 1}, {first: 1})
    assert third not in was.members


def test_a_board_gives_its_places_as_it_stands() -> None:
    campaign = boards.leaderboard()
    second, first, staff = bring(campaign, 1), bring(campaign, 2), make.member(is_staff=True)
    boards.bring_by_the_desk(staff, campaign, 3)
    board = rules_of(campaign)["board"]
    one_place = {**board, "places": board["places"][:1]}

    was, would = simulate(campaign.slug, rules_of(campaign, board=one_place))

    assert was.rewards == {"place-1": 1, "place-3": 1}
    assert (would.rewards, would.members) == ({"place-1": 1}, {first: 1})
    assert list(would.lose) == [second]


def test_between_equals_on_a_board_who_had_as_much_earlier_stands_higher() -> None:
    rulebook = read_rules(rules_of(boards.leaderboard()))
    later = make.NOW + timedelta(hours=1)
    equal = Derived(registered={1: 1, 2: 1}, rises=[(later, 1, 100), (make.NOW, 2, 100)])
    same = Derived(registered={2: 1, 1: 1}, rises=[(later, 1, 100), (later, 2, 100)])
    for derived in (equal, same):
        assert places(derived, rulebook, Players()) == [("place-1", 2, "once"), ("place-3", 1, "once")]


def test_a_board_of_groups_gives_the_seats() -> None:
    campaign = boards.challenge(seats=1, groups=1)
    busy, idle, other = make.member(), make.member(), make.member()
    boards.team(campaign, busy, idle)
    boards.team(campaign, other)
    for who, friends in ((busy, 2), (idle, 1), (other, 1)):
        boards.bring_by_the_desk(who, campaign, friends)

    was, would = simulate(campaign.slug, rules_of(campaign, board=rules_of(campaign)["board"] | {"seats": 2}))

    assert was.members == {busy.pk: 1}
    assert (would.members, list(would.gain)) == ({busy.pk: 1, idle.pk: 1}, [idle.pk])


def test_nothing_is_compared_before_a_campaign_is_published() -> None:
    draft = make.draft()
    with pytest.raises(NotFound):
        simulate(draft.slug, draft.draft_rules, since=make.NOW - timedelta(days=1))


def test_a_friend_who_was_reversed_brings_nobody_onto_a_board() -> None:
    campaign = boards.leaderboard()
    first, other = bring(campaign, 2), bring(campaign, 1)
    for referral in Referral.objects.filter(advocate_id=first):
        reverse(referral)

    was, would = simulate(campaign.slug, rules_of(campaign))
    assert set(was.members) == set(would.members) == {other}
