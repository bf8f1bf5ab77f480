"""The frame of every API call."""

import pytest
from rest_framework.test import APIClient

from common.models import LimitWindow

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.common.probe_urls")]

URL = "/api/v1/words/"


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def _kept() -> int:
    return LimitWindow.objects.filter(name="word").count()


def test_a_replayed_key_gives_the_first_answer(api: APIClient) -> None:
    first = api.post(URL, {"word": "tea"}, headers={"Idempotency-Key": "key-0001"})
    second = api.post(URL, {"word": "tea"}, headers={"Idempotency-Key": "key-0001"})

    assert (first.status_code, first.json()) == (201, {"number": 1})
    assert (second.status_code, second.json()) == (201, {"number": 1})
    assert (second.headers["Idempotency-Replayed"], _kept()) == ("true", 1)


def test_the_same_key_with_another_body_is_a_problem(api: APIClient) -> None:
    api.post(URL, {"word": "tea"}, headers={"Idempotency-Key": "key-0001"})

    answer = api.post(URL, {"word": "ale"}, headers={"Idempotency-Key": "key-0001"})

    assert (answer.status_code, answer.json()["code"], _kept()) == (422, "idempotency-key-reused", 1)


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "line\tbreak-key"])
def test_a_key_is_needed(api: APIClient, key: str) -> None:
    answer = api.post(URL, {"word": "tea"}, headers={"Idempotency-Key": key})

    assert (answer.status_code, answer.json()["code"], _kept()) == (400, "idempotency-key-missing", 0)


@pytest.mark.parametrize(
    ("word", "status", "code", "field"),
    [("no", 409, "refused", None), ("field", 422, "invalid", "word"), ("slow", 429, "too-many-tries", None)],
)
def test_refusals_are_problems(api: APIClient, word: str, status: int, code: str, field: str | None) -> None:
    answer = api.post(URL, {"word": word}, headers={"Idempotency-Key": "key-0001"})

    body = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, body["status"], body["code"], body.get("field")) == (
        status,
        status,
        code,
        field,
    )
    assert body["type"] == f"urn:guanxi:problem:{code}"
    assert _kept() == 0


def test_waiting_times_are_told(api: APIClient) -> None:
    answer = api.post(URL, {"word": "slow"}, headers={"Idempotency-Key": "key-0001"})

    assert answer.headers["Retry-After"] == "7"


def test_problems_speak_the_readers_language(api: APIClient) -> None:
    headers = {"Idempotency-Key": "key-0001", "Accept-Language": "zh-CN"}

    detail = api.post(URL, {"word": "no"}, headers=headers).json()["detail"]

    assert any("一" <= character <= "鿿" for character in detail)


def test_wrong_shapes_name_their_fields(api: APIClient) -> None:
    answer = api.post(URL, {"wrong": 1}, headers={"Idempotency-Key": "key-0001"})

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["word"]


@pytest.mark.parametrize(
    ("method", "url", "content_type", "body", "status"),
    [
        ("POST", URL, "application/json", "{", 400),
        ("POST", URL, "text/plain", '{"word": "tea"}', 415),
        ("PUT", URL, "application/json", "{}", 405),
        ("GET", "/api/v1/nowhere/", "application/json", "", 404),
    ],
)
def test_everything_else_is_refused_cleanly(
    api: APIClient, method: str, url: str, content_type: str, body: str, status: int
) -> None:
    answer = api.generic(method, url, body, content_type, headers={"Idempotency-Key": "key-0001"})

    assert answer.status_code == status
    assert _kept() == 0


@pytest.mark.parametrize("body", ["[" * 200_000, '{"word": "\\u0000"}', "{"])
def test_what_cannot_be_read_is_a_problem(api: APIClient, body: str) -> None:
    headers = {"Idempotency-Key": "key-0001"}
    answer = api.post(URL, body, content_type="application/json", headers=headers)

    assert (answer.status_code, answer.json()["code"], _kept()) == (400, "parse-error", 0)
