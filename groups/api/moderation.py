"""Flags, the stewards' desk, decisions and appeals, for programs."""

from typing import Any, ClassVar

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
from groups.models import ModerationAction, ReviewCase
from groups.moderation_rules import Decision
from groups.moderation_states import ActionKind, ActionState, AppealState, FlagReason, FlagState, ReviewState

Body = dict[str, Any]


class FlagInput(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=FlagReason.choices)
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class FlagOutput(serializers.Serializer[Any]):
    reason = serializers.ChoiceField(choices=FlagReason.choices)
    state = serializers.ChoiceField(choices=FlagState.choices)


class DeskRow(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    post = serializers.CharField()
    state = serializers.ChoiceField(choices=ReviewState.choices)
    body = serializers.CharField()
    flags = serializers.IntegerField()
    opened_at = serializers.DateTimeField()


class DeskOutput(serializers.Serializer[Any]):
    items = DeskRow(many=True)
    next = serializers.CharField(allow_null=True)


class ReviewCaseFlag(serializers.Serializer[Any]):
    """Who flagged is told to nobody."""

    reason = serializers.ChoiceField(choices=FlagReason.choices)
    note = serializers.CharField()
    snapshot = serializers.CharField()
    at = serializers.DateTimeField()


class ReviewCaseOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    post = serializers.CharField()
    state = serializers.ChoiceField(choices=ReviewState.choices)
    body = serializers.CharField()
    opened_at = serializers.DateTimeField()
    held_until = serializers.DateTimeField(allow_null=True)
    flags = ReviewCaseFlag(many=True)


class ModerationInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=ActionKind.choices)
    reason = serializers.ChoiceField(choices=FlagReason.choices, default=FlagReason.OTHER)
    text = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    days = serializers.IntegerField(required=False, allow_null=True, default=None)


class ModerationOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    kind = serializers.ChoiceField(choices=ActionKind.choices)
    reason = serializers.ChoiceField(choices=FlagReason.choices)
    state = serializers.ChoiceField(choices=ActionState.choices)
    text = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    appeal_state = serializers.ChoiceField(choices=AppealState.choices, allow_null=True)
    appeal_answer = serializers.CharField()


class ModerationWords(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=10_000)


class AppealJudgement(serializers.Serializer[Any]):
    overturned = serializers.BooleanField()
    text = serializers.CharField(max_length=10_000)


def _row(case: ReviewCase) -> Body:
    return {
        "public_id": case.public_id,
        "post": case.page_post.public_id,
        "state": case.state,
        "body": case.words.body,
        "opened_at": case.opened_at.isoformat(),
    }


def _case(case: ReviewCase) -> Body:
    flags = [
        {"reason": flag.reason, "note": flag.note, "snapshot": flag.snapshot, "at": flag.at.isoformat()}
        for flag in queries.flags_on(case)
    ]
    until = case.held_until.isoformat() if case.held_until else None
    return {**_row(case), "held_until": until, "flags": flags}


def _action(action: ModerationAction) -> Body:
    appeal = getattr(action, "appeal", None)
    return {
        "public_id": action.public_id,
        "kind": action.kind,
        "reason": action.reason,
        "state": action.state,
        "text": action.text,
        "created_at": action.created_at.isoformat(),
        "expires_at": action.expires_at.isoformat() if action.expires_at else None,
        "appeal_state": appeal.state if appeal else None,
        "appeal_answer": appeal.answer if appeal else "",
    }


class PostFlag(OperationView):
    input_serializer = FlagInput
    flag: ClassVar[Any] = staticmethod(operations.flag_post)

    @extend_schema(request=FlagInput, responses={201: FlagOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask the stewards to look at it."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        flag = self.flag(actor=request.user, public_id=kwargs["public_id"], now=db_now(), **data)
        return 201, {"reason": flag.reason, "state": flag.state}


class CommentFlag(PostFlag):
    flag = staticmethod(operations.flag_comment)


class GroupDesk(APIView):
    @extend_schema(operation_id="group_desk_list", parameters=CURSOR, responses=DeskOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What is flagged and not decided, the oldest first, without what is about me."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        allow(request.user, "groups.see-desk", group)
        page = queries.cases_waiting(
            group=group, viewer=request.user, cursor=request.query_params.get("cursor")
        )
        items = [{**_row(case), "flags": getattr(case, "flag_count", 0)} for case in page.items]
        return Response({"items": items, "next": page.next_cursor})


class CaseDetail(APIView):
    @extend_schema(responses=ReviewCaseOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """A flagged text that I may judge."""
        require_sign_in(request)
        case = queries.case_by_id(public_id)
        allow(request.user, "groups.judge-case", case)
        if case is None:
            raise NotFound
        return Response(_case(case))


class CaseTake(OperationView):
    @extend_schema(request=None, responses=ReviewCaseOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take it up for half an hour."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        return 200, _case(operations.claim_case(actor=request.user, public_id=kwargs["public_id"]))


class CaseDecide(OperationView):
    input_serializer = ModerationInput

    @extend_schema(request=ModerationInput, responses={201: ModerationOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Decide what I have taken up."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        public_id, given = kwargs["public_id"], Decision(**data)
        action = operations.decide_case(actor=request.user, public_id=public_id, given=given, now=db_now())
        return 201, _action(action)


class ActionDetail(APIView):
    @extend_schema(responses=ModerationOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What was decided about me, or in a group that I look after."""
        require_sign_in(request)
        action = queries.action_by_id(public_id)
        allow(request.user, "groups.see-action", action)
        if action is None:
            raise NotFound
        return Response(_action(action))


class ActionUndo(OperationView):
    input_serializer = ModerationWords

    @extend_schema(request=ModerationWords, responses=ModerationOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take it back with everything it did."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        public_id, why = kwargs["public_id"], data["text"]
        action = operations.undo_action(actor=request.user, public_id=public_id, reason=why, now=db_now())
        return 200, _action(action)


class ActionAppealCall(OperationView):
    input_serializer = ModerationWords

    @extend_schema(request=ModerationWords, responses={201: ModerationOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask somebody else to look at it again."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        public_id, text = kwargs["public_id"], data["text"]
        appeal = operations.appeal_action(actor=request.user, public_id=public_id, text=text, now=db_now())
        return 201, _action(appeal.action)


class ActionJudge(OperationView):
    input_serializer = AppealJudgement

    @extend_schema(request=AppealJudgement, responses=ModerationOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Answer an appeal against somebody else's decision."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        appeal = operations.judge_appeal(
            actor=request.user,
            public_id=kwargs["public_id"],
            overturned=data["overturned"],
            answer=data["text"],
            now=db_now(),
        )
        return 200, _action(appeal.action)
