"""Photos for programs: one's own, and others' as far as one may see them."""

from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import operations, people, queries
from accounts.audience import AUDIENCE_CHOICES, AUDIENCE_WORDS
from common.api import OperationView, UploadView, require_sign_in
from common.files.serving import picture_response
from common.files.uploads import SealedUpload
from common.images.sniffing import EmptyFile

Shape = serializers.Serializer[Any]


class PhotoInput(Shape):
    file = serializers.FileField(help_text="JPEG, PNG or WebP, up to 10 MB.")


class OwnPhotoOutput(Shape):
    is_shown = serializers.BooleanField()
    is_waiting = serializers.BooleanField(help_text="A new picture is being made safe.")
    refusal = serializers.CharField(help_text="Why the last picture can't be used, or empty.")
    audience = serializers.ChoiceField(choices=AUDIENCE_CHOICES)


def _own(request: Request) -> dict[str, Any]:
    photo = people.own_photo(queries.as_member(request.user).pk)
    return {
        "is_shown": photo.is_shown,
        "is_waiting": photo.is_waiting,
        "refusal": photo.refusal,
        "audience": AUDIENCE_WORDS[photo.audience],
    }


class Photo(APIView):
    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: str) -> StreamingHttpResponse:
        """The photo of a member, square; 404 for nobody, no photo, and one that is not for you."""
        return picture_response(people.photo_seen_by(request.user, public_id), "large")


class OwnPhoto(UploadView):
    input_serializer = PhotoInput

    @extend_schema(responses=OwnPhotoOutput)
    def get(self, request: Request) -> Response:
        """Whether I have a photo, and who may see it."""
        require_sign_in(request)
        return Response(_own(request))

    @extend_schema(request={"multipart/form-data": PhotoInput}, responses={201: OwnPhotoOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Send a photo in; it replaces the former one once a job has made it safe."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        upload = data["file"]
        if not isinstance(upload, SealedUpload):
            raise EmptyFile(field="file")
        operations.add_photo(actor=request.user, upload=upload, now=timezone.now())
        return 201, _own(request)


class RemovePhoto(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take my photo away; it is destroyed at once."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: dict[str, Any], **kwargs: Any) -> tuple[int, dict[str, Any]]:
        operations.remove_photo(actor=request.user, now=timezone.now())
        return 204, {}
