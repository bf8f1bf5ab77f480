"""Rituals and their days, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, require_sign_in
from common.api_fields import ClockField
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.access import shown_group
from groups.api.board import MadeOutput, PostOutput, post_body
from groups.models import Prompt, Ritual
from groups.ritual_rules import Deeds, RitualInput
from groups.ritual_states import EVERY_DAY, RitualKind

Body = dict[str, Any]


class RitualBody(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=RitualKind.choices, default=RitualKind.QUESTION)
    title = serializers.DictField(child=serializers.CharField(max_length=2000))
    question = serializers.DictField(
        child=serializers.CharField(max_length=4000, allow_blank=True), required=False, default=dict
    )
    weekdays = serializers.IntegerField(default=EVERY_DAY, help_text="A bit per day, Monday first.")
    local_time = ClockField()
    answer_first = serializers.BooleanField(default=False)
    is_on = serializers.BooleanField(default=True)


class RitualOutput(RitualBody):
    public_id = serializers.CharField()


class RitualsOutput(serializers.Serializer[Any]):
    items = RitualOutput(many=True)


class PromptOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    kind = serializers.ChoiceField(choices=RitualKind.choices)
    title = serializers.DictField(child=serializers.CharField())
    question = serializers.DictField(child=serializers.CharField())
    local_date = serializers.DateField()
    closes_at = serializers.DateTimeField()
    answers = serializers.IntegerField()
    answered = serializers.BooleanField()


class DotOutput(serializers.Serializer[Any]):
    on = serializers.DateField()
    answers = serializers.IntegerField()
    is_rest = serializers.BooleanField()
    is_mine = serializers.BooleanField()


class RhythmOutput(serializers.Serializer[Any]):
    prompts = PromptOutput(many=True)
    rhythm = DotOutput(many=True)


class PromptDetailOutput(PromptOutput):
    hidden_until_answered = serializers.BooleanField()
    items = PostOutput(many=True)


class PromptAnswerInput(serializers.Serializer[Any]):
    body = serializers.CharField(max_length=10_000, required=False, allow_blank=True, default="")
    deeds = serializers.ListField(child=serializers.CharField(max_length=2000), required=False, max_length=3)
    habit = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")
    as_is = serializers.BooleanField(default=False)


def _ritual(ritual: Ritual) -> Body:
    values = {name: getattr(ritual, name) for name in RitualInput.__dataclass_fields__}
    return {**values, "local_time": f"{ritual.local_time:%H:%M:%S}", "public_id": ritual.public_id}


def _prompt(prompt: Prompt, *, answered: bool) -> Body:
    return {
        "public_id": prompt.public_id,
        "kind": prompt.kind,
        "title": prompt.title,
        "question": prompt.question,
        "local_date": prompt.local_date,
        "closes_at": prompt.closes_at,
        "answers": prompt.answer_count,
        "answered": answered,
    }


class GroupRituals(OperationView):
    input_serializer = RitualBody

    @extend_schema(responses=RitualsOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What the group asks regularly."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        allow(request.user, "groups.read-board", group)
        return Response({"items": [_ritual(one) for one in queries.rituals_of(group=group)]})

    @extend_schema(request=RitualBody, responses={201: MadeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """One ritual more, for stewards."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        group_id = queries.group_id_of(kwargs["public_id"])
        made = operations.add_ritual(
            actor=request.user, group_id=group_id, given=RitualInput(**data), now=db_now()
        )
        return 201, {"public_id": made.public_id}


class RitualChange(OperationView):
    input_serializer = RitualBody

    @extend_schema(request=RitualBody, responses=RitualOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Other words, another time, on or off."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        made = operations.change_ritual(
            actor=request.user, public_id=kwargs["public_id"], given=RitualInput(**data), now=db_now()
        )
        return 200, _ritual(made)


class GroupRhythm(APIView):
    @extend_schema(responses=RhythmOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What can be answered now, and the group's last four weeks."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        allow(request.user, "groups.read-board", group)
        now = db_now()
        prompts = queries.open_prompts_of(group=group, viewer=request.user, now=now)
        dots = queries.rhythm_of(group=group, viewer=request.user, now=now)
        return Response(
            {
                "prompts": [_prompt(one.prompt, answered=bool(one.mine)) for one in prompts],
                "rhythm": [
                    {"on": dot.on, "answers": dot.answers, "is_rest": dot.is_rest, "is_mine": dot.is_mine}
                    for dot in dots
                ],
            }
        )


class PromptDetail(APIView):
    @extend_schema(responses=PromptDetailOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One day and its answers; empty while they wait for mine."""
        require_sign_in(request)
        prompt = queries.prompt_by_id(public_id)
        allow(request.user, "groups.see-prompt", prompt)
        if prompt is None:
            raise NotFound
        shown = queries.shown_prompt(prompt, request.user, now=db_now())
        posts = [] if shown.hides else queries.answers_to(prompt=prompt, viewer=request.user)
        body = _prompt(prompt, answered=bool(shown.mine))
        items = [post_body(one) for one in posts]
        return Response({**body, "hidden_until_answered": shown.hides, "items": items})


class PromptAnswerCall(OperationView):
    input_serializer = PromptAnswerInput

    @extend_schema(request=PromptAnswerInput, responses={201: MadeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take part in a day of the group."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        done, habit = data.get("deeds") or (), data["habit"]
        post = operations.answer_prompt(
            actor=request.user,
            public_id=kwargs["public_id"],
            body=data["body"],
            deeds=Deeds(done=tuple(done), habit=habit) if done or habit else None,
            as_is=data["as_is"],
            now=db_now(),
        )
        return 201, {"public_id": post.public_id}
