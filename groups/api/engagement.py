"""How a group does, for programs of its stewards."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import require_sign_in
from common.clock import db_now
from groups import queries
from groups.access import shown_group
from groups.queries.ladder import first_words


class EngagementRow(serializers.Serializer[Any]):
    """``reached``: active and quiet members; dormant ones and those who never acted are no followers."""

    starts_on = serializers.DateField()
    points = serializers.IntegerField()
    people = serializers.IntegerField()
    posts = serializers.IntegerField()
    comments = serializers.IntegerField()
    signs = serializers.IntegerField()
    answers = serializers.IntegerField()
    answered = serializers.IntegerField()
    pairs = serializers.IntegerField()
    came = serializers.IntegerField()
    reached = serializers.IntegerField()
    active = serializers.IntegerField()
    quiet = serializers.IntegerField()
    dormant = serializers.IntegerField()
    never = serializers.IntegerField()


class EngagementOutput(serializers.Serializer[Any]):
    first_posts = serializers.IntegerField(help_text="Members’ first ones, of the last ninety days.")
    first_posts_answered = serializers.IntegerField(help_text="By somebody else, within a day.")
    items = EngagementRow(many=True)


class GroupEngagement(APIView):
    @extend_schema(operation_id="group_engagement_list", responses=EngagementOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """The last twelve weeks, the newest first, for stewards."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        allow(request.user, "groups.see-desk", group)
        firsts = first_words(group_id=group.pk, now=db_now())
        rows = EngagementRow(queries.engagement_of(group=group), many=True).data
        return Response({"first_posts": firsts.posts, "first_posts_answered": firsts.answered, "items": rows})
