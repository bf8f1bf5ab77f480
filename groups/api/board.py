"""The board, for programs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.errors import NotFound
from groups import operations, queries
from groups.access import shown_group
from groups.api.groups import CURSOR
from groups.api.post_photos import PostPhotoOutput, photo_body
from groups.board_states import FREE_KINDS, PostAudience, PostKind, PostState
from groups.queries import ShownPost

Body = dict[str, Any]


class WordsInput(serializers.Serializer[Any]):
    """Words that may hurt are refused once as ``may-hurt``; with ``as_is`` they are sent all the same."""

    body = serializers.CharField(max_length=10_000)
    as_is = serializers.BooleanField(default=False)


class PostInput(WordsInput):
    audience = serializers.ChoiceField(choices=PostAudience.choices, default=PostAudience.FELLOWS)
    kind = serializers.ChoiceField(
        choices=[(kind.value, kind.label) for kind in FREE_KINDS], default=PostKind.NOTE
    )


class CommentInput(WordsInput):
    pass


class PostOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    author_name = serializers.CharField()
    kind = serializers.ChoiceField(choices=PostKind.choices)
    state = serializers.ChoiceField(choices=PostState.choices)
    audience = serializers.ChoiceField(choices=PostAudience.choices)
    body = serializers.CharField()
    pinned = serializers.BooleanField()
    comments = serializers.IntegerField()
    reactions = serializers.DictField(child=serializers.IntegerField())
    created_at = serializers.DateTimeField()
    photos = PostPhotoOutput(many=True)


class BoardOutput(serializers.Serializer[Any]):
    items = PostOutput(many=True)
    next = serializers.CharField(allow_null=True)


class MadeOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()


def post_body(shown: ShownPost) -> Body:
    post = shown.post
    return {
        "public_id": post.public_id,
        "author_name": shown.author.name.text if shown.author else "",
        "kind": post.kind,
        "state": post.state,
        "audience": post.audience,
        "body": post.body,
        "pinned": post.pinned_at is not None,
        "comments": post.comment_count,
        "reactions": shown.reactions,
        "created_at": post.created_at,
        "photos": [photo_body(one) for one in shown.photos],
    }


class GroupPosts(OperationView):
    input_serializer = PostInput

    @extend_schema(operation_id="group_posts_list", parameters=CURSOR, responses=BoardOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """Posts that I may read, the newest first."""
        require_sign_in(request)
        group = shown_group(request.user, public_id).group
        _pinned, posts, following = queries.board_of(
            group=group, viewer=request.user, cursor=request.query_params.get("cursor")
        )
        return Response(page_body([post_body(one) for one in posts], following))

    @extend_schema(request=PostInput, responses={201: MadeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Put something on the board."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        group_id = queries.group_id_of(kwargs["public_id"])
        post = operations.write_post(actor=request.user, group_id=group_id, now=timezone.now(), **data)
        return 201, {"public_id": post.public_id}


class PostDetail(OperationView):
    http_method_names = ["get", "put", "head", "options"]
    input_serializer = WordsInput

    @extend_schema(responses=PostOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One post that I may read."""
        require_sign_in(request)
        post = queries.post_by_id(public_id)
        allow(request.user, "groups.read-post", post)
        if post is None:
            raise NotFound
        return Response(post_body(queries.shown_post(post, request.user)))

    @extend_schema(request=WordsInput, responses=MadeOutput)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """Other words, the same readers."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        post = operations.edit_post(
            actor=request.user, public_id=kwargs["public_id"], now=timezone.now(), **data
        )
        return 200, {"public_id": post.public_id}


class PostDelete(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take my words back for good."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        operations.delete_post(actor=request.user, public_id=kwargs["public_id"])
        return 204, {}


class PostComment(OperationView):
    input_serializer = CommentInput

    @extend_schema(request=CommentInput, responses={201: MadeOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Answer a post."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        made = operations.comment(
            actor=request.user, public_id=kwargs["public_id"], now=timezone.now(), **data
        )
        return 201, {"public_id": made.public_id}
