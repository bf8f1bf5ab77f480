"""A frozen board held against what the news led to, and against the published rule of its places."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Q

from accounts.states import MemberState
from campaigns.facts import (
    BoardFrozen,
    RiskCaseDecided,
    RiskCaseFact,
    RiskCaseOpened,
    RiskCasePassed,
    TeamJoined,
)
from campaigns.models import Board, BoardRow, Progress, Team
from campaigns.replay_rules import Derived, RewardKey
from outbox.queries import payloads_of


def board_differences(campaign_id: int, derived: Derived) -> tuple[list[str], set[RewardKey]]:
    """(what the board says otherwise, the rewards that its places lead to). Nothing without a board."""
    team_of = teams_told(campaign_id)
    found = list(_teams(campaign_id, derived, team_of))
    board = Board.objects.filter(campaign_id=campaign_id).first()
    if board is None:
        return found, set()
    rows = list(BoardRow.objects.filter(board=board).select_related("team").order_by("pk"))
    credit = _standing(derived, _lost(campaign_id, derived))
    if not any(row.member_id is None for row in rows) and not team_of:
        found += _missing(credit, rows, least=board.campaign.current)
    found += _credits(rows, credit, _sums(credit, team_of))
    found += _order(rows)
    return found, {
        (row.prize_key, row.member_id, "once") for row in rows if row.prize_key and row.member_id is not None
    }


def teams_told(campaign_id: int) -> dict[int, str]:
    """Member id to the public id of the group that she plays for, in the order of choosing."""
    return {
        payload["member_id"]: payload["group"]
        for payload, _at in payloads_of(TeamJoined, campaign_id=campaign_id)
    }


def without_a_place(campaign_id: int) -> set[int]:
    """Who runs campaigns, or is not here any more."""
    players = Progress.objects.filter(campaign_id=campaign_id)
    barred = players.filter(~Q(advocate__state=MemberState.ACTIVE) | Q(advocate__is_staff=True))
    return set(barred.values_list("advocate_id", flat=True))


def _lost(campaign_id: int, derived: Derived) -> Mapping[int, int]:
    """By advocate: what friends brought who did not count when the board was closed."""
    frozen = min((at for _payload, at in payloads_of(BoardFrozen, campaign_id=campaign_id)), default=None)
    kinds: tuple[type[RiskCaseFact], ...] = (RiskCasePassed, RiskCaseOpened, RiskCaseDecided)
    told: list[tuple[datetime, int, int, str]] = [
        (at, payload["advocate_id"], payload["invitee_id"], payload["standing"])
        for kind in kinds
        for payload, at in payloads_of(kind, campaign_id=campaign_id)
        if frozen is None or at < frozen
    ]
    last = {(advocate_id, invitee_id): standing for _at, advocate_id, invitee_id, standing in sorted(told)}
    lost: dict[int, int] = {}
    for (advocate_id, invitee_id), standing in last.items():
        if standing in ("rejected", "reversed") and invitee_id in derived.referrals:
            lost[advocate_id] = lost.get(advocate_id, 0) + derived.referrals[invitee_id].credit
    return lost


def _standing(derived: Derived, lost: Mapping[int, int]) -> dict[int, int]:
    return {
        member_id: credit - lost.get(member_id, 0) - derived.afterwards.get(member_id, 0)
        for member_id, credit in derived.credit.items()
    }


def _sums(credit: Mapping[int, int], team_of: Mapping[int, str]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for member_id, group in team_of.items():
        sums[group] = sums.get(group, 0) + credit.get(member_id, 0)
    return sums


def _credits(rows: list[BoardRow], credit: Mapping[int, int], sums: Mapping[str, int]) -> Iterator[str]:
    """Each row against what its member, or its group, had without friends who did not count."""
    for row in rows:
        if row.member_id is not None:
            derived = credit.get(row.member_id)
        else:
            derived = sums.get(row.team.group_ref) if row.team is not None else None
        if derived is not None and derived != row.credit_hundredths:
            yield f"board row {row.pk}: stored credit {row.credit_hundredths}, derived {derived}"


def _teams(campaign_id: int, derived: Derived, team_of: dict[int, str]) -> Iterator[str]:
    sums: dict[str, int] = {}
    for _at, advocate_id, added in derived.rises:
        if advocate_id in team_of:
            group = team_of[advocate_id]
            sums[group] = sums.get(group, 0) + added
    for group, credit in Team.objects.filter(campaign_id=campaign_id).values_list(
        "group_ref", "credit_hundredths"
    ):
        if credit != sums.get(group, 0):
            yield f"team {group}: stored credit {credit}, derived {sums.get(group, 0)}"


def _missing(credit: Mapping[int, int], rows: list[BoardRow], *, least: object) -> Iterator[str]:
    listed = {row.member_id for row in rows}
    threshold = least.rulebook.threshold_hundredths  # type: ignore[attr-defined]
    for member_id, has in sorted(credit.items()):
        if has >= threshold and member_id not in listed:
            yield f"board: member {member_id} has {has} and is not on it"


def _order(rows: list[BoardRow]) -> Iterator[str]:
    """More first; between equals the earlier one. Members of one group are compared among themselves."""
    before: dict[tuple[bool, int | None], BoardRow] = {}
    for row in rows:
        if row.place is None:
            continue
        kind = (row.member_id is None, row.team_id if row.member_id is not None else None)
        above = before.get(kind)
        if above is not None:
            here = (-row.credit_hundredths, row.reached_at)
            there = (-above.credit_hundredths, above.reached_at)
            if here < there or row.place != (above.place or 0) + 1:
                yield f"board row {row.pk}: place {row.place} is not by the published rule"
        before[kind] = row
