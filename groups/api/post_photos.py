"""Photos of posts, for programs."""

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.access import allow
from common.api import OperationView, UploadView, require_sign_in
from common.clock import db_now
from common.errors import NotFound
from common.files.serving import picture_response
from common.files.uploads import SealedUpload
from common.images.sniffing import EmptyFile
from groups import operations, queries
from groups.models import PostPhoto
from groups.post_photo_states import ALT_LIMIT, PostPhotoState

Body = dict[str, Any]


class PostPhotoOutput(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    alt = serializers.CharField(help_text="What is to be seen, in its author's words; may be empty.")
    state = serializers.ChoiceField(choices=PostPhotoState.choices)


class PostPhotoInput(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="JPEG, PNG or WebP, up to 10 MB.")
    alt = serializers.CharField(max_length=ALT_LIMIT, default="", allow_blank=True)


def photo_body(photo: PostPhoto) -> Body:
    return {"public_id": photo.public_id, "alt": photo.alt, "state": photo.state}


class PostPhotos(UploadView):
    input_serializer = PostPhotoInput

    @extend_schema(request={"multipart/form-data": PostPhotoInput}, responses={201: PostPhotoOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Put a photo to a post of mine; it is shown once a job has made it safe. At most four."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        upload = data["file"]
        if not isinstance(upload, SealedUpload):
            raise EmptyFile(field="file")
        made = operations.add_post_photos(
            actor=request.user,
            public_id=kwargs["public_id"],
            photos=[upload],
            lines=" ".join(data["alt"].split()),
            now=db_now(),
        )
        return 201, photo_body(made[0])


class PostPhotoPicture(APIView):
    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: str) -> StreamingHttpResponse:
        """The picture, for whoever may read its post now."""
        require_sign_in(request)
        photo = queries.post_photo_by_id(public_id)
        allow(request.user, "groups.see-post-photo", photo)
        if photo is None:
            raise NotFound
        return picture_response(photo.file, "large")


class PostPhotoRemove(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take a photo of mine away for good; the post stays."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        operations.remove_post_photo(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 204, {}
