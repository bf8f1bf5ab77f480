"""A brand's own posts elsewhere, for programs that speak for a manager: written, planned, taken back."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from campaigns.api.members import CURSOR, cursor_of
from campaigns.api.serializers import Shape
from campaigns.brand_post_states import BrandPostState
from campaigns.models import BrandPost, Campaign
from campaigns.models.brand_post import BRAND_WORDS_LIMIT
from campaigns.operations import brand_posts as operations
from campaigns.queries.brand_posts import (
    BrandPostLine,
    brand_posts_of,
    find_brand_post,
    find_brand_post_id,
    line_of,
)
from campaigns.queries.campaigns import find_campaign_id
from campaigns.states import Channel
from common.access import allow
from common.api import OperationView, page_body, require_sign_in
from common.errors import Invalid, NotFound

Answer = tuple[int, dict[str, Any]]


class BrandPostOutput(Shape):
    public_id = serializers.CharField()
    channel = serializers.ChoiceField(Channel.choices)
    state = serializers.ChoiceField(BrandPostState.choices)
    words = serializers.CharField()
    preview = serializers.CharField(help_text="As it stands, or will stand, there: with tag and address.")
    length = serializers.IntegerField(help_text="Of the preview, as the platform counts.")
    most = serializers.IntegerField(help_text="What the platform takes.")
    group = serializers.CharField(help_text="Its stewards answer complaints; empty: it is not followed.")
    written_at = serializers.DateTimeField()
    publish_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    ref = serializers.CharField(help_text="Its number there; empty until it stands.")
    trouble = serializers.CharField(help_text="The platform's number for its no.")


class BrandPostsOutput(Shape):
    items = BrandPostOutput(many=True)
    next = serializers.CharField(allow_null=True)


class BrandPostInput(Shape):
    channel = serializers.CharField(max_length=10, default=Channel.WEIBO)
    words = serializers.CharField(max_length=BRAND_WORDS_LIMIT)
    group = serializers.CharField(
        max_length=24,
        default="",
        allow_blank=True,
        help_text="A group whose steward you are; empty: it is not followed.",
    )


class BrandWordsInput(Shape):
    words = serializers.CharField(max_length=BRAND_WORDS_LIMIT)


class PlanInput(Shape):
    at = serializers.DateTimeField(required=False, allow_null=True, help_text="Left out or past: now.")


def _body(line: BrandPostLine) -> dict[str, Any]:
    post = line.post
    return {
        "public_id": post.public_id,
        "channel": post.channel,
        "state": post.state,
        "words": post.words,
        "preview": line.preview,
        "length": line.weight,
        "most": line.most,
        "group": post.group,
        "written_at": post.written_at.isoformat(),
        "publish_at": post.publish_at.isoformat() if post.publish_at else None,
        "published_at": post.published_at.isoformat() if post.published_at else None,
        "ref": post.ref,
        "trouble": post.trouble,
    }


def _told(post: BrandPost) -> dict[str, Any]:
    return _body(line_of(post, post.campaign))


class BrandPosts(OperationView):
    input_serializer = BrandPostInput

    @extend_schema(
        operation_id="brand_posts_list",
        parameters=[*CURSOR, OpenApiParameter("state", str, enum=BrandPostState.values)],
        responses=BrandPostsOutput,
    )
    def get(self, request: Request, slug: str) -> Response:
        """What the brand says, or will say, elsewhere about the campaign, the newest first."""
        require_sign_in(request)
        campaign = Campaign.objects.one(find_campaign_id(slug=slug))
        allow(request.user, "campaigns.write-post", campaign)
        state = request.query_params.get("state", "")
        if state and state not in BrandPostState.values:
            raise Invalid(field="state")
        lines, following = brand_posts_of(campaign, state=state, cursor=cursor_of(request))
        return Response(page_body([_body(line) for line in lines], following))

    @extend_schema(operation_id="brand_post_write", request=BrandPostInput, responses={201: BrandPostOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """A draft that nobody else sees, held against what the platform forbids."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        post = operations.write_brand_post(
            actor=request.user,
            campaign_id=find_campaign_id(slug=kwargs["slug"]),
            now=timezone.now(),
            **data,
        )
        return 201, _told(post)


class OneBrandPost(OperationView):
    http_method_names = ["get", "put", "head", "options"]
    input_serializer = BrandWordsInput

    @extend_schema(operation_id="brand_post", responses=BrandPostOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """One post and how far it has come."""
        require_sign_in(request)
        post = find_brand_post(public_id)
        allow(request.user, "campaigns.publish-post", post)
        if post is None:
            raise NotFound
        return Response(_told(post))

    @extend_schema(operation_id="brand_post_reword", request=BrandWordsInput, responses=BrandPostOutput)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """Other words for a draft, or for what the platform did not take."""
        return self._operate(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        post_id = find_brand_post_id(kwargs["public_id"])
        post = operations.reword_brand_post(actor=request.user, post_id=post_id, words=data["words"])
        return 200, _told(post)


class PlanBrandPost(OperationView):
    input_serializer = PlanInput

    @extend_schema(operation_id="brand_post_plan", request=PlanInput, responses=BrandPostOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Publish it at that time, or at once: a job sends it, once."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        post = operations.plan_brand_post(
            actor=request.user,
            post_id=find_brand_post_id(kwargs["public_id"]),
            at=data.get("at"),
            now=timezone.now(),
        )
        return 200, _told(post)


class StopBrandPost(OperationView):
    @extend_schema(operation_id="brand_post_stop", request=None, responses=BrandPostOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take a planned post back as long as nothing has left. Again changes nothing."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> Answer:
        require_sign_in(request)
        post_id = find_brand_post_id(kwargs["public_id"])
        return 200, _told(operations.stop_brand_post(actor=request.user, post_id=post_id))
