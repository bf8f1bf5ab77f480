"""What the front door puts on lower apps' pages: a poster to pass on, a picture for link previews."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from common.posters.contents import CARD, POSTER
from common.posters.drawing import CARD_SIZE
from common.registries import PagePart, page_parts
from portal import queries


def language_now() -> str:
    now = (get_language() or settings.LANGUAGE_CODE).lower()
    return now if now in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def poster_part(subject: str) -> dict[str, Any]:
    """On the page where an invitation is shared. One statement."""
    kind, _, ref = subject.partition("-")
    digest = queries.drawn_picture(kind, ref, language=language_now(), shape=POSTER)
    return {
        "poster": reverse("portal:picture", args=[digest]) if digest else "",
        "poster_page": reverse("portal:poster", args=[subject]),
    }


def preview_part(subject: str) -> dict[str, Any]:
    """For link previews: the card in the page's language, the mark until it is drawn. One statement."""
    kind, _, ref = subject.partition("-")
    digest = queries.drawn_picture(kind, ref, language=language_now(), shape=CARD)
    if digest:
        address, (width, height) = reverse("portal:picture", args=[digest]), CARD_SIZE
    else:
        address, (width, height) = reverse("portal:icon", args=[512]), (512, 512)
    return {"image": f"{settings.SITE_URL}{address}", "width": width, "height": height}


def register() -> None:
    page_parts.register(
        PagePart(
            key="portal.poster",
            page="share",
            order=10,
            build=poster_part,
            template="portal/parts/poster.html",
        )
    )
    page_parts.register(
        PagePart(
            key="portal.preview",
            page="preview",
            order=10,
            build=preview_part,
            template="portal/parts/preview.html",
        )
    )
