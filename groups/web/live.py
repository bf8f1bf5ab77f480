"""Parts of pages that are asked for again and again. Nothing changed: one short query and an empty answer.

Each is read with the rights of the moment; without JavaScript the page has all of it already.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from common.access import allow
from common.errors import NeedsSignIn, NotFound, Refused
from groups import queries
from groups.access import shown_group
from groups.models import Group, Post


class LiveView(View):
    template_name: ClassVar[str]

    def found(self, request: HttpRequest, public_id: str) -> Any:
        """What it is about, for this viewer. Raises: Refused."""
        raise NotImplementedError

    def mark(self, request: HttpRequest, found: Any) -> str:
        raise NotImplementedError

    def context(self, request: HttpRequest, found: Any) -> Mapping[str, Any]:
        raise NotImplementedError

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                raise NeedsSignIn
            found = self.found(request, public_id)
        except Refused as refused:
            return HttpResponse(status=refused.status)
        mark = self.mark(request, found)
        if request.headers.get("If-None-Match") == mark:
            response = HttpResponse(status=304)
        else:
            response = render(request, self.template_name, dict(self.context(request, found)))
        response["ETag"] = mark
        response["Cache-Control"] = "private, no-cache"
        return response


class LiveBoardView(LiveView):
    template_name = "groups/_board_posts.html"

    def found(self, request: HttpRequest, public_id: str) -> Group:
        return shown_group(request.user, public_id).group

    def mark(self, request: HttpRequest, found: Group) -> str:
        return queries.board_mark(group=found, viewer=request.user)

    def context(self, request: HttpRequest, found: Group) -> Mapping[str, Any]:
        pinned, posts, _following = queries.board_of(group=found, viewer=request.user)
        return {"pinned": pinned, "posts": posts}


class LiveCommentsView(LiveView):
    template_name = "groups/_comments.html"

    def found(self, request: HttpRequest, public_id: str) -> Post:
        post = queries.post_by_id(public_id)
        allow(request.user, "groups.read-post", post)
        if post is None:
            raise NotFound
        return post

    def mark(self, request: HttpRequest, found: Post) -> str:
        return queries.comments_mark(post=found, viewer=request.user)

    def context(self, request: HttpRequest, found: Post) -> Mapping[str, Any]:
        comments, _following = queries.comments_on(post=found, viewer=request.user)
        may_comment = found.is_shown and queries.is_active_member(
            group_id=found.group_id, member_id=request.user.pk
        )
        return {"comments": comments, "may_comment": may_comment}
