"""Photos of an event, for programs."""

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
from groups.album_states import MOST_MARKED, AlbumAudience, MarkState, PhotoState

Body = dict[str, Any]
Shape = serializers.Serializer[Any]


class PhotoPersonOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=MarkState.choices)


class AlbumPhotoOutput(Shape):
    """``mine``: what the caller said about themself, null where they are not in it."""

    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=PhotoState.choices)
    audience = serializers.ChoiceField(choices=AlbumAudience.choices)
    uploader = serializers.CharField(allow_null=True)
    people = PhotoPersonOutput(many=True)
    hidden = serializers.IntegerField(help_text="Others in it who show you no page.")
    mine = serializers.ChoiceField(choices=MarkState.choices, allow_null=True)


class AlbumOutput(Shape):
    audience = serializers.ChoiceField(choices=AlbumAudience.choices)
    photos = AlbumPhotoOutput(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class AlbumPhotoInput(Shape):
    file = serializers.FileField(help_text="JPEG, PNG or WebP, up to 10 MB.")
    people = serializers.ListField(
        child=serializers.CharField(max_length=32),
        max_length=MOST_MARKED,
        default=list,
        help_text="Public ids of those who are in it.",
    )
    nobody = serializers.BooleanField(default=False, help_text="Nobody else can be recognised.")


class AlbumAudienceInput(Shape):
    audience = serializers.ChoiceField(choices=AlbumAudience.choices)


class PhotoStateOutput(Shape):
    public_id = serializers.CharField()
    state = serializers.ChoiceField(choices=PhotoState.choices)


class EventPhotos(UploadView):
    input_serializer = AlbumPhotoInput

    @extend_schema(operation_id="event_photos", responses=AlbumOutput)
    def get(self, request: Request, public_id: str) -> Response:
        """What the caller may see, the newest first."""
        require_sign_in(request)
        event = queries.event_by_id(public_id)
        allow(request.user, "groups.see-album", event)
        if event is None:
            raise NotFound
        rows, following = queries.album_of(event=event, viewer=request.user, cursor=request.GET.get("cursor"))
        photos = [_photo(one) for one in rows]
        return Response({"audience": event.album_audience, "photos": photos, "next_cursor": following})

    @extend_schema(request={"multipart/form-data": AlbumPhotoInput}, responses={201: PhotoStateOutput})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Add a photo; everybody in it is asked once a job has made it safe."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        upload = data["file"]
        if not isinstance(upload, SealedUpload):
            raise EmptyFile(field="file")
        photo = operations.add_album_photo(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            upload=upload,
            people=data["people"],
            nobody=data["nobody"],
            now=db_now(),
        )
        return 201, {"public_id": photo.public_id, "state": photo.state}


class EventPhotosFor(OperationView):
    input_serializer = AlbumAudienceInput

    @extend_schema(request=AlbumAudienceInput, responses=AlbumAudienceInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """For whom photos are that are added from now on."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        event = operations.set_album_audience(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            audience=data["audience"],
            now=db_now(),
        )
        return 200, {"audience": event.album_audience}


class PhotoPicture(APIView):
    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: str) -> StreamingHttpResponse:
        """The picture, for whoever may see it now."""
        require_sign_in(request)
        photo = queries.photo_by_id(public_id)
        allow(request.user, "groups.see-photo", photo)
        if photo is None:
            raise NotFound
        return picture_response(photo.file, "large")


class PhotoAgree(OperationView):
    @extend_schema(request=None, responses=PhotoStateOutput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """I am in it, and fine with it."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        photo = operations.agree_to_photo(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 200, {"public_id": photo.public_id, "state": photo.state}


class PhotoDown(OperationView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Take it down at once and for good: mine, with me in it, or of an event that I run."""
        return super().post(request, **kwargs)

    def act(self, request: Request, data: Body, **kwargs: Any) -> tuple[int, Body]:
        operations.take_photo_down(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return 204, {}


def _photo(one: queries.ShownPhoto) -> Body:
    return {
        "public_id": one.photo.public_id,
        "state": one.photo.state,
        "audience": one.photo.audience,
        "uploader": one.uploader.public_id if one.uploader else None,
        "people": [{"public_id": person.public_id, "state": state} for person, state in one.people],
        "hidden": one.hidden,
        "mine": one.mine,
    }
