"""Coming in by invitation, link, request and vouch; people of a group and what stewards do about them."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import find_member_id
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from groups import operations, queries
from groups.api import serializers as shapes
from groups.api.groups import CURSOR
from groups.models import Membership

Body = dict[str, Any]


def membership_body(mine: Membership) -> Body:
    return {"public_id": mine.public_id, "state": mine.state, "role": mine.role}


class GroupMembers(APIView):
    @extend_schema(parameters=CURSOR, responses=shapes.FellowsOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """Who is in the group, stewards first; each shows what they chose to show."""
        require_sign_in(request)
        group = queries.group_of(public_id)
        allow(request.user, "groups.see-members", group)
        people, following = queries.fellows(
            group_id=queries.group_id_of(public_id),
            viewer=request.user,
            cursor=request.query_params.get("cursor"),
        )
        rows = [
            {
                **membership_body(one.membership),
                "member": one.person.public_id,
                "name": one.person.name.text,
                "headline": one.person.profile.headline,
                "city": one.person.profile.city,
                "joined_at": one.membership.joined_at,
            }
            for one in people
        ]
        return Response(page_body(rows, following))


class GroupRequests(APIView):
    @extend_schema(parameters=CURSOR, responses=shapes.RequestsOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """Who asks to come in, the oldest first."""
        require_sign_in(request)
        group = queries.group_of(public_id)
        allow(request.user, "groups.see-requests", group)
        page = queries.requests_to(
            group_id=queries.group_id_of(public_id),
            viewer=request.user,
            cursor=request.query_params.get("cursor"),
        )
        rows: list[Any] = [
            {
                "public_id": row.public_id,
                "note": row.note,
                "since": row.since,
                "vouches": row.vouch_count,  # type: ignore[attr-defined]  # annotated
            }
            for row in page.items
        ]
        return Response(page_body(rows, page.next_cursor))


class GroupInvite(OperationView):
    input_serializer = shapes.InviteInput

    @extend_schema(request=shapes.InviteInput, responses={201: shapes.OwnMembershipOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask somebody in."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        mine = operations.invite_member(
            actor=request.user,
            group_id=queries.group_id_of(kwargs["public_id"]),
            member_id=find_member_id(data["member"]) or 0,
            now=timezone.now(),
        )
        return 201, membership_body(mine)


class GroupRefuse(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say no to an invitation."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        group_id = queries.group_id_of(kwargs["public_id"])
        operations.refuse_invitation(actor=request.user, group_id=group_id, now=timezone.now())
        return 204, {}


class GroupLink(OperationView):
    @extend_schema(request=None, responses={201: shapes.GroupLinkOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A link that brings people in; my former one ends."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        group_id = queries.group_id_of(kwargs["public_id"])
        link = operations.make_invite_link(actor=request.user, group_id=group_id, now=timezone.now())
        ends = link.expires_at.isoformat()
        return 201, {"code": link.code, "expires_at": ends, "uses_left": link.uses_left}


class LinkJoin(OperationView):
    @extend_schema(request=None, responses=shapes.OwnMembershipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Come in by a link."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        mine = operations.join_by_link(actor=request.user, code=kwargs["code"], now=timezone.now())
        return 200, membership_body(mine)


class MembershipAccept(OperationView):
    @extend_schema(request=None, responses=shapes.OwnMembershipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take somebody in who asked."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        mine = operations.accept_request(
            actor=request.user, public_id=kwargs["public_id"], now=timezone.now()
        )
        return 200, membership_body(mine)


class MembershipDecline(OperationView):
    input_serializer = shapes.SayWhyInput

    @extend_schema(request=shapes.SayWhyInput, responses=shapes.OwnMembershipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say no to a request, with a word."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        mine = operations.decline_request(
            actor=request.user, public_id=kwargs["public_id"], answer=data["reason"], now=timezone.now()
        )
        return 200, membership_body(mine)


class MembershipVouch(OperationView):
    @extend_schema(request=None, responses=shapes.OwnMembershipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Stand up for somebody who asked."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        mine = operations.vouch_for(actor=request.user, public_id=kwargs["public_id"], now=timezone.now())
        return 200, membership_body(mine)


class MembershipRole(OperationView):
    input_serializer = shapes.RoleInput

    @extend_schema(request=shapes.RoleInput, responses=shapes.OwnMembershipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Give a member another role."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        mine = operations.give_role(actor=request.user, public_id=kwargs["public_id"], role=data["role"])
        return 200, membership_body(mine)


class MembershipRemove(OperationView):
    input_serializer = shapes.RemoveInput

    @extend_schema(request=shapes.RemoveInput, responses=shapes.OwnMembershipOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send somebody away, with a reason; `for_good` keeps them out."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        send_away = operations.ban_member if data["for_good"] else operations.remove_member
        mine = send_away(
            actor=request.user, public_id=kwargs["public_id"], reason=data["reason"], now=timezone.now()
        )
        return 200, membership_body(mine)
