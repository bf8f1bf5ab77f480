"""A friend for whom nothing is given carries nobody up a board."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Member
from campaigns.models import Board, BoardRow, Campaign, Referral, Reward, RiskCase, Team
from campaigns.operations.boards import freeze_board, freeze_due_boards
from campaigns.operations.risk import appeal_case, assess_referral, confirm_case, release_case
from campaigns.queries.boards import ShownBoard, board_of, contributions_of
from campaigns.queries.campaigns import campaign_detail
from campaigns.queries.replay import replay_campaign
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import (
    bring,
    bring_by_the_desk,
    challenge,
    close,
    leaderboard,
    places,
    team,
)
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def cases_of(advocate: Member) -> list[RiskCase]:
    """Each of her friends is on hold."""
    friends = Referral.objects.filter(advocate=advocate).order_by("pk")
    cases = [assess_referral(referral_id=friend.pk, now=make.NOW) for friend in friends]
    waits = {"state": "held", "codes": ",ring,", "answer_by": make.NOW + timedelta(days=3)}
    RiskCase.objects.filter(pk__in=[case.pk for case in cases]).update(**waits)
    return list(RiskCase.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk"))


def confirm(case: RiskCase) -> None:
    confirm_case(
        actor=make.manager_of(case.campaign.brand), case_id=case.pk, reason="One person.", now=make.NOW
    )


def release(case: RiskCase) -> None:
    release_case(actor=make.manager_of(case.campaign.brand), case_id=case.pk, reason="Sisters.", now=make.NOW)


def ring_and_honest(*, held: int = 4) -> tuple[Campaign, Member, Member, list[RiskCase]]:
    """Four friends of one member are on hold; another one has two, of whom nobody says a word."""
    campaign, ring, honest = leaderboard(), make.member(), make.member()
    bring_by_the_desk(ring, campaign, 4)
    bring_by_the_desk(honest, campaign, 2)
    return campaign, ring, honest, cases_of(ring)[:held]


def end(campaign: Campaign) -> None:
    close(campaign)
    run_jobs()
    freeze_due_boards(now=make.NOW)


def shown(campaign: Campaign, viewer: Member) -> ShownBoard:
    detail = campaign_detail(slug=campaign.slug)
    assert detail.rulebook is not None
    return board_of(detail, detail.rulebook, viewer=viewer)


# --- people -----------------------------------------------------------------------------------------


def test_a_ring_stands_nowhere_and_the_honest_member_first() -> None:
    campaign, _ring, honest, cases = ring_and_honest()
    for case in cases:
        confirm(case)
    end(campaign)

    assert places(campaign) == [(1, honest.pk, "place-1")]
    run_jobs()
    assert Reward.objects.get().state == "approved"
    assert replay_campaign(campaign.pk) == []


def test_what_is_left_keeps_its_place_and_its_prize_is_given() -> None:
    campaign, ring, honest, cases = ring_and_honest()
    for case in cases[1:]:
        confirm(case)
    release(cases[0])
    end(campaign)

    assert places(campaign) == [(1, honest.pk, "place-1"), (2, ring.pk, "place-3")]
    run_jobs()
    assert Reward.objects.get(beneficiary=ring).state == "approved"
    assert Reward.objects.get(beneficiary=ring).cause_id == cases[0].referral_id
    assert replay_campaign(campaign.pk) == []


def test_a_friend_refused_after_the_end_leaves_the_place_to_a_person() -> None:
    campaign, _ring, honest, cases = ring_and_honest()
    for case in cases:
        confirm(case)
    end(campaign)
    confirm(cases_of(honest)[0])
    run_jobs()
    assert Reward.objects.get(beneficiary=honest).state == "held"
    assert places(campaign) == [(1, honest.pk, "place-1")]
    assert replay_campaign(campaign.pk) == []


def test_the_board_waits_for_an_answer_about_who_would_win() -> None:
    campaign, ring, _honest, cases = ring_and_honest()
    close(campaign)
    run_jobs()
    assert not freeze_board(campaign_id=campaign.pk, now=make.NOW)
    for case in cases[1:]:
        confirm(case)
    assert not freeze_board(campaign_id=campaign.pk, now=make.NOW)
    assert Campaign.objects.get().state == "closing"
    assert not Board.objects.exists() and not Reward.objects.exists()

    release(cases[0])
    assert freeze_board(campaign_id=campaign.pk, now=make.NOW)
    assert places(campaign)[1] == (2, ring.pk, "place-3")
    assert replay_campaign(campaign.pk) == []


def test_nobody_waits_for_an_answer_that_changes_no_prize() -> None:
    campaign = leaderboard()
    winners, last = [make.member() for _ in range(3)], make.member()
    for winner in winners:
        bring_by_the_desk(winner, campaign, 2)
    bring_by_the_desk(last, campaign, 1)
    cases_of(last)
    end(campaign)
    assert [row[1] for row in places(campaign)] == [*(winner.pk for winner in winners), last.pk]


def test_an_answer_that_is_objected_to_still_stands_and_is_waited_for() -> None:
    campaign, ring, honest, cases = ring_and_honest()
    for case in cases:
        confirm(case)
    appeal_case(actor=ring, case_id=cases[0].pk, text="We are sisters.", now=make.NOW)
    assert shown(campaign, ring).mine.credit_hundredths == 0  # type: ignore[union-attr]
    close(campaign)
    run_jobs()
    assert not freeze_board(campaign_id=campaign.pk, now=make.NOW)

    release(cases[0])
    assert freeze_board(campaign_id=campaign.pk, now=make.NOW)
    assert places(campaign) == [(1, honest.pk, "place-1"), (2, ring.pk, "place-3")]
    assert replay_campaign(campaign.pk) == []


def test_an_objection_of_who_wins_nothing_is_not_waited_for_and_replays() -> None:
    campaign = leaderboard()
    winners, last = [make.member() for _ in range(3)], make.member()
    for winner in winners:
        bring_by_the_desk(winner, campaign, 3)
    bring_by_the_desk(last, campaign, 2)
    case, other = cases_of(last)
    confirm(case)
    release(other)
    appeal_case(actor=last, case_id=case.pk, text="We are sisters.", now=make.NOW)
    end(campaign)
    row = BoardRow.objects.get(member=last)
    assert (row.place, row.credit_hundredths) == (4, 100)
    release(RiskCase.objects.get(pk=case.pk))
    assert replay_campaign(campaign.pk) == []


def test_whom_nobody_has_looked_at_is_looked_at_before_the_board_is_closed() -> None:
    campaign, member = leaderboard(), make.member()
    bring(member, campaign, 2)
    close(campaign)
    assert not RiskCase.objects.exists()
    assert freeze_board(campaign_id=campaign.pk, now=make.NOW)
    assert set(RiskCase.objects.values_list("state", flat=True)) == {"passed"}


# --- what everybody sees meanwhile ------------------------------------------------------------------


def test_the_board_that_runs_ranks_without_them_in_as_many_statements() -> None:
    campaign = leaderboard()
    everybody = [make.member() for _ in range(6)]
    for number, member in enumerate(everybody, start=1):
        bring_by_the_desk(member, campaign, number)
    best = everybody[-1]
    assert shown(campaign, best).mine.place == 1  # type: ignore[union-attr]
    cases = cases_of(best)
    for case in cases[:4]:
        confirm(case)
    board = shown(campaign, best)
    assert [line.credit_hundredths for line in board.lines] == [500, 400, 300, 200, 200, 100]
    assert board.mine is not None and (board.mine.place, board.mine.credit_hundredths) == (5, 200)
    assert board.taking_part == 6
    with CaptureQueriesContext(connection) as few:
        shown(campaign, best)
    for case in [*cases_of(everybody[3]), *cases_of(everybody[4])]:
        confirm(case)
    with CaptureQueriesContext(connection) as many:
        board = shown(campaign, best)
    assert len(many) == len(few)
    assert (board.taking_part, [line.credit_hundredths for line in board.lines]) == (4, [])


def test_the_own_line_further_down_counts_only_who_stands_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.queries.boards.SHOWN", 2)
    campaign = leaderboard()
    everybody = [make.member() for _ in range(5)]
    for number, member in enumerate(everybody, start=2):
        bring_by_the_desk(member, campaign, number)
    for case in cases_of(everybody[4])[:5]:
        confirm(case)
    assert shown(campaign, everybody[0]).mine.place == 4  # type: ignore[union-attr]
    assert shown(campaign, everybody[4]).mine.place == 5  # type: ignore[union-attr]


# --- groups -----------------------------------------------------------------------------------------


def two_groups() -> tuple[Campaign, Member, Member, list[RiskCase]]:
    """Ann's friends are on hold; Dan's group has fewer, of whom nobody says a word."""
    campaign = challenge(threshold=1, seats=1)
    ann, ben, dan = make.member(), make.member(), make.member()
    team(campaign, ann, ben)
    team(campaign, dan)
    bring_by_the_desk(ann, campaign, 3)
    bring_by_the_desk(ben, campaign, 1)
    bring_by_the_desk(dan, campaign, 2)
    return campaign, ann, dan, cases_of(ann)


def test_groups_stand_without_friends_who_do_not_count() -> None:
    campaign, ann, dan, cases = two_groups()
    for case in cases:
        confirm(case)
    board = shown(campaign, dan)
    assert [(line.credit_hundredths, line.is_mine) for line in board.lines] == [(200, True), (100, False)]
    brought = contributions_of(campaign_id=campaign.pk, viewer=ann)
    assert [(each.credit_hundredths, each.is_mine) for each in brought] == [(100, False), (0, True)]
    end(campaign)

    rows = BoardRow.objects.order_by("pk").values_list(
        "place", "team__credit_hundredths", "credit_hundredths"
    )
    assert list(rows) == [(1, 200, 200), (1, 200, 200), (2, 400, 100)]
    assert Reward.objects.get().beneficiary == dan
    assert replay_campaign(campaign.pk) == []


def test_a_group_waits_for_an_answer_about_any_of_its_friends() -> None:
    campaign, _ann, dan, cases = two_groups()
    ben = Team.objects.order_by("pk")[0]
    close(campaign)
    run_jobs()
    assert not freeze_board(campaign_id=campaign.pk, now=make.NOW)
    for case in cases:
        confirm(case)
    assert freeze_board(campaign_id=campaign.pk, now=make.NOW)
    assert BoardRow.objects.get(place=2).team == ben
    assert Reward.objects.get().beneficiary == dan


def test_a_group_row_that_says_otherwise_than_the_news_is_noticed() -> None:
    campaign, _ann, _dan, cases = two_groups()
    for case in cases:
        confirm(case)
    Team.objects.filter(credit_hundredths=400).update(credit_hundredths=600)
    end(campaign)
    assert any("board row" in line for line in replay_campaign(campaign.pk))
    Team.objects.filter(credit_hundredths=600).update(credit_hundredths=400)


def test_a_seat_goes_to_who_brought_most_of_those_who_count() -> None:
    campaign = challenge(threshold=1, seats=1)
    ann, ben = make.member(), make.member()
    team(campaign, ann, ben)
    bring_by_the_desk(ann, campaign, 3)
    bring_by_the_desk(ben, campaign, 2)
    for case in cases_of(ann)[:2]:
        confirm(case)
    RiskCase.objects.filter(state="held").update(state="released")
    end(campaign)
    assert Reward.objects.get().beneficiary == ben
