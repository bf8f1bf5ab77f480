"""Every answer of a crawl carries the headers that keep a browser from doing harm."""

import http.client
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from bench import matrix as asked
from bench.figures import SQLITE, Figure, counted
from bench.matrix import Matrix
from bench.trial import Trial
from tests.authz.cells import Cell

READERS = ("anonymous", "owner", "superuser")
# Behind the proxy that production needs: it speaks TLS and says so.
BEHIND_TLS = {"SECURE_COOKIES": "true", "TRUST_PROXY": "true"}
PROXY = {"X-Forwarded-Proto": "https", "Host": "127.0.0.1"}
REFERRER_POLICIES = ("same-origin", "no-referrer")
LEAST = {
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
}
# Files that browsers don't render; whitenoise serves them before any other middleware.
NOT_A_PAGE = ("/static/",)
NO_ANSWER = 599
EXTRA = (
    "/static/common/css/tokens.css",
    "/static/no-such-file.css",
    "/no-such-page/",
    "/admin/no-such-page/",
    "/api/v1/no-such-call/",
    "/campaigns/%00/",
    "/gifts/?cursor=broken",
    "/i/UNKNOWNCODE/",
)


@dataclass(frozen=True, kw_only=True)
class Answer:
    path: str
    method: str
    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]


@counted("security.headers", stacks=[SQLITE], limit_seconds=900)
def count(trial: Trial) -> Figure:
    with asked.product_only(), asked.quiet():
        matrix = asked.matrix_of(asked.build_world())
        requests = list(dict.fromkeys(addresses(matrix)))
    trial.start_web(env=BEHIND_TLS)
    missing: list[str] = []
    statuses: Counter[int] = Counter()
    cookies = 0
    for answer in crawl(trial, matrix, requests):
        statuses[answer.status] += 1
        cookies += len(answer.cookies)
        missing += [f"{answer.method} {answer.path} ({answer.status}): {fault}" for fault in faults(answer)]
    errors = sum(count for status, count in statuses.items() if status >= 500)
    numbers = {"requests": sum(statuses.values()), "statuses": len(statuses), "cookies": cookies}
    return trial.figure(
        ok=not missing and not errors and cookies > 0,
        numbers=numbers | {"errors": errors, "missing": len(missing)},
        notes={"missing": missing[:100], "statuses": dict(statuses)},
    )


def addresses(matrix: Matrix) -> Iterator[tuple[str, str, str]]:
    """(method, path, reader): every page, every unsafe route without a token, and what isn't there."""
    for route, objects in matrix.objects.items():
        for method in route.methods:
            for target in objects:
                for reader in READERS if method == "GET" else READERS[-1:]:
                    cell = Cell(route=route, method=method, target=target, role=reader)
                    yield method, matrix.address(cell), reader
    for path in EXTRA:
        yield "GET", path, "anonymous"
    yield "POST", "/livez", "anonymous"


def crawl(trial: Trial, matrix: Matrix, requests: list[tuple[str, str, str]]) -> Iterator[Answer]:
    connection = http.client.HTTPConnection("127.0.0.1", trial.web_port, timeout=30)
    for method, path, reader in requests:
        headers = dict(PROXY)
        if reader != "anonymous":
            headers["Cookie"] = f"__Host-sessionid={matrix.world.cookies[reader]}"
        body = b"" if method != "GET" else None
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            response.read()
        except (http.client.HTTPException, OSError):
            connection.close()
            yield Answer(path=path, method=method, status=NO_ANSWER, headers={}, cookies=())
            continue
        yield Answer(
            path=path,
            method=method,
            status=response.status,
            headers={name.lower(): value for name, value in response.getheaders()},
            cookies=tuple(response.headers.get_all("Set-Cookie") or ()),
        )
    connection.close()


def faults(answer: Answer) -> Iterator[str]:
    for name, value in LEAST.items():
        if answer.headers.get(name) != value and not (
            answer.path.startswith(NOT_A_PAGE) and name == "cross-origin-opener-policy"
        ):
            yield f"{name} is {answer.headers.get(name)}"
    if answer.headers.get("referrer-policy") not in REFERRER_POLICIES:
        yield f"referrer-policy is {answer.headers.get('referrer-policy')}"
    if "max-age" not in answer.headers.get("strict-transport-security", ""):
        yield "no strict-transport-security"
    if answer.path.startswith(NOT_A_PAGE) and answer.status == 200:
        return
    yield from policy_faults(answer.path, answer.headers.get("content-security-policy", ""))
    for cookie in answer.cookies:
        yield from cookie_faults(cookie)


def policy_faults(path: str, policy: str) -> Iterator[str]:
    parts = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    parts.setdefault("object-src", parts.get("default-src", []))  # CSP 3, 6.1: the other two stand alone
    for name in ("object-src", "base-uri", "frame-ancestors"):
        if parts.get(name) != ["'none'"]:
            yield f"{name} is {parts.get(name)}"
    if "default-src" not in parts:
        yield "no default-src"
    script = parts.get("script-src", parts.get("default-src", []))
    if "'unsafe-inline'" in script or "*" in script:
        yield f"script-src is {script}"
    if not path.startswith("/admin/"):
        if any("unsafe" in word for words in parts.values() for word in words):
            yield f"unsafe words: {policy}"
    outside = [word for words in parts.values() for word in words if "://" in word or word == "*"]
    if outside:
        yield f"lets others in: {outside}"


def cookie_faults(cookie: str) -> Iterator[str]:
    name, attributes = cookie.split("=", 1)[0], cookie.lower()
    secret = name != settings.LANGUAGE_COOKIE_NAME
    for wanted in ("secure", "samesite", *(["httponly"] if secret else [])):
        if f"; {wanted}" not in attributes:
            yield f"cookie {name} is not {wanted}"
    if secret and name.startswith(("sessionid", "csrftoken")):
        yield f"cookie {name} has no __Host- prefix"
