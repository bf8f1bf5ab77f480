"""What is known of a friend who counts. Browsers are compared as keyed hashes only."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Max, Q, QuerySet

from accounts.queries import beginnings_of, compare_mailboxes
from accounts.session_queries import networks_of, was_seen_after
from campaigns.models import Attribution, Referral, ShareLink, Touch
from campaigns.risk_rules import (
    BRANCH_LEAST,
    HOUSEHOLD,
    LEFT_AFTER,
    NEW_FOR,
    VELOCITY_WITHIN,
    Branch,
    Edge,
    Friend,
    find_rings,
    stands_out,
)
from campaigns.risk_states import APPROVED
from campaigns.states import ReferralState
from common.crypto import blind_index
from gifts.address_queries import count_at_one_door
from gifts.present_queries import book_of
from groups.queries import are_fellows, was_at_event
from trust.queries import certified_since

# A cluster is looked for so many invitations around a friend, and no further.
AROUND = 400
# With so many of the newest friends of one advocate a friend is compared.
CIRCLE = 100
# Around a registration: an event that the advocate was at, and others who came from the same network.
SAME_DAY = timedelta(hours=12)
# As the indexes of referrals are ordered.
_NEWEST = ("-registered_at", "-id")


def friend_of(referral: Referral, *, now: datetime) -> Friend:
    """Eighteen statements, four for each link of a chain of shared browsers, six where much stands out."""
    touch = _touch(referral.invitee_id)
    users = users_of(touch.visitor_key) if touch else set()
    certified = certified_since(referral.invitee_id)
    book = book_of(member_id=referral.advocate_id, other_id=referral.invitee_id)
    circle = _circle_of(referral)
    joined_with = _joined_with(referral)
    mail = compare_mailboxes(referral.invitee_id, circle)
    begun = beginnings_of({referral.advocate_id, referral.invitee_id})
    branch = _branch(referral)
    return Friend(
        browser=_hash(touch.visitor_key) if touch else "",
        advocate_browsers=frozenset(map(_hash, browsers_of(referral.advocate_id))),
        same_browser=max(1, len(users)),
        joined_with=len(joined_with),
        alike_mailboxes=mail.alike,
        is_throwaway=mail.is_throwaway,
        throwaway_others=mail.throwaway_others,
        at_one_door=count_at_one_door({*circle, referral.invitee_id}),
        from_one_network=_from_one_network(referral, joined_with),
        branch=branch,
        siblings=_siblings(referral) if stands_out(branch) else Branch(),
        advocate_joined_at=begun[referral.advocate_id].joined_at,
        was_left=_was_left(referral, now),
        is_reachable=begun[referral.invitee_id].is_reachable,
        opened_at=touch.occurred_at if touch and touch.occurred_at <= referral.registered_at else None,
        registered_at=referral.registered_at,
        in_ring=len(users) > 1 and _in_ring(referral.invitee_id, users),
        is_fellow=are_fellows(referral.advocate_id, referral.invitee_id),
        gave_and_took=len({line.giver_id for line in book}) > 1,
        is_professional="professional" in certified,
        is_identified="real_name" in certified,
    )


def _hash(visitor_key: str) -> str:
    return blind_index(visitor_key, purpose="risk:browser")


def _touch(member_id: int) -> Touch | None:
    found = Attribution.objects.filter(invitee_id=member_id, touch__isnull=False).select_related("touch")
    first = found.order_by("pk").first()
    return first.touch if first else None


def browsers_of(member_id: int) -> set[str]:
    """Where a member came from and where she made her links; who came without a link has the latter only."""
    return {key for _member_id, key in _browsers_used(Q(member_id=member_id))}


def users_of(visitor_key: str) -> set[int]:
    """Members who came from a browser or made a link in it."""
    return {member_id for member_id, _key in _browsers_used(Q(key=visitor_key))}


def _joined_with(referral: Referral) -> set[int]:
    near = (referral.registered_at - VELOCITY_WITHIN, referral.registered_at + VELOCITY_WITHIN)
    hers = Referral.objects.filter(
        campaign_id=referral.campaign_id, advocate_id=referral.advocate_id, registered_at__range=near
    )
    return set(hers.order_by(*_NEWEST).values_list("invitee_id", flat=True)[:AROUND])


def _from_one_network(referral: Referral, joined_with: Collection[int]) -> int:
    """0 for a household, an event or a campus: few, friends who are where the advocate meets people, or a
    network from which the friends of others come as well. Three statements, and none for a few.
    """
    if len(joined_with) <= HOUSEHOLD:
        return 0
    since, until = referral.registered_at - SAME_DAY, referral.registered_at + SAME_DAY
    if was_at_event(referral.advocate_id, since=since, until=until):
        return 0
    others = Referral.objects.filter(campaign_id=referral.campaign_id, registered_at__range=(since, until))
    others = others.exclude(advocate_id=referral.advocate_id).order_by(*_NEWEST)
    strangers = set(others.values_list("invitee_id", flat=True)[:AROUND])
    networks = networks_of({*joined_with, *strangers}, since=since, until=until)
    hers = networks.get(referral.invitee_id, set())
    near = {member_id for member_id, used in networks.items() if used & hers}
    return 0 if near & strangers else len(near)


def _branch(referral: Referral) -> Branch:
    """The other friends of her advocate. One statement."""
    hers = Referral.objects.filter(campaign_id=referral.campaign_id, advocate_id=referral.advocate_id)
    return _looked_at(hers.exclude(pk=referral.pk))


def _siblings(referral: Referral) -> Branch:
    """The friends of whoever was invited by the same person as her advocate; of everybody, where there are
    too few of them. Four statements at most.
    """
    here = Referral.objects.filter(campaign_id=referral.campaign_id)
    came = here.filter(invitee_id=referral.advocate_id).exclude(state=ReferralState.VOID)
    inviter = came.values_list("advocate_id", flat=True).first()
    if inviter is not None:
        beside = here.filter(advocate_id=inviter).exclude(invitee_id=referral.advocate_id).order_by(*_NEWEST)
        advocates = list(beside.values_list("invitee_id", flat=True)[:AROUND])
        found = _looked_at(here.filter(advocate_id__in=advocates))
        if found.looked_at >= BRANCH_LEAST:
            return found
    return _looked_at(here.exclude(advocate_id=referral.advocate_id))


def _looked_at(friends: QuerySet[Referral]) -> Branch:
    """Of the newest. From the friends to their cases: the other way around all cases would be read."""
    seen = friends.filter(risk__isnull=False).order_by(*_NEWEST)
    states = list(seen.values_list("risk__state", flat=True)[:AROUND])
    return Branch(looked_at=len(states), stopped=sum(state not in APPROVED for state in states))


def _was_left(referral: Referral, now: datetime) -> bool:
    """One statement, and none on the first day, when it is nobody's business."""
    if now - referral.registered_at < NEW_FOR:
        return False
    return was_seen_after(referral.invitee_id, referral.registered_at + LEFT_AFTER) is False


def _circle_of(referral: Referral) -> set[int]:
    """The advocate and her newest other friends in the campaign."""
    friends = Referral.objects.filter(campaign_id=referral.campaign_id, advocate_id=referral.advocate_id)
    newest = friends.exclude(pk=referral.pk).order_by("-pk").values_list("invitee_id", flat=True)
    return {referral.advocate_id, *newest[:CIRCLE]}


def _in_ring(member_id: int, users: Collection[int]) -> bool:
    """Around one friend: everybody whom a chain of shared browsers leads to, and their invitations.

    Each round asks only for the members and browsers that the one before has found. Where there is more than
    ``AROUND`` of something, the newest are looked at: a ring that grows is one of these.
    """
    browsers: dict[str, set[int]] = defaultdict(set)
    found: set[int] = set()
    fresh = set(users)
    while fresh and len(found) < AROUND:
        found |= fresh
        known = set(browsers)
        for user_id, key in _browsers_used(Q(member_id__in=sorted(fresh))):
            browsers[key].add(user_id)
        for user_id, key in _browsers_used(Q(key__in=sorted(browsers.keys() - known))):
            browsers[key].add(user_id)
        fresh = {user_id for together in browsers.values() for user_id in together} - found
    around = Referral.objects.filter(Q(advocate_id__in=found) | Q(invitee_id__in=found))
    pairs = around.values_list("advocate_id", "invitee_id").annotate(newest=Max("pk")).order_by("-newest")
    edges = {Edge(advocate_id=advocate, invitee_id=invitee) for advocate, invitee, _newest in pairs[:AROUND]}
    return any(member_id in ring for ring in find_rings(edges, browsers))


def _browsers_used(which: Q) -> list[tuple[int, str]]:
    """(member, browser), the newest first: where they came from, where they made links. Two statements."""
    came = Attribution.objects.filter(touch__isnull=False)
    came = came.annotate(member_id=F("invitee_id"), key=F("touch__visitor_key"))
    made = ShareLink.objects.exclude(visitor_key="")
    made = made.annotate(member_id=F("advocate_id"), key=F("visitor_key"))
    newest = [queryset.filter(which).order_by("-pk")[:AROUND] for queryset in (came, made)]
    return [row for rows in newest for row in rows.values_list("member_id", "key")]
