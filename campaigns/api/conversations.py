"""What people say elsewhere, for programs of managers: followed posts, words, answers."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.members import CURSOR, cursor_of
from campaigns.api.serializers import Shape
from campaigns.conversation_rules import Sums
from campaigns.models import Campaign, ChannelPost, Mention
from campaigns.models.conversation import MENTION_LIMIT
from campaigns.operations import conversations as operations
from campaigns.queries.campaigns import find_campaign_id
from campaigns.queries.conversations import (
    find_mention,
    find_post,
    mentions_page,
    posts_page,
    state_of,
    sums_of,
)
from campaigns.states import Channel, MentionKind, MentionState
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.errors import Invalid, NotFound

Answer = tuple[int, dict[str, Any]]


class PostFiguresOutput(Shape):
    """``engagement``: likes, comments and reposts. Basis points are empty while there is nothing to share."""

    reach = serializers.IntegerField(help_text="Followers of the post and of whoever passed it on.")
    engagement = serializers.IntegerField()
    engagement_bp = serializers.IntegerField(allow_null=True)
    likes = serializers.IntegerField()
    comments = serializers.IntegerField()
    reposts = serializers.IntegerField()
    authors = serializers.IntegerField()
    zombies = serializers.IntegerField(help_text="Authors with nobody behind them; they count in no reach.")
    zombie_bp = serializers.IntegerField(allow_null=True)


class FollowedPostOutput(Shape):
    public_id = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    ref = serializers.CharField(help_text="The post's number there.")
    group = serializers.CharField(help_text="Its stewards answer complaints.")
    followed_at = serializers.DateTimeField()
    stopped_at = serializers.DateTimeField(allow_null=True, help_text="No longer read since then.")
    read_at = serializers.DateTimeField(allow_null=True)
    trouble = serializers.CharField(help_text="Why it could not be read the last time.")
    figures = PostFiguresOutput()


class FollowedPostsOutput(Shape):
    items = FollowedPostOutput(many=True)
    next = serializers.CharField(allow_null=True)


class FollowInput(Shape):
    channel = serializers.CharField(max_length=10, default=Channel.WEIBO)
    ref = serializers.CharField(max_length=32, help_text="The post's number there.")
    group = serializers.CharField(max_length=24, help_text="A group whose steward you are.")


class MentionOutput(Shape):
    """Who said it is not kept."""

    public_id = serializers.CharField()
    post = serializers.CharField()
    kind = serializers.ChoiceField(MentionKind.choices)
    state = serializers.ChoiceField(MentionState.choices)
    text = serializers.CharField(help_text="Empty once it is forgotten.")
    said_at = serializers.DateTimeField()
    followers = serializers.IntegerField()
    is_complaint = serializers.BooleanField()
    is_zombie = serializers.BooleanField()
    answer = serializers.CharField()
    answered_at = serializers.DateTimeField(allow_null=True)
    refusals = serializers.IntegerField(help_text="Answers that the platform did not take.")


class MentionsOutput(Shape):
    items = MentionOutput(many=True)
    next = serializers.CharField(allow_null=True)


class MentionAnswerInput(Shape):
    words = serializers.CharField(
        max_length=MENTION_LIMIT, help_text="In public; Weibo takes 140 characters."
    )


def _post_body(post: ChannelPost, sums: Sums) -> dict[str, Any]:
    figures = {name: getattr(sums, str(name)) for name in PostFiguresOutput().fields}
    return {
        "public_id": post.public_id,
        "channel": post.channel,
        "ref": post.ref,
        "group": post.group,
        "followed_at": post.added_at.isoformat(),
        "stopped_at": post.stopped_at.isoformat() if post.stopped_at else None,
        "read_at": post.pulled_at.isoformat() if post.pulled_at else None,
        "trouble": post.trouble,
        "figures": figures,
    }


def _mention_body(mention: Mention) -> dict[str, Any]:
    return {
        "public_id": mention.public_id,
        "post": mention.post.public_id,
        "kind": mention.kind,
        "state": state_of(mention),
        "text": mention.text,
        "said_at": mention.said_at.isoformat(),
        "followers": mention.followers,
        "is_complaint": mention.is_complaint,
        "is_zombie": mention.is_zombie,
        "answer": mention.answer,
        "answered_at": mention.answered_at.isoformat() if mention.answered_at else None,
        "refusals": mention.refusals,
    }


def _campaign(request: Request, slug: str) -> Campaign:
    """Raises: NeedsSignIn, NotFound."""
    require_sign_in(request)
    campaign = Campaign.objects.one(find_campaign_id(slug=slug))
    allow(request.user, "campaigns.follow-post", campaign)
    return campaign


class FollowedPosts(OperationView):
    input_serializer = FollowInput

    @extend_schema(operation_id="followed_posts_list", parameters=CURSOR, responses=FollowedPostsOutput)
    def get(self, request: Request, slug: str) -> Response:
        """The campaign's posts elsewhere with how far they reach, the newest first."""
        lines, following = posts_page(_campaign(request, slug).pk, cursor=cursor_of(request))
        return Response(page_body([_post_body(post, sums) for post, sums in lines], following))

    @extend_schema(operation_id="post_follow", request=FollowInput, responses={201: FollowedPostOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Read what is said under a post from now on, every five minutes. Again it is the same post."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        campaign_id = find_campaign_id(slug=kwargs["slug"])
        post = operations.follow_post(actor=request.user, campaign_id=campaign_id, now=timezone.now(), **data)
        return 201, _post_body(post, sums_of(post))


class FollowedPost(APIView):
    @extend_schema(operation_id="followed_post", responses=FollowedPostOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One post with how far it reaches."""
        require_sign_in(request)
        post = find_post(public_id)
        allow(request.user, "campaigns.follow-post", post.campaign if post else None)
        if post is None:
            raise NotFound
        return Response(_post_body(post, sums_of(post)))


class Unfollow(OperationView):
    @extend_schema(operation_id="post_unfollow", request=None, responses=FollowedPostOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Read no further; what was said stays and can be answered. Again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        found = find_post(kwargs["public_id"])
        post = operations.unfollow_post(
            actor=request.user, post_id=found.pk if found else 0, now=timezone.now()
        )
        return 200, _post_body(post, sums_of(post))


class Mentions(APIView):
    @extend_schema(
        operation_id="mentions_list",
        parameters=[
            *CURSOR,
            OpenApiParameter("post", str, description="A followed post's public id."),
            OpenApiParameter("state", str, enum=MentionState.values),
            OpenApiParameter("kind", str, enum=MentionKind.values),
        ],
        responses=MentionsOutput,
    )
    def get(self, request: Request, slug: str) -> Response:
        """What was said under the campaign's posts, the newest first."""
        campaign = _campaign(request, slug)
        asked = request.query_params
        state, kind = asked.get("state", ""), asked.get("kind", "")
        if state and state not in MentionState.values:
            raise Invalid(field="state")
        if kind and kind not in MentionKind.values:
            raise Invalid(field="kind")
        page = mentions_page(
            campaign.pk, post=asked.get("post", ""), state=state, kind=kind, cursor=cursor_of(request)
        )
        return Response(page_body([_mention_body(mention) for mention in page.items], page.next_cursor))


class OneMention(APIView):
    @extend_schema(operation_id="mention", responses=MentionOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What one person said, and our answer."""
        require_sign_in(request)
        mention = find_mention(public_id)
        allow(request.user, "campaigns.answer-mention", mention)
        if mention is None:
            raise NotFound
        return Response(_mention_body(mention))


class _Act(OperationView):
    """One act on a mention."""

    operation: Callable[..., Mention]

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        found = find_mention(kwargs["public_id"])
        mention = type(self).operation(
            actor=request.user, mention_id=found.pk if found else 0, now=timezone.now(), **data
        )
        return 200, _mention_body(mention)


class AnswerMention(_Act):
    input_serializer = MentionAnswerInput
    operation = staticmethod(operations.answer_mention)

    @extend_schema(operation_id="mention_answer", request=MentionAnswerInput, responses=MentionOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Answer in public, once; a job sends it. Where the stewards' clock runs it stops."""
        return super().post(request, **kwargs)


class HandOver(_Act):
    operation = staticmethod(operations.hand_to_stewards)

    @extend_schema(operation_id="mention_hand_over", request=None, responses=MentionOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """It is a complaint: its stewards' clock runs from now. Again changes nothing."""
        return super().post(request, **kwargs)
