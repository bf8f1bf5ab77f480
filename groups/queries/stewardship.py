"""Whether stewards are seen in their groups, and how a claim to a stewardship stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from groups import stewardship_rules
from groups.models import (
    RSVP,
    Attendance,
    ClaimVote,
    Comment,
    Complaint,
    Event,
    Group,
    InviteLink,
    Membership,
    ModerationAction,
    Post,
    PromptAnswer,
    Reaction,
    ReviewCase,
    Ritual,
    StewardClaim,
    StewardSilence,
)
from groups.queries.moderation import mute_of
from groups.states import GroupRole, GroupState, MembershipState
from groups.stewardship_rules import SEEN_WITHIN, SILENT_AFTER, Candidate, Why
from groups.stewardship_states import LIVE, ClaimState

# (what, its group, who, when) of every row that says that somebody did something in a group: what counts for
# engagement, and what only stewards do. What was hidden or deleted since was done all the same.
_ROWS: tuple[tuple[type[Any], str, str, str], ...] = (
    (Post, "group_id", "author_id", "created_at"),
    (Comment, "post__group_id", "author_id", "created_at"),
    (Reaction, "post__group_id", "member_id", "at"),
    (PromptAnswer, "prompt__group_id", "member_id", "at"),
    (Attendance, "rsvp__event__group_id", "rsvp__member_id", "since"),
    (RSVP, "event__group_id", "member_id", "since"),
    (Event, "group_id", "host_id", "created_at"),
    (InviteLink, "group_id", "maker_id", "created_at"),
    (ModerationAction, "group_id", "by_id", "created_at"),
)
# Whoever got the office, has it anew: the days count from there.
HANDED = ("succeed", "take-over", "give-role")
_STEWARDS = Membership.objects.filter(state=MembershipState.ACTIVE, role=GroupRole.STEWARD)


def seen_pairs(
    *, group_ids: Iterable[int], member_ids: Iterable[int], since: datetime
) -> set[tuple[int, int]]:
    """(group id, member id) of those who did something there. One statement."""
    groups, members = list(group_ids), list(member_ids)
    if not groups or not members:
        return set()
    found = [
        rows.objects.filter(**{f"{path}__in": groups, f"{who}__in": members, f"{when}__gte": since})
        .order_by()
        .values_list(path, who)
        for rows, path, who, when in _ROWS
    ]
    return set(found[0].union(*found[1:]))


def handled_by_stewards(*, group_id: int, since: datetime) -> dict[str, QuerySet[Any]]:
    """{kind: keys} of what a group's stewards look after, for the audit trail. No statement by itself."""
    office = Q(since__gte=since) | Q(role__gt=GroupRole.MEMBER)
    of_group: dict[type[Any], QuerySet[Any]] = {
        Group: Group.objects.filter(pk=group_id),
        Membership: Membership.objects.filter(office, group_id=group_id),
        ReviewCase: ReviewCase.objects.filter(group_id=group_id),
        Complaint: Complaint.objects.filter(group_id=group_id),
        Event: Event.objects.filter(group_id=group_id),
        Ritual: Ritual.objects.filter(group_id=group_id),
    }
    return {kind._meta.label_lower: rows.values("public_id") for kind, rows in of_group.items()}


def perhaps_silent(*, after: int, now: datetime, size: int) -> tuple[list[int], int | None]:
    """(groups whose stewards left no row for 30 days, where to go on): the audit trail has the last word.

    Groups with nobody else in them, younger than that, or known to be silent are left out. Three statements.
    """
    since = now - SILENT_AFTER
    known = StewardSilence.objects.filter(ended_at__isnull=True).values("group_id")
    rows = Group.objects.filter(
        state=GroupState.ACTIVE, founded_at__lt=since, seats_taken__gt=1, pk__gt=after
    )
    found = list(rows.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True)[:size])
    offices = list(_STEWARDS.filter(group_id__in=found).values_list("group_id", "member_id", "joined_at"))
    seen = seen_pairs(group_ids=found, member_ids={who for _group, who, _at in offices}, since=since)
    there = {group for group, who, at in offices if (group, who) in seen or at is None or at >= since}
    last = found[-1] if len(found) == size else None
    return [one for one in found if one not in there], last


def is_without_steward(*, group_id: int) -> bool:
    """For the line on the group's page. One statement."""
    return StewardSilence.objects.filter(group_id=group_id, ended_at__isnull=True).exists()


def silence_of(*, group_id: int) -> StewardSilence | None:
    """The one that goes on. One statement."""
    return StewardSilence.objects.filter(group_id=group_id, ended_at__isnull=True).first()


def silences_by_id(ids: Iterable[int]) -> dict[int, StewardSilence]:
    """With their groups. One statement."""
    rows = StewardSilence.objects.select_related("group").filter(pk__in=set(ids))
    return {one.pk: one for one in rows}


def claim_by_id(public_id: str) -> StewardClaim | None:
    """With its group and claimant. One statement."""
    rows = StewardClaim.objects.select_related("group", "claimant")
    return rows.filter(public_id=public_id).first()


def claims_by_id(ids: Iterable[int]) -> dict[int, StewardClaim]:
    """With their groups. One statement."""
    return {one.pk: one for one in StewardClaim.objects.select_related("group").filter(pk__in=set(ids))}


def claims_at_desk(*, state: str = "") -> QuerySet[StewardClaim]:
    """Of every group, with these; of one state where it is given."""
    rows = StewardClaim.objects.select_related("group")
    return rows.filter(state=state) if state else rows


def live_claim_of(*, group_id: int) -> StewardClaim | None:
    """With its claimant. One statement."""
    rows = StewardClaim.objects.select_related("claimant", "group")
    return rows.filter(group_id=group_id, state__in=LIVE).first()


def sums_of(claim: StewardClaim) -> tuple[int, int]:
    """(for, against), of those who are still in the group. One statement."""
    there = Membership.objects.filter(group_id=claim.group_id, state=MembershipState.ACTIVE)
    votes = ClaimVote.objects.filter(claim=claim, member_id__in=there.values("member_id"))
    sums = votes.aggregate(
        support=Count("pk", filter=Q(is_support=True)), objections=Count("pk", filter=Q(is_support=False))
    )
    return sums["support"], sums["objections"]


def vote_of(*, claim_id: int, member_id: int | None) -> ClaimVote | None:
    """One statement."""
    return ClaimVote.objects.filter(claim_id=claim_id, member_id=member_id or 0).first()


def voter_count(*, group_id: int, besides: Collection[int]) -> int:
    """Everybody in the group but its stewards and whoever offers. One statement."""
    rows = Membership.objects.filter(group_id=group_id, state=MembershipState.ACTIVE)
    return rows.exclude(role=GroupRole.STEWARD).exclude(member_id__in=besides).count()


def may_vote_on(claim: StewardClaim, mine: Membership | None) -> bool:
    """In the group since before the claim, no steward, not oneself, able to write there. One statement."""
    if mine is None or not mine.is_active or mine.member_id == claim.claimant_id or mine.joined_at is None:
        return False
    if mine.role >= GroupRole.STEWARD or mine.joined_at > claim.opened_at:
        return False
    return mute_of(group_id=mine.group_id, member_id=mine.member_id) is None


def why_not_claim(mine: Membership, *, now: datetime) -> Why | None:
    """What stands against a claim by somebody who is in the group. Three statements."""
    pair = (mine.group_id, mine.member_id)
    seen = seen_pairs(group_ids=pair[:1], member_ids=pair[1:], since=now - SEEN_WITHIN)
    ended = StewardClaim.objects.filter(
        group_id=mine.group_id,
        claimant_id=mine.member_id,
        state__in=(ClaimState.OPPOSED, ClaimState.STOPPED),
    )
    one = Candidate(
        role=mine.role,
        joined_at=mine.joined_at or now,
        is_seen=pair in seen,
        is_muted=mute_of(group_id=mine.group_id, member_id=mine.member_id) is not None,
        ended_at=ended.aggregate(last=Max("ended_at"))["last"],
    )
    return stewardship_rules.why_not(one, now=now)


@dataclass(frozen=True, kw_only=True)
class Stewardship:
    """As one member of the group sees it. ``vote``: the viewer's own; of the others only the sums."""

    silence: StewardSilence | None
    claim: StewardClaim | None = None
    support: int = 0
    objections: int = 0
    vote: bool | None = None
    is_own: bool = False
    is_steward: bool = False
    may_vote: bool = False
    may_claim: bool = False
    why: Why | None = None


def stewardship_of(*, group: Group, mine: Membership, now: datetime) -> Stewardship:
    """Six statements at most."""
    silence, claim = silence_of(group_id=group.pk), live_claim_of(group_id=group.pk)
    is_steward = mine.role >= GroupRole.STEWARD
    if claim is None:
        why = why_not_claim(mine, now=now) if silence else None
        may_claim = silence is not None and why is None and group.state == GroupState.ACTIVE
        return Stewardship(silence=silence, is_steward=is_steward, may_claim=may_claim, why=why)
    support, objections = sums_of(claim)
    vote = vote_of(claim_id=claim.pk, member_id=mine.member_id)
    return Stewardship(
        silence=silence,
        claim=claim,
        support=support,
        objections=objections,
        vote=vote.is_support if vote else None,
        is_own=claim.claimant_id == mine.member_id,
        is_steward=is_steward,
        may_vote=may_vote_on(claim, mine),
    )


def silent_groups(*, after: int, size: int) -> list[int]:
    """By their numbers. One statement."""
    rows = StewardSilence.objects.filter(ended_at__isnull=True, group_id__gt=after)
    return list(rows.order_by("group_id").values_list("group_id", flat=True)[:size])
