"""The front door, the style guide and the pages for when something is wrong."""

import gzip
import importlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from common import registries
from common.errors import TooMany
from common.registries import NavEntry, Registry, TodayCard
from portal.web import errors, home
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
HEADING = "common/includes/heading.html"
CHINESE = {"accept-language": "zh-CN"}


def html_of(response: Any) -> str:
    return str(response.content.decode())


def saying(text: str) -> Callable[[Any], dict[str, Any]]:
    return lambda _member: {"content": text}


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry[TodayCard]]:
    cards: Registry[TodayCard] = Registry()
    monkeypatch.setattr(home, "today_cards", cards)
    yield cards


@pytest.mark.parametrize("address", ["/", "/styleguide/?messages=1"])
def test_page_fits_the_budget(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) <= 30 * 1024


def test_visitor_reads_what_this_is_in_both_languages(client: Client) -> None:
    assert "How it works" in html_of(client.get("/"))
    page = html_of(client.get("/", headers=CHINESE))
    assert '<html lang="zh-hans">' in page
    assert "如何参与" in page


def test_page_sets_a_policy_that_forbids_inline_code(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_member_sees_the_cards_in_order(client: Client, today: Registry[TodayCard]) -> None:
    client.force_login(MemberFactory.create(display_name="小林"))
    for key, order in (("late", 2), ("early", 1)):
        today.register(TodayCard(key=key, order=order, build=saying(key), template=HEADING))
    today.register(TodayCard(key="silent", order=0, build=lambda _member: None, template="missing.html"))
    page = html_of(client.get("/"))
    assert re.search(r"<h1>[^<]+, 小林</h1>", page)
    assert page.index("<h1>early</h1>") < page.index("<h1>late</h1>")


def test_member_with_nothing_to_do_is_told_so(client: Client, today: Registry[TodayCard]) -> None:
    client.force_login(MemberFactory.create())
    assert "Nothing waits for you today" in html_of(client.get("/"))


def test_language_switch_works_and_comes_back(client: Client) -> None:
    response = client.post("/language/", {"language": "zh-hans", "next": "/styleguide/"})
    assert response.headers["Location"] == "/styleguide/"
    assert "设计规范" in html_of(client.get("/styleguide/"))


def test_visitor_has_no_tab_bar_with_a_single_tab(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    places: Registry[NavEntry] = Registry()
    places.register(
        NavEntry(key="a", label="A", url_name="portal:home", icon="home", order=1, needs_sign_in=False)
    )
    monkeypatch.setattr("common.context.navigation", places)
    assert 'class="tabs"' not in html_of(client.get("/"))
    places.register(
        NavEntry(key="b", label="B", url_name="set_language", icon="gift", order=2, needs_sign_in=False)
    )
    page = html_of(client.get("/"))
    assert 'class="tabs"' in page
    assert page.count('aria-current="page"') == 1


def test_demo_says_so_on_every_page(client: Client) -> None:
    with override_settings(DEMO_NOTICE=True):
        assert 'class="ribbon"' in html_of(client.get("/"))
    with override_settings(DEMO_NOTICE=False):
        assert 'class="ribbon"' not in html_of(client.get("/"))


# --- the style guide ------------------------------------------------------------------------------


@pytest.mark.parametrize(("headers", "title"), [({}, "Style guide"), (CHINESE, "设计规范")])
def test_styleguide_shows_in_both_languages(client: Client, headers: dict[str, str], title: str) -> None:
    response = client.get("/styleguide/", headers=headers)
    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in html_of(response)


def test_styleguide_is_not_found_unless_switched_on(client: Client) -> None:
    with override_settings(STYLEGUIDE=False):
        assert client.get("/styleguide/").status_code == 404


def test_production_does_not_switch_the_styleguide_on() -> None:
    assert getattr(importlib.import_module("config.settings.production"), "STYLEGUIDE", False) is False


# --- when something is wrong ----------------------------------------------------------------------


def test_missing_page_is_a_page_of_ours(client: Client) -> None:
    response = client.get("/no-such-page/", headers=CHINESE)
    assert response.status_code == 404
    assert "这里什么也没有" in html_of(response)


@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)]
)
def test_refusing_pages_have_their_status(view: object, status: int) -> None:
    assert callable(view)
    response = view(RequestFactory().get("/"), Exception())
    assert response.status_code == status
    assert "<h1>" in html_of(response)


@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)]
)
def test_programs_are_refused_in_their_own_words(view: object, status: int) -> None:
    assert callable(view)
    response = view(RequestFactory().get("/api/v1/nowhere"), Exception())
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    told = json.loads(response.content)
    assert (told["status"], bool(told["code"] and told["detail"])) == (status, True)


def test_an_address_of_the_api_that_leads_nowhere_is_a_problem(client: Client) -> None:
    for address in ("/api/v1/nowhere/", "/api/v1/gifts/a%2Fb/"):
        assert client.get(address).json()["code"] == "not-found"


def test_page_for_our_own_faults_needs_neither_request_nor_database(
    django_assert_num_queries: object,
) -> None:
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(0), translation.override("zh-hans"):
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "我们这边出了问题" in html_of(response)


def test_form_without_a_token_gets_a_sentence() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "open too long" in html_of(response)


def test_refusal_page_says_the_sentence() -> None:
    page = render_to_string("common/refused.html", {"refused": TooMany(retry_after_seconds=420)})
    assert "wait 7 minutes" in page


def test_every_today_card_of_the_apps_names_a_template_that_exists() -> None:
    for card in registries.today_cards:
        get_template(card.template)
