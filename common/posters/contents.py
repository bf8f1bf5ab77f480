"""What stands on a picture, and the name under which it is kept."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

POSTER: Final = "poster"
CARD: Final = "card"
# Raised when the drawing changes, so that every picture is drawn again.
_DRAWING: Final = 1


@dataclass(frozen=True, kw_only=True)
class Contents:
    """In one language. ``facts``: (label, value) lines; ``code``: what to type where nothing can scan."""

    language: str
    lead: str
    title: str
    facts: tuple[tuple[str, str], ...]
    url: str
    code: str
    call: str
    name: str

    def digest(self, shape: str, *, font: str) -> str:
        """The same contents, shape, drawing and font give the same name; anybody may see it in an address."""
        known = [_DRAWING, shape, font, asdict(self)]
        text = json.dumps(known, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:40]


def to_pass_on(
    *, language: str, lead: str, title: str, facts: tuple[tuple[str, str], ...], path: str, code: str = ""
) -> Contents:
    """With what stands on every picture, in the present language. ``path``: where the code leads."""
    return Contents(
        language=language,
        lead=lead,
        title=title,
        facts=facts,
        url=f"{settings.SITE_URL}{path}",
        code=" ".join(code[at : at + 4] for at in range(0, len(code), 4)),
        call=_("Scan or long-press the code to see what it is about"),
        name=_("Guanxi"),
    )
