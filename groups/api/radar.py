"""The radar of a group, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, require_sign_in
from groups import operations, queries
from groups.access import shown_group
from groups.models import RadarSpot
from groups.radar_states import RadarKind, RadarState

Body = dict[str, Any]


class RadarRow(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    kind = serializers.ChoiceField(choices=RadarKind.choices)
    state = serializers.ChoiceField(choices=RadarState.choices)
    size = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()


class RadarOutput(serializers.Serializer[Any]):
    items = RadarRow(many=True)


def _row(spot: RadarSpot) -> Body:
    return dict(RadarRow(spot).data)


class GroupRadar(APIView):
    @extend_schema(operation_id="group_radar_list", responses=RadarOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What repeats itself or rises suddenly and nobody has looked at, the newest first."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        allow(request.user, "groups.see-desk", group)
        return Response({"items": [_row(spot) for spot in queries.radar_of(group=group)]})


class SpotSeen(OperationView):
    @extend_schema(request=None, responses=RadarRow)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """I have looked at it."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        return 200, _row(operations.see_spot(actor=request.user, public_id=kwargs["public_id"]))
