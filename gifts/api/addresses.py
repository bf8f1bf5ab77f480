"""The member's own address book for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import OperationView, page_body, require_sign_in
from gifts import operations
from gifts.address_queries import addresses_of
from gifts.api.serializers import AddressInput, Shape


class SavedAddressOutput(Shape):
    public_id = serializers.CharField()
    address = AddressInput()
    used_at = serializers.DateTimeField()


class SavedAddressesOutput(Shape):
    items = SavedAddressOutput(many=True)
    next = serializers.CharField(allow_null=True)


class Addresses(APIView):
    @extend_schema(responses=SavedAddressesOutput)
    def get(self, request: Request) -> Response:
        """Addresses that I had remembered, the last used first; for me alone."""
        require_sign_in(request)
        rows = [
            {"public_id": one.public_id, "address": one.address.parts(), "used_at": one.used_at}
            for one in addresses_of(request.user.pk or 0)
        ]
        return Response(page_body(rows, None))


class Address(OperationView):
    @extend_schema(exclude=True)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.http_method_not_allowed(request)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Forget one, for good."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        operations.forget_address(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}
