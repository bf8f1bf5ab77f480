"""Giving a present, what became of it, saying thank you, and the book of two."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View

from accounts.queries import active_member, as_member, find_member_id, public_names
from common.access import may
from common.errors import NotFound, Refused
from common.files.serving import picture_response
from common.web import ActionView, NonceForm, PageView, SignInRequired, refusal_page
from gifts import operations, present_queries, queries
from gifts.present_rules import THANKS_VARIANT
from gifts.states import BookKind, GiftState, PresentState
from gifts.web.forms import AcceptForm, DeclineForm, PresentForm, ThanksForm
from gifts.web.views import gift_page

# A present that waits for its day arrives in the morning, where its sender is.
MORNING = time(9, 0)
STATES: Mapping[str, tuple[Any, str]] = {
    PresentState.SCHEDULED: (_("Waiting for its day"), "wait"),
    PresentState.CALLED_OFF: (_("Called off"), "plain"),
    "not_taken": (_("Not taken"), "plain"),
    GiftState.OFFERED: (_("Waiting for an answer"), "wait"),
    GiftState.ACCEPTED: (pgettext_lazy("gift", "Accepted"), "good"),
    GiftState.PACKING: (pgettext_lazy("gift", "Accepted"), "good"),
    GiftState.SHIPPED: (pgettext_lazy("gift", "On its way"), "info"),
    GiftState.DELIVERED: (_("It has arrived"), "good"),
    GiftState.RETURNED: (_("Came back"), "bad"),
}


def _words(present: present_queries.SentPresent) -> dict[str, Any]:
    label, tone = STATES[present.state]
    return {"present": present, "label": label, "tone": tone}


def _other(request: HttpRequest, public_id: str) -> tuple[int, str]:
    """(id, name) of somebody to whom one may give. Raises: NotFound."""
    member_id = find_member_id(public_id)
    other = active_member(member_id) if member_id is not None else None
    if other is None or not may(request.user, "gifts.give-present", other):
        raise NotFound
    return other.pk, public_names([other.pk])[other.pk].display_name


class SentView(SignInRequired, PageView):
    template_name = "gifts/presents/sent.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = as_member(request.user)
        rows, following = present_queries.presents_by(member_id=member.pk, cursor=request.GET.get("cursor"))
        return {"rows": [_words(present) for present in rows], "next_cursor": following}


class GiveView(SignInRequired, ActionView):
    form_class = PresentForm
    template_name = "gifts/presents/give.html"
    done_message = _("Your present is on its way to be opened.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        _id, name = _other(request, kwargs["public_id"])
        return {"name": name, "nothing": not present_queries.catalogue()}

    def act(self, request: HttpRequest, form: PresentForm, **kwargs: Any) -> str:
        recipient_id, _name = _other(request, kwargs["public_id"])
        present = operations.give_present(
            actor=request.user,
            recipient_id=recipient_id,
            item_id=queries.item_id_of(form.cleaned_data["item"]),
            card=form.cleaned_data["card"],
            send_at=_morning(request, form.cleaned_data["send_on"]),
            now=timezone.now(),
        )
        return reverse("gifts:present", args=[present.public_id])


def _morning(request: HttpRequest, day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(as_member(request.user).time_zone))


class PresentView(SignInRequired, ActionView):
    """What became of it; while it waits for its day, the form calls it off."""

    template_name = "gifts/presents/present.html"
    done_message = _("Called off. Nobody was told.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = as_member(request.user)
        present = present_queries.present_by(member_id=member.pk, public_id=kwargs["public_id"])
        return _words(present)

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.call_off_present(actor=request.user, public_id=public_id, now=timezone.now())
        return reverse("gifts:present", args=[public_id])


class ThanksView(SignInRequired, ActionView):
    form_class = ThanksForm
    template_name = "gifts/gift.html"
    done_message = _("Your thanks are delivered.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = gift_page(request, kwargs["public_id"])
        return {**page, "accept_form": AcceptForm(), "decline_form": DeclineForm()}

    def act(self, request: HttpRequest, form: ThanksForm, **kwargs: Any) -> str:
        public_id = kwargs["public_id"]
        operations.say_thanks(
            actor=request.user,
            gift_id=queries.gift_id_of(public_id),
            text=form.cleaned_data["text"],
            photo=form.cleaned_data["photo"],
            now=timezone.now(),
        )
        return reverse("gifts:detail", args=[public_id])


class ThanksPhotoView(View):
    """One answer for nobody, no photo, one that is still made safe, and whoever is not one of the two."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse | StreamingHttpResponse:
        try:
            photo = present_queries.thanks_photo(public_id=public_id, member_id=request.user.pk or 0)
            return picture_response(photo, THANKS_VARIANT)
        except Refused as refused:
            return refusal_page(request, refused)


class BookView(SignInRequired, ActionView):
    """What stands between the two; the form clears it, for both."""

    template_name = "gifts/presents/book.html"
    done_message = _("The book is empty, for both of you.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        member = as_member(request.user)
        other_id, name = _other(request, kwargs["public_id"])
        lines = present_queries.book_of(member_id=member.pk, other_id=other_id)
        return {
            "name": name,
            "public_id": kwargs["public_id"],
            "lines": [
                {"line": line, "kind": BookKind(line.kind).label, "mine": line.giver_id == member.pk}
                for line in lines
            ],
        }

    def act(self, request: HttpRequest, form: NonceForm, **kwargs: Any) -> str:
        other_id, _name = _other(request, kwargs["public_id"])
        operations.clear_book(actor=request.user, other_id=other_id)
        return reverse("gifts:book", args=[kwargs["public_id"]])
