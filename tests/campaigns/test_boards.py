"""Places by a published rule: of members, and of groups whose members bring together."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns import errors
from campaigns.board_rules import Stand, ranked, seal_of
from campaigns.models import Board, BoardRow, Campaign, Progress, Promise, Reward, Team
from campaigns.operations.boards import freeze_board, freeze_due_boards, play_for_group, show_name
from campaigns.operations.claims import claim_reward
from campaigns.operations.lifecycle import close_campaign, settle_campaign
from campaigns.operations.rewards import assess_due_rewards
from campaigns.queries.replay import replay_campaign
from campaigns.rule_shape import find_problems
from common.access import SYSTEM
from common.append_only import WrittenOnce
from common.errors import NeedsSignIn, Unavailable
from groups.operations import leave_group
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make
from tests.factories import gifts
from tests.factories import groups as grouping

pytestmark = pytest.mark.django_db


def rules_of(board: dict[str, Any], **changes: Any) -> dict[str, Any]:
    rules = make.rules_with(threshold=1, reward={"kind": "place", "max_per_member": 1}, board=board)
    del rules["draw"]
    return rules | changes


def published(board: dict[str, Any], *, stock: int = 10, **changes: Any) -> Campaign:
    from campaigns.operations.drafts import create_campaign
    from campaigns.operations.publishing import publish_campaign

    brand = make.brand()
    item = gifts.item(stock=stock, brand_ref=brand.scope).public_id
    for place in board.get("places", [board]):
        place["item"] = item
    draft = create_campaign(
        actor=make.manager_of(brand),
        brand_id=brand.pk,
        title={"en": "The most friends", "zh-hans": "邀请榜"},
        rules_draft=rules_of(board, **changes),
        opens_at=make.OPENS,
        closes_at=make.CLOSES,
        settle_by=make.SETTLE_BY,
    )
    publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW)
    return Campaign.objects.one(draft.pk)


def leaderboard(**changes: Any) -> Campaign:
    places = [{"upto": 1}, {"upto": 3}]
    return published({"whose": "member", "places": places, "grace_days": 0}, **changes)


def challenge(*, seats: int = 2, groups: int = 1, **changes: Any) -> Campaign:
    board = {"whose": "group", "seats": seats, "groups": groups, "grace_days": 0}
    return published(board, **changes)


def bring(advocate: Member, campaign: Campaign, friends: int, *, minutes: int = 0) -> None:
    at = make.NOW + timedelta(minutes=minutes)
    for _ in range(friends):
        make.verify(make.invite(advocate, campaign), at=at)


def close(campaign: Campaign) -> None:
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="done", now=make.NOW)


def places(campaign: Campaign) -> list[tuple[int | None, int | None, str]]:
    rows = BoardRow.objects.filter(board__campaign=campaign).order_by("pk")
    return list(rows.values_list("place", "member_id", "prize_key"))


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


def bring_by_the_desk(advocate: Member, campaign: Campaign, friends: int) -> None:
    """With the news of each certificate, so that the campaign can be lived through again."""
    for _ in range(friends):
        approve(make.invite(advocate, campaign).invitee)
    run_jobs()


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


# --- groups -----------------------------------------------------------------------------------------


def team(campaign: Campaign, *members: Member, **given: Any) -> Any:
    group = grouping.group(*members, **given)
    for member in members:
        play(member, campaign, group)
    return group


def play(member: Any, campaign: Campaign, group: Any) -> Progress:
    return play_for_group(actor=member, campaign_id=campaign.pk, group_ref=group.public_id, now=make.NOW)


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


# --- the page ---------------------------------------------------------------------------------------


def page_of(client: Client, campaign: Campaign, member: Member | None = None) -> str:
    if member is not None:
        client.force_login(member)
    answer = client.get(f"/campaigns/{campaign.slug}/board/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_short_board_is_not_shown_and_nobody_is_invented(client: Client) -> None:
    campaign = leaderboard()
    ann = make.member(display_name="Ann Example")
    bring(ann, campaign, 2)
    page = page_of(client, campaign)
    assert "The board is shown from five people on." in page
    assert "Place 1, with 2 friends." in page_of(client, campaign, ann)


def test_names_are_shown_by_ones_own_leave_and_to_members_only(client: Client) -> None:
    campaign = leaderboard()
    everybody = [make.member(display_name=f"Member {number}") for number in range(5)]
    for member in everybody:
        bring(member, campaign, 1)
    show_name(actor=everybody[0], campaign_id=campaign.pk, shown=True)
    assert "Member 0" not in page_of(client, campaign)
    page = page_of(client, campaign, make.member())
    assert "Member 0" in page
    assert "Member 1" not in page
    client.force_login(everybody[1])
    path = f"/campaigns/{campaign.slug}/board/"
    assert client.post(path, {"named": "yes"}).status_code == 303
    assert Progress.objects.get(advocate=everybody[1]).is_named
    assert client.post(path, {"named": "no"}).status_code == 303
    assert not Progress.objects.get(advocate=everybody[1]).is_named


def test_a_member_chooses_a_group_on_the_page_and_sees_who_brought_what(client: Client) -> None:
    campaign = challenge()
    ann = make.member(display_name="Ann Example")
    group = grouping.group(ann, name={"en": "Hikers"})
    assert "For which of your groups do you play?" in page_of(client, campaign, ann)
    path = f"/campaigns/{campaign.slug}/board/"
    assert client.post(path, {"group": group.public_id}).status_code == 303
    bring(ann, campaign, 2)
    page = page_of(client, campaign)
    assert "You play for Hikers" in page
    assert "Ann Example" in page
    client.logout()
    assert "Hikers" not in page_of(client, campaign)


def test_the_board_costs_no_more_with_more_people(client: Client, django_assert_max_num_queries: Any) -> None:
    campaign = leaderboard()
    viewer = make.member()
    client.force_login(viewer)
    for number in (5, 15):
        for _ in range(number):
            bring(make.member(), campaign, 1)
        with django_assert_max_num_queries(11):
            client.get(f"/campaigns/{campaign.slug}/board/")


def test_the_rules_are_told_beforehand(client: Client) -> None:
    page = client.get(f"/campaigns/{leaderboard().slug}/").content.decode()
    assert "Who brings most friends stands highest; a place needs at least 1 friend." in page
    assert "Between equals, who had as much earlier stands higher" in page
    page = client.get(f"/campaigns/{challenge(threshold=3).slug}/").content.decode()
    assert "The goal is 3 friends." in page


def test_a_campaign_without_a_board_has_no_page(client: Client) -> None:
    assert client.get(f"/campaigns/{make.live().slug}/board/").status_code == 404
    with pytest.raises(NeedsSignIn):
        from django.contrib.auth.models import AnonymousUser

        show_name(actor=AnonymousUser(), campaign_id=leaderboard().pk, shown=True)
