"""The search page: one field, a tab per kind, the way to the next page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from common.search import QUERY_LENGTH
from common.web import PageView, SignInRequired
from portal.search import search


class SearchView(SignInRequired, PageView):
    template_name = "portal/search.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        text = request.GET.get("q", "")
        results = search(
            request.user,
            text=text,
            kind=request.GET.get("kind", ""),
            cursor=request.GET.get("cursor"),
        )
        return {
            "results": results,
            "hits": results.found.items,
            "asked": bool(text.strip()),
            "too_short": bool(text.strip()) and not results.query.grams,
            "is_further": "cursor" in request.GET,
            "longest": QUERY_LENGTH,
        }
