"""What sites call with their keys."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, PolymorphicProxySerializer, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from common.access import allow
from common.api import OperationView, page_body
from common.api_filters import chosen, filters, typed
from common.errors import NeedsSignIn
from connect import operations, queries
from connect.api import serializers as shapes
from connect.api.authentication import SiteKeyAuthentication
from connect.callers import SiteCaller
from connect.models import Event
from connect.operations import Item
from connect.states import EventProgress, Taken

PAGE = 100
_ONE_OR_MANY = PolymorphicProxySerializer(
    component_name="QualifyingEventsInput",
    serializers=[shapes.QualifyingEventInput, shapes.EventBatchInput],
    resource_type_field_name=None,
)
_EXAMPLE = {
    "event_id": "order-20261126-0042",
    "name": "purchase",
    "occurred_at": "2026-11-26T12:30:00+08:00",
    "external_id": "customer-8812",
    "value_minor": 39900,
    "currency": "CNY",
    "properties": {},
}
_LINK = OpenApiExample(
    "After a click",
    value={"external_id": "customer-8812", "click": "the gx_click of the landing page"},
    request_only=True,
)


def site_calling(request: Request) -> SiteCaller:
    """Raises: NeedsSignIn."""
    if not isinstance(request.user, SiteCaller):
        raise NeedsSignIn
    return request.user


class QualifyingEvents(OperationView):
    """Repeatable by itself: an event is known by the site and its own id, so no Idempotency-Key is needed."""

    authentication_classes = [SiteKeyAuthentication]
    idempotent = False

    @extend_schema(
        parameters=[
            OpenApiParameter("cursor", str),
            OpenApiParameter("name", str, description="Of one kind."),
            *filters(state=[*EventProgress]),
        ],
        responses=shapes.SentEventsOutput,
    )
    def get(self, request: Request) -> Response:
        """The site's own events, newest first. ``waiting``: its customer is not linked yet."""
        caller = site_calling(request)
        allow(caller, "connect.read-events", queries.site_of(caller.public_id))
        page = queries.events_of(
            caller.site_id,
            cursor=request.query_params.get("cursor"),
            size=PAGE,
            state=chosen(request, "state", [*EventProgress]),
            name=typed(request, "name"),
        )
        return Response(page_body([_sent(event) for event in page.items], page.next_cursor))

    @extend_schema(
        request=_ONE_OR_MANY,
        responses={202: shapes.TakenEventsOutput},
        examples=[
            OpenApiExample("One event", value=_EXAMPLE, request_only=True),
            OpenApiExample("Several", value={"events": [_EXAMPLE]}, request_only=True),
        ],
    )
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send one event, or up to 500 under ``events``. Each is taken or refused by itself."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        caller = site_calling(request)
        raws = _raws(self._parsed(request))
        taken = operations.receive_events(actor=caller, site_id=caller.site_id, raws=raws, now=timezone.now())
        return 202, _answer(taken)


def _raws(body: Any) -> Sequence[object]:
    """Raises: ParseError."""
    if not isinstance(body, dict):
        raise exceptions.ParseError
    if "events" not in body:
        return [body]
    events = body["events"]
    if not isinstance(events, list) or len(body) > 1:
        raise exceptions.ParseError
    return events


def _answer(taken: Sequence[Item]) -> dict[str, Any]:
    kinds = [item.taken for item in taken]
    return {
        "accepted": kinds.count(Taken.ACCEPTED),
        "duplicates": kinds.count(Taken.DUPLICATE),
        "refused": kinds.count(Taken.REFUSED),
        "results": [
            {"event_id": item.event_id, "status": str(item.taken), "code": item.code, "where": item.where}
            for item in taken
        ],
    }


def _sent(event: Event) -> dict[str, Any]:
    state = EventProgress.TAKEN if event.member_id else EventProgress.WAITING
    return {
        "event_id": event.event_id,
        "name": event.name,
        "occurred_at": event.occurred_at.isoformat(),
        "received_at": event.received_at.isoformat(),
        "state": EventProgress.TOLD if event.published_at else state,
        "value_minor": event.value_minor,
        "currency": event.currency,
    }


class MemberLinks(OperationView):
    authentication_classes = [SiteKeyAuthentication]
    input_serializer = shapes.MemberLinkInput

    @extend_schema(request=shapes.MemberLinkInput, responses={200: shapes.MemberLinkOutput}, examples=[_LINK])
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say which member a customer of the site is. What was sent of that customer before is told now."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        caller = site_calling(request)
        told = operations.link_member(actor=caller, site_id=caller.site_id, now=timezone.now(), **data)
        return 200, {"told": told}
