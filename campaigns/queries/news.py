"""What may be told about campaigns, looked up when it is told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.states import MemberState
from campaigns.friend_states import shown_state
from campaigns.models import Campaign, Draw, DrawEntry, Promise, PromiseTally, Referral, Reward, Team
from campaigns.queries.campaigns import managed_by
from campaigns.states import (
    QUALIFYING_STATES,
    UNKEPT_PROMISES,
    CampaignState,
    PromiseBucket,
    PromiseState,
)
from common.access import Actor
from common.clock import DbNow
from common.texts import Texts

DUE_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class FriendNews:
    """``name`` is empty once the friend has left."""

    advocate_id: int
    sharer_id: int | None
    name: str
    state: str
    slug: str
    title: Texts


def friends_by_referral(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], FriendNews]:
    """{(campaign id, invitee id): news}; one statement however many."""
    campaigns, invitees = {campaign for campaign, _ in pairs}, {invitee for _, invitee in pairs}
    rows = Referral.objects.filter(campaign_id__in=campaigns, invitee_id__in=invitees).values_list(
        "campaign_id",
        "invitee_id",
        "advocate_id",
        "sharer_id",
        "invitee__display_name",
        "invitee__state",
        shown_state(),
        "campaign__slug",
        "campaign__title",
    )
    return {
        (campaign_id, invitee_id): FriendNews(
            advocate_id=advocate_id,
            sharer_id=sharer_id,
            name="" if member_state == MemberState.ERASED else name,
            state=state,
            slug=slug,
            title=title,
        )
        for campaign_id, invitee_id, advocate_id, sharer_id, name, member_state, state, slug, title in rows
    }


@dataclass(frozen=True, kw_only=True)
class RewardNews:
    public_id: str
    beneficiary_id: int
    kind: str
    state: str
    slug: str
    title: Texts


def rewards_by_id(reward_ids: Iterable[int]) -> dict[int, RewardNews]:
    """One statement however many."""
    rows = Reward.objects.filter(pk__in=list(reward_ids)).values_list(
        "pk", "public_id", "beneficiary_id", "kind", "state", "campaign__slug", "campaign__title"
    )
    return {
        pk: RewardNews(
            public_id=public_id, beneficiary_id=beneficiary_id, kind=kind, state=state, slug=slug, title=title
        )
        for pk, public_id, beneficiary_id, kind, state, slug, title in rows
    }


@dataclass(frozen=True, kw_only=True)
class DrawNews:
    state: str
    slug: str
    title: Texts


def draws_by_id(draw_ids: Iterable[int]) -> dict[int, DrawNews]:
    """One statement however many."""
    rows = Draw.objects.filter(pk__in=list(draw_ids)).values_list(
        "pk", "state", "campaign__slug", "campaign__title"
    )
    return {pk: DrawNews(state=state, slug=slug, title=title) for pk, state, slug, title in rows}


def entrants_after(*, draw_id: int, after: int, size: int) -> list[tuple[int, int]]:
    """(entry id, member id) in order of ids. The list is frozen, so nothing comes in behind."""
    entries = DrawEntry.objects.in_the_drum().filter(draw_id=draw_id, pk__gt=after).order_by("pk")
    return list(entries.values_list("pk", "member_id")[:size])


@dataclass(frozen=True, kw_only=True)
class AlarmNews:
    scope: str
    campaign_id: int
    title: Texts


def paused_by_alarm(campaign_ids: Collection[int]) -> dict[int, AlarmNews]:
    """{campaign id: news}, of those that are still paused. One statement."""
    paused = Campaign.objects.filter(pk__in=campaign_ids, state=CampaignState.PAUSED)
    return {
        campaign.pk: AlarmNews(scope=campaign.brand.scope, campaign_id=campaign.pk, title=campaign.title)
        for campaign in paused.select_related("brand")
    }


def campaigns_with_group(group_refs: Collection[str]) -> dict[str, list[AlarmNews]]:
    """{group's public id: the campaigns that run with it}, the oldest first. Two statements.

    A group plays in one as a team, or a condition of its rules names the group.
    """
    refs = set(group_refs)
    running = Campaign.objects.filter(state__in=QUALIFYING_STATES).select_related("brand", "current")
    teams = set(Team.objects.filter(group_ref__in=refs).values_list("campaign_id", "group_ref"))
    found: dict[str, list[AlarmNews]] = {}
    for campaign in running.order_by("pk"):
        rules = campaign.current.rules if campaign.current else {}
        named = {str(each.get("group", "")) for each in rules.get("conditions", [])}
        for ref in sorted(refs):
            if ref in named or (campaign.pk, ref) in teams:
                line = AlarmNews(scope=campaign.brand.scope, campaign_id=campaign.pk, title=campaign.title)
                found.setdefault(ref, []).append(line)
    return found


def groups_watched(actor: Actor) -> set[str]:
    """Public ids of the groups with which a campaign of the actor's brands runs. Three statements."""
    running = managed_by(actor).filter(state__in=QUALIFYING_STATES)
    refs = set(Team.objects.filter(campaign__in=running.values("pk")).values_list("group_ref", flat=True))
    for rules in running.values_list("current__rules", flat=True):
        refs |= {str(each["group"]) for each in (rules or {}).get("conditions", []) if each.get("group")}
    return refs


@dataclass(frozen=True, kw_only=True)
class PromiseNews:
    scope: str
    slug: str
    title: Texts
    due: int
    late: int


def promises_due(campaign_ids: Collection[int] | None = None) -> dict[int, PromiseNews]:
    """{campaign id: what falls due within a day, and what is late}; only where there is any.

    Three statements. None: all campaigns.
    """
    open_ones = Promise.objects.filter(state=PromiseState.OPEN, due_at__lte=DbNow() + DUE_WITHIN)
    late_ones = PromiseTally.objects.filter(bucket=PromiseBucket.OVERDUE)
    if campaign_ids is not None:
        open_ones = open_ones.filter(campaign_id__in=campaign_ids)
        late_ones = late_ones.filter(campaign_id__in=campaign_ids)
    due = dict(open_ones.order_by().values_list("campaign_id").annotate(count=Count("pk")))
    late = dict(late_ones.order_by().values_list("campaign_id").annotate(sum=Sum("promises")))
    wanted = {pk for pk in {*due, *late} if due.get(pk, 0) or late.get(pk, 0)}
    return {
        campaign.pk: PromiseNews(
            scope=campaign.brand.scope,
            slug=campaign.slug,
            title=campaign.title,
            due=due.get(campaign.pk, 0),
            late=late.get(campaign.pk, 0),
        )
        for campaign in Campaign.objects.filter(pk__in=wanted).select_related("brand")
    }


@dataclass(frozen=True, kw_only=True)
class UnkeptNews:
    scope: str
    slug: str
    title: Texts
    unkept: int


def unkept_promises(campaign_ids: Collection[int]) -> dict[int, UnkeptNews]:
    """{campaign id: how many of its promises wait, due or not}. One statement."""
    unkept = Promise.objects.filter(campaign=OuterRef("pk"), state__in=UNKEPT_PROMISES).order_by()
    number = unkept.values("campaign").annotate(count=Count("pk")).values("count")
    rows: QuerySet[Any] = Campaign.objects.filter(pk__in=campaign_ids).select_related("brand")
    return {
        campaign.pk: UnkeptNews(
            scope=campaign.brand.scope, slug=campaign.slug, title=campaign.title, unkept=campaign.unkept
        )
        for campaign in rows.annotate(unkept=Coalesce(Subquery(number), 0))
    }
