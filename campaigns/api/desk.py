"""The rest of the desk for programs of managers: two people for a draft, copies, the brake, promises."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.managers import Answer, Step, campaign_state_body
from campaigns.api.serializers import CampaignStateOutput, ReasonInput, Shape
from campaigns.models import Brand, Campaign
from campaigns.operations import drafts, lifecycle
from campaigns.operations.boards import play_for_group, show_name
from campaigns.operations.promises import break_promise
from campaigns.operations.stopping import restart_brand, stop_brand
from campaigns.queries.campaigns import campaign_detail, find_brand_id, find_campaign_id
from campaigns.queries.promises import find_promise_id
from campaigns.states import PromiseState
from common.api import OperationView, require_sign_in


class BrandStateOutput(Shape):
    public_id = serializers.CharField()
    is_stopped = serializers.BooleanField()
    stopped_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class BrokenPromiseOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(PromiseState.choices)
    reason = serializers.CharField(help_text="For everybody to read.")


class ApproveInput(Shape):
    revision = serializers.IntegerField(min_value=0, help_text="Of the draft that was read.")


class PlayInput(Shape):
    group = serializers.CharField(max_length=24, help_text="One of my groups.")


class BoardNameInput(Shape):
    shown = serializers.BooleanField()


class Submit(Step):
    @extend_schema(operation_id="campaign_submit", request=None, responses=CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Hand a complete draft to a second person."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return drafts.submit_for_review(actor=request.user, campaign_id=campaign_id)


class SendBack(Step):
    input_serializer = ReasonInput

    @extend_schema(operation_id="campaign_send_back", request=ReasonInput, responses=CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Return a campaign in review to its author, with a reason."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return drafts.send_back(actor=request.user, campaign_id=campaign_id, reason=reason)


class Approve(OperationView):
    input_serializer = ApproveInput

    @extend_schema(operation_id="campaign_approve", request=ApproveInput, responses=CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The second person has read this revision of the draft. It can not be edited any more."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign_id = find_campaign_id(slug=kwargs["slug"])
        approved = drafts.approve_campaign(
            actor=request.user, campaign_id=campaign_id, revision=data["revision"]
        )
        return 200, campaign_state_body(approved)


class Archive(Step):
    @extend_schema(operation_id="campaign_archive", request=None, responses=CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take a settled campaign off the lists."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        return lifecycle.archive_campaign(actor=request.user, campaign_id=campaign_id)


class Clone(OperationView):
    @extend_schema(operation_id="campaign_clone", request=None, responses={201: CampaignStateOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A new draft with this campaign's rules and texts, from tomorrow on."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign_id = find_campaign_id(slug=kwargs["slug"])
        made = drafts.clone_campaign(actor=request.user, campaign_id=campaign_id, now=timezone.now())
        return 201, campaign_state_body(made)


def _brand_body(brand: Brand) -> dict[str, Any]:
    return {
        "public_id": brand.public_id,
        "is_stopped": brand.is_stopped,
        "stopped_at": brand.stopped_at.isoformat() if brand.stopped_at else None,
        "reason": brand.stop_reason,
    }


class StopBrand(OperationView):
    input_serializer = ReasonInput

    @extend_schema(operation_id="brand_stop", request=ReasonInput, responses=BrandStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """From now on nobody joins and nothing is given in any campaign of the brand."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        brand_id = find_brand_id(kwargs["public_id"])
        brand = stop_brand(actor=request.user, brand_id=brand_id, reason=data["reason"], now=timezone.now())
        return 200, _brand_body(brand)


class RestartBrand(OperationView):
    @extend_schema(operation_id="brand_restart", request=None, responses=BrandStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Go on where everything stopped."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        brand_id = find_brand_id(kwargs["public_id"])
        return 200, _brand_body(restart_brand(actor=request.user, brand_id=brand_id))


class BreakPromise(OperationView):
    input_serializer = ReasonInput

    @extend_schema(operation_id="promise_break", request=ReasonInput, responses=BrokenPromiseOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say in public that a promise will not be kept, and why."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        promise = break_promise(
            actor=request.user, promise_id=find_promise_id(kwargs["public_id"]), reason=data["reason"]
        )
        return 200, {"public_id": promise.public_id, "state": promise.state, "reason": promise.public_reason}


def _shown_id(request: Request, slug: str) -> int:
    """The operations tell everybody "not yet" of a draft; who may not know of it finds nothing."""
    return campaign_detail(slug=slug, actor=request.user).campaign_id


class PlayForGroup(OperationView):
    input_serializer = PlayInput

    @extend_schema(operation_id="campaign_play_for", request=PlayInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """All that I bring counts for one of my groups, for good. Before my first friend counts."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign_id = _shown_id(request, kwargs["slug"])
        play_for_group(
            actor=request.user, campaign_id=campaign_id, group_ref=data["group"], now=timezone.now()
        )
        return 204, {}


class BoardName(OperationView):
    input_serializer = BoardNameInput

    @extend_schema(operation_id="campaign_board_name", request=BoardNameInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whether fellow members read my name on the campaign's board."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign_id = _shown_id(request, kwargs["slug"])
        show_name(actor=request.user, campaign_id=campaign_id, shown=data["shown"])
        return 204, {}
