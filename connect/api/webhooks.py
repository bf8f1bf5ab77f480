"""Webhooks, for programs of the operator and of brands: made, changed, removed, given a secret, tried."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, page_body
from common.api_filters import chosen, filters, typed
from common.errors import NotFound
from common.pagination import keyset
from connect import operations, webhook_queries
from connect.api import webhook_shapes as shapes
from connect.models import Attempt, Delivery, Endpoint
from connect.states import DeliveryState

_CURSOR = OpenApiParameter("cursor", str)
_EXAMPLE = OpenApiExample(
    "A CRM",
    value={"url": "https://crm.example/in", "kinds": ["connect.event-received"], "description": "CRM"},
    request_only=True,
)


def _allowed(request: Request, public_id: str) -> Endpoint:
    """Whoever may not keep webhooks does not learn which there are. Raises: NotAllowed, NotFound."""
    allow(request.user, "connect.see-webhooks")
    endpoint = webhook_queries.endpoint_of(public_id)
    allow(request.user, "connect.keep-webhooks", endpoint)
    if endpoint is None:
        raise NotFound
    return endpoint


def _body(endpoint: Endpoint) -> dict[str, Any]:
    moments = {name: getattr(endpoint, name) for name in ("failing_since", "open_until", "former_until")}
    return {
        "public_id": endpoint.public_id,
        "url": endpoint.url,
        "description": endpoint.description,
        "brand_ref": endpoint.brand_ref,
        "kinds": sorted(one.kind for one in endpoint.subscriptions.all()),
        "lanes": endpoint.lanes,
        "state": endpoint.state,
        "failures": endpoint.failures,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    moments = {name: getattr(row, name) for name in ("happened_at", "next_at", "delivered_at")}
    return {
        "message": str(row.fact_id),
        "kind": row.kind,
        "object": row.subject,
        "state": row.state,
        "attempts": row.attempts,
        "replay": row.replay,
        **{name: moment.isoformat() if moment else None for name, moment in moments.items()},
        "tries": [_try(one) for one in row.tries.all()],
    }


def _try(one: Attempt) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("status", "reason", "milliseconds", "excerpt")}
    return {"at": one.at.isoformat(), **told}


class WebhookKinds(APIView):
    @extend_schema(responses=shapes.KindsOutput)
    def get(self, request: Request) -> Response:
        """The kinds of news that a webhook may want."""
        allow(request.user, "connect.see-webhooks")
        return Response(
            {"items": webhook_queries.kinds_to_choose(of_a_brand=not webhook_queries.sees_all(request.user))}
        )


class Webhooks(OperationView):
    input_serializer = shapes.WebhookInput

    @extend_schema(operation_id="webhooks_list", parameters=[_CURSOR], responses=shapes.WebhooksPageOutput)
    def get(self, request: Request) -> Response:
        """The webhooks that I keep, newest first. ``failing_since`` tells which have trouble."""
        allow(request.user, "connect.see-webhooks")
        page = keyset(
            webhook_queries.endpoints(request.user), order=("-pk",), cursor=request.query_params.get("cursor")
        )
        return Response(page_body([_body(one) for one in page.items], page.next_cursor))

    @extend_schema(request=shapes.WebhookInput, responses={201: shapes.WebhookOutput}, examples=[_EXAMPLE])
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Make one. Then make its secret, which is shown once."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        return 201, _body(operations.create_endpoint(actor=request.user, now=timezone.now(), **data))


class Webhook(OperationView):
    input_serializer = shapes.WebhookChange
    http_method_names = ["get", "patch", "delete", "head", "options"]

    @extend_schema(responses=shapes.WebhookOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One webhook. Its secret is never shown again."""
        return Response(_body(_allowed(request, public_id)))

    @extend_schema(request=shapes.WebhookChange, responses={200: shapes.WebhookOutput})
    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Another address, other kinds, or both. What waits goes to the new address; the secret stays."""
        return self._operate(request, **kwargs)

    @extend_schema(request=None, responses={200: shapes.WebhookOutput})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Remove it for good: nothing more is sent, what waited is withdrawn; its log stays for a while."""
        return self._operate(request, **kwargs)

    def _validated(self, request: Request) -> dict[str, Any]:
        return {} if request.method == "DELETE" else super()._validated(request)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        endpoint = _allowed(request, kwargs["public_id"])
        if request.method == "DELETE":
            return 200, _body(operations.end_endpoint(actor=request.user, endpoint_id=endpoint.pk))
        return 200, _body(operations.change_endpoint(actor=request.user, endpoint_id=endpoint.pk, **data))


class WebhookSecret(OperationView):
    """The secret is stored with no answer: whoever asks twice gets two, and the first lives for a day."""

    idempotent = False

    @extend_schema(request=None, responses={201: shapes.SecretOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Make a new secret, shown this once; needs a fresh proof. The one before signs along for a day."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        endpoint = _allowed(request, kwargs["public_id"])
        secret = operations.rotate_secret(actor=request.user, endpoint_id=endpoint.pk, now=timezone.now())
        return 201, {"secret": secret}


class PauseWebhook(OperationView):
    @extend_schema(request=None, responses={200: shapes.WebhookOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Collect news and send none."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        endpoint = _allowed(request, kwargs["public_id"])
        operations.pause_endpoint(actor=request.user, endpoint_id=endpoint.pk)
        return 200, _body(_allowed(request, kwargs["public_id"]))


class ResumeWebhook(OperationView):
    @extend_schema(request=None, responses={200: shapes.WebhookOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send again, at once, whatever is waiting."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        endpoint = _allowed(request, kwargs["public_id"])
        operations.resume_endpoint(actor=request.user, endpoint_id=endpoint.pk, now=timezone.now())
        return 200, _body(_allowed(request, kwargs["public_id"]))


class TestWebhook(OperationView):
    @extend_schema(request=None, responses={202: shapes.DeliveryOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a message of no news, signed and logged like any other."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        endpoint = _allowed(request, kwargs["public_id"])
        sent = operations.send_test(actor=request.user, endpoint_id=endpoint.pk, now=timezone.now())
        return 202, _delivery(sent)


class WebhookDeliveries(APIView):
    @extend_schema(
        parameters=[
            _CURSOR,
            OpenApiParameter("kind", str, description="Of the news."),
            *filters(state=DeliveryState.values),
        ],
        responses=shapes.DeliveriesPageOutput,
    )
    def get(self, request: Request, public_id: str) -> Response:
        """What was sent to a webhook with each try, newest first; ``state=undelivered``: what never came."""
        endpoint, state = _allowed(request, public_id), chosen(request, "state", DeliveryState.values)
        kind = typed(request, "kind")
        rows = webhook_queries.deliveries_of(endpoint, state=state, kind=kind)
        page = keyset(rows, order=("-pk",), cursor=request.query_params.get("cursor"))
        return Response(page_body([_delivery(row) for row in page.items], page.next_cursor))


class ReplayMessage(OperationView):
    input_serializer = shapes.MessageInput

    @extend_schema(request=shapes.MessageInput, responses={202: shapes.DeliveryOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send one message again, under the same id, as a delivery of its own."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        endpoint = _allowed(request, kwargs["public_id"])
        again = operations.replay_delivery(
            actor=request.user,
            delivery_id=webhook_queries.delivery_id_of(endpoint, data["message"]),
            now=timezone.now(),
        )
        return 202, _delivery(again)


class ReplayStretch(OperationView):
    input_serializer = shapes.StretchInput

    @extend_schema(request=shapes.StretchInput, responses={202: shapes.ReplayedOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send all news of a stretch of time again, from ``start`` to before ``end``; 10,000 at most."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        endpoint = _allowed(request, kwargs["public_id"])
        count = operations.replay_stretch(
            actor=request.user, endpoint_id=endpoint.pk, now=timezone.now(), **data
        )
        return 202, {"messages": count}
