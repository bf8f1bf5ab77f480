"""Teams mixed by constraints: no database, no clock, and with the same seed always the same teams."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

from groups import errors
from groups.team_states import LEAST_SIZE, MOST_SIZE, Relaxed

# Tries per number of teams, for few people and for many; exchanges per person in each try, and at most.
_TRIES, _TRIES_OF_MANY, _MANY = 6, 2, 60
_EXCHANGES, _MOST_EXCHANGES = 24, 1500
# How often somebody who fits nowhere makes another one move on.
_PUSHES = 40
Pair = frozenset[int]
Cost = tuple[int, int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class Comer:
    """Somebody who comes. ``city`` and ``industry`` are "" where the host is not shown them."""

    member_id: int
    city: str = ""
    industry: str = ""
    is_new: bool = False


@dataclass(frozen=True, kw_only=True)
class Company:
    """Who is to be mixed. ``blocked`` pairs never share a team; ``wished`` ones do if they can.

    ``met``: pairs that were at the same event lately.
    """

    comers: Sequence[Comer]
    blocked: frozenset[Pair] = frozenset()
    wished: frozenset[Pair] = frozenset()
    met: frozenset[Pair] = frozenset()
    by_id: Mapping[int, Comer] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {one.member_id: one for one in self.comers})


@dataclass(frozen=True, kw_only=True)
class Mix:
    """``teams``: member ids per team; ``relaxed``: what had to be given up, in the declared order."""

    teams: list[list[int]]
    relaxed: list[str]


def check_size(size: int) -> int:
    """Raises: OutOfRange."""
    if not LEAST_SIZE <= size <= MOST_SIZE:
        raise errors.OutOfRange(field="size", least=LEAST_SIZE, most=MOST_SIZE)
    return size


def mutual(wishes: Iterable[tuple[int, int]]) -> frozenset[Pair]:
    """Pairs that named each other: a wish of one side moves nobody."""
    named = set(wishes)
    return frozenset(frozenset(wish) for wish in named if wish[::-1] in named and wish[0] != wish[1])


def mix(company: Company, *, size: int, seed: int) -> Mix:
    """At most ``size`` in a team, as even as it goes; more teams only where blocks leave no other way.

    The cheapest of a few tries by the declared order; every blocked pair is apart in each of them.
    """
    people = sorted(company.by_id)
    if not people:
        return Mix(teams=[], relaxed=[])
    least, goes = -(-len(people) // size), _TRIES if len(people) < _MANY else _TRIES_OF_MANY
    for number in range(least, len(people) + 1):
        dice = [Random(f"{seed}:{number}:{go}") for go in range(goes)]  # noqa: S311  no secret, but repeatable
        tries = [_try(company, number, random) for random in dice]
        found = [teams for teams in tries if teams is not None]
        if found:
            best = min(found, key=lambda teams: _total(company, teams))
            relaxed = _relaxed(company, best, is_smaller=number > least)
            return Mix(teams=[sorted(team) for team in best], relaxed=relaxed)
    raise AssertionError("everybody alone is always possible")


def place(company: Company, teams: Sequence[Sequence[int]], newcomer: int) -> int | None:
    """Which team takes somebody who came later: the smallest without a block, None where there is none."""
    open_ = [(len(team), number) for number, team in enumerate(teams) if _fits(company, team, newcomer)]
    return min(open_)[1] if open_ else None


def blocked_together(teams: Iterable[Iterable[int]], blocked: frozenset[Pair]) -> list[Pair]:
    """What must be empty before teams are written."""
    return [pair for team in teams for pair in map(frozenset, combinations(team, 2)) if pair in blocked]


def _fits(company: Company, team: Iterable[int], member_id: int) -> bool:
    return not any(frozenset((member_id, other)) in company.blocked for other in team)


def _try(company: Company, number: int, random: Random) -> list[list[int]] | None:
    """One seeded attempt; None where the blocks can't be kept with so many teams."""
    teams = _deal(company, number, random)
    if teams is not None and number > 1:
        _improve(company, teams, random)
    return teams


def _deal(company: Company, number: int, random: Random) -> list[list[int]] | None:
    """Whoever has most blocks first, each to the team where it costs least; even sizes."""
    order = sorted(company.by_id)
    random.shuffle(order)
    blocks = {one: sum(1 for pair in company.blocked if one in pair) for one in order}
    order.sort(key=lambda one: -blocks[one])
    cap, larger = -(-len(order) // number), len(order) % number or number
    room = [cap if place < larger else cap - 1 for place in range(number)]
    teams: list[list[int]] = [[] for _ in range(number)]
    waiting, pushes = order[::-1], 0
    while waiting:
        one = waiting.pop()
        fits = [n for n in range(number) if len(teams[n]) < room[n] and _fits(company, teams[n], one)]
        if fits:
            teams[min(fits, key=lambda n: (_cost(company, [*teams[n], one]), len(teams[n]), n))].append(one)
            continue
        pushes += 1
        pushed = _push(company, teams, one, random)
        if pushed is None or pushes > _PUSHES * number:
            return None
        waiting.append(pushed)
    return teams


def _push(company: Company, teams: list[list[int]], one: int, random: Random) -> int | None:
    """Put somebody who fits nowhere in another one's place; that one has to find a new team."""
    ways = [
        (team, other)
        for team in teams
        for other in team
        if _fits(company, [each for each in team if each != other], one)
    ]
    if not ways:
        return None
    team, other = random.choice(ways)
    team[team.index(other)] = one
    return other


def _improve(company: Company, teams: list[list[int]], random: Random) -> None:
    """Exchange two people of two teams wherever that costs less."""
    for _ in range(min(_MOST_EXCHANGES, _EXCHANGES * len(company.by_id))):
        first, second = random.sample(range(len(teams)), 2)
        a, b = random.choice(teams[first]), random.choice(teams[second])
        left = [b if each == a else each for each in teams[first]]
        right = [a if each == b else each for each in teams[second]]
        if blocked_together([left, right], company.blocked):
            continue
        before = _sum([_cost(company, teams[first]), _cost(company, teams[second])])
        if _sum([_cost(company, left), _cost(company, right)]) < before:
            teams[first], teams[second] = left, right


def _cost(company: Company, team: Sequence[int]) -> Cost:
    """What this team gives up, the dearest first: wishes (kept ones count down), welcome, city and so on."""
    pairs = [frozenset(pair) for pair in combinations(team, 2)]
    people = [company.by_id[one] for one in team]
    together = sum(1 for pair in pairs if pair in company.wished)
    news = sum(1 for one in people if one.is_new)
    alone = news if news == len(people) else 0
    met = sum(1 for pair in pairs if pair in company.met)
    return (-together, alone, _same(one.city for one in people), _same(one.industry for one in people), met)


def _same(values: Iterable[str]) -> int:
    """How many too many are of one kind; what is not known counts as nothing."""
    known = [value for value in values if value]
    return len(known) - len(set(known))


def _sum(costs: Iterable[Cost]) -> Cost:
    a, b, c, d, e = (sum(column) for column in zip(*costs, strict=True))
    return (a, b, c, d, e)


def _total(company: Company, teams: list[list[int]]) -> Cost:
    return _sum(_cost(company, team) for team in teams)


def _relaxed(company: Company, teams: list[list[int]], *, is_smaller: bool) -> list[str]:
    costs = [_cost(company, team) for team in teams]
    together = -sum(cost[0] for cost in costs)
    given_up = {
        Relaxed.MET: any(cost[4] for cost in costs),
        Relaxed.INDUSTRY: any(_is_one(company, team, "industry") for team in teams),
        Relaxed.CITY: any(_is_one(company, team, "city") for team in teams),
        Relaxed.WELCOME: any(cost[1] for cost in costs),
        Relaxed.WISH: together < len(company.wished),
        Relaxed.SIZE: is_smaller,
    }
    return [name.value for name in Relaxed if given_up[name]]


def _is_one(company: Company, team: Sequence[int], name: str) -> bool:
    """Several people of whom all that is known is the same."""
    known = [value for one in team if (value := getattr(company.by_id[one], name))]
    return len(known) > 1 and len(set(known)) == 1
