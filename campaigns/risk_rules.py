"""How much there is against a friend who counts, rule by rule, and what speaks for her. Pure.

Nothing is refused here: above the line a person looks, and whoever it concerns reads why and until when.
Addresses of networks are no evidence: a household, a campus or an office share one. What is compared are
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
    "one-door": 40,
    "fellows": -20,
    "reciprocity": -40,
    "professional": -40,
    # Each document is accepted once, so a verified friend is nobody's second account.
    "identified": -40,
}


@dataclass(frozen=True, kw_only=True)
class Friend:
    """What is known of one referral. ``browser``: a keyed hash, '' where she came without a link.

    ``advocate_browsers``: those from which the advocate came and in which she made her links.
    ``joined_with``: registrations through the same advocate within half an hour around hers, hers included.
    ``same_browser``: accounts that came from her browser. ``alike_mailboxes``: of her advocate and the other
    friends, those whose e-mail address is hers but for dots, a plus or a number; ``at_one_door``: of the
    advocate and all friends, those whose parcels went to one address. ``is_fellow``: she shares a group
    with her advocate; ``gave_and_took``: presents went both ways between them.
    """

    browser: str = ""
    advocate_browsers: Collection[str] = ()
    same_browser: int = 1
    joined_with: int = 1
    alike_mailboxes: int = 0
    at_one_door: int = 0
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


def assess(friend: Friend, rules: Iterable[RiskRule]) -> Assessment:
    applied = _applied(friend)
    found = tuple(
        Finding(code=rule.code, revision=rule.revision, points=rule.points, is_dry=rule.is_dry)
        for rule in rules
        if rule.code in applied
    )
    return Assessment(findings=found)


def _applied(friend: Friend) -> frozenset[str]:
    opened, registered = friend.opened_at, friend.registered_at
    too_quick = opened is not None and registered is not None and registered - opened < QUICKEST
    answers = {
        "same-browser": bool(friend.browser) and friend.browser in friend.advocate_browsers,
        "browser-reused": friend.same_browser > HOUSEHOLD,
        "ring": friend.in_ring,
        "velocity": friend.joined_with > VELOCITY_MOST,
        "too-quick": too_quick,
        "mail-alike": friend.alike_mailboxes > 0,
        "mail-series": friend.alike_mailboxes >= SERIES,
        "one-door": friend.at_one_door > HOUSEHOLD,
        "fellows": friend.is_fellow,
        "reciprocity": friend.gave_and_took,
        "professional": friend.is_professional,
        "identified": friend.is_identified,
    }
    return frozenset(code for code, answer in answers.items() if answer)


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
