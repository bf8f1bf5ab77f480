"""The daily star, for programs."""

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
from groups.api.board import PostOutput, post_body
from groups.models import StarInvitation
from groups.star_states import QUESTIONS, StarAnswer, StarState

Body = dict[str, Any]


class StarsOutput(serializers.Serializer[Any]):
    items = PostOutput(many=True)


class StarOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    group = serializers.CharField()
    local_date = serializers.DateField()
    state = serializers.ChoiceField(choices=StarState.choices)
    answer_by = serializers.DateTimeField()
    by_interview = serializers.BooleanField()
    questions = serializers.ListField(child=serializers.CharField())
    draft = serializers.CharField()


class StarAnswerInput(serializers.Serializer[Any]):
    answer = serializers.ChoiceField(choices=StarAnswer.choices)
    on = serializers.DateField(required=False, allow_null=True, default=None)


class StarWordsInput(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    answers = serializers.ListField(
        child=serializers.CharField(max_length=2000, allow_blank=True), required=False, max_length=5
    )


class StarApproveInput(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=10_000)
    as_is = serializers.BooleanField(default=False)


def _star(star: StarInvitation) -> Body:
    return {
        "public_id": star.public_id,
        "group": star.group.public_id,
        "local_date": star.slot.local_date.isoformat(),
        "state": star.state,
        "answer_by": star.answer_by.isoformat(),
        "by_interview": star.by_interview,
        "questions": [str(question) for question in QUESTIONS] if star.by_interview else [],
        "draft": star.draft,
    }


class GroupStars(APIView):
    @extend_schema(responses=StarsOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What the last stars told."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        allow(request.user, "groups.read-board", group)
        return Response(
            {"items": [post_body(one) for one in queries.stars_of(group=group, viewer=request.user)]}
        )


class StarDetail(APIView):
    @extend_schema(responses=StarOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """An invitation of mine."""
        require_sign_in(request)
        star = queries.star_by_id(public_id)
        allow(request.user, "groups.answer-star", star)
        if star is None:
            raise NotFound
        return Response(_star(star))


class StarAnswerCall(OperationView):
    input_serializer = StarAnswerInput

    @extend_schema(request=StarAnswerInput, responses=StarOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Yes, by interview, another day, not now, or never."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        star = operations.answer_star(actor=request.user, public_id=kwargs["public_id"], now=db_now(), **data)
        return 200, _star(star)


class StarWords(OperationView):
    input_serializer = StarWordsInput

    @extend_schema(request=StarWordsInput, responses=StarOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Keep a draft: own words, or answers to the five questions."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        star = operations.write_star_words(
            actor=request.user,
            public_id=kwargs["public_id"],
            answers=data.get("answers"),
            body=data["body"],
            now=db_now(),
        )
        return 200, _star(star)


class StarApprove(OperationView):
    input_serializer = StarApproveInput

    @extend_schema(request=StarApproveInput, responses=StarOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """These words appear on my day."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        star = operations.approve_star_words(
            actor=request.user, public_id=kwargs["public_id"], now=db_now(), **data
        )
        return 200, _star(star)


class StarWithdraw(OperationView):
    @extend_schema(request=None, responses=StarOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Step back, until the evening before."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        star = operations.withdraw_star(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 200, _star(star)
