"""Taking back what a friend counts for, for programs that speak for a manager."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.managers import Answer, referral_body
from campaigns.api.serializers import ManagedReferralOutput, Shape
from campaigns.operations.reversing import reverse_credit
from campaigns.queries.progress import find_referral_id, line_of_referral
from common.api import OperationView, require_sign_in


class ReversalInput(Shape):
    invitee_handle = serializers.CharField(max_length=60)
    reason = serializers.CharField(
        max_length=300, allow_blank=True, help_text="The advocate and the friend read it; please name nobody."
    )


class Reversals(OperationView):
    input_serializer = ReversalInput

    @extend_schema(
        operation_id="campaign_reverse_credit",
        request=ReversalInput,
        responses=ManagedReferralOutput,
        examples=[
            OpenApiExample(
                "A friend who was counted by mistake",
                value={"invitee_handle": "lina", "reason": "Counted for the wrong event."},
                request_only=True,
            )
        ],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Let a friend who counts count for nobody any more. What was given for it and not accepted yet is
        taken back; whoever is concerned can object at `holds/`. The same again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        referral_id = find_referral_id(slug=kwargs["slug"], invitee_handle=data["invitee_handle"])
        reverse_credit(actor=request.user, referral_id=referral_id, reason=data["reason"], now=timezone.now())
        return 200, dict(ManagedReferralOutput(referral_body(line_of_referral(referral_id))).data)
