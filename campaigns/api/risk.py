"""Holds and objections for programs that speak for a member; cases and their signals for a manager's."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.members import CURSOR, cursor_of
from campaigns.api.serializers import Shape
from campaigns.models import Campaign
from campaigns.operations.risk import appeal_case
from campaigns.queries.campaigns import find_campaign_id
from campaigns.queries.risk import appealable
from campaigns.queries.risk_lists import cases_of_campaign, own_holds
from campaigns.risk_states import RiskState
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.errors import Invalid


class HoldOutput(Shape):
    public_id = serializers.CharField()
    campaign = serializers.CharField()
    friend = serializers.CharField(help_text="Empty where it is about me.")
    state = serializers.ChoiceField(RiskState.choices)
    why = serializers.CharField()
    reason = serializers.CharField(help_text="What the person who decided wrote.")
    answer_by = serializers.DateTimeField(allow_null=True)
    may_appeal = serializers.BooleanField()


class HoldsOutput(Shape):
    items = HoldOutput(many=True)
    next = serializers.CharField(allow_null=True)


class ObjectionInput(Shape):
    text = serializers.CharField(max_length=1000)


class AppealedOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(RiskState.choices)
    answer_by = serializers.DateTimeField(allow_null=True)


class SignalOutput(Shape):
    code = serializers.CharField()
    revision = serializers.IntegerField(help_text="Of the rule, as it was in force.")
    points = serializers.IntegerField(help_text="Below zero it speaks for the friend.")
    is_dry = serializers.BooleanField()


class RiskCaseOutput(Shape):
    public_id = serializers.CharField()
    advocate = serializers.CharField(help_text="Handle")
    invitee = serializers.CharField(help_text="Handle")
    state = serializers.ChoiceField(RiskState.choices)
    points = serializers.IntegerField()
    signals = SignalOutput(many=True)
    answer_by = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    objection = serializers.CharField()
    assessed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class RiskCasesOutput(Shape):
    items = RiskCaseOutput(many=True)
    next = serializers.CharField(allow_null=True)


class Holds(APIView):
    @extend_schema(operation_id="holds_list", parameters=CURSOR, responses=HoldsOutput)
    def get(self, request: Request) -> Response:
        """What waits, or was decided, about friends of mine and about me, in all campaigns, newest first."""
        require_sign_in(request)
        lines, following = own_holds(member_id=request.user.pk or 0, cursor=cursor_of(request))
        return Response(page_body([asdict(line) for line in lines], following))


class Appeal(OperationView):
    input_serializer = ObjectionInput

    @extend_schema(operation_id="hold_appeal", request=ObjectionInput, responses=AppealedOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Object to a decision, once; somebody else answers. Again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        mine = appealable(public_id=kwargs["public_id"], member_id=request.user.pk or 0)
        case = appeal_case(actor=request.user, case_id=mine.case_id, text=data["text"], now=timezone.now())
        answer_by = case.answer_by.isoformat() if case.answer_by else None
        return 200, {"public_id": case.public_id, "state": case.state, "answer_by": answer_by}


class Cases(APIView):
    @extend_schema(
        operation_id="campaign_risk_cases",
        parameters=[*CURSOR, OpenApiParameter("state", str, enum=RiskState.values)],
        responses=RiskCasesOutput,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Every friend of my brand's campaign who was looked at, with the signals, newest first."""
        require_sign_in(request)
        campaign = Campaign.objects.one(find_campaign_id(slug=slug))
        allow(request.user, "campaigns.view-referrals", campaign)
        state = request.query_params.get("state", "")
        if state and state not in RiskState.values:
            raise Invalid(field="state")
        lines, following = cases_of_campaign(campaign_id=campaign.pk, state=state, cursor=cursor_of(request))
        return Response(page_body([asdict(line) for line in lines], following))
