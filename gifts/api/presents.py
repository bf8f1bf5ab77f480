"""Presents between members, for programs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import find_member_id, public_names
from common.api import OperationView, page_body, require_sign_in
from common.errors import NotFound
from gifts import operations, present_queries, queries
from gifts.api import serializers as shapes
from gifts.present_queries import SentPresent

CURSOR = [OpenApiParameter("cursor", str, description="From `next` of the page before.")]


def _present(present: SentPresent) -> dict[str, Any]:
    return {
        "public_id": present.public_id,
        "recipient_name": present.recipient_name,
        "item": present.item_name,
        "state": present.state,
        "send_at": present.send_at,
        "card": present.card,
        "thanks": present.thanks,
    }


def _other_id(public_id: str) -> int:
    """Raises: NotFound."""
    found = find_member_id(public_id)
    if found is None:
        raise NotFound
    return found


class PresentCatalogue(APIView):
    @extend_schema(operation_id="present_catalogue", responses=shapes.CatalogueOutput)
    def get(self, request: Request) -> Response:
        """What members may give each other just now."""
        require_sign_in(request)
        items = [
            {
                "public_id": item.public_id,
                "name": item.name,
                "description": item.description,
                "kind": item.kind,
            }
            for item in present_queries.catalogue()
        ]
        return Response(page_body(items, None))


class Presents(OperationView):
    input_serializer = shapes.PresentInput

    @extend_schema(operation_id="presents_list", parameters=CURSOR, responses=shapes.PresentsOutput)
    def get(self, request: Request) -> Response:
        """What I gave, the newest first."""
        require_sign_in(request)
        rows, following = present_queries.presents_by(
            member_id=request.user.pk or 0, cursor=request.query_params.get("cursor")
        )
        return Response(page_body([_present(row) for row in rows], following))

    @extend_schema(request=shapes.PresentInput, responses={201: shapes.PresentStateOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Give somebody a present, now or on a day within the next 90."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        present = operations.give_present(
            actor=request.user,
            recipient_id=_other_id(data["recipient"]),
            item_id=queries.item_id_of(data["item"]),
            card=data["card"],
            send_at=data["send_at"],
            now=timezone.now(),
        )
        return 201, {"public_id": present.public_id, "state": present.state}


class PresentDetail(APIView):
    @extend_schema(responses=shapes.PresentOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One present that I gave, with what became of it."""
        require_sign_in(request)
        return Response(
            _present(present_queries.present_by(member_id=request.user.pk or 0, public_id=public_id))
        )


class PresentCallOff(OperationView):
    @extend_schema(request=None, responses=shapes.PresentStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Call off a present that waits for its day."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        present = operations.call_off_present(
            actor=request.user, public_id=kwargs["public_id"], now=timezone.now()
        )
        return 200, {"public_id": present.public_id, "state": present.state}


class GiftThanks(OperationView):
    input_serializer = shapes.ThanksInput

    @extend_schema(request=shapes.ThanksInput, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Thank whoever gave me this."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        operations.say_thanks(
            actor=request.user,
            gift_id=queries.gift_id_of(kwargs["public_id"]),
            text=data["text"],
            now=timezone.now(),
        )
        return 204, {}


class Book(OperationView):
    @extend_schema(responses=shapes.BookOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What stands between me and somebody, the newest first; for the two alone."""
        require_sign_in(request)
        member_id, other_id = request.user.pk or 0, _other_id(public_id)
        names = public_names([member_id, other_id])
        lines = [
            {
                "giver": names[line.giver_id].public_id,
                "kind": line.kind,
                "happened_at": line.happened_at,
            }
            for line in present_queries.book_of(member_id=member_id, other_id=other_id)
        ]
        return Response(page_body(lines, None))

    @extend_schema(exclude=True)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.http_method_not_allowed(request)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Forget it, for both."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        require_sign_in(request)
        operations.clear_book(actor=request.user, other_id=_other_id(kwargs["public_id"]))
        return 204, {}
