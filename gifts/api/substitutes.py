"""Something else for a gift that cannot be sent: asked by a clerk, answered by its recipient."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import OperationView, require_sign_in
from gifts import operations, queries
from gifts.api.serializers import GiftStateOutput
from gifts.substitute_states import SubstituteState


class SubstituteInput(serializers.Serializer[dict[str, object]]):
    item = serializers.CharField(help_text="Of the same brand and of equal worth.")
    reason = serializers.CharField(max_length=200, help_text="For the recipient to read.")


class SubstituteOutput(serializers.Serializer[dict[str, object]]):
    public_id = serializers.CharField()
    gift = serializers.CharField()
    item = serializers.CharField()
    state = serializers.ChoiceField(choices=SubstituteState.choices)


class SubstituteAnswerInput(serializers.Serializer[dict[str, object]]):
    agrees = serializers.BooleanField(help_text="False: everything stays as it is.")


class GiftSubstitute(OperationView):
    input_serializer = SubstituteInput

    @extend_schema(request=SubstituteInput, responses={201: SubstituteOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask the recipient whether something else of equal worth will do."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        asked = operations.propose_substitute(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            item_id=queries.item_ids_of([data["item"]]).get(data["item"], 0),
            reason=data["reason"],
            now=timezone.now(),
        )
        return 201, {
            "public_id": asked.public_id,
            "gift": kwargs["public_id"],
            "item": data["item"],
            "state": asked.state,
        }


class GiftSubstituteAnswer(OperationView):
    input_serializer = SubstituteAnswerInput

    @extend_schema(request=SubstituteAnswerInput, responses=GiftStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """My answer. The gift that is given back is the one that is mine now: the other one after a yes."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        gift_id = queries.gift_id_of(kwargs["public_id"])
        if data["agrees"]:
            gift = operations.agree_to_substitute(actor=request.user, gift_id=gift_id, now=timezone.now())
            return 200, {"public_id": gift.public_id, "state": gift.state}
        operations.decline_substitute(actor=request.user, gift_id=gift_id, now=timezone.now())
        return 200, {"public_id": kwargs["public_id"], "state": queries.state_of(gift_id)}
