"""Teams of an event, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.queries import find_member_id
from common.access import allow
from common.api import OperationView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries
from groups.models import Event, TeamPlan
from groups.team_states import LEAST_SIZE, MOST_SIZE, Relaxed, TeamPlanState

Body = dict[str, Any]


class TeammateOutput(serializers.Serializer[Any]):
    person = serializers.CharField()
    name = serializers.CharField()


class TeamOutput(serializers.Serializer[Any]):
    """``hidden``: how many are in it who show the caller no page."""

    number = serializers.IntegerField()
    people = TeammateOutput(many=True)
    hidden = serializers.IntegerField()


class TeamsOutput(serializers.Serializer[Any]):
    """``state`` is null before the first mix. ``given_up``: in the declared order."""

    state = serializers.ChoiceField(choices=TeamPlanState.choices, allow_null=True)
    given_up = serializers.ListField(child=serializers.ChoiceField(choices=Relaxed.choices))
    without = serializers.IntegerField()
    teams = TeamOutput(many=True)


class MixInput(serializers.Serializer[Any]):
    size = serializers.IntegerField(min_value=LEAST_SIZE, max_value=MOST_SIZE)
    keeps_wishes = serializers.BooleanField(default=True)


class PlanOutput(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=TeamPlanState.choices)
    given_up = serializers.ListField(child=serializers.ChoiceField(choices=Relaxed.choices))


class PlacedOutput(serializers.Serializer[Any]):
    placed = serializers.IntegerField()


class WishInput(serializers.Serializer[Any]):
    """``other``: a member's id, or null to take the wish back."""

    other = serializers.CharField(max_length=20, allow_null=True)


class WishOutput(serializers.Serializer[Any]):
    other = serializers.CharField(allow_null=True)


class OwnTeamOutput(serializers.Serializer[Any]):
    """``team`` and ``code`` are null until the teams are set."""

    state = serializers.ChoiceField(choices=TeamPlanState.choices, allow_null=True)
    team = TeamOutput(allow_null=True)
    code = serializers.CharField(allow_null=True)
    wish = serializers.CharField(allow_null=True)


def _shown(request: Request, public_id: str, verb: str) -> Event:
    """Raises: NotFound, NeedsSignIn."""
    require_sign_in(request)
    event = queries.event_by_id(public_id)
    allow(request.user, verb, event)
    if event is None:
        raise NotFound
    return event


def _team(shown: queries.ShownTeam) -> Body:
    people = [{"person": one.public_id, "name": one.name.text} for one in shown.people]
    return {"number": shown.team.number, "people": people, "hidden": shown.hidden}


def _plan(plan: TeamPlan) -> Body:
    return {"state": plan.state, "given_up": plan.relaxed}


class EventTeams(OperationView):
    input_serializer = MixInput

    @extend_schema(operation_id="event_teams", responses=TeamsOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """All teams, for whoever keeps them."""
        event = _shown(request, public_id, "groups.keep-teams")
        shown = queries.teams_of(event=event, viewer=request.user)
        plan = _plan(shown.plan) if shown.plan else {"state": None, "given_up": []}
        teams = [_team(team) for team in shown.teams]
        return Response({**plan, "without": shown.without, "teams": teams})

    @extend_schema(request=MixInput, responses=PlanOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Mix, or mix anew while the teams are not set."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        plan = operations.mix_teams(actor=request.user, event_id=event_id, now=db_now(), **data)
        return 200, _plan(plan)


class EventTeamsLock(OperationView):
    @extend_schema(request=None, responses=PlanOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Set the teams; everybody is told."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        return 200, _plan(operations.lock_teams(actor=request.user, event_id=event_id, now=db_now()))


class EventLatecomers(OperationView):
    @extend_schema(request=None, responses=PlacedOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Whoever comes and has no team goes to the smallest one that suits."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event_id = queries.event_id_of(kwargs["public_id"])
        placed = operations.place_latecomers(actor=request.user, event_id=event_id, now=db_now())
        return 200, {"placed": placed}


class EventOwnTeam(OperationView):
    input_serializer = WishInput

    @extend_schema(operation_id="event_own_team", responses=OwnTeamOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """My team once it is set, and for whom I asked."""
        event = _shown(request, public_id, "groups.see-event")
        own = queries.own_team(event=event, viewer=request.user)
        return Response(
            {
                "state": own.plan.state if own.plan else None,
                "team": _team(own.mine) if own.mine else None,
                "code": own.mine.team.code if own.mine else None,
                "wish": own.wish.public_id if own.wish else None,
            }
        )

    @extend_schema(request=WishInput, responses=WishOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Ask to be in a team with somebody who comes too. It counts once they ask for the caller."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        other = data["other"]
        event_id = queries.event_id_of(kwargs["public_id"])
        other_id = (find_member_id(other) or 0) if other else None
        wish = operations.wish_for(actor=request.user, event_id=event_id, other_id=other_id, now=db_now())
        return 200, {"other": other if wish else None}
