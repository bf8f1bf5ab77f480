"""A code that a member types after joining, for programs that speak for her."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.operations.typed_codes import type_code
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
