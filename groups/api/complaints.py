"""Complaints and their clock, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.access import shown_group
from groups.api.groups import CURSOR
from groups.complaint_states import ComplaintState
from groups.models import Complaint

Body = dict[str, Any]


class ComplaintInput(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=10_000)
    on_board = serializers.BooleanField(default=False)


class ComplaintAnswerInput(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=10_000)


class HelpedInput(serializers.Serializer[Any]):
    helped = serializers.BooleanField()


class ComplaintOutput(serializers.Serializer[Any]):
    """``post``: where it stands on the board; '' when only the stewards read it."""

    public_id = serializers.CharField()
    post = serializers.CharField()
    state = serializers.ChoiceField(choices=ComplaintState.choices)
    body = serializers.CharField()
    answer = serializers.CharField()
    opened_at = serializers.DateTimeField()
    seen_by_at = serializers.DateTimeField()
    answer_by_at = serializers.DateTimeField()


class ComplaintsOutput(serializers.Serializer[Any]):
    items = ComplaintOutput(many=True)
    next = serializers.CharField(allow_null=True)


def _body(made: Complaint) -> Body:
    return {
        "public_id": made.public_id,
        "post": made.post.public_id if made.post is not None else "",
        "state": made.state,
        "body": made.words,
        "answer": made.answer,
        "opened_at": made.opened_at.isoformat(),
        "seen_by_at": made.seen_by_at.isoformat(),
        "answer_by_at": made.answer_by_at.isoformat(),
    }


class GroupComplaints(OperationView):
    input_serializer = ComplaintInput

    @extend_schema(operation_id="group_complaints_list", parameters=CURSOR, responses=ComplaintsOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """My own complaints in this group, the newest first."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        allow(request.user, "groups.complain", group)
        page = queries.complaints_of(
            group=group, viewer=request.user, cursor=request.query_params.get("cursor")
        )
        return Response({"items": [_body(one) for one in page.items], "next": page.next_cursor})

    @extend_schema(request=ComplaintInput, responses={201: ComplaintOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Tell the stewards what is wrong."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        group_id = queries.group_id_of(kwargs["public_id"])
        return 201, _body(operations.complain(actor=request.user, group_id=group_id, now=db_now(), **data))


class ComplaintDetail(APIView):
    @extend_schema(responses=ComplaintOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """A complaint of mine, or one that I answer."""
        require_sign_in(request)
        made = queries.complaint_by_id(public_id)
        allow(request.user, "groups.see-complaint", made)
        if made is None:
            raise NotFound
        return Response(_body(made))


class ComplaintSeen(OperationView):
    @extend_schema(request=None, responses=ComplaintOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Tell whoever complained that it is seen."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        public_id = kwargs["public_id"]
        return 200, _body(
            operations.acknowledge_complaint(actor=request.user, public_id=public_id, now=db_now())
        )


class ComplaintAnswer(OperationView):
    input_serializer = ComplaintAnswerInput

    @extend_schema(request=ComplaintAnswerInput, responses=ComplaintOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The stewards' answer."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        public_id, answer = kwargs["public_id"], data["answer"]
        made = operations.answer_complaint(
            actor=request.user, public_id=public_id, answer=answer, now=db_now()
        )
        return 200, _body(made)


class ComplaintHelped(OperationView):
    input_serializer = HelpedInput

    @extend_schema(request=HelpedInput, responses=ComplaintOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whether the answer settles it; if not, the clock runs again."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        act = operations.confirm_complaint if data["helped"] else operations.reject_answer
        return 200, _body(act(actor=request.user, public_id=kwargs["public_id"], now=db_now()))
