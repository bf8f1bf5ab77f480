"""What the crawl of `security.headers` calls a fault: each guard taken away is seen."""

from dataclasses import replace

import pytest
from django.test import Client

from bench.areas.security.headers import LEAST, Answer, faults

GOOD_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
GOOD = Answer(
    path="/gifts/",
    method="GET",
    status=200,
    headers={
        **LEAST,
        "referrer-policy": "same-origin",
        "strict-transport-security": "max-age=31536000",
        "content-security-policy": GOOD_POLICY,
    },
    cookies=("__Host-sessionid=x; HttpOnly; Secure; SameSite=Lax; Path=/",),
)


def without(name: str) -> Answer:
    return replace(GOOD, headers={key: value for key, value in GOOD.headers.items() if key != name})


def with_policy(policy: str) -> Answer:
    return replace(GOOD, headers={**GOOD.headers, "content-security-policy": policy})


def test_a_good_answer_has_none() -> None:
    assert list(faults(GOOD)) == []


@pytest.mark.parametrize("name", sorted(GOOD.headers))
def test_each_header_is_missed(name: str) -> None:
    assert list(faults(without(name)))


@pytest.mark.parametrize(
    "policy",
    [
        GOOD_POLICY.replace("object-src 'none'", ""),
        GOOD_POLICY + "; script-src 'self' 'unsafe-inline'",
        GOOD_POLICY + "; style-src 'unsafe-inline'",
        GOOD_POLICY + "; img-src https://third.example",
        GOOD_POLICY + "; script-src *",
    ],
)
def test_a_weaker_policy_is_seen(policy: str) -> None:
    assert list(faults(with_policy(policy)))


def test_a_picture_that_lets_nothing_in_is_good() -> None:
    policy = GOOD_POLICY.replace("'self'", "'none'").replace("object-src 'none'; ", "")
    assert list(faults(with_policy(policy))) == []


def test_a_talkative_referrer_is_seen() -> None:
    assert list(faults(replace(GOOD, headers={**GOOD.headers, "referrer-policy": "unsafe-url"})))


@pytest.mark.parametrize("lost", ["HttpOnly; ", "Secure; ", "SameSite=Lax; "])
def test_a_weaker_cookie_is_seen(lost: str) -> None:
    assert list(faults(replace(GOOD, cookies=(GOOD.cookies[0].replace(lost, ""),))))


def test_a_session_without_host_prefix_is_seen() -> None:
    bare = GOOD.cookies[0].replace("__Host-", "")
    assert list(faults(replace(GOOD, cookies=(bare,))))


@pytest.mark.django_db
def test_a_page_of_ours_carries_them(client: Client) -> None:
    answer = client.get("/sign-in/")
    mine = Answer(
        path="/sign-in/",
        method="GET",
        status=answer.status_code,
        headers={name.lower(): value for name, value in answer.headers.items()},
        cookies=(),
    )
    assert [fault for fault in faults(mine) if "strict-transport" not in fault] == []
