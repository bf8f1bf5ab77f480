"""Codes that a member types after joining, or chooses for her own invitation, for programs."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.operations.typed_codes import type_code
from campaigns.operations.vanity_codes import choose_code
from campaigns.queries.campaigns import find_campaign_id
from campaigns.states import Channel
from common.api import OperationView, require_sign_in


class TypedCodeInput(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=32, help_text="Spaces and small letters don't matter.")


class TypedCodeOutput(serializers.Serializer[Any]):
    campaign = serializers.CharField()
    state = serializers.CharField(help_text="As in the advocate's list of friends.")


class TypedCodes(OperationView):
    """A refused call keeps its count, so there is no key: the same code again gives the same answer."""

    input_serializer = TypedCodeInput
    idempotent = False

    @extend_schema(
        operation_id="typed_codes_create", request=TypedCodeInput, responses={201: TypedCodeOutput}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """I joined without an invitation: the code of whoever invited me, within the campaign's hours."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        referral = type_code(actor=request.user, code=data["code"], now=timezone.now())
        return 201, {"campaign": referral.campaign.slug, "state": referral.state}


class ChosenCodeInput(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=32, help_text="5 to 16 letters from A to Z and digits.")
    channel = serializers.ChoiceField(Channel.choices, default=Channel.LINK)


class ChosenCodeOutput(serializers.Serializer[Any]):
    code = serializers.CharField()
    channel = serializers.CharField()
    address = serializers.CharField()


class ChosenCodes(OperationView):
    """As for typed codes: tries stay counted, and the same code again gives the same answer."""

    input_serializer = ChosenCodeInput
    idempotent = False

    @extend_schema(
        operation_id="chosen_codes_create", request=ChosenCodeInput, responses={201: ChosenCodeOutput}
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A code of my own for a link that I have. It can be changed once; the others go on working."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        chosen = choose_code(
            actor=request.user,
            campaign_id=find_campaign_id(slug=kwargs["slug"]),
            code=data["code"],
            channel=data["channel"],
            now=timezone.now(),
        )
        address = f"{settings.SITE_URL}{reverse('campaigns:landing', args=[chosen.code])}"
        return 201, {"code": chosen.code, "channel": data["channel"], "address": address}
