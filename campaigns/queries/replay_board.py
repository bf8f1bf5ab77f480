"""A frozen board held against what the news led to, and against the published rule of its places."""

from collections.abc import Iterator, Mapping

from campaigns.facts import TeamJoined
from campaigns.models import Board, BoardRow, Team
from campaigns.replay_rules import Derived, RewardKey
from outbox.queries import payloads_of


def board_differences(campaign_id: int, derived: Derived) -> tuple[list[str], set[RewardKey]]:
    """(what the board says otherwise, the rewards that its places lead to). Nothing without a board."""
    team_of = {
        payload["member_id"]: payload["group"]
        for payload, _at in payloads_of(TeamJoined, campaign_id=campaign_id)
    }
    found = list(_teams(campaign_id, derived, team_of))
    board = Board.objects.filter(campaign_id=campaign_id).first()
    if board is None:
        return found, set()
    rows = list(BoardRow.objects.filter(board=board).order_by("pk"))
    closed = {
        member_id: credit - derived.afterwards.get(member_id, 0)
        for member_id, credit in derived.credit.items()
    }
    if not any(row.member_id is None for row in rows) and not team_of:
        found += _missing(closed, rows, least=board.campaign.current)
    found += [
        f"board row {row.pk}: stored credit {row.credit_hundredths}, derived {closed[row.member_id]}"
        for row in rows
        if row.member_id is not None
        and closed.get(row.member_id, row.credit_hundredths) != row.credit_hundredths
    ]
    found += _order(rows)
    return found, {
        (row.prize_key, row.member_id, "once") for row in rows if row.prize_key and row.member_id is not None
    }


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


def _missing(closed: Mapping[int, int], rows: list[BoardRow], *, least: object) -> Iterator[str]:
    listed = {row.member_id for row in rows}
    threshold = least.rulebook.threshold_hundredths  # type: ignore[attr-defined]
    for member_id, credit in sorted(closed.items()):
        if credit >= threshold and member_id not in listed:
            yield f"board: member {member_id} has {credit} and is not on it"


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
