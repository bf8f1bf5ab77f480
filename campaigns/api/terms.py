"""Sealed rules for programs: what changed between versions, the public notice, and amendments."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.serializers import CampaignStateOutput, CampaignTexts, Shape
from campaigns.models import Amendment
from campaigns.operations.amendments import (
    AmendmentDraft,
    adopt_amendment,
    propose_amendment,
    withdraw_amendment,
)
from campaigns.queries.amendments import amendment_lines, find_amendment_id, version_changes
from campaigns.queries.campaigns import campaign_detail, find_campaign_id
from campaigns.queries.sheets import sheet_for
from campaigns.states import AmendmentState
from common.api import OperationView, require_sign_in

Answer = tuple[int, dict[str, Any]]


class ChangeOutput(Shape):
    place = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    reason = serializers.CharField()
    is_favourable = serializers.BooleanField()


class VersionOutput(Shape):
    number = serializers.IntegerField()
    sha256 = serializers.CharField()
    sealed_at = serializers.DateTimeField()
    note = serializers.CharField(help_text="Why it came; empty for the first one.")
    lines = ChangeOutput(many=True)


class VersionsOutput(Shape):
    items = VersionOutput(many=True)


class SheetRowOutput(Shape):
    key = serializers.CharField()
    title = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField())
    warning = serializers.CharField()


class SheetOutput(Shape):
    version = serializers.IntegerField()
    sha256 = serializers.CharField()
    rows = SheetRowOutput(many=True)


class AmendmentInput(Shape):
    """What is left out stays as it is sealed."""

    rules = serializers.DictField(required=False)
    texts = CampaignTexts(required=False)
    closes_at = serializers.DateTimeField(required=False)
    settle_by = serializers.DateTimeField(required=False)
    note = serializers.CharField(max_length=300, help_text="Why, for everybody to read.")


class AmendmentOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(AmendmentState.choices)
    lines = ChangeOutput(many=True)


class WhyInput(Shape):
    reason = serializers.CharField(max_length=300)


def _amendment_body(amendment: Amendment) -> dict[str, Any]:
    return {
        "public_id": amendment.public_id,
        "state": amendment.state,
        "lines": [asdict(line) for line in amendment_lines(amendment)],
    }


class Versions(APIView):
    @extend_schema(operation_id="campaign_versions", responses=VersionsOutput)
    def get(self, request: Request, slug: str) -> Response:
        """Every sealed version, the newest first, with what it changed and why that is better."""
        campaign = campaign_detail(slug=slug, actor=request.user)
        found = version_changes(campaign_id=campaign.campaign_id)
        return Response({"items": [asdict(version) for version in found]})


class Sheet(APIView):
    @extend_schema(operation_id="campaign_sheet", responses=SheetOutput)
    def get(self, request: Request, slug: str) -> Response:
        """The public notice: organiser, prizes, quantities, dates, method. Fields of SAMR Order 32."""
        campaign = campaign_detail(slug=slug, actor=request.user)
        rows = [
            {"key": row.key, "title": row.label, "values": row.values, "warning": row.warning}
            for row in sheet_for(campaign, actor=request.user)
        ]
        return Response({"version": campaign.version_number, "sha256": campaign.sha256, "rows": rows})


class Amendments(OperationView):
    input_serializer = AmendmentInput

    @extend_schema(operation_id="campaign_amend", request=AmendmentInput, responses={201: AmendmentOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Propose better rules. What is not in the members' favour is refused, place by place."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        note = data.pop("note")
        amendment = propose_amendment(
            actor=request.user,
            campaign_id=find_campaign_id(slug=kwargs["slug"]),
            draft=AmendmentDraft(**data),
            note=note,
            now=timezone.now(),
        )
        return 201, _amendment_body(amendment)


class Adopt(OperationView):
    @extend_schema(operation_id="amendment_adopt", request=None, responses=CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Put a proposed amendment in force; the second person does it. Again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign = adopt_amendment(
            actor=request.user, amendment_id=find_amendment_id(kwargs["public_id"]), now=timezone.now()
        )
        sealed = campaign.current
        return 200, {
            "public_id": campaign.public_id,
            "slug": campaign.slug,
            "state": campaign.state,
            "version": sealed.number if sealed else 0,
            "sha256": sealed.sha256 if sealed else "",
        }


class Withdraw(OperationView):
    input_serializer = WhyInput

    @extend_schema(operation_id="amendment_withdraw", request=WhyInput, responses=AmendmentOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take a proposed amendment back. Again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        amendment = withdraw_amendment(
            actor=request.user,
            amendment_id=find_amendment_id(kwargs["public_id"]),
            reason=data["reason"],
            now=timezone.now(),
        )
        return 200, _amendment_body(amendment)
