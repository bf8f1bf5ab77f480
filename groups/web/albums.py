"""The photos of an event: the album, adding one, and one photo with the question about it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from accounts.people import people_seen_by
from common.access import allow, may
from common.clock import db_now
from common.errors import NotFound, Refused
from common.files.serving import picture_response
from common.web import ActionView, NonceForm, PageView, SignInRequired, refusal_page
from groups import operations, queries
from groups.album_rules import BEGUN
from groups.album_states import AlbumAudience, PhotoState
from groups.models import AlbumPhoto
from groups.web.album_forms import AddPhotoForm, AudienceForm
from groups.web.events import shown_event
from groups.web.hosting import HostView


def album_page(public_id: str) -> str:
    return reverse("groups:album", args=[public_id])


def thumbnail(photo: AlbumPhoto, number: int) -> str:
    """What stands beside a box to tick."""
    words = gettext("Photo %(number)s") % {"number": number}
    address = reverse("groups:photo-small", args=[photo.public_id])
    return format_html('<img class="album__thumb" src="{}" alt=""> <span>{}</span>', address, words)


def shown_photo(request: HttpRequest, public_id: str, verb: str = "groups.see-photo") -> AlbumPhoto:
    """Raises: NotFound, NeedsSignIn."""
    photo = queries.photo_by_id(public_id)
    allow(request.user, verb, photo)
    if photo is None:
        raise NotFound
    return photo


class AlbumView(SignInRequired, PageView):
    template_name = "groups/album.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"], "groups.see-album")
        rows, following = queries.album_of(event=event, viewer=request.user, cursor=request.GET.get("cursor"))
        return {
            "event": event,
            "asked": [one for one in rows if one.waits_for_me],
            "waiting": [one for one in rows if not one.photo.is_shown and not one.waits_for_me],
            "photos": [one for one in rows if one.photo.is_shown],
            "next_cursor": following,
            "is_for_group": event.album_audience == AlbumAudience.GROUP,
            "may_add": event.state in BEGUN and may(request.user, "groups.add-photo", event),
            "runs": may(request.user, "groups.change-event", event),
        }


class AddPhotoView(SignInRequired, ActionView):
    form_class = AddPhotoForm
    template_name = "groups/photo_new.html"
    done_message = _("Received. It is made safe now; then everybody in it is asked.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        event = shown_event(request, kwargs["public_id"], "groups.add-photo")
        return {"event": event, "audience": AlbumAudience(event.album_audience).label}

    def _show(self, request: HttpRequest, form: AddPhotoForm, status: int, **kwargs: Any) -> HttpResponse:
        page = self.context(request, **kwargs)
        ids = queries.markable_ids(event=page["event"], member_id=request.user.pk or 0)
        people = sorted(people_seen_by(request.user, ids).values(), key=lambda one: one.name.text)
        form.offer((one.public_id, one.name.text) for one in people)
        return render(request, self.template_name, {"form": form, **page}, status=status)

    def act(self, request: HttpRequest, form: AddPhotoForm, **kwargs: Any) -> str:
        operations.add_album_photo(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            upload=form.cleaned_data["picture"],
            people=form.cleaned_data["people"],
            nobody=form.cleaned_data["nobody"],
            now=db_now(),
        )
        return album_page(kwargs["public_id"])


class AudienceView(HostView):
    form_class = AudienceForm
    title = _("Who may see the photos?")
    hint = _("Whoever is in a photo is asked in any case.")
    button = _("Save")
    done_message = _("Saved.")

    def initial(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        event = queries.event_by_id(kwargs["public_id"])
        return {"audience": event.album_audience} if event else {}

    def act(self, request: HttpRequest, form: AudienceForm, **kwargs: Any) -> str:
        operations.set_album_audience(
            actor=request.user,
            event_id=queries.event_id_of(kwargs["public_id"]),
            audience=form.cleaned_data["audience"],
            now=db_now(),
        )
        return album_page(kwargs["public_id"])


class PhotoView(SignInRequired, ActionView):
    """One photo, who is in it; the form is the agreement of somebody who is."""

    template_name = "groups/photo.html"
    done_message = _("Thank you. You can take it back at any time.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        photo = shown_photo(request, kwargs["public_id"])
        sees_album = may(request.user, "groups.see-album", photo.event)
        return {
            "photo": photo,
            "event": photo.event,
            "shown": queries.show_photo(photo, request.user),
            "sees_album": sees_album,
            "is_refused": photo.state == PhotoState.REFUSED,
            "audience": AlbumAudience(photo.audience).label,
        }

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        operations.agree_to_photo(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        return reverse("groups:photo", args=[kwargs["public_id"]])


class DownView(SignInRequired, ActionView):
    template_name = "groups/photo_down.html"
    done_message = _("It is gone, for everybody.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        photo = shown_photo(request, kwargs["public_id"])
        return {"photo": photo, "shown": queries.show_photo(photo, request.user)}

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        gone = operations.take_photo_down(actor=request.user, public_id=kwargs["public_id"], now=db_now())
        sees_album = may(request.user, "groups.see-album", gone.event)
        return album_page(gone.event.public_id) if sees_album else reverse("portal:home")


class PictureView(View):
    """One answer for no photo, one that is not for this viewer, and one that is no picture yet."""

    variant: ClassVar[str] = "large"

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse | StreamingHttpResponse:
        try:
            photo = queries.photo_by_id(public_id)
            if photo is None or not may(request.user, "groups.see-photo", photo):
                raise NotFound
            return picture_response(photo.file, self.variant)
        except Refused as refused:
            return refusal_page(request, refused)
