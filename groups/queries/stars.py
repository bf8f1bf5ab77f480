"""The daily star: whose turn it is, and what was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from accounts.people import Person, people_seen_by
from accounts.visibility import met_by
from common.access import Actor
from common.clock import DbNowOnce, zone_of
from groups.models import Group, Membership, StarGreeter, StarInvitation, StarPlan
from groups.queries.board import ShownPost, readable_posts, show_posts
from groups.star_states import AFTER_NOT_NOW, ASK_AGAIN, LIVE, StarState
from groups.states import MembershipState


def star_by_id(public_id: str) -> StarInvitation | None:
    """With group, day and member. One statement."""
    rows = StarInvitation.objects.select_related("group", "slot", "member")
    return rows.filter(public_id=public_id).first()


def stars_by_id(invitation_ids: Iterable[int]) -> dict[int, StarInvitation]:
    """With group and day. One statement."""
    rows = StarInvitation.objects.select_related("group", "slot").filter(pk__in=set(invitation_ids))
    return {row.pk: row for row in rows}


def has_stars(*, group: Group) -> bool:
    """One statement."""
    return StarPlan.objects.filter(group=group, is_on=True).exists()


def next_stars(*, group: Group, now: datetime, size: int) -> list[int]:
    """Members whose turn it is: the longest not asked, never asked first; ties by joining. One statement.

    Not who is asked already, anywhere; not who was asked lately or said "not now"; never who said never.
    """
    asked = StarInvitation.objects.filter(member_id=OuterRef("member_id"))
    here = asked.filter(group=group)
    last = here.order_by().values("member_id").annotate(last=Max("asked_at")).values("last")
    rest = (
        Q(state=StarState.NEVER)
        | Q(asked_at__gt=now - ASK_AGAIN)
        | Q(state=StarState.DECLINED, asked_at__gt=now - AFTER_NOT_NOW)
    )
    rows = Membership.objects.filter(
        ~Exists(here.filter(rest)),
        ~Exists(asked.filter(state__in=LIVE)),
        group=group,
        state=MembershipState.ACTIVE,
    ).annotate(last_asked=Subquery(last))
    order = (F("last_asked").asc(nulls_first=True), "joined_at", "pk")
    return list(rows.order_by(*order).values_list("member_id", flat=True)[:size])


def next_greeters(*, group: Group, star_id: int, size: int) -> list[int]:
    """Who greeted longest ago, or never, across no block with the star; ties by joining. One statement."""
    greeted = StarGreeter.objects.filter(slot__group=group, member_id=OuterRef("member_id"))
    last = greeted.order_by().values("member_id").annotate(last=Max("at")).values("last")
    rows = Membership.objects.filter(
        met_by(star_id, path="member_id"), group=group, state=MembershipState.ACTIVE
    )
    rows = rows.exclude(member_id=star_id).annotate(last_greeted=Subquery(last))
    order = (F("last_greeted").asc(nulls_first=True), "joined_at", "pk")
    return list(rows.order_by(*order).values_list("member_id", flat=True)[:size])


def stars_to_expire(*, now: datetime) -> list[int]:
    """Invitations that nobody answered in time. One statement."""
    rows = StarInvitation.objects.filter(state=StarState.ASKED, answer_by__lte=now)
    return list(rows.order_by("answer_by", "pk").values_list("pk", flat=True))


def stars_to_appear() -> list[int]:
    """Who has said yes, by their days; whether the day has come, the group's clock says. One statement."""
    rows = StarInvitation.objects.filter(state__in=(StarState.ACCEPTED, StarState.READY))
    return list(rows.order_by("slot__local_date", "pk").values_list("pk", flat=True))


def stars_waiting_for(member: Any) -> QuerySet[StarInvitation]:
    """What the member is asked, or has said yes to without words yet."""
    open_now = Q(state=StarState.ASKED, answer_by__gt=DbNowOnce()) | Q(state=StarState.ACCEPTED)
    rows = StarInvitation.objects.filter(open_now, member_id=member.pk)
    return rows.select_related("group", "slot")


def stars_of(*, group: Group, viewer: Actor, size: int = 28) -> list[ShownPost]:
    """What the last stars told, the newest first; a deleted one is gone. A fixed number of statements."""
    posts = readable_posts(group=group, viewer=viewer).filter(star_slot__isnull=False, state="shown")
    return show_posts(list(posts.select_related("prompt").order_by("-pk")[:size]), viewer)


@dataclass(frozen=True, kw_only=True)
class PlannedStar:
    """``person``: None when they show nobody their page."""

    on: date
    state: str
    person: Person | None


def planned_stars(*, group: Group, viewer: Actor, now: datetime) -> list[PlannedStar]:
    """Days to come with whoever is asked for them, for stewards. Two statements."""
    today = now.astimezone(zone_of(group.time_zone)).date()
    rows = list(
        StarInvitation.objects.filter(group=group, state__in=LIVE, slot__local_date__gte=today)
        .select_related("slot")
        .order_by("slot__local_date")
    )
    people = people_seen_by(viewer, {row.member_id for row in rows})
    return [
        PlannedStar(on=row.slot.local_date, state=row.state, person=people.get(row.member_id)) for row in rows
    ]


def stars_in_line(*, group: Group, viewer: Actor, now: datetime, size: int = 5) -> list[Person]:
    """The backup list, for stewards: who is asked next. Two statements."""
    ids = next_stars(group=group, now=now, size=size)
    people = people_seen_by(viewer, ids)
    return [people[member_id] for member_id in ids if member_id in people]
