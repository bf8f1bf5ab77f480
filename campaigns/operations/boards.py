"""Playing for a group, and the end of a board: it is frozen, and each place gets what was promised."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from campaigns import errors, facts, rules
from campaigns.board_rules import Stand, prize_of, ranked, seal_of
from campaigns.models import Board, BoardRow, Campaign, Progress, Referral, RiskCase, Team
from campaigns.operations.draws.freezing import NEWS_OF_FRIENDS
from campaigns.operations.rewards import give_further, standing_of
from campaigns.operations.risk import assess_referral
from campaigns.queries.standing import Rests, rests_of, stand_of, team_rests_of
from campaigns.risk_states import AGAINST, BLOCKING, REFUSED, RiskState
from campaigns.rulebook import BoardRule, Rulebook
from campaigns.states import CampaignState
from common.access import SYSTEM, Actor, allow
from common.clock import db_now
from common.errors import NotFound, Refused, Unavailable
from groups.queries import group_id_of, is_active_member
from outbox.facts import record
from outbox.queries import is_unfinished

FREEZE_AT_ONCE = 20


@transaction.atomic
def play_for_group(*, actor: Actor, campaign_id: int, group_ref: str, now: datetime) -> Progress:
    """All that this member brings to the campaign counts for one of her groups, from now on and for good.

    Chosen before her first friend counts; choosing the same again changes nothing. Leaving the group later
    moves no credit.

    Raises: NotFound, NeedsSignIn, NotAGroupCampaign, NotInThisGroup, TeamChosen, CampaignNotStarted,
    CampaignPaused, CampaignEnded.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.play-for-group", campaign)
    version = campaign.current
    if actor.pk is None or version is None:
        raise NotFound
    board = version.rulebook.board
    if board is None or not board.is_of_groups:
        raise errors.NotAGroupCampaign
    rules.check_takes_referrals(
        state=campaign.state,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        now=now,
        is_stopped=campaign.brand.is_stopped,
    )
    if not is_active_member(group_id=group_id_of(group_ref), member_id=actor.pk):
        raise errors.NotInThisGroup(field="group")
    Progress.objects.bulk_create([Progress(campaign=campaign, advocate_id=actor.pk)], ignore_conflicts=True)
    return _play(campaign, actor.pk, group_ref, now=now)


def _play(campaign: Campaign, member_id: int, group_ref: str, *, now: datetime) -> Progress:
    """Compare-and-set: no team yet, and nothing that counts yet."""
    Team.objects.bulk_create(
        [Team(campaign=campaign, group_ref=group_ref, entered_at=now)], ignore_conflicts=True
    )
    team = Team.objects.get(campaign=campaign, group_ref=group_ref)
    mine = Progress.objects.filter(campaign=campaign, advocate_id=member_id)
    if mine.filter(team__isnull=True, credit_hundredths=0).update(team=team) == 1:
        fact = facts.TeamJoined(
            campaign_id=campaign.pk, member_id=member_id, group=group_ref, occurred_at=now.isoformat()
        )
        record(fact, subject=campaign.public_id)
    progress = mine.get()
    if progress.team_id != team.pk:
        raise errors.TeamChosen
    return progress


@transaction.atomic
def show_name(*, actor: Actor, campaign_id: int, shown: bool) -> None:
    """Whether fellow members read this member's name on the board. Raises: NotFound, NeedsSignIn."""
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.play-for-group", campaign)
    Progress.objects.filter(campaign=campaign, advocate_id=actor.pk).update(is_named=shown)


def freeze_due_boards(*, now: datetime) -> int:
    """Freeze each closed campaign's board once its published days for late news are over."""
    closed = Campaign.objects.filter(state=CampaignState.CLOSING, current__rules__has_key="board")
    frozen = 0
    for campaign in closed.select_related("current").order_by("id")[:FREEZE_AT_ONCE]:
        try:
            frozen += freeze_board(campaign_id=campaign.pk, now=now)
        except Refused:
            continue
    return frozen


@transaction.atomic
def freeze_board(*, campaign_id: int, now: datetime) -> bool:
    """Store the board for good and give each place its reward; False when it is not time, or done already.

    Nobody chooses the moment: it is the published number of days after the end. From the move on nothing
    counts any more, and whoever was just being counted is waited for. So is a person's answer about a friend
    of somebody who would get a prize.

    Raises: Unavailable (news on their way), Stale.
    """
    campaign = Campaign.objects.one(campaign_id)
    board = campaign.current.rulebook.board if campaign.current else None
    if board is None or campaign.current is None or campaign.state != CampaignState.CLOSING:
        return False
    due_at = (campaign.closed_at or campaign.closes_at) + timedelta(days=board.grace_days)
    if db_now() < due_at or campaign.brand.is_stopped:
        return False
    if is_unfinished(NEWS_OF_FRIENDS, written_before=due_at):
        raise Unavailable
    rulebook = campaign.current.rulebook
    # Whoever answers in this instant waits: the news of each answer comes before the board's, or after it.
    RiskCase.objects.filter(campaign=campaign).exclude(state=RiskState.PASSED).update(points=F("points"))
    if _is_open(campaign, rulebook, board, now=now):
        return False
    campaign.begin_settling(actor=SYSTEM)
    Progress.objects.filter(campaign=campaign).update(registered=F("registered"))
    _freeze(campaign, rulebook, board, now=now)
    return True


def _is_open(campaign: Campaign, rulebook: Rulebook, board: BoardRule, *, now: datetime) -> bool:
    """Whether a person owes an answer about a friend of somebody who gets a prize if that friend counts.

    Whom nobody has looked at yet is looked at here.
    """
    friends = Referral.objects.filter(campaign=campaign, qualified_at__isnull=False)
    undecided = friends.filter(Q(risk__isnull=True) | Q(risk__state__in=BLOCKING))
    if not undecided.exists():
        return False
    rests = rests_of(campaign.pk, without=REFUSED)
    theirs = undecided.filter(advocate_id__in=_who_would_win(campaign, rulebook, board, rests))
    for referral_id in list(theirs.filter(risk__isnull=True).order_by("pk").values_list("pk", flat=True)):
        assess_referral(referral_id=referral_id, now=now)
    return theirs.exists()


def _who_would_win(
    campaign: Campaign, rulebook: Rulebook, board: BoardRule, rests: Rests
) -> QuerySet[Progress, int] | list[int]:
    """Those whose credit decides about a prize: the member's own, or of everybody who plays for the group."""
    if not board.is_of_groups:
        rows = _rows(campaign, rulebook, board, rests)
        return [row.member_id for row in rows if row.prize_key and row.member_id is not None]
    stands = _group_stands(campaign, rulebook, rests)[: board.groups]
    playing = Progress.objects.filter(campaign=campaign, team_id__in=[stand.key for stand in stands])
    return playing.values_list("advocate_id", flat=True)


def _freeze(campaign: Campaign, rulebook: Rulebook, board: BoardRule, *, now: datetime) -> None:
    rests = rests_of(campaign.pk)
    look = _rows_of_groups if board.is_of_groups else _rows
    rows = look(campaign, rulebook, board, rests)
    told = [_told(row) for row in rows]
    frozen = Board.objects.create(campaign=campaign, sha256=seal_of(told), rows=len(rows), frozen_at=now)
    for row in rows:
        row.board = frozen
    BoardRow.objects.bulk_create(rows)
    _give(campaign, rulebook, rows, now=now)
    fact = facts.BoardFrozen(campaign_id=campaign.pk, sha256=frozen.sha256, rows=len(rows))
    record(fact, subject=campaign.public_id)


def _told(row: BoardRow) -> dict[str, Any]:
    return {
        "place": row.place,
        "member": row.member_id,
        "team": row.team_id,
        "credit": row.credit_hundredths,
        "reached_at": row.reached_at.isoformat(),
        "prize": row.prize_key,
        "excluded": row.excluded_code,
    }


def _credited(campaign: Campaign) -> QuerySet[Progress]:
    return Progress.objects.filter(campaign=campaign, credit_hundredths__gt=0).select_related("advocate")


def _stands(progress: Iterable[Progress], rests: Rests) -> dict[int, tuple[Stand, Progress]]:
    """By progress id, without what friends who don't count have brought."""
    found = ((stand_of(each, rests), each) for each in progress)
    return {stand.key: (stand, each) for stand, each in found if stand is not None}


def _rows(campaign: Campaign, rulebook: Rulebook, board: BoardRule, rests: Rests) -> list[BoardRow]:
    """Members in their places. Who runs campaigns, or left, is listed without a place."""
    everybody = _stands(_credited(campaign), rests)
    found: list[BoardRow] = []
    place = 0
    for stand in ranked(
        [one for one, _p in everybody.values()], least_hundredths=rulebook.threshold_hundredths
    ):
        progress = everybody[stand.key][1]
        code = rules.hold_reason(standing_of(progress.advocate, campaign))
        place += not code
        found.append(
            BoardRow(
                place=None if code else place,
                member_id=progress.advocate_id,
                credit_hundredths=stand.credit_hundredths,
                reached_at=stand.reached_at,
                prize_key="" if code else prize_of(board, place),
                excluded_code=code,
            )
        )
    return found


def _group_stands(campaign: Campaign, rulebook: Rulebook, rests: Rests) -> list[Stand]:
    losing = team_rests_of(rests)
    teams = Team.objects.filter(campaign=campaign, credit_hundredths__gt=0)
    stands = [stand for team in teams if (stand := stand_of(team, losing)) is not None]
    return ranked(stands, least_hundredths=rulebook.threshold_hundredths)


def _rows_of_groups(campaign: Campaign, rulebook: Rulebook, board: BoardRule, rests: Rests) -> list[BoardRow]:
    """Groups in their places, and below the first ones who gets a seat."""
    found: list[BoardRow] = []
    for place, stand in enumerate(_group_stands(campaign, rulebook, rests), start=1):
        found.append(
            BoardRow(
                place=place,
                team_id=stand.key,
                credit_hundredths=stand.credit_hundredths,
                reached_at=stand.reached_at,
            )
        )
        if place <= board.groups:
            found += _seats(campaign, stand.key, board, rests)
    return found


def _seats(campaign: Campaign, team_id: int, board: BoardRule, rests: Rests) -> list[BoardRow]:
    """Those who brought most first, one seat each, as long as there are seats."""
    mine = _stands(_credited(campaign).filter(team_id=team_id), rests)
    found: list[BoardRow] = []
    given = 0
    for place, stand in enumerate(ranked([one for one, _p in mine.values()], least_hundredths=1), start=1):
        member_id = mine[stand.key][1].advocate_id
        code = rules.hold_reason(standing_of(mine[stand.key][1].advocate, campaign))
        has_seat = not code and given < board.seats
        given += has_seat
        found.append(
            BoardRow(
                place=None if code else place,
                member_id=member_id,
                team_id=team_id,
                credit_hundredths=stand.credit_hundredths,
                reached_at=stand.reached_at,
                prize_key=board.places[0].key if has_seat else "",
                excluded_code=code,
            )
        )
    return found


def _give(campaign: Campaign, rulebook: Rulebook, rows: Sequence[BoardRow], *, now: datetime) -> None:
    prizes = {rule.key: rule for rule in rulebook.board_prizes}
    for row in rows:
        if not row.prize_key or row.member_id is None:
            continue
        cause = Referral.objects.filter(
            ~Q(risk__state__in=AGAINST),
            campaign=campaign,
            advocate_id=row.member_id,
            credit_hundredths__gt=0,
        ).order_by("-id")
        give_further(
            prizes[row.prize_key],
            cause=cause[0],
            beneficiary_id=row.member_id,
            rulebook=rulebook,
            now=now,
            code="earned-seat" if row.team_id else "earned-place",
            place=row.place or 0,
        )
