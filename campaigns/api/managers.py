"""Campaigns for programs that speak for a manager: drafts, the campaign's life, all referrals."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api import serializers as shapes
from campaigns.api.drafts import CampaignDraftOutput, draft_body
from campaigns.api.members import CURSOR, campaign_list, cursor_of
from campaigns.friend_states import FriendState
from campaigns.models import Campaign
from campaigns.operations import lifecycle
from campaigns.operations.attributing import attribute_by_hand
from campaigns.operations.drafts import DraftChanges, create_campaign, edit_draft
from campaigns.operations.publishing import publish_campaign
from campaigns.queries.campaigns import find_brand_id, find_campaign_id
from campaigns.queries.progress import ReferralLine, line_of_referral, referrals_of_campaign
from campaigns.rulebook import DEFAULT_RULES
from campaigns.states import CampaignState
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.api_filters import chosen, filters

Answer = tuple[int, dict[str, Any]]


def campaign_state_body(campaign: Campaign) -> dict[str, Any]:
    sealed = campaign.current
    return {
        "public_id": campaign.public_id,
        "slug": campaign.slug,
        "state": campaign.state,
        "version": sealed.number if sealed else 0,
        "sha256": sealed.sha256 if sealed else "",
    }


_DRAFT = OpenApiExample(
    "A draw for who brings three friends",
    value={
        "brand": "k3m7q9x2w5t8r4v6",
        "title": {"en": "Spring walk", "zh-hans": "春天散步"},
        "opens_at": "2026-11-28T10:00:00+08:00",
        "closes_at": "2026-12-12T10:00:00+08:00",
        "settle_by": "2026-12-19T10:00:00+08:00",
        "rules": dict(DEFAULT_RULES),
        "texts": {"lead": {"en": "Tea at the end.", "zh-hans": "最后一起喝茶。"}},
    },
    request_only=True,
)


class Campaigns(OperationView):
    input_serializer = shapes.CampaignInput

    @extend_schema(
        operation_id="campaigns_list",
        parameters=[
            *CURSOR,
            *filters(state=CampaignState.values),
            OpenApiParameter("managed", bool, description="Mine as a manager, drafts too."),
        ],
        responses=shapes.CampaignsOutput,
    )
    def get(self, request: Request) -> Response:
        """Campaigns that everybody may see, the newest opening first; with ``managed`` those of my brands."""
        return campaign_list(request)

    @extend_schema(
        operation_id="campaigns_create",
        request=shapes.CampaignInput,
        responses={201: shapes.CampaignStateOutput},
        examples=[_DRAFT],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A draft that nobody else sees. Its rules may be incomplete until it is published."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        brand_id = find_brand_id(data.pop("brand"))
        campaign = create_campaign(
            actor=request.user, brand_id=brand_id, rules_draft=data.pop("rules", None), **data
        )
        return 201, campaign_state_body(campaign)


class Draft(OperationView):
    http_method_names = ["get", "head", "put", "options"]
    input_serializer = shapes.DraftInput

    @extend_schema(operation_id="campaign_draft_read", responses=CampaignDraftOutput)
    def get(self, request: Request, slug: str) -> Response:
        """What stands in it, what its rules lack, and what the platforms' rules say to it, line by line."""
        require_sign_in(request)
        campaign = Campaign.objects.one(find_campaign_id(slug=slug))
        allow(request.user, "campaigns.edit-campaign", campaign)
        return Response(draft_body(campaign))

    @extend_schema(
        operation_id="campaign_draft", request=shapes.DraftInput, responses=shapes.CampaignStateOutput
    )
    def put(self, request: Request, **kwargs: Any) -> Response:
        """Change a draft. A sealed campaign is never edited here."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign = edit_draft(
            actor=request.user,
            campaign_id=find_campaign_id(slug=kwargs["slug"]),
            changes=DraftChanges(**data),
        )
        return 200, campaign_state_body(campaign)


class Step(OperationView):
    """One act in a campaign's life. Each again changes nothing."""

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign_id = find_campaign_id(slug=kwargs["slug"])
        campaign = self.step(request, campaign_id, data.get("reason", ""), timezone.now())
        return 200, campaign_state_body(campaign)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        raise NotImplementedError


class Publish(Step):
    @extend_schema(operation_id="campaign_publish", request=None, responses=shapes.CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Seal the rules, check the stock, make the promises, announce."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return publish_campaign(actor=request.user, campaign_id=campaign_id, now=now)


class Pause(Step):
    input_serializer = shapes.ReasonInput

    @extend_schema(
        operation_id="campaign_pause", request=shapes.ReasonInput, responses=shapes.CampaignStateOutput
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Stop at once, with a reason that members read."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return lifecycle.pause_campaign(actor=request.user, campaign_id=campaign_id, reason=reason)


class Resume(Step):
    @extend_schema(operation_id="campaign_resume", request=None, responses=shapes.CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Go on after a pause."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return lifecycle.resume_campaign(actor=request.user, campaign_id=campaign_id)


class Close(Step):
    input_serializer = shapes.ReasonInput

    @extend_schema(
        operation_id="campaign_close", request=shapes.ReasonInput, responses=shapes.CampaignStateOutput
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """No new referrals from here on. Before the announced end it needs a reason."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return lifecycle.close_campaign(actor=request.user, campaign_id=campaign_id, reason=reason, now=now)


class Settle(Step):
    @extend_schema(operation_id="campaign_settle", request=None, responses=shapes.CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """End a campaign whose promises have all come to an end."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return lifecycle.settle_campaign(actor=request.user, campaign_id=campaign_id, now=now)


class Cancel(Step):
    input_serializer = shapes.ReasonInput

    @extend_schema(
        operation_id="campaign_cancel", request=shapes.ReasonInput, responses=shapes.CampaignStateOutput
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Call off a campaign that nobody could join yet, with a reason that everybody reads."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return lifecycle.cancel_campaign(actor=request.user, campaign_id=campaign_id, reason=reason)


class AllReferrals(OperationView):
    input_serializer = shapes.AttributionInput

    @extend_schema(
        operation_id="campaign_all_referrals",
        parameters=[*CURSOR, OpenApiParameter("state", str, enum=FriendState.values)],
        responses=shapes.ManagedReferralsOutput,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Every referral of my brand's campaign with the reason of its state, newest first."""
        require_sign_in(request)
        campaign = Campaign.objects.one(find_campaign_id(slug=slug))
        allow(request.user, "campaigns.view-referrals", campaign)
        lines, following = referrals_of_campaign(
            campaign_id=campaign.pk,
            state=chosen(request, "state", FriendState.values),
            cursor=cursor_of(request),
        )
        return Response(page_body([referral_body(line) for line in lines], following))

    @extend_schema(
        operation_id="campaign_attribute_referral",
        request=shapes.AttributionInput,
        responses={201: shapes.ManagedReferralOutput},
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Write a member who registered without an invitation down as a friend of an advocate who had one
        by then. The same again changes nothing; nobody is ever given to somebody else."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign_id = find_campaign_id(slug=kwargs["slug"])
        referral = attribute_by_hand(actor=request.user, campaign_id=campaign_id, now=timezone.now(), **data)
        body = referral_body(line_of_referral(referral.pk))
        return 201, dict(shapes.ManagedReferralOutput(body).data)


def referral_body(line: ReferralLine) -> dict[str, Any]:
    return {
        "advocate": line.advocate_handle,
        "invitee": line.invitee_handle,
        "state": line.state,
        "credit_hundredths": line.credit_hundredths,
        "registered_at": line.registered_at,
        "expires_at": line.expires_at,
        "qualified_at": line.qualified_at,
        "reason": line.reason,
    }
