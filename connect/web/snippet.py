"""The script that a site may put on its pages. It comes from us and asks nobody anything."""

from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views import View

SCRIPT: Final = (Path(__file__).parent.parent / "snippet" / "gx.js").read_bytes()


class Snippet(View):
    """For pages of any origin: with ``integrity`` and ``crossorigin`` a site can pin what it was given."""

    def get(self, request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(SCRIPT, content_type="text/javascript; charset=utf-8")
        answer["Cache-Control"] = "public, max-age=86400"
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
