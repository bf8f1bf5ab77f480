"""The frame of every page that acts."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client, RequestFactory

from common.models import IdempotencyRecord, LimitWindow
from common.web import local_path
from tests.racing import race

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.common.probe_urls")]


@pytest.fixture(autouse=True)
def _templates(settings: LazySettings) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]


def _nonce(client: Client) -> str:
    found = re.search(r'name="nonce" value="([^"]+)"', client.get("/words/").content.decode())
    assert found
    return found.group(1)


def _kept() -> int:
    return LimitWindow.objects.filter(name="word").count()


def test_an_act_redirects(client: Client) -> None:
    answer = client.post("/words/", {"word": "tea", "nonce": _nonce(client)})

    assert (answer.status_code, answer["Location"], _kept()) == (303, "/words/1/", 1)


def test_the_same_form_twice_acts_once_and_answers_the_same(client: Client) -> None:
    form = {"word": "tea", "nonce": _nonce(client)}
    first = client.post("/words/", form)

    second = client.post("/words/", form)

    assert (second.status_code, second["Location"], _kept()) == (303, first["Location"], 1)


def test_a_changed_form_under_the_same_nonce_is_refused(client: Client) -> None:
    nonce = _nonce(client)
    client.post("/words/", {"word": "tea", "nonce": nonce})

    answer = client.post("/words/", {"word": "coffee", "nonce": nonce})

    assert (answer.status_code, _kept()) == (422, 1)


def test_a_nonce_of_somebody_else_says_nothing(client: Client) -> None:
    form = {"word": "tea", "nonce": _nonce(client)}
    client.post("/words/", form)

    Client().post("/words/", form)

    assert _kept() == 2


def test_bad_input_is_said_and_kept(client: Client) -> None:
    answer = client.post("/words/", {"word": "much too long a word", "nonce": "n" * 20})

    assert answer.status_code == 422
    assert b"much too long a word" in answer.content
    assert (b"n" * 20) in answer.content
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.parametrize(("word", "status"), [("no", 409), ("field", 422), ("slow", 429)])
def test_a_refusal_is_said_and_changes_nothing(client: Client, word: str, status: int) -> None:
    nonce = _nonce(client)

    answer = client.post("/words/", {"word": word, "nonce": nonce})

    assert answer.status_code == status
    assert f'value="{word}"'.encode() in answer.content
    assert (_kept(), IdempotencyRecord.objects.count()) == (0, 0)


def test_after_a_refusal_the_same_form_may_succeed(client: Client) -> None:
    nonce = _nonce(client)
    client.post("/words/", {"word": "no", "nonce": nonce})

    assert client.post("/words/", {"word": "yes", "nonce": nonce}).status_code == 303


def test_without_a_token_nothing_happens() -> None:
    answer = Client(enforce_csrf_checks=True).post("/words/", {"word": "tea"})

    assert (answer.status_code, _kept()) == (403, 0)


def test_what_is_hidden_is_not_found(client: Client) -> None:
    assert client.get("/hidden/").status_code == 404
    assert client.post("/hidden/", {"nonce": "n" * 20}).status_code == 404


def test_visitors_are_sent_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/private/?a=1")

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/private/%3Fa%3D1")
    assert client.post("/private/", {"word": "tea"}).status_code == 302
    assert _kept() == 0


@pytest.mark.parametrize(
    "target",
    [
        "//evil.test/",
        "https://evil.test/",
        "http:evil.test",
        "\\\\evil.test",
        "/\\evil.test",
        "///evil.test",
        "javascript:alert(1)",
        "https://testserver@evil.test/",
        "\t//evil.test",
        "evil",
        "",
        None,
    ],
)
def test_no_way_leads_off_the_site(rf: RequestFactory, target: str | None) -> None:
    assert local_path(rf.get("/"), target, default="/home/") == "/home/"


def test_a_local_way_is_kept(rf: RequestFactory) -> None:
    assert local_path(rf.get("/"), "/gifts/?a=1", default="/") == "/gifts/?a=1"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_act_once() -> None:
    first = Client()
    nonce = _nonce(first)

    def click() -> str:
        client = Client()
        client.cookies = first.cookies
        return str(client.post("/words/", {"word": "tea", "nonce": nonce}).headers.get("Location"))

    assert set(race([click] * 20)) == {"/words/1/"}
    assert _kept() == 1


@pytest.mark.parametrize("nonce", ["a\0b", "n" * 201, "<b>", ""])
def test_a_nonce_that_is_not_ours_is_no_key(client: Client, nonce: str) -> None:
    assert client.post("/words/", {"word": "tea", "nonce": nonce}).status_code == 303
    assert (_kept(), IdempotencyRecord.objects.count()) == (1, 0)
