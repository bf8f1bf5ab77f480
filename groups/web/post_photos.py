"""Photos of a post: putting more to one's own, taking one away, and the picture itself."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from common.access import allow, may
from common.clock import db_now
from common.errors import NotFound, Refused
from common.files.serving import picture_response
from common.web import ActionView, NonceForm, SignInRequired, refusal_page
from groups import operations, queries
from groups.post_photo_states import MOST_PHOTOS
from groups.queries.post_photos import own_photos_of
from groups.web.board_forms import AddPhotosForm


class AddPostPhotosView(SignInRequired, ActionView):
    form_class = AddPhotosForm
    template_name = "groups/post_photos.html"
    done_message = _("Received. They are made safe now, and shown in a moment.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        post = queries.post_by_id(kwargs["public_id"])
        allow(request.user, "groups.edit-post", post)
        if post is None or not post.is_shown:
            raise NotFound
        photos = own_photos_of(post)
        return {"post": post, "photos": photos, "has_room": len(photos) < MOST_PHOTOS}

    def act(self, request: HttpRequest, form: AddPhotosForm, **kwargs: Any) -> str:
        operations.add_post_photos(
            actor=request.user, public_id=kwargs["public_id"], now=db_now(), **form.pictures
        )
        return reverse("groups:post", args=[kwargs["public_id"]])


class RemovePostPhotoView(SignInRequired, ActionView):
    template_name = "groups/post_photo_remove.html"
    done_message = _("The photo is gone.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        photo = queries.post_photo_by_id(kwargs["public_id"])
        allow(request.user, "groups.delete-post", photo.post if photo else None)
        if photo is None:
            raise NotFound
        return {"photo": photo, "post": photo.post}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        photo = operations.remove_post_photo(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return reverse("groups:post", args=[photo.post.public_id])


class PostPictureView(View):
    """One answer for no photo, one that is not for this viewer, and one that is no picture yet."""

    variant: ClassVar[str] = "large"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse | StreamingHttpResponse:
        try:
            photo = queries.post_photo_by_id(public_id)
            if photo is None or not may(request.user, "groups.see-post-photo", photo):
                raise NotFound
            return picture_response(photo.file, self.variant)
        except Refused as refused:
            return refusal_page(request, refused)
