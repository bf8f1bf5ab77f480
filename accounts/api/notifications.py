"""Notifications for programs that speak for a member."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import notification_queries as queries
from accounts.notification_queries import Line, Words
from accounts.notification_states import MessageClass
from accounts.operations import notifications
from common.api import OperationView, page_body, require_sign_in
from common.clock import db_now

Shape = serializers.Serializer[Any]


class NotificationOutput(Shape):
    public_id = serializers.CharField()
    kind = serializers.CharField()
    message_class = serializers.ChoiceField(choices=MessageClass.choices)
    subject = serializers.CharField()
    body = serializers.CharField()
    path = serializers.CharField(help_text="On this site: what it is about.")
    created_at = serializers.DateTimeField()
    is_unread = serializers.BooleanField()


class NotificationsOutput(Shape):
    items = NotificationOutput(many=True)
    next = serializers.CharField(allow_null=True)
    unread = serializers.IntegerField(help_text="Of all classes; counted up to 100.")


class UntilInput(Shape):
    until = serializers.DateTimeField(help_text="`created_at` of the newest one that was shown.")


class CountOutput(Shape):
    marked = serializers.IntegerField()


def _body(line: Line, words: Words) -> dict[str, Any]:
    subject, body = words.filled(line.kind, line.sight.values)
    return {
        "public_id": line.public_id,
        "kind": line.kind.key,
        "message_class": line.kind.message_class,
        "subject": subject,
        "body": body,
        "path": line.sight.path,
        "created_at": line.created_at,
        "is_unread": line.is_unread,
    }


class Notifications(APIView):
    @extend_schema(
        operation_id="notifications_list",
        parameters=[
            OpenApiParameter("cursor", str, description="From `next` of the page before."),
            OpenApiParameter("class", str, enum=MessageClass.values),
            OpenApiParameter("unread", bool, description="Only what was not read yet."),
        ],
        responses=NotificationsOutput,
    )
    def get(self, request: Request) -> Response:
        """My notifications, newest first, in the language of the request."""
        require_sign_in(request)
        member_id = request.user.pk or 0
        lines, following = queries.lines_of(
            member_id=member_id,
            message_class=request.query_params.get("class", ""),
            only_unread=request.query_params.get("unread", "") in ("1", "true"),
            cursor=request.query_params.get("cursor"),
        )
        words = queries.words()
        body = page_body([_body(line, words) for line in lines], following)
        return Response({**body, "unread": queries.unread_count(member_id)})


class ReadNotification(OperationView):
    @extend_schema(operation_id="notification_read", request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Mark one as read. Repeating keeps the first time."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        notifications.mark_read(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 204, {}


class ReadNotifications(OperationView):
    input_serializer = UntilInput

    @extend_schema(operation_id="notifications_read_all", request=UntilInput, responses=CountOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Mark all as read that were written by then; what came later stays unread."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        marked = notifications.mark_all_read(actor=request.user, until=data["until"], now=db_now())
        return 200, {"marked": marked}
