"""Drafts that are shown to one member first, for programs of the two."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import find_member_id
from common.access import allow
from common.api import OperationView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations
from groups.api.board import MadeOutput, WordsInput
from groups.board_states import POST_LIMIT
from groups.draft_states import ADVICE_LIMIT, DraftState
from groups.models import BuddyDraft
from groups.queries import group_id_of
from groups.queries.drafts import draft_by_id

Body = dict[str, Any]


class DraftPostInput(serializers.Serializer[Any]):
    """``buddy``: the public id of the member of the group who reads it first."""

    body = serializers.CharField(max_length=POST_LIMIT)
    buddy = serializers.CharField(max_length=40)


class DraftAnswerInput(serializers.Serializer[Any]):
    """``good``: good to go; without it a word of advice is needed."""

    good = serializers.BooleanField()
    advice = serializers.CharField(max_length=ADVICE_LIMIT, required=False, allow_blank=True, default="")


class DraftOutput(serializers.Serializer[Any]):
    """``body`` and ``advice`` are '' once it is over; ``good`` is null before an answer."""

    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=DraftState.choices)
    is_own = serializers.BooleanField()
    body = serializers.CharField()
    good = serializers.BooleanField(allow_null=True)
    advice = serializers.CharField()
    shown_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


def _body(request: Request, draft: BuddyDraft) -> Body:
    is_open = draft.is_open_at(db_now())
    return {
        "public_id": draft.public_id,
        "state": draft.state,
        "is_own": draft.author_id == request.user.pk,
        "body": draft.body if is_open else "",
        "good": draft.is_good,
        "advice": draft.advice if is_open else "",
        "shown_at": draft.shown_at.isoformat(),
        "expires_at": draft.expires_at.isoformat(),
    }


class GroupDrafts(OperationView):
    input_serializer = DraftPostInput

    @extend_schema(request=DraftPostInput, responses={201: DraftOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Show a draft to one member of the group first."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        made = operations.show_draft(
            actor=request.user,
            group_id=group_id_of(kwargs["public_id"]),
            buddy_id=find_member_id(data["buddy"]) or 0,
            body=data["body"],
            now=db_now(),
        )
        return 201, _body(request, made)


class DraftDetail(APIView):
    @extend_schema(responses=DraftOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """A draft of mine, or one that is shown to me."""
        require_sign_in(request)
        draft = draft_by_id(public_id)
        allow(request.user, "groups.see-draft", draft)
        if draft is None:
            raise NotFound
        return Response(_body(request, draft))


class DraftAnswer(OperationView):
    input_serializer = DraftAnswerInput

    @extend_schema(request=DraftAnswerInput, responses=DraftOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say a word about a draft that is shown to me."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        draft = operations.answer_draft(
            actor=request.user,
            public_id=kwargs["public_id"],
            is_good=data["good"],
            advice=data["advice"],
            now=db_now(),
        )
        return 200, _body(request, draft)


class DraftPublish(OperationView):
    input_serializer = WordsInput

    @extend_schema(request=WordsInput, responses={201: MadeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Put my draft on the board, with these words."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        post = operations.publish_draft(
            actor=request.user, public_id=kwargs["public_id"], now=db_now(), **data
        )
        return 201, {"public_id": post.public_id}


class DraftEnd(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Show my draft no more; its words are gone."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        operations.end_draft(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}
