"""A board as members see it: real people only, names by their own leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.states import MemberState
from accounts.visibility import visible_to
from campaigns.board_rules import Stand, ahead_of, ranked
from campaigns.models import Board, BoardRow, Progress, Team
from campaigns.queries.campaigns import CampaignDetail
from campaigns.queries.standing import Rests, rests_of, stand_of, team_rests_of
from campaigns.rulebook import Rulebook
from common.access import Actor
from common.texts import in_language
from groups.queries import names_seen_by

# Fewer than this and everybody would know who is who; and a short board only looks like a contest.
FEWEST = 5
SHOWN = 20
LISTED = 50


@dataclass(frozen=True, kw_only=True)
class Line:
    """``name`` is '' for whoever has not agreed to be named. ``place`` None: none yet, or left out."""

    place: int | None
    name: str
    credit_hundredths: int
    is_mine: bool
    prize_key: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownBoard:
    """``lines`` are empty while fewer than ``FEWEST`` take part. ``since``: when it was frozen."""

    lines: Sequence[Line]
    taking_part: int
    mine: Line | None
    is_named: bool
    since: datetime | None
    sha256: str
    team: str


def board_of(campaign: CampaignDetail, rulebook: Rulebook, *, viewer: Actor) -> ShownBoard:
    """Frozen where it is frozen, else as it stands, without friends who do not count.

    Three to eight statements, whatever the numbers.
    """
    frozen = Board.objects.filter(campaign_id=campaign.campaign_id).first()
    own = Progress.objects.filter(campaign_id=campaign.campaign_id, advocate_id=viewer.pk).first()
    of_groups = rulebook.board is not None and rulebook.board.is_of_groups
    rests = rests_of(campaign.campaign_id) if of_groups or frozen is None else {}
    if of_groups:
        lines, taking_part = _group_lines(campaign.campaign_id, rulebook, own, viewer, rests)
    else:
        lines, taking_part = _member_lines(campaign.campaign_id, rulebook, frozen, viewer, rests)
    mine = next((line for line in lines if line.is_mine), None)
    if mine is None and own is not None and not of_groups and frozen is None:
        mine = _own_line(own, rulebook, rests)
    enough = taking_part >= FEWEST or (of_groups and taking_part > 0)
    return ShownBoard(
        lines=lines[:SHOWN] if enough else [],
        taking_part=taking_part,
        mine=mine,
        is_named=own is not None and own.is_named,
        since=frozen.frozen_at if frozen else None,
        sha256=frozen.sha256 if frozen else "",
        team=_team_name(own, viewer),
    )


def _member_lines(
    campaign_id: int, rulebook: Rulebook, frozen: Board | None, viewer: Actor, rests: Rests
) -> tuple[list[Line], int]:
    least = rulebook.threshold_hundredths
    everybody = Progress.objects.filter(campaign_id=campaign_id, credit_hundredths__gte=least)
    if frozen is not None:
        rows = BoardRow.objects.filter(board=frozen).order_by(F("place").asc(nulls_last=True), "pk")
        placed = list(rows.values_list("place", "member_id", "credit_hundredths", "prize_key"))
        names = _names(everybody.filter(advocate_id__in=[row[1] for row in placed[:SHOWN]]), viewer)
        lines = [
            Line(
                place=place,
                name=names.get(member_id, ""),
                credit_hundredths=credit,
                is_mine=viewer.pk is not None and member_id == viewer.pk,
                prize_key=prize,
            )
            for place, member_id, credit, prize in placed
        ]
        return lines, len(lines)
    standing = _in_order(everybody, rests, least=least)
    names = _names(everybody, viewer, within=standing)
    lines = [
        Line(
            place=place,
            name=names.get(member_id, ""),
            credit_hundredths=credit,
            is_mine=viewer.pk is not None and member_id == viewer.pk,
        )
        for place, (member_id, credit) in enumerate(standing, start=1)
    ]
    return lines, everybody.exclude(pk__in=list(rests)).count() + _counted(rests, least=least)


def _counted(rests: Rests, *, least: int) -> int:
    """Of those who lose something, how many still have enough."""
    return sum(rest.rest_hundredths >= least for rest in rests.values())


def _first(rows: QuerySet[Any], rests: Rests, *, most: int = SHOWN) -> list[tuple[Stand, Any]]:
    """The first ones in the published order, by the index that keeps it for whole sums.

    Nobody climbs over more people than lose something, so that many more rows are enough.
    """
    first = rows.order_by("-credit_hundredths", "reached_at", "pk")[: most + len(rests)]
    found = {row.pk: row for row in first}
    stands = [stand for row in found.values() if (stand := stand_of(row, rests)) is not None]
    return [(stand, found[stand.key]) for stand in ranked(stands, least_hundredths=1)[:most]]


def _in_order(everybody: QuerySet[Progress], rests: Rests, *, least: int) -> list[tuple[int, int]]:
    """(member id, credit) of the first ones."""
    first = _first(everybody, rests)
    return [
        (row.advocate_id, stand.credit_hundredths) for stand, row in first if stand.credit_hundredths >= least
    ]


def _names(
    everybody: QuerySet[Progress], viewer: Actor, *, within: Sequence[tuple[int, int]] | None = None
) -> dict[int, str]:
    """Of those who agreed to be named and are not behind a block; visitors read none."""
    if viewer.pk is None:
        return {}
    named = everybody.filter(
        Q(is_named=True) | Q(advocate_id=viewer.pk), visible_to(viewer, path="advocate_id")
    )
    if within is not None:
        named = named.filter(advocate_id__in=[member_id for member_id, _credit in within])
    named = named.exclude(advocate__state=MemberState.ERASED)
    return dict(named.values_list("advocate_id", "advocate__display_name"))


def _own_line(own: Progress, rulebook: Rulebook, rests: Rests) -> Line:
    """A member further down: her place is counted, never guessed. None below the least."""
    mine, place = stand_of(own, rests), None
    if mine is not None and mine.credit_hundredths >= rulebook.threshold_hundredths:
        before = Progress.objects.filter(campaign_id=own.campaign_id).filter(
            Q(credit_hundredths__gt=mine.credit_hundredths)
            | Q(credit_hundredths=mine.credit_hundredths, reached_at__lt=mine.reached_at)
            | Q(credit_hundredths=mine.credit_hundredths, reached_at=mine.reached_at, pk__lt=own.pk)
        )
        losing = [stand for pk, rest in rests.items() if (stand := rest.stand(pk)) is not None]
        place = before.exclude(pk__in=list(rests)).count() + len(ahead_of(mine, losing)) + 1
    return Line(place=place, name="", credit_hundredths=mine.credit_hundredths if mine else 0, is_mine=True)


def _group_lines(
    campaign_id: int, rulebook: Rulebook, own: Progress | None, viewer: Actor, rests: Rests
) -> tuple[list[Line], int]:
    teams = Team.objects.filter(campaign_id=campaign_id, credit_hundredths__gt=0)
    losing = team_rests_of(rests)
    first = _first(teams, losing)
    names = names_seen_by(viewer, [team.group_ref for _stand, team in first])
    lines = [
        Line(
            place=place if stand.credit_hundredths >= rulebook.threshold_hundredths else None,
            name=in_language(names.get(team.group_ref)),
            credit_hundredths=stand.credit_hundredths,
            is_mine=own is not None and own.team_id == team.pk,
        )
        for place, (stand, team) in enumerate(first, start=1)
    ]
    return lines, teams.exclude(pk__in=list(losing)).count() + _counted(losing, least=1)


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What one member brought for the group, as its members see it."""

    name: str
    credit_hundredths: int
    is_mine: bool


def contributions_of(*, campaign_id: int, viewer: Actor) -> list[Contribution]:
    """For those who play for the same group: who brought how much. Public inside the group, by its rules."""
    own = Progress.objects.filter(campaign_id=campaign_id, advocate_id=viewer.pk, team__isnull=False).first()
    if own is None or own.team_id is None:
        return []
    rows = Progress.objects.filter(team_id=own.team_id).exclude(advocate__state=MemberState.ERASED)
    rows = rows.filter(visible_to(viewer, path="advocate_id")).select_related("advocate")
    rests = rests_of(campaign_id)
    first = rows.order_by("-credit_hundredths", "reached_at", "pk")[: LISTED + len(rests)]
    brought = [
        (row, rests[row.pk].rest_hundredths if row.pk in rests else row.credit_hundredths) for row in first
    ]
    return [
        Contribution(
            name=row.advocate.display_name, credit_hundredths=credit, is_mine=row.advocate_id == viewer.pk
        )
        for row, credit in sorted(brought, key=lambda each: -each[1])[:LISTED]
    ]


def _team_name(own: Progress | None, viewer: Actor) -> str:
    if own is None or own.team_id is None:
        return ""
    ref = Team.objects.values_list("group_ref", flat=True).get(pk=own.team_id)
    return in_language(names_seen_by(viewer, [ref]).get(ref)) or ref
