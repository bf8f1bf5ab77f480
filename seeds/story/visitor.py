"""A person with a browser that has no JavaScript: pages, links, forms, cookies. Standard library only."""

import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any

TIMEOUT_SECONDS = 30


class StoryFailed(Exception):
    """Something did not happen as promised. The text says what."""


@dataclass
class Form:
    """``fields``: what a browser would send if nobody typed anything; lists where several are ticked."""

    action: str
    method: str = "get"
    key: str = ""
    fields: dict[str, str | list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Collects forms with their prefilled fields, links with their texts, and visible text."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._open = ""  # the select or textarea that is being read
        self._has_option = False
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._hidden = tag in ("style", "script")
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            method, key = given.get("method", "get").lower(), given.get("id", "")
            self._form = Form(action=given.get("action", ""), method=method, key=key)
            self.forms.append(self._form)
        elif tag in ("input", "select", "textarea") and self._form is not None:
            self._open = given.get("name", "") if tag != "input" else ""
            self._has_option = False
            self._read_field(self._form, given)
        elif tag == "option" and self._form is not None and self._open:
            # A browser sends the first one where none is chosen.
            if "selected" in given or not self._has_option:
                self._form.fields[self._open] = given.get("value", "")
            self._has_option = True

    @staticmethod
    def _read_field(form: Form, given: Mapping[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        form.names.add(name)
        if not name or kind in ("submit", "file"):
            return
        if kind in ("radio", "checkbox"):
            if "checked" in given:
                ticked = form.fields.get(name, [])
                also = [ticked] if isinstance(ticked, str) else ticked
                form.fields[name] = [*also, given.get("value", "on")]
            return
        form.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in ("select", "textarea"):
            self._open = ""
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._hidden:
            self.words.append(data.strip())


@dataclass(frozen=True, kw_only=True)
class Page:
    url: str
    status: int
    body: str
    forms: list[Form]
    links: list[str]
    text: str

    def form_with(self, *names: str) -> Form:
        """The first form that has all the named fields. Raises: StoryFailed."""
        for form in self.forms:
            if form.method == "post" and set(names) <= form.names:
                return form
        raise StoryFailed(f"{self.url} has no form with {', '.join(names) or 'anything'}: {self.text[:300]}")

    def form_to(self, ending: str) -> Form:
        """The form whose action ends so. Raises: StoryFailed."""
        for form in self.forms:
            if form.action.endswith(ending):
                return form
        raise StoryFailed(f"{self.url} has no form to {ending}: {self.text[:300]}")


class Visitor:
    """One browser with cookies of its own."""

    def __init__(self, site: str, *, language: str = "en") -> None:
        self._site = site.rstrip("/")
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(jar, urllib.request.ProxyHandler({}))
        self._opener.addheaders = [("Accept-Language", language)]

    def open(self, path: str, *, expect: int = 200) -> Page:
        """Raises: StoryFailed for another status."""
        return self._send(urllib.request.Request(self._absolute(path)), expect)  # noqa: S310

    def submit(self, page: Page, form: Form, *, expect: int = 200, **typed: str) -> Page:
        """Send the form with what it had filled in and what is typed; follows the redirect."""
        return self.send(page, form, typed, expect=expect)

    def send(
        self, page: Page, form: Form, typed: Mapping[str, str | list[str]], *, expect: int = 200
    ) -> Page:
        """The same, for fields whose names are no words of Python."""
        data = urllib.parse.urlencode({**form.fields, **typed}, doseq=True).encode()
        target = urllib.parse.urljoin(page.url, form.action or page.url)
        return self._send(urllib.request.Request(target, data, {"Referer": page.url}), expect)  # noqa: S310

    def _absolute(self, path: str) -> str:
        return path if path.startswith("http") else self._site + path

    def _send(self, request: urllib.request.Request, expect: int) -> Page:
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                status, url, raw = answer.status, answer.url, answer.read()
        except urllib.error.HTTPError as error:
            status, url, raw = error.code, request.full_url, error.read()
        reader = _Reader()
        body = raw.decode(errors="replace")
        reader.feed(body)
        page = Page(
            url=url,
            status=status,
            body=body,
            forms=reader.forms,
            links=reader.links,
            text=" ".join(reader.words),
        )
        if status != expect:
            raise StoryFailed(f"{request.get_method()} {url} answered {status}: {page.text[:300]}")
        return page


class Program:
    """A program that speaks for a staff member over the API."""

    def __init__(self, site: str) -> None:
        self._root = site.rstrip("/") + "/api/v1/"
        self._token = ""

    def sign_in(self, login: str, password: str) -> None:
        self._token = self.post("sign-ins/", login=login, password=password)["token"]["secret"]

    def get(self, path: str) -> dict[str, Any]:
        return self._call("GET", path, None)

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        return self._call("POST", path, body)

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self._root + path, data, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                found: dict[str, Any] = json.loads(answer.read() or b"{}")
                return found
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            raise StoryFailed(f"{method} {path} answered {error.code}: {text[:400]}") from error
