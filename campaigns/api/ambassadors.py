"""Ambassadors for programs that speak for a manager or for the ambassador."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.ambassador_states import AmbassadorState
from campaigns.api.members import CURSOR, cursor_of
from campaigns.api.serializers import ReasonInput, Shape
from campaigns.models import Ambassador, Campaign
from campaigns.models.ambassador import RECEIVES_LIMIT, WORDS_LIMIT
from campaigns.operations import ambassadors as operations
from campaigns.queries.ambassadors import Appointment, ambassadors_of, find_ambassador_id, own_appointments
from campaigns.queries.campaigns import find_campaign_id
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.api_filters import chosen, filters

Answer = tuple[int, dict[str, Any]]
FIELDS = (
    "public_id",
    "handle",
    "state",
    "receives",
    "words",
    "reason",
    "appointed_at",
    "accepted_at",
    "closed_at",
)


class AmbassadorStateOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(AmbassadorState.choices)
    receives = serializers.CharField(help_text="What they get, for everybody to read.")
    words = serializers.CharField(help_text="Their own words to send along; empty: the campaign's.")


class AmbassadorOutput(AmbassadorStateOutput):
    campaign = serializers.CharField()
    handle = serializers.CharField()
    reason = serializers.CharField(help_text="Why it ended.")
    appointed_at = serializers.DateTimeField()
    accepted_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class AmbassadorsOutput(Shape):
    items = AmbassadorOutput(many=True)
    next = serializers.CharField(allow_null=True)


class AppointInput(Shape):
    handle = serializers.CharField(max_length=60)
    receives = serializers.CharField(max_length=RECEIVES_LIMIT)


class AmbassadorWordsInput(Shape):
    words = serializers.CharField(max_length=WORDS_LIMIT, allow_blank=True)


def _body(row: Ambassador) -> dict[str, Any]:
    return {"public_id": row.public_id, "state": row.state, "receives": row.receives, "words": row.words}


def _line(line: Appointment) -> dict[str, Any]:
    known = asdict(line)
    return {"campaign": line.slug, **{name: known[name] for name in FIELDS}}


class Ambassadors(OperationView):
    input_serializer = AppointInput

    @extend_schema(
        operation_id="campaign_ambassadors",
        parameters=[*CURSOR, *filters(state=AmbassadorState.values)],
        responses=AmbassadorsOutput,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Everybody who was asked to be an ambassador of my brand's campaign, newest first."""
        require_sign_in(request)
        campaign = Campaign.objects.one(find_campaign_id(slug=slug))
        allow(request.user, "campaigns.view-referrals", campaign)
        lines, following = ambassadors_of(
            campaign_id=campaign.pk,
            state=chosen(request, "state", AmbassadorState.values),
            cursor=cursor_of(request),
        )
        return Response(page_body([_line(line) for line in lines], following))

    @extend_schema(
        operation_id="ambassador_appoint", request=AppointInput, responses={201: AmbassadorStateOutput}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask a member. Once they agree, all their links say what they get."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        asked = operations.appoint_ambassador(
            actor=request.user,
            campaign_id=find_campaign_id(slug=kwargs["slug"]),
            now=timezone.now(),
            **data,
        )
        return 201, _body(asked)


class MyAppointments(OperationView):
    http_method_names = ["get", "head", "options"]

    @extend_schema(operation_id="ambassadorships_list", parameters=CURSOR, responses=AmbassadorsOutput)
    def get(self, request: Request) -> Response:
        """What I was asked to be an ambassador of, in all campaigns, newest first."""
        require_sign_in(request)
        lines, following = own_appointments(member_id=request.user.pk or 0, cursor=cursor_of(request))
        return Response(page_body([_line(line) for line in lines], following))


class Accept(OperationView):
    @extend_schema(operation_id="ambassador_accept", request=None, responses=AmbassadorStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Agree. From now on every link of mine says so; again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        ambassador_id = find_ambassador_id(kwargs["public_id"])
        return 200, _body(
            operations.accept_appointment(actor=request.user, ambassador_id=ambassador_id, now=timezone.now())
        )


class Decline(OperationView):
    @extend_schema(operation_id="ambassador_decline", request=None, responses=AmbassadorStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say no; again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        ambassador_id = find_ambassador_id(kwargs["public_id"])
        return 200, _body(
            operations.decline_appointment(
                actor=request.user, ambassador_id=ambassador_id, now=timezone.now()
            )
        )


class Words(OperationView):
    input_serializer = AmbassadorWordsInput

    @extend_schema(
        operation_id="ambassador_words", request=AmbassadorWordsInput, responses=AmbassadorStateOutput
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """My own words to send along. They have to say that they are advertising."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        ambassador_id = find_ambassador_id(kwargs["public_id"])
        return 200, _body(
            operations.word_appointment(actor=request.user, ambassador_id=ambassador_id, words=data["words"])
        )


class End(OperationView):
    input_serializer = ReasonInput

    @extend_schema(operation_id="ambassador_end", request=ReasonInput, responses=AmbassadorStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """End it, as the brand or as the ambassador. What was passed on before goes on saying so."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        ambassador_id = find_ambassador_id(kwargs["public_id"])
        ended = operations.end_ambassador(
            actor=request.user, ambassador_id=ambassador_id, reason=data.get("reason", ""), now=timezone.now()
        )
        return 200, _body(ended)
