"""Groups that bring friends together: one goal, and seats by a published rule."""

import pytest

from campaigns import errors
from campaigns.models import BoardRow, Reward, Team
from campaigns.operations.boards import freeze_due_boards
from campaigns.operations.rewards import assess_due_rewards
from groups.operations import leave_group
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import (
    bring,
    challenge,
    close,
    leaderboard,
    play,
    team,
)
from tests.factories import campaigns as make
from tests.factories import groups as grouping

pytestmark = pytest.mark.django_db


# --- groups -----------------------------------------------------------------------------------------


def test_a_group_at_its_goal_gets_seats_for_those_who_brought_most() -> None:
    campaign = challenge(threshold=3)
    ann, ben, cem, dan = (make.member() for _ in range(4))
    team(campaign, ann, ben, cem)
    team(campaign, dan)
    bring(ann, campaign, 1, minutes=3)
    bring(ben, campaign, 2)
    bring(cem, campaign, 1, minutes=1)
    bring(dan, campaign, 2)
    close(campaign)
    run_jobs()
    freeze_due_boards(now=make.NOW)

    first = Team.objects.get(credit_hundredths=400)
    rows = BoardRow.objects.order_by("pk").values_list("place", "team_id", "member_id", "prize_key")
    assert list(rows) == [
        (1, first.pk, None, ""),
        (1, first.pk, ben.pk, "seat"),
        (2, first.pk, cem.pk, "seat"),
        (3, first.pk, ann.pk, ""),
    ]
    assert set(Reward.objects.values_list("beneficiary_id", flat=True)) == {ben.pk, cem.pk}
    assert assess_due_rewards(now=make.NOW) == 2


def test_leaving_the_group_moves_no_credit() -> None:
    campaign = challenge()
    ann = make.member()
    group = team(campaign, ann)
    bring(ann, campaign, 1)
    leave_group(actor=ann, group_id=group.pk, now=make.NOW)
    bring(ann, campaign, 1)
    assert Team.objects.get().credit_hundredths == 200


def test_one_plays_for_one_group_chosen_before_a_friend_counts() -> None:
    campaign = challenge()
    ann, late = make.member(), make.member()
    group = team(campaign, ann)
    other = grouping.group(ann, late)
    assert play(ann, campaign, group).team_id == Team.objects.get(group_ref=group.public_id).pk
    with pytest.raises(errors.TeamChosen):
        play(ann, campaign, other)
    bring(late, campaign, 1)
    with pytest.raises(errors.TeamChosen):
        play(late, campaign, other)
    assert FactRow.objects.filter(kind="campaigns.team-joined").count() == 1


def test_only_members_of_a_group_play_for_it_and_only_where_groups_play() -> None:
    campaign, stranger = challenge(), make.member()
    group = grouping.group()
    with pytest.raises(errors.NotInThisGroup):
        play(stranger, campaign, group)
    with pytest.raises(errors.NotAGroupCampaign):
        play(stranger, leaderboard(), group)
    make.in_state(campaign, "paused")
    with pytest.raises(errors.CampaignPaused):
        play(stranger, campaign, group)


def test_a_group_below_its_goal_gets_nothing() -> None:
    campaign = challenge(threshold=5)
    ann = make.member()
    team(campaign, ann)
    bring(ann, campaign, 4)
    close(campaign)
    run_jobs()
    freeze_due_boards(now=make.NOW)
    assert not Reward.objects.exists()
    assert not BoardRow.objects.exists()
