"""A member's photo: sending one in, taking it away, and the picture itself for those who may see it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts import operations, people, queries
from common.errors import Refused
from common.files.forms import PictureField
from common.files.serving import picture_response
from common.web import ActionView, NonceForm, SignInRequired, refusal_page


class PhotoView(View):
    """One answer for nobody, no photo, one that is not for this viewer, and a block."""

    variant: ClassVar[str] = "large"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse | StreamingHttpResponse:
        try:
            return picture_response(people.photo_seen_by(request.user, public_id), self.variant)
        except Refused as refused:
            return refusal_page(request, refused)


class PhotoForm(NonceForm):
    picture = PictureField(
        label=_("Photo"),
        help_text=_(
            "JPEG, PNG or WebP, up to 10 MB. It is cut square from the middle; place and camera are removed."
        ),
    )


class OwnPhotoView(SignInRequired, ActionView):
    form_class = PhotoForm
    template_name = "accounts/photo.html"
    done_message = _("Received. It is made safe now; that takes a few seconds.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = queries.as_member(request.user)
        return {"photo": people.own_photo(member.pk), "me": member}

    def act(self, request: HttpRequest, form: PhotoForm, **kwargs: Any) -> str:
        operations.add_photo(actor=request.user, upload=form.cleaned_data["picture"], now=timezone.now())
        return reverse("accounts:own-photo")


class RemovePhotoView(SignInRequired, ActionView):
    """A button of the photo's page; opened by itself it leads there."""

    done_message = _("Your photo is gone.")
    template_name = "accounts/photo.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("accounts:own-photo"))

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        operations.remove_photo(actor=request.user, now=timezone.now())
        return reverse("accounts:own-photo")
