"""Places by a published rule; frozen, and given what was promised."""

from datetime import timedelta
from typing import Any

import pytest

from campaigns import errors
from campaigns.board_rules import Stand, ranked, seal_of
from campaigns.models import Board, BoardRow, Campaign, Progress, Promise, Reward, Team
from campaigns.operations.boards import freeze_board, freeze_due_boards
from campaigns.operations.claims import claim_reward
from campaigns.operations.lifecycle import settle_campaign
from campaigns.queries.replay import replay_campaign
from campaigns.rule_shape import find_problems
from common.access import SYSTEM
from common.append_only import WrittenOnce
from common.errors import Unavailable
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import (
    bring,
    bring_by_the_desk,
    challenge,
    close,
    leaderboard,
    places,
    published,
    rules_of,
    team,
)
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


# --- the rule ---------------------------------------------------------------------------------------


def test_more_first_then_earlier_then_who_came_in_earlier() -> None:
    def stand(key: int, credit: int, minutes: int) -> Stand:
        at = make.NOW + timedelta(minutes=minutes)
        return Stand(key=key, credit_hundredths=credit, reached_at=at)

    stands = [stand(1, 200, 9), stand(2, 300, 9), stand(3, 200, 1), stand(4, 200, 1), stand(5, 50, 0)]
    assert [one.key for one in ranked(stands, least_hundredths=100)] == [2, 3, 4, 1]


@pytest.mark.parametrize(
    ("board", "path"),
    [
        (None, "board"),
        ({"whose": "nobody"}, "board.whose"),
        ({"whose": "member", "places": [], "grace_days": 0}, "board.places"),
        ({"whose": "member", "places": [{"upto": 0, "item": "x"}], "grace_days": 0}, "board.places.0.upto"),
        (
            {
                "whose": "member",
                "places": [{"upto": 2, "item": "x"}, {"upto": 2, "item": "x"}],
                "grace_days": 0,
            },
            "board.places.1.upto",
        ),
        ({"whose": "member", "places": [{"upto": 1, "item": "x"}], "grace_days": 61}, "board.grace_days"),
        ({"whose": "group", "item": "", "seats": 1, "groups": 1, "grace_days": 0}, "board.item"),
        ({"whose": "group", "item": "x", "seats": 0, "groups": 1, "grace_days": 0}, "board.seats"),
        ({"whose": "group", "item": "x", "seats": 1, "groups": 0, "grace_days": 0}, "board.groups"),
    ],
)
def test_a_mistake_in_a_board_is_named_with_its_place(board: Any, path: str) -> None:
    rules = rules_of(board)
    if board is None:
        del rules["board"]
    assert [problem.path for problem in find_problems(rules)] == [path]


# --- a leaderboard ----------------------------------------------------------------------------------


def test_nothing_is_earned_before_the_board_is_closed_and_then_each_place_gets_its_prize() -> None:
    campaign = leaderboard()
    first, second, third, fourth, none = (make.member() for _ in range(5))
    bring(second, campaign, 2, minutes=5)
    bring(first, campaign, 3)
    bring(third, campaign, 2, minutes=9)
    bring(fourth, campaign, 1)
    make.invite(none, campaign)
    run_jobs()
    assert not Reward.objects.exists()

    close(campaign)
    assert [freeze_due_boards(now=make.NOW) for _ in range(2)] == [1, 0]

    assert places(campaign) == [
        (1, first.pk, "place-1"),
        (2, second.pk, "place-3"),
        (3, third.pk, "place-3"),
        (4, fourth.pk, ""),
    ]
    assert Reward.objects.count() == Promise.objects.filter(kind="reward").count() == 3
    assert Campaign.objects.get().state == "settling"
    assert FactRow.objects.filter(kind="campaigns.board-frozen").count() == 1
    run_jobs()
    reward = Reward.objects.get(beneficiary=first)
    assert reward.state == "approved"
    assert claim_reward(actor=first, reward_id=reward.pk, now=make.NOW).gift_id


def test_a_frozen_board_never_changes() -> None:
    campaign = leaderboard()
    advocate = make.member()
    bring(advocate, campaign, 1)
    late = make.invite(advocate, campaign)
    close(campaign)
    run_jobs()
    freeze_due_boards(now=make.NOW)
    make.verify(late)

    assert make.progress(advocate, campaign).credit_hundredths == 100
    with pytest.raises(WrittenOnce):
        BoardRow.objects.update(place=9)
    with pytest.raises(WrittenOnce):
        Board.objects.update(sha256="")
    row = BoardRow.objects.get()
    told = {
        "place": 1,
        "member": advocate.pk,
        "team": None,
        "credit": 100,
        "reached_at": row.reached_at.isoformat(),
        "prize": "place-1",
        "excluded": "",
    }
    assert Board.objects.get().sha256 == seal_of([told])


def test_nobody_chooses_the_moment() -> None:
    campaign = published({"whose": "member", "places": [{"upto": 1}], "grace_days": 3})
    bring(make.member(), campaign, 1)
    assert not freeze_board(campaign_id=campaign.pk, now=make.NOW)
    close(campaign)
    assert not freeze_board(campaign_id=campaign.pk, now=make.NOW)
    with pytest.raises(errors.BoardOpen):
        settle_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.NOW)
    assert Campaign.objects.get().state == "closing"


def test_news_on_its_way_holds_the_board_open() -> None:
    campaign = leaderboard()
    referral = make.invite(make.member(), campaign)
    from campaigns import tasks
    from outbox.jobs import enqueue

    at = make.NOW.isoformat()
    close(campaign)
    enqueue(tasks.recheck_referrals.work(member_id=referral.invitee_id, happened_at=at))
    Campaign.objects.update(closed_at=make.NOW + timedelta(seconds=0))
    with pytest.raises(Unavailable):
        _freeze_when_due(campaign)
    run_jobs()
    assert _freeze_when_due(campaign)


def _freeze_when_due(campaign: Campaign) -> bool:
    """The end lies a moment back, but after the news was written."""
    from outbox.models import Job

    Job.objects.update(created_at=make.NOW - timedelta(hours=1), run_at=make.NOW - timedelta(hours=1))
    return freeze_board(campaign_id=campaign.pk, now=make.NOW)


def test_who_runs_campaigns_or_left_is_listed_without_a_place() -> None:
    campaign = leaderboard()
    manager, member = make.manager_of(campaign.brand), make.member()
    bring(manager, campaign, 3)
    bring(member, campaign, 1)
    close(campaign)
    run_jobs()
    freeze_due_boards(now=make.NOW)
    assert places(campaign) == [(None, manager.pk, ""), (1, member.pk, "place-1")]
    assert BoardRow.objects.get(member=manager).excluded_code == "staff-excluded"


def test_a_lived_board_replays_without_a_difference_and_a_touched_one_is_noticed() -> None:
    campaign = leaderboard()
    first, second = make.member(), make.member()
    bring_by_the_desk(first, campaign, 2)
    bring_by_the_desk(second, campaign, 1)
    close(campaign)
    freeze_due_boards(now=make.NOW)
    run_jobs()
    assert Reward.objects.count() == 2
    assert replay_campaign(campaign.pk) == []

    Reward.objects.filter(beneficiary=first).update(rule_key="place-9")
    assert len(replay_campaign(campaign.pk)) == 2
    Reward.objects.filter(beneficiary=first).update(rule_key="place-1")


def test_a_board_that_says_otherwise_than_the_news_is_noticed() -> None:
    campaign = leaderboard()
    first, second = make.member(), make.member()
    bring_by_the_desk(first, campaign, 2)
    bring_by_the_desk(second, campaign, 1)
    close(campaign)
    Progress.objects.filter(advocate=second).update(credit_hundredths=500)
    freeze_due_boards(now=make.NOW)
    assert any("board row" in line for line in replay_campaign(campaign.pk))
    Progress.objects.filter(advocate=second).update(credit_hundredths=100)


def test_groups_replay_without_a_difference_and_a_touched_one_is_noticed() -> None:
    campaign = challenge(threshold=2)
    ann, ben = make.member(), make.member()
    team(campaign, ann, ben)
    bring_by_the_desk(ann, campaign, 1)
    bring_by_the_desk(ben, campaign, 1)
    close(campaign)
    freeze_due_boards(now=make.NOW)
    run_jobs()
    assert Reward.objects.count() == 2
    assert replay_campaign(campaign.pk) == []
    Team.objects.update(credit_hundredths=100)
    assert any(line.startswith("team ") for line in replay_campaign(campaign.pk))
    Team.objects.update(credit_hundredths=200)


def test_the_end_is_settled_when_every_place_has_been_given() -> None:
    campaign = leaderboard()
    close(campaign)
    run_jobs()
    freeze_due_boards(now=make.NOW)
    assert settle_campaign(actor=SYSTEM, campaign_id=campaign.pk, now=make.NOW).state == "settled"
