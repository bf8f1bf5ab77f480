"""The funnel of each group that plays in a campaign, but for those so small that one could be recognised."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from campaigns.funnel_rules import minor_each
from campaigns.models import Progress, Referral, Reward, Touch
from campaigns.queries.boards import FEWEST
from campaigns.queries.counted import STANDINGS, kept_rewards
from campaigns.queries.funnel import Steps
from campaigns.states import ReferralState, RewardState
from common.access import Actor
from common.texts import in_language
from groups.queries import names_seen_by


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """``name`` is '' for a group that the reader may not see. ``players``: members who play for it."""

    name: str
    players: int
    steps: Steps

    @property
    def cost_per_approved(self) -> int | None:
        return minor_each(self.steps.cost_minor, self.steps.approved)


@dataclass(frozen=True, kw_only=True)
class GroupFigures:
    """``hidden``: how many groups are left out."""

    lines: Sequence[GroupLine]
    hidden: int


def group_figures(*, campaign_id: int, viewer: Actor) -> GroupFigures:
    """By credit, the most first. One statement where no group plays, else five."""
    playing = Progress.objects.filter(campaign_id=campaign_id, team__isnull=False).order_by()
    rows = playing.values("team", "team__group_ref", "team__credit_hundredths").annotate(players=Count("pk"))
    teams = sorted(rows, key=lambda row: (-row["team__credit_hundredths"], row["team"]))
    shown = shown_teams({row["team"]: row["players"] for row in teams})
    if not shown:
        return GroupFigures(lines=[], hidden=len(teams))
    teams_shown = [row for row in teams if row["team"] in shown]
    sums = _sums(campaign_id)
    names = names_seen_by(viewer, [row["team__group_ref"] for row in teams_shown])
    lines = [
        GroupLine(
            name=in_language(names.get(row["team__group_ref"])),
            players=row["players"],
            steps=Steps(key=row["team__group_ref"], **sums[row["team"]]),
        )
        for row in teams_shown
    ]
    return GroupFigures(lines=lines, hidden=len(teams) - len(lines))


def shown_teams(players: Mapping[int, int]) -> set[int]:
    """Those with enough members. One alone that is too small would be what is missing from the total: then
    the smallest of the others stays out too.
    """
    shown = {team for team, number in players.items() if number >= FEWEST}
    if len(players) - len(shown) == 1 and shown:
        shown.remove(min(shown, key=lambda team: (players[team], team)))
    return shown


def _sums(campaign_id: int) -> dict[int, dict[str, int]]:
    """Three statements. What an advocate brings belongs to the group she plays for now."""
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    friends = Referral.objects.filter(campaign_id=campaign_id).exclude(state=ReferralState.VOID)
    visits = Touch.objects.filter(campaign_id=campaign_id)
    given = kept_rewards(Reward.objects.filter(campaign_id=campaign_id, state=RewardState.GRANTED))
    given = given.annotate(brought_by=Coalesce("cause__advocate", "beneficiary"))
    rewards = {"rewarded": Count("pk"), "cost_minor": Sum("cost_minor")}
    _add(sums, friends.annotate(played=_team_of(campaign_id, "advocate")), STANDINGS)
    _add(sums, visits.annotate(played=_team_of(campaign_id, "link__advocate")), {"touches": Count("pk")})
    _add(sums, given.annotate(played=_team_of(campaign_id, "brought_by")), rewards)
    return sums


def _team_of(campaign_id: int, advocate: str) -> Subquery:
    own = Progress.objects.filter(campaign_id=campaign_id, advocate_id=OuterRef(advocate))
    return Subquery(own.values("team")[:1])


def _add(sums: dict[int, dict[str, int]], rows: Any, columns: Mapping[str, Any]) -> None:
    named = {f"n_{name}": value for name, value in columns.items()}
    found = rows.filter(played__isnull=False).values("played").annotate(**named).order_by()
    for row in found:
        sums[row["played"]] |= {name: row[f"n_{name}"] or 0 for name in columns}
