"""Campaigns for programs that speak for a visitor or a member."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns import plain_rules
from campaigns.api import serializers as shapes
from campaigns.channel_packs import tag_of_partners
from campaigns.friend_states import FriendState
from campaigns.operations.claims import claim_reward
from campaigns.operations.share_links import make_share_link
from campaigns.operations.touches import record_touch
from campaigns.queries.ambassadors import count_ambassadors, is_paid_link
from campaigns.queries.campaigns import (
    CampaignDetail,
    campaign_detail,
    find_campaign_id,
    managed_cards,
    public_campaigns,
)
from campaigns.queries.names import names_in
from campaigns.queries.progress import progress_of
from campaigns.queries.promises import promise_counts, promises_of
from campaigns.queries.rewards import find_reward_id
from campaigns.queries.rows import own_referral_rows, own_reward_rows
from campaigns.states import CampaignState, PromiseState, RewardState
from campaigns.tag_rules import read_tags
from common.api import OperationView, page_body, require_sign_in
from common.api_filters import chosen, filters, is_asked
from common.ids import new_public_id
from gifts.queries import gifts_by_source

PROGRESS_FIELDS = (
    "takes_part",
    "threshold",
    "registered",
    "qualified",
    "held",
    "credit_hundredths",
    "shared_hundredths",
    "goal_hundredths",
    "remaining_hundredths",
    "remaining_friends",
    "complete",
    "rewards_earned",
)
CURSOR = [OpenApiParameter("cursor", str, description="From `next` of the page before.")]


def cursor_of(request: Request) -> str | None:
    return request.query_params.get("cursor")


def detail_body(campaign: CampaignDetail) -> dict[str, Any]:
    rulebook = campaign.rulebook
    return {
        "public_id": campaign.public_id,
        "slug": campaign.slug,
        "state": campaign.state,
        "title": campaign.title,
        "brand": campaign.brand_name,
        "opens_at": campaign.opens_at,
        "closes_at": campaign.closes_at,
        "settle_by": campaign.settle_by,
        "organiser": campaign.organiser,
        "contact": campaign.contact,
        "public_reason": campaign.public_reason,
        "texts": campaign.texts,
        "rules": campaign.rules,
        "plain_rules": list(plain_rules.lines(rulebook, names_in(rulebook))) if rulebook else [],
        "version": campaign.version_number,
        "sha256": campaign.sha256,
        "sealed_at": campaign.sealed_at,
    }


class CampaignDetailView(APIView):
    @extend_schema(operation_id="campaigns_retrieve", responses=shapes.CampaignDetailOutput)
    def get(self, request: Request, slug: str) -> Response:
        """A campaign with its sealed rules. Drafts are found by their managers only."""
        return Response(detail_body(campaign_detail(slug=slug, actor=request.user)))


class Progress(APIView):
    @extend_schema(operation_id="campaign_progress", responses=shapes.ProgressOutput)
    def get(self, request: Request, slug: str) -> Response:
        """How far I am. Integers, rounded down; what remains is the worst case."""
        require_sign_in(request)
        own = progress_of(member_id=request.user.pk or 0, slug=slug, size=1)
        kept = [{"item": unit.item, "name": unit.name, "until": unit.until} for unit in own.kept]
        return Response({**{name: getattr(own, name) for name in PROGRESS_FIELDS}, "kept": kept})


class Referrals(APIView):
    @extend_schema(
        operation_id="campaign_referrals",
        parameters=[*CURSOR, *filters(state=FriendState.values)],
        responses=shapes.ReferralsOutput,
    )
    def get(self, request: Request, slug: str) -> HttpResponse:
        """Friends who joined through my invitation, newest first. Plain rows, no serializer."""
        require_sign_in(request)
        rows, following = own_referral_rows(
            member_id=request.user.pk or 0,
            slug=slug,
            state=chosen(request, "state", FriendState.values),
            cursor=cursor_of(request),
        )
        return JsonResponse(page_body(rows, following))


class ShareLinks(OperationView):
    input_serializer = shapes.ShareLinkInput

    @extend_schema(
        operation_id="campaign_share_link",
        request=shapes.ShareLinkInput,
        responses={201: shapes.ShareLinkOutput},
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """My link for a channel: the same one however often it is asked for."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        link = make_share_link(
            actor=request.user,
            campaign_id=find_campaign_id(slug=kwargs["slug"]),
            channel=data["channel"],
            now=timezone.now(),
        )
        address = f"{settings.SITE_URL}{reverse('campaigns:landing', args=[link.code])}"
        tag = tag_of_partners(get_language() or "") if is_paid_link(link.code) else ""
        return 201, {"code": link.code, "channel": link.channel, "address": address, "disclosure": tag}


class Touches(OperationView):
    input_serializer = shapes.TouchInput

    @extend_schema(
        operation_id="touches_create", request=shapes.TouchInput, responses={201: shapes.TouchOutput}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Somebody opened an invitation in another program than a browser."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        key = data.get("visitor_key") or new_public_id()
        touch = record_touch(
            actor=request.user,
            code=data["code"],
            visitor_key=key,
            kind=data["kind"],
            tags=read_tags(data),
            address="" if request.user.is_authenticated else str(request.META.get("REMOTE_ADDR", "")),
            now=timezone.now(),
        )
        return 201, {"visitor_key": key, "campaign": touch.campaign.slug}


class Rewards(APIView):
    @extend_schema(
        operation_id="rewards_list",
        parameters=[*CURSOR, *filters(state=RewardState.values)],
        responses=shapes.RewardsOutput,
    )
    def get(self, request: Request) -> HttpResponse:
        """What I have earned, in all campaigns, newest first."""
        require_sign_in(request)
        rows, following = own_reward_rows(
            member_id=request.user.pk or 0,
            state=chosen(request, "state", RewardState.values),
            cursor=cursor_of(request),
        )
        return JsonResponse(page_body(rows, following))


class Claim(OperationView):
    @extend_schema(operation_id="rewards_claim", request=None, responses=shapes.ClaimedRewardOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Turn an approved reward into a gift; again gives the same gift."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        reward = claim_reward(
            actor=request.user, reward_id=find_reward_id(kwargs["public_id"]), now=timezone.now()
        )
        gift = gifts_by_source([reward.source]).get(reward.source)
        return 200, {
            "public_id": reward.public_id,
            "state": reward.state,
            "gift": gift[0] if gift else None,
        }


class Promises(APIView):
    @extend_schema(
        operation_id="campaign_promises",
        parameters=[*CURSOR, *filters(state=PromiseState.values)],
        responses=shapes.PromisesOutput,
    )
    def get(self, request: Request, slug: str) -> Response:
        """The public ledger: counters, and every promise with its due date. It names nobody."""
        campaign = campaign_detail(slug=slug, actor=request.user)
        counts = promise_counts(campaign_id=campaign.campaign_id)
        lines, following = promises_of(
            campaign_id=campaign.campaign_id,
            state=chosen(request, "state", PromiseState.values),
            cursor=cursor_of(request),
        )
        sums = {**asdict(counts), "promised": counts.promised, "score_bp": counts.score_bp}
        paid = count_ambassadors(campaign_id=campaign.campaign_id)
        return Response(
            {"counts": sums, "ambassadors": paid, **page_body([asdict(line) for line in lines], following)}
        )


def campaign_list(request: Request) -> Response:
    """The body of ``GET campaigns/``; its view also takes drafts."""
    state, cursor = chosen(request, "state", CampaignState.values), cursor_of(request)
    if is_asked(request, "managed"):
        require_sign_in(request)
        cards, following = managed_cards(request.user, state=state, cursor=cursor)
    else:
        cards, following = public_campaigns(state=state, cursor=cursor)
    items = [
        {
            "public_id": card.public_id,
            "slug": card.slug,
            "state": card.state,
            "title": card.title,
            "brand": card.brand_name,
            "opens_at": card.opens_at,
            "closes_at": card.closes_at,
        }
        for card in cards
    ]
    return Response(page_body(items, following))
