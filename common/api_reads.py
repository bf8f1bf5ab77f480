"""Reads of the API: only the fields that a program asks for, and nothing at all while nothing has changed.

``?fields=id,state`` picks from the answer, or from each of a page's ``items``. What is picked is no whole
answer any more, so it comes under a media type of its own. Names that an answer does not have are left out
in silence, as some answers have them only in some states. The ``ETag`` stands for what was answered, to whom
and in which language and pick; a read that brings it back in ``If-None-Match`` is answered 304.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from common.api import PROBLEM_TYPE, plain_problem, problem
from common.errors import Invalid

SPARSE_TYPE: Final = "application/vnd.guanxi.sparse+json"
FIELDS_PATTERN: Final = r"^[a-z][a-z0-9_]{0,39}(,[a-z][a-z0-9_]{0,39}){0,39}$"
_PLAIN: Final = "application/json"
_FIELDS = re.compile(FIELDS_PATTERN)
# What a 304 repeats of the answer that it stands for (RFC 9110, 15.4.5).
_REPEATED: Final = ("ETag", "Cache-Control", "Vary", "Content-Language", "Expires")
GetResponse = Callable[[HttpRequest], HttpResponse]


class BadFields(Invalid):
    code = "bad-fields"
    message = _("Write fields as names with commas between them.")
    status = 400


class ReadsMiddleware:
    """For every read under ``/api/``; pages and calls that change something pass untouched."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return _of_plain(request, response) if _is_plain_read(request, response) else response

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Before the answer is written."""
        if not _is_read(request, response):
            return response
        if "fields" in request.GET:
            wanted = request.GET["fields"]
            if not _FIELDS.fullmatch(wanted):
                return _refused(response)
            response.data = picked(response.data, frozenset(wanted.split(",")))
            response.content_type = SPARSE_TYPE
        response.add_post_render_callback(lambda written: _tagged(request, written))
        return response


def _is_read(request: HttpRequest, response: Any) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and request.path.startswith("/api/")
        and isinstance(response, Response)
        and response.status_code == 200
        and response.content_type is None
        and getattr(response, "accepted_media_type", "") == _PLAIN
    )


def _is_plain_read(request: HttpRequest, response: HttpResponse) -> bool:
    """What a view wrote itself, rows without a serializer or a table say, and the description."""
    return (
        request.method in ("GET", "HEAD")
        and request.path.startswith("/api/")
        and response.status_code == 200
        and not response.streaming
        and not response.has_header("ETag")
    )


def _of_plain(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if isinstance(response, JsonResponse) and "fields" in request.GET:
        wanted = request.GET["fields"]
        if not _FIELDS.fullmatch(wanted):
            return plain_problem(request, BadFields(field="fields")) or response
        body = picked(json.loads(response.content), frozenset(wanted.split(",")))
        response.content = json.dumps(body).encode()
        response.headers["Content-Type"] = SPARSE_TYPE
    return _tagged(request, response) or response


def picked(body: Any, names: Collection[str]) -> Any:
    """Of an object the named fields, of a page those of each item."""
    if not isinstance(body, dict):
        return body
    items = body.get("items")
    if isinstance(items, list) and "next" in body:
        return {**body, "items": [picked(item, names) for item in items]}
    return {name: value for name, value in body.items() if name in names}


def _refused(response: Any) -> Any:
    told = problem(
        status=BadFields.status, code=BadFields.code, detail=str(BadFields.message), field="fields"
    )
    response.data, response.status_code = told.data, told.status_code
    response.content_type = PROBLEM_TYPE
    return response


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """The answer with its tag; in its place a 304 where the program has it already."""
    kind = response.headers.get("Content-Type", "")
    tag = f'"{hashlib.sha256(kind.encode() + response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" not in known and tag not in {one.removeprefix("W/") for one in known}:
        return None
    unchanged = HttpResponse(status=304)
    del unchanged.headers["Content-Type"]
    for name in _REPEATED:
        if name in response.headers:
            unchanged.headers[name] = response.headers[name]
    return unchanged
