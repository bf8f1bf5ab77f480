"""Search for programs."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.api import page_body
from portal.search import search


class HitOutput(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="The object's public id or slug.")
    title = serializers.CharField()
    url = serializers.CharField()
    sub = serializers.ListField(child=serializers.CharField())


class HitPage(serializers.Serializer[Any]):
    items = HitOutput(many=True)
    next = serializers.CharField(allow_null=True)


class Search(APIView):
    @extend_schema(
        parameters=[
            OpenApiParameter("q", str, description="What is looked for; words may stop in the middle."),
            OpenApiParameter("kind", str, description="people, campaigns, ...; the first kind if left out."),
            OpenApiParameter("cursor", str, description="``next`` of the page before."),
        ],
        responses=HitPage,
    )
    def get(self, request: Request) -> Response:
        """What I may see that has all the words, of one kind."""
        asked = request.query_params
        results = search(
            request.user, text=asked.get("q", ""), kind=asked.get("kind", ""), cursor=asked.get("cursor")
        )
        items = [
            {"key": hit.key, "title": hit.title, "url": hit.url, "sub": list(hit.sub)}
            for hit in results.found.items
        ]
        return Response(page_body(items, results.found.next_cursor))
