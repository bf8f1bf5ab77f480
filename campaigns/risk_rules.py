"""How much there is against a friend who counts, rule by rule, and what speaks for her. Pure.

Nothing is refused here: above the line a person looks, and whoever it concerns reads why and until when.
A network is no evidence by itself: a household, a campus or an office share one. What is compared are
keyed hashes; nobody can read a browser, a person or a place out of them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# Points from which on a person looks.
LINE = 60
# A household shares a tablet: so many accounts of one browser are nobody's business.
HOUSEHOLD = 4
RING = 5
# Sisters may have addresses that are alike; so many more are made by one hand.
SERIES = 3
# Of the invitations around a cluster of accounts, so many hundredths stay inside where it is a ring.
INSIDE_PERCENT = 60
VELOCITY_WITHIN = timedelta(minutes=30)
VELOCITY_MOST = 3
QUICKEST = timedelta(seconds=3)
# Of the accounts around a friend, so many at a throwaway mail service beside hers are made by one hand.
THROWAWAYS = 3
# An account is new for so long, and was left where nobody was seen in it after the first hour.
NEW_FOR = timedelta(days=1)
LEFT_AFTER = timedelta(hours=1)
# The rest of a branch speaks of a friend from so many on, where so many hundredths of it were stopped, and
# where that is so many times what it is among its siblings.
BRANCH_LEAST, BRANCH_PERCENT, BRANCH_TIMES = 5, 50, 4


@dataclass(frozen=True, kw_only=True)
class RiskRule:
    """``points`` below zero speak for somebody. A dry rule is counted and changes nothing."""

    code: str
    revision: int
    points: int
    is_dry: bool = False


# Shipped as revision 1; every change is a new row.
DEFAULTS: Mapping[str, int] = {
    "same-browser": 60,
    "browser-reused": 60,
    "ring": 110,
    "velocity": 30,
    "too-quick": 25,
    "mail-alike": 30,
    "mail-series": 60,
    "throwaway-mail": 40,
    "throwaway-series": 40,
    "one-door": 40,
    "branch-apart": 30,
    "one-network": 30,
    "new-advocate": 10,
    "left-at-once": 10,
    "unreachable": 10,
    "fellows": -20,
    "reciprocity": -40,
    "professional": -40,
    # Each document is accepted once, so a verified friend is nobody's second account.
    "identified": -40,
}
# Shipped as dry runs: counted until an installation has seen how often they are wrong.
DRY = frozenset({"one-network"})


@dataclass(frozen=True, kw_only=True)
class Branch:
    """Of the friends whom somebody brought and who were looked at: how many, and how many were stopped."""

    looked_at: int = 0
    stopped: int = 0

    @property
    def percent(self) -> float:
        return self.stopped * 100 / self.looked_at if self.looked_at else 0


@dataclass(frozen=True, kw_only=True)
class Friend:
    """What is known of one referral. ``browser``: a keyed hash, '' where she came without a link.

    ``advocate_browsers``: those from which the advocate came and in which she made her links.
    ``joined_with``: registrations through the same advocate within half an hour around hers, hers included.
    ``same_browser``: accounts that came from her browser. ``alike_mailboxes``: of her advocate and the other
    friends, those whose e-mail address is hers but for dots, a plus or a number; ``at_one_door``: of the
    advocate and all friends, those whose parcels went to one address. ``is_throwaway``: her address is at a
    throwaway mail service, as are ``throwaway_others`` of the advocate and the other friends.
    ``from_one_network``: of ``joined_with`` those who signed in from her network, where nobody else does and
    the advocate is at no event, hers included. ``branch``: the advocate's other friends; ``siblings``: those
    of whoever came to the campaign beside the advocate. ``was_left``: nobody was seen in the account after
    its first hour, a day later or more. ``is_reachable``: a phone or an e-mail address was proven.
    ``is_fellow``: she shares a group with her advocate; ``gave_and_took``: presents went both ways between
    them.
    """

    browser: str = ""
    advocate_browsers: Collection[str] = ()
    same_browser: int = 1
    joined_with: int = 1
    alike_mailboxes: int = 0
    at_one_door: int = 0
    is_throwaway: bool = False
    throwaway_others: int = 0
    from_one_network: int = 0
    branch: Branch = Branch()
    siblings: Branch = Branch()
    advocate_joined_at: datetime | None = None
    was_left: bool = False
    is_reachable: bool = True
    opened_at: datetime | None = None
    registered_at: datetime | None = None
    in_ring: bool = False
    is_fellow: bool = False
    gave_and_took: bool = False
    is_professional: bool = False
    is_identified: bool = False


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One rule that applied, in the trace."""

    code: str
    revision: int
    points: int
    is_dry: bool


@dataclass(frozen=True, kw_only=True)
class Assessment:
    findings: Sequence[Finding] = field(default_factory=tuple)

    @property
    def points(self) -> int:
        return max(0, sum(found.points for found in self.findings if not found.is_dry))

    @property
    def is_held(self) -> bool:
        return self.points >= LINE

    @property
    def codes(self) -> list[str]:
        """What speaks against her and is in force."""
        return [found.code for found in self.findings if found.points > 0 and not found.is_dry]

    @property
    def dry_codes(self) -> list[str]:
        return [found.code for found in self.findings if found.points > 0 and found.is_dry]


def assess(friend: Friend, rules: Iterable[RiskRule]) -> Assessment:
    applied = _applied(friend)
    found = tuple(
        Finding(code=rule.code, revision=rule.revision, points=rule.points, is_dry=rule.is_dry)
        for rule in rules
        if rule.code in applied
    )
    return Assessment(findings=found)


def _applied(friend: Friend) -> frozenset[str]:
    answers = {
        "same-browser": bool(friend.browser) and friend.browser in friend.advocate_browsers,
        "browser-reused": friend.same_browser > HOUSEHOLD,
        "ring": friend.in_ring,
        "velocity": friend.joined_with > VELOCITY_MOST,
        "too-quick": _is_within(QUICKEST, friend.opened_at, friend.registered_at),
        "mail-alike": friend.alike_mailboxes > 0,
        "mail-series": friend.alike_mailboxes >= SERIES,
        "throwaway-mail": friend.is_throwaway,
        "throwaway-series": friend.is_throwaway and friend.throwaway_others >= THROWAWAYS,
        "one-door": friend.at_one_door > HOUSEHOLD,
        "branch-apart": is_apart(friend.branch, friend.siblings),
        "one-network": friend.from_one_network > HOUSEHOLD,
        "new-advocate": _is_within(NEW_FOR, friend.advocate_joined_at, friend.registered_at),
        "left-at-once": friend.was_left,
        "unreachable": not friend.is_reachable,
        "fellows": friend.is_fellow,
        "reciprocity": friend.gave_and_took,
        "professional": friend.is_professional,
        "identified": friend.is_identified,
    }
    return frozenset(code for code, answer in answers.items() if answer)


def _is_within(time: timedelta, since: datetime | None, until: datetime | None) -> bool:
    return since is not None and until is not None and until - since < time


def stands_out(branch: Branch) -> bool:
    """Whether enough of a branch was stopped to compare it with its siblings."""
    return branch.looked_at >= BRANCH_LEAST and branch.percent >= BRANCH_PERCENT


def is_apart(branch: Branch, siblings: Branch) -> bool:
    """Where the siblings are stopped as often, the campaign or its rules stand out, and not a branch."""
    return stands_out(branch) and branch.percent >= BRANCH_TIMES * siblings.percent


# --- rings ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Edge:
    """An invitation: who invited whom, and the browsers from which the two came."""

    advocate_id: int
    invitee_id: int


def find_rings(edges: Collection[Edge], browsers: Mapping[str, Collection[int]]) -> list[frozenset[int]]:
    """Clusters of five and more accounts that share browsers and invite one another.

    A terminal in a library has many accounts too, but who uses it was invited from all over: so a cluster
    is a ring only where most invitations around it stay inside.
    """
    groups = _clusters(browsers)
    inside, around = Counter[int](), Counter[int]()
    for edge in edges:
        ends = {groups.get(edge.advocate_id), groups.get(edge.invitee_id)} - {None}
        for end in ends:
            around[end] += 1  # type: ignore[index]
        if len(ends) == 1 and groups.get(edge.advocate_id) == groups.get(edge.invitee_id):
            inside[next(iter(ends))] += 1  # type: ignore[index]
    members: dict[int, set[int]] = defaultdict(set)
    for member_id, group in groups.items():
        members[group].add(member_id)
    return [
        frozenset(found)
        for group, found in sorted(members.items())
        if len(found) >= RING and inside[group] * 100 >= INSIDE_PERCENT * around[group] > 0
    ]


def _clusters(browsers: Mapping[str, Collection[int]]) -> dict[int, int]:
    """Member to the smallest member of her cluster: whoever shares a browser is in one."""
    parent: dict[int, int] = {}

    def root(member_id: int) -> int:
        parent.setdefault(member_id, member_id)
        while parent[member_id] != member_id:
            parent[member_id] = parent[parent[member_id]]
            member_id = parent[member_id]
        return member_id

    for users in browsers.values():
        ordered = sorted(users)
        for one in ordered:
            low, high = sorted((root(ordered[0]), root(one)))
            parent[high] = low
    return {member_id: root(member_id) for member_id in parent}
