"""Groups, for programs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import OperationView, page_body, require_sign_in
from groups import operations, queries
from groups.access import shown_group
from groups.api import serializers as shapes
from groups.models import Group, Membership
from groups.operations import GroupInput

CURSOR = [OpenApiParameter("cursor", str, description="From `next` of the page before.")]


def group_body(group: Group) -> dict[str, Any]:
    return {
        "public_id": group.public_id,
        "name": group.name,
        "purpose": group.purpose,
        "visibility": group.visibility,
        "join_policy": group.join_policy,
        "capacity": group.capacity,
        "members": group.seats_taken,
        "time_zone": group.time_zone,
        "locale": group.locale,
        "vouches_needed": group.vouches_needed,
        "capabilities": group.capabilities,
        "state": group.state,
    }


def own_body(group: Group, mine: Membership | None) -> dict[str, Any]:
    return {
        **group_body(group),
        "my_state": mine.state if mine else None,
        "my_role": mine.role if mine and mine.is_active else None,
    }


class Groups(OperationView):
    input_serializer = shapes.GroupInput

    @extend_schema(operation_id="groups_list", parameters=CURSOR, responses=shapes.GroupsOutput)
    def get(self, request: Request) -> Response:
        """Groups that I may find and am not in, the largest first."""
        page = queries.groups_to_find(request.user, cursor=request.query_params.get("cursor"))
        return Response(page_body([group_body(group) for group in page.items], page.next_cursor))

    @extend_schema(request=shapes.GroupInput, responses={201: shapes.GroupOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Found a group."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        group = operations.found_group(actor=request.user, given=GroupInput(**data), now=timezone.now())
        return 201, group_body(group)


class OwnGroups(APIView):
    @extend_schema(operation_id="own_groups", parameters=CURSOR, responses=shapes.OwnGroupsOutput)
    def get(self, request: Request) -> Response:
        """Groups that I am in or about to enter, the newest first."""
        require_sign_in(request)
        page = queries.groups_of(request.user, cursor=request.query_params.get("cursor"))
        return Response(page_body([own_body(row.group, row) for row in page.items], page.next_cursor))


class GroupDetail(OperationView):
    http_method_names = ["get", "put", "head", "options"]
    input_serializer = shapes.GroupInput

    @extend_schema(responses=shapes.GroupDetailOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One group, and how I stand to it."""
        card = shown_group(request.user, public_id)
        return Response(own_body(card.group, card.mine))

    @extend_schema(request=shapes.GroupInput, responses=shapes.GroupOutput)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """New words, another policy, more or fewer places. What is left out takes its default."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        group_id = queries.group_id_of(kwargs["public_id"])
        group = operations.change_group(
            actor=request.user, group_id=group_id, given=GroupInput(**data), now=timezone.now()
        )
        return 200, group_body(group)


class GroupJoin(OperationView):
    input_serializer = shapes.JoinInput

    @extend_schema(request=shapes.JoinInput, responses=shapes.MembershipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Come in as the group's policy has it: at once, into the line, or as a request."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        group_id = queries.group_id_of(kwargs["public_id"])
        mine = operations.join_group(
            actor=request.user, group_id=group_id, note=data["note"], now=timezone.now()
        )
        return 200, {"state": mine.state}


class GroupLeave(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Go, or leave the line."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        group_id = queries.group_id_of(kwargs["public_id"])
        operations.leave_group(actor=request.user, group_id=group_id, now=timezone.now())
        return 204, {}
