"""Sparse fields and ETags, on a real read of the API."""

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from common.api_reads import SPARSE_TYPE, picked
from tests.factories.accounts import MemberFactory
from tests.factories.campaigns import live

pytestmark = pytest.mark.django_db
ME, MUTES = "/api/v1/badges/", "/api/v1/blocks/"


@pytest.fixture
def browser(client: Client) -> Client:
    client.force_login(MemberFactory.create())
    return client


def test_only_the_named_fields_come_under_a_type_of_their_own(browser):
    whole, few = browser.get(ME), browser.get(ME, {"fields": "credit"})
    assert few.json() == {"credit": whole.json()["credit"]}
    assert (whole["Content-Type"], few["Content-Type"]) == ("application/json", SPARSE_TYPE)


def test_a_page_keeps_its_frame():
    page = {"items": [{"a": 1, "b": 2}, {"b": 3}], "next": None}
    assert picked(page, {"a"}) == {"items": [{"a": 1}, {}], "next": None}


def test_a_name_that_is_not_there_is_left_out(browser):
    assert browser.get(ME, {"fields": "credit,nothing_such"}).json().keys() == {"credit"}


@pytest.mark.parametrize("fields", ["", ",", "a,,b", "A", "a b", "a.b", "a" * 41, ",".join("a" * 41)])
def test_what_is_no_list_of_names_is_refused(browser, fields):
    refused = browser.get(ME, {"fields": fields})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad-fields")
    assert refused["Content-Type"] == "application/problem+json"


def test_an_answer_that_the_program_has_is_not_sent_again(browser):
    first = browser.get(ME)
    again = browser.get(ME, headers={"If-None-Match": f'"other", W/{first["ETag"]}'})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "no-store" in again["Cache-Control"] and "Content-Type" not in again.headers


def test_who_asks_for_the_head_alone_gets_the_same_tag(browser):
    assert browser.head(ME)["ETag"] == browser.get(ME)["ETag"]
    assert browser.head("/api/v1/rewards/")["ETag"] == browser.get("/api/v1/rewards/")["ETag"]


def test_a_changed_answer_is(browser):
    tag = browser.get(ME)["ETag"]
    body = {"credit": {"audience": "members"}}
    browser.put(ME, body, content_type="application/json")
    changed = browser.get(ME, headers={"If-None-Match": tag})
    assert changed.status_code == 200 and changed["ETag"] != tag


def test_another_pick_and_another_member_have_another_tag(browser, client):
    tags = {browser.get(ME)["ETag"], browser.get(ME, {"fields": "credit"})["ETag"]}
    assert len(tags) == 2


def test_who_may_not_read_gets_no_304(browser):
    tag = browser.get(ME)["ETag"]
    browser.logout()
    for known in (tag, "*"):
        assert browser.get(ME, headers={"If-None-Match": known}).status_code == 401


def test_calls_and_pages_pass_untouched(browser):
    assert "ETag" not in browser.get("/badges/", {"fields": "A"}).headers
    body = {"credit": {"audience": "members"}}
    told = browser.put(f"{ME}?fields=credit", body, content_type="application/json")
    assert "professional" in told.json() and "ETag" not in told.headers


@pytest.mark.parametrize("address", ["/api/v1/rewards/", "/api/v1/campaigns/{}/referrals/"])
def test_rows_without_a_serializer_are_read_the_same_way(browser, address):
    path = address.format(live().slug)
    first, few = browser.get(path), browser.get(path, {"fields": "state"})
    assert (few["Content-Type"], few.json()) == (SPARSE_TYPE, {"items": [], "next": None})
    assert browser.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    refused = browser.get(path, {"fields": "A"})
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert refused.json()["field"] == "fields"


def test_the_description_is_not_sent_again_to_who_has_it(browser):
    first = browser.get("/api/v1/schema/", {"format": "json"})
    again = browser.get("/api/v1/schema/", {"format": "json"}, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_every_described_read_has_its_tag_and_its_fields(browser):
    """Of those that need nothing in their address; the others have the same two ways to answer."""
    described = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    bare = [path for path, methods in described.items() if "get" in methods and "{" not in path]
    read = [path for path in bare if browser.get(path).status_code == 200]
    assert len(read) > 25
    for path in read:
        if path == "/api/v1/stored/":
            continue  # tells when this session ends, and each look moves that
        first = browser.get(path)
        assert browser.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304, path
        if first["Content-Type"] == "application/json":
            assert browser.get(path, {"fields": "nothing_such"})["Content-Type"] == SPARSE_TYPE, path


def test_the_description_says_so_of_every_read():
    described = SchemaGenerator().get_schema(request=None, public=True)
    reads = [methods["get"] for methods in described["paths"].values() if "get" in methods]
    told = [one for one in reads if SPARSE_TYPE in one["responses"]["200"].get("content", {})]
    assert len(told) > 60 and all("304" in one["responses"] for one in told)
    assert all({"fields", "If-None-Match"} <= {p["name"] for p in one["parameters"]} for one in told)
