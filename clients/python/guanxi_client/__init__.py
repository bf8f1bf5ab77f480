"""A small typed client of the API. Only Python's own library is needed.

``api.py`` is generated (see ``clients/python/README.md``); this file has what does not change with the API.
"""

import json
import urllib.request
import uuid
from collections.abc import Mapping
from http.client import HTTPResponse
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

__all__ = ["Problem", "Transport"]


class Problem(Exception):
    """A refusal: ``code`` is stable, ``detail`` is for people. ``retry_after``: seconds, where told."""

    def __init__(self, status: int, body: Mapping[str, Any], retry_after: int | None = None) -> None:
        self.status, self.body, self.retry_after = status, body, retry_after
        self.code = str(body.get("code", ""))
        self.detail = str(body.get("detail", ""))
        super().__init__(f"{status} {self.code}: {self.detail}")


class Transport:
    """One installation and one bearer: a member's token or a site's key."""

    def __init__(self, base: str, bearer: str = "", *, language: str = "en", seconds: float = 30.0) -> None:
        if not base.startswith(("https://", "http://")):
            raise ValueError("base is an http(s) address")
        self._base, self._bearer = base.rstrip("/"), bearer
        self._language, self._seconds = language, seconds

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        body: object = None,
        key: str | None = None,
    ) -> Any:
        """The answer's JSON; None where there is none. Raises: Problem.

        Calls that change something carry an ``Idempotency-Key``: give your own to repeat one safely.
        """
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        url = f"{self._base}{path}" + (f"?{urlencode(asked)}" if asked else "")
        headers = {"Accept": "application/json", "Accept-Language": self._language}
        if self._bearer:
            headers["Authorization"] = f"Bearer {self._bearer}"
        if method != "GET":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
            headers["Content-Type"] = "application/json"
        data = json.dumps(body if body is not None else {}).encode() if method != "GET" else None
        request = urllib.request.Request(url, data=data, headers=headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=self._seconds) as answer:  # noqa: S310
                return _json(answer)
        except HTTPError as refused:
            with refused:
                raise _problem(refused) from None


def _json(answer: HTTPResponse) -> Any:
    raw = answer.read()
    return json.loads(raw) if raw else None


def _problem(refused: HTTPError) -> Problem:
    try:
        body = json.loads(refused.read())
    except ValueError:
        body = {}
    wait = refused.headers.get("Retry-After", "")
    return Problem(
        refused.code, body if isinstance(body, dict) else {}, int(wait) if wait.isdigit() else None
    )
