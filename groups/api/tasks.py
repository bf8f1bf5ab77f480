"""Tasks of an event, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.access import allow
from common.api import OperationView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.task_sets import READY
from groups.task_states import TaskNeed, TeamTaskState

Body = dict[str, Any]


class TaskOutput(serializers.Serializer[Any]):
    """``state`` is that of the caller's team, null before anybody said anything."""

    public_id = serializers.CharField()
    key = serializers.CharField()
    title = serializers.DictField(child=serializers.CharField())
    need = serializers.ChoiceField(choices=TaskNeed.choices)
    state = serializers.ChoiceField(choices=TeamTaskState.choices, allow_null=True)
    confirmed_by = serializers.ListField(child=serializers.CharField())
    may_confirm = serializers.BooleanField()


class TaskProgressOutput(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    done = serializers.IntegerField()


class TasksOutput(serializers.Serializer[Any]):
    tasks = TaskOutput(many=True)
    progress = TaskProgressOutput(many=True)


class PickInput(serializers.Serializer[Any]):
    tasks = serializers.MultipleChoiceField(choices=[(key, key) for key in READY])


class PickedOutput(serializers.Serializer[Any]):
    tasks = serializers.ListField(child=serializers.CharField())


class ClaimInput(serializers.Serializer[Any]):
    """``code``: the letters of another team, where the card needs them."""

    code = serializers.CharField(max_length=40, allow_blank=True, default="")


class TaskStateOutput(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=TeamTaskState.choices)


class EventTasks(OperationView):
    input_serializer = PickInput

    @extend_schema(operation_id="event_tasks", responses=TasksOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """The cards, how far my team is, and how far the others are."""
        require_sign_in(request)
        event = queries.event_by_id(public_id)
        allow(request.user, "groups.see-event", event)
        if event is None:
            raise NotFound
        shown = queries.tasks_of(event=event, viewer=request.user)
        progress = [{"number": one.number, "done": one.done} for one in shown.progress]
        return Response({"tasks": [_task(one) for one in shown.tasks], "progress": progress})

    @extend_schema(request=PickInput, responses=PickedOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """The event has exactly these tasks; what a team has begun stays."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        cards = operations.pick_tasks(actor=request.user, event_id=event_id, keys=data["tasks"], now=db_now())
        return 200, {"tasks": [card.key for card in cards]}


class TaskClaim(OperationView):
    input_serializer = ClaimInput

    @extend_schema(request=ClaimInput, responses=TaskStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say that my team has done it."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        task = operations.claim_task(
            actor=request.user, public_id=kwargs["public_id"], code=data["code"], now=db_now()
        )
        return 200, {"state": task.state}


class TaskConfirm(OperationView):
    @extend_schema(request=None, responses=TaskStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Say that what a teammate said is so."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        task = operations.confirm_task(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 200, {"state": task.state}


def _task(one: queries.ShownTask) -> Body:
    return {
        "public_id": one.card.public_id,
        "key": one.card.key,
        "title": one.card.ready.title,
        "need": one.card.need,
        "state": one.task.state if one.task else None,
        "confirmed_by": [person.public_id for person in one.confirmed_by],
        "may_confirm": one.may_confirm,
    }
