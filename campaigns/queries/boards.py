"""A board as members see it: real people only, names by their own leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from accounts.states import MemberState
from accounts.visibility import visible_to
from campaigns.models import Board, BoardRow, Progress, Team
from campaigns.queries.campaigns import CampaignDetail
from campaigns.rulebook import Rulebook
from common.access import Actor
from common.texts import in_language
from groups.queries import names_seen_by

# Fewer than this and everybody would know who is who; and a short board only looks like a contest.
FEWEST = 5
SHOWN = 20


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
    """Frozen where it is frozen, else as it stands. Three to six statements, whatever the numbers."""
    frozen = Board.objects.filter(campaign_id=campaign.campaign_id).first()
    own = Progress.objects.filter(campaign_id=campaign.campaign_id, advocate_id=viewer.pk).first()
    of_groups = rulebook.board is not None and rulebook.board.is_of_groups
    look = _group_lines if of_groups else _member_lines
    lines, taking_part = look(campaign.campaign_id, rulebook, frozen, own, viewer)
    mine = next((line for line in lines if line.is_mine), None)
    if mine is None and own is not None and not of_groups and frozen is None:
        mine = _own_line(own, rulebook)
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
    campaign_id: int, rulebook: Rulebook, frozen: Board | None, own: Progress | None, viewer: Actor
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
    standing = _in_order(everybody)
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
    return lines, everybody.count()


def _in_order(everybody: QuerySet[Progress]) -> list[tuple[int, int]]:
    """(member id, credit) of the first ones, by the index that keeps the published order."""
    rows = everybody.order_by("-credit_hundredths", "reached_at", "pk")
    return list(rows.values_list("advocate_id", "credit_hundredths")[:SHOWN])


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


def _own_line(own: Progress, rulebook: Rulebook) -> Line:
    """A member further down: her place is counted, never guessed. None below the least."""
    place = None
    if own.credit_hundredths >= rulebook.threshold_hundredths and own.reached_at is not None:
        before = Progress.objects.filter(campaign_id=own.campaign_id).filter(
            Q(credit_hundredths__gt=own.credit_hundredths)
            | Q(credit_hundredths=own.credit_hundredths, reached_at__lt=own.reached_at)
            | Q(credit_hundredths=own.credit_hundredths, reached_at=own.reached_at, pk__lt=own.pk)
        )
        place = before.count() + 1
    return Line(place=place, name="", credit_hundredths=own.credit_hundredths, is_mine=True)


def _group_lines(
    campaign_id: int, rulebook: Rulebook, frozen: Board | None, own: Progress | None, viewer: Actor
) -> tuple[list[Line], int]:
    teams = Team.objects.filter(campaign_id=campaign_id, credit_hundredths__gt=0)
    ordered = list(teams.order_by("-credit_hundredths", "reached_at", "pk")[:SHOWN])
    names = names_seen_by(viewer, [team.group_ref for team in ordered])
    lines = [
        Line(
            place=place if team.credit_hundredths >= rulebook.threshold_hundredths else None,
            name=in_language(names.get(team.group_ref)),
            credit_hundredths=team.credit_hundredths,
            is_mine=own is not None and own.team_id == team.pk,
        )
        for place, team in enumerate(ordered, start=1)
    ]
    return lines, teams.count()


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
    rows = rows.filter(visible_to(viewer, path="advocate_id")).order_by(
        "-credit_hundredths", "reached_at", "pk"
    )
    return [
        Contribution(name=name, credit_hundredths=credit, is_mine=member_id == viewer.pk)
        for member_id, name, credit in rows.values_list(
            "advocate_id", "advocate__display_name", "credit_hundredths"
        )[:50]
    ]


def _team_name(own: Progress | None, viewer: Actor) -> str:
    if own is None or own.team_id is None:
        return ""
    ref = Team.objects.values_list("group_ref", flat=True).get(pk=own.team_id)
    return in_language(names_seen_by(viewer, [ref]).get(ref)) or ref
