"""Asking for a draw. Everything after the call happens by itself."""

from datetime import datetime
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api import serializers as shapes
from campaigns.api.managers import Step
from campaigns.models import Campaign
from campaigns.operations.draws import freezing


class CallDraw(Step):
    @extend_schema(operation_id="campaign_draw", request=None, responses=shapes.CampaignStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Freeze the entries of a closed campaign and publish their root; the draw follows by itself."""
        return super().post(request, **kwargs)

    def step(self, request: Request, campaign_id: int, reason: str, now: datetime) -> Campaign:
        freezing.call_draw(actor=request.user, campaign_id=campaign_id)
        return Campaign.objects.select_related("current").get(pk=campaign_id)
