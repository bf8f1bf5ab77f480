"""What rules would have given: places on a board as it stands, and no more units than there are. Pure."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from campaigns.board_rules import Stand, prize_of, ranked
from campaigns.replay_rules import Derived, RewardKey
from campaigns.rulebook import Rulebook

# Whoever has brought anything stands somewhere in her group.
LEAST_IN_A_GROUP = 1


@dataclass(frozen=True, kw_only=True)
class Players:
    """``team_of``: member id to the group that she plays for. ``excluded``: members who have no place."""

    team_of: Mapping[int, str] = field(default_factory=dict)
    excluded: Collection[int] = ()


@dataclass(frozen=True, kw_only=True)
class Given:
    """Rewards earned by rule, units given by item, and how many rewards each member gets."""

    rewards: Mapping[str, int]
    units: Mapping[str, int]
    members: Mapping[int, int]


def what_is_given(derived: Derived, rulebook: Rulebook, players: Players) -> Given:
    """In the order in which it was earned: a gift whose share has been given stays on record, without a unit.

    ``rulebook``: in force at the end.
    """
    rewards, members, spent = Counter[str](), Counter[int](), Counter[str]()
    for rule_key, member_id, _occurrence in [*derived.earned, *places(derived, rulebook, players)]:
        rewards[rule_key] += 1
        share = rulebook.shares.get(rule_key)
        if share is not None and spent[rule_key] >= share[1]:
            continue
        spent[rule_key] += share is not None
        members[member_id] += 1
    units = Counter[str]()
    for rule_key, number in spent.items():
        if number:
            units[rulebook.shares[rule_key][0]] += number
    return Given(rewards=rewards, units=units, members=members)


def places(derived: Derived, rulebook: Rulebook, players: Players) -> Sequence[RewardKey]:
    """What the board's places give as it stands."""
    board = rulebook.board
    if board is None:
        return []
    if board.is_of_groups:
        return list(_seats(derived, rulebook, players))
    stands = _ranked(derived, derived.registered, players, least_hundredths=rulebook.threshold_hundredths)
    prizes = [(prize_of(board, place), stand.key) for place, stand in enumerate(stands, start=1)]
    return [(key, member_id, "once") for key, member_id in prizes if key]


def _seats(derived: Derived, rulebook: Rulebook, players: Players) -> Iterator[RewardKey]:
    board = rulebook.board
    if board is None:
        return
    teams = list(dict.fromkeys(players.team_of.values()))
    news: dict[int, list[tuple[datetime, int]]] = {}
    for at, member_id, added in derived.rises:
        if member_id in players.team_of:
            news.setdefault(teams.index(players.team_of[member_id]), []).append((at, added))
    stands = [_stand(number, rises) for number, rises in news.items()]
    for stand in ranked(stands, least_hundredths=rulebook.threshold_hundredths)[: board.groups]:
        mates = [member for member, group in players.team_of.items() if group == teams[stand.key]]
        for mate in _ranked(derived, mates, players, least_hundredths=LEAST_IN_A_GROUP)[: board.seats]:
            yield board.places[0].key, mate.key, "once"


def _ranked(
    derived: Derived, member_ids: Collection[int], players: Players, *, least_hundredths: int
) -> list[Stand]:
    """By member; in the order of coming in where all else is equal."""
    entered = {member_id: number for number, member_id in enumerate(member_ids)}
    who = list(entered)
    news: dict[int, list[tuple[datetime, int]]] = {}
    for at, member_id, added in derived.rises:
        if member_id in entered and member_id not in players.excluded:
            news.setdefault(entered[member_id], []).append((at, added))
    stands = ranked([_stand(*each) for each in news.items()], least_hundredths=least_hundredths)
    return [
        Stand(key=who[stand.key], credit_hundredths=stand.credit_hundredths, reached_at=stand.reached_at)
        for stand in stands
    ]


def _stand(key: int, rises: Sequence[tuple[datetime, int]]) -> Stand:
    return Stand(
        key=key,
        credit_hundredths=sum(added for _at, added in rises),
        reached_at=max(at for at, _added in rises),
    )
