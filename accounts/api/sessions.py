"""Where one is signed in, and who of the team looked, for programs."""

from typing import Any

from django.contrib.auth import logout
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import look_queries, operations, queries, session_queries
from accounts.api import serializers as shapes
from accounts.api.views import address_of
from accounts.models import ApiToken
from common.api import OperationView, page_body


def session_key_of(request: Request) -> str | None:
    """Of the browser that asks; None for a program."""
    return None if isinstance(request.auth, ApiToken) else request._request.session.session_key


def token_id_of(request: Request) -> int | None:
    return request.auth.pk if isinstance(request.auth, ApiToken) else None


class Sessions(APIView):
    @extend_schema(responses=shapes.BrowsersOutput)
    def get(self, request: Request) -> Response:
        """Browsers in which the member is signed in: this one first, then the last seen."""
        member = queries.as_member(request.user)
        found = session_queries.sessions_of(
            member.pk, session_key=session_key_of(request), address=address_of(request)
        )
        items = [
            {
                "public_id": one.public_id,
                "browser": one.browser,
                "system": one.system,
                "network_hint": one.network_hint,
                "is_near": one.is_near,
                "is_this": one.is_this,
                "started_at": one.started_at.isoformat(),
                "seen_at": one.seen_at.isoformat(),
            }
            for one in found
        ]
        return Response(page_body(items, None))


class EndSession(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Sign one browser out at once."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        is_this = session_queries.is_this(kwargs["public_id"], session_key_of(request))
        operations.end_session(actor=request.user, public_id=kwargs["public_id"])
        if is_this:
            logout(request._request)
        return 204, {}


class EndOtherSessions(OperationView):
    @extend_schema(request=None, responses={200: shapes.EndedOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Sign out every browser and program but the one that asks."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        ended = operations.end_other_sessions(
            actor=request.user,
            session_key=session_key_of(request),
            token_id=token_id_of(request),
            now=timezone.now(),
        )
        return 200, {"ended": ended}


class Looks(APIView):
    @extend_schema(parameters=[OpenApiParameter("cursor", str)], responses=shapes.LooksOutput)
    def get(self, request: Request) -> Response:
        """When the team read the member's data, and why. Newest first."""
        member = queries.as_member(request.user)
        page = look_queries.looks_at(member.pk, cursor=request.query_params.get("cursor"))
        items = [
            {
                "what": look.what,
                "who": look.actor.display_name if look.actor else "",
                "why": look.why,
                "at": look.at.isoformat(),
            }
            for look in page.items
        ]
        return Response(page_body(items, page.next_cursor))
