"""Posters: the page to keep one from, and the pictures themselves."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.access import allow
from common.posters import POSTER, has_chinese
from common.posters.fonts import font_name
from common.web import ActionView, SignInRequired
from portal import operations, pictures, queries
from portal.operations.pictures import kind_of
from portal.parts import language_now

FOR_EVER = 365 * 24 * 3600


class PosterView(SignInRequired, ActionView):
    """The owner's poster: long-press it, save it, or have it drawn again."""

    template_name = "portal/poster.html"
    done_message = _("It is being drawn; that takes a few seconds.")

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        kind, ref = kind_of(kwargs["subject"])
        allow(request.user, "portal.draw-picture", kind.owner(ref))
        language = language_now()
        contents = kind.build(ref, language)
        drawn = queries.drawn_picture(kind.key, ref, language=language, shape=POSTER)
        waits = queries.is_asked_for(kind.key, ref, language=language, shape=POSTER)
        is_true = contents is not None and drawn == contents.digest(POSTER, font=font_name())
        return {
            "contents": contents,
            "picture": reverse("portal:picture", args=[drawn]) if drawn else "",
            "waits": waits,
            "is_stale": bool(drawn) and not is_true and not waits,
            "subject": kwargs["subject"],
            "lacks_font": language.startswith("zh") and not has_chinese(),
        }

    def act(self, request: HttpRequest, form: Any, **kwargs: Any) -> str:
        operations.ask_for_pictures(actor=request.user, subject=kwargs["subject"], now=timezone.now())
        return reverse("portal:poster", args=[kwargs["subject"]])


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """The picture of that name. It never changes, and says only what it was made to pass on."""
    drawn = pictures.read(digest)
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/png")
    patch_cache_control(response, public=True, max_age=FOR_EVER, immutable=True)
    return response
