"""People are found by what they show to the reader, and by nothing else."""

import json
from io import StringIO
from itertools import chain

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.audience import Audience
from accounts.models import Member, Profile
from accounts.operations import ProfileChanges, block_member, edit_profile, enter_circle, index_person
from accounts.search import find_people, grams_by_scope
from common import search
from common.errors import NeedsSignIn
from common.models import SearchEntry
from common.pagination import BadCursor
from common.search import index_grams, read_query
from tests.factories.accounts import JOINED, MemberFactory
from tests.racing import finished, race

pytestmark = pytest.mark.django_db


def member(name="Member", **changes):
    one = MemberFactory.create(display_name=name)
    edit_profile(actor=one, changes=ProfileChanges(**changes), now=JOINED)
    index_person(member_id=one.pk)
    return one


def found(viewer, text, cursor=None, size=20):
    page = find_people(viewer, read_query(text), cursor, size)
    return [person.display_name for person in page.items]


@pytest.fixture
def viewer():
    return member("Viewer")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("张伟", "张伟"),
        ("张伟", "张"),
        ("欧阳若曦", "若曦"),
        ("在上海做设计", "上海"),
        ("Grace Hopper", "hop"),
        ("Grace Hopper", "GRACE ho"),
        ("Ｇｒａｃｅ", "grace"),
        ("grace", "ＧＲＡＣＥ"),
        ("Zoë Müller", "zoe muller"),
        ("Lin林", "林"),
        ("3M", "3m"),
        ("ガンダム", "ガン"),
        ("Straße", "strasse"),
    ],
)
def test_a_text_is_found(text, query):
    assert set(read_query(query).grams) <= index_grams(text, is_name=True)


@pytest.mark.parametrize(
    ("text", "query"), [("张伟", "伟张"), ("上海", "海"), ("Grace", "race"), ("ガン", "カン")]
)
def test_a_text_is_not_found(text, query):
    assert not set(read_query(query).grams) <= index_grams(text)


@pytest.mark.parametrize("text", ["", "   ", "!?", "、。"])
def test_signs_alone_ask_for_nothing(viewer, text):
    assert read_query(text).grams == ()
    assert found(viewer, text) == []


def test_all_words_must_be_there(viewer):
    member("张伟", headline="设计师", city="上海", audiences={"city": Audience.MEMBERS})
    member("张敏", headline="设计师", city="北京", audiences={"city": Audience.MEMBERS})
    assert found(viewer, "张 上海") == ["张伟"]
    assert found(viewer, "设计") == ["张敏", "张伟"]


def test_a_member_just_registered_is_found_by_name(viewer):
    from accounts.operations import register_member
    from outbox.testing import run_jobs

    register_member(display_name="Fresh Face", email="fresh@example.org", now=JOINED)
    run_jobs()
    assert found(viewer, "fresh") == ["Fresh Face"]


def test_only_the_circle_finds_what_is_for_the_circle(viewer):
    mate = member("Mate", city="杭州")
    assert found(viewer, "杭州") == []
    for one in (viewer, mate):
        enter_circle(circle="group:a", member_id=one.pk, step=1)
    assert found(viewer, "杭州") == ["Mate"]


def test_those_one_shares_a_group_with_come_first(viewer):
    near = member("Kim Near")
    member("Kim Far")
    for one in (viewer, near):
        enter_circle(circle="group:a", member_id=one.pk, step=1)
    assert found(viewer, "kim") == ["Kim Near", "Kim Far"]


def test_nobody_finds_what_is_for_the_owner_alone(viewer):
    hidden = member("Secretive", headline="lighthouse", audiences={"headline": Audience.ONLY_ME})
    for one in (viewer, hidden):
        enter_circle(circle="group:a", member_id=one.pk, step=1)
    assert found(viewer, "lighthouse") == []
    assert found(hidden, "lighthouse") == []


def test_narrowing_the_page_hides_everything_at_once(viewer):
    one = member("Narrow", headline="lighthouse")
    assert found(viewer, "lighthouse") == ["Narrow"]
    edit_profile(actor=one, changes=ProfileChanges(audiences={"name": Audience.ONLY_ME}), now=JOINED)
    assert found(viewer, "lighthouse") == []
    assert not SearchEntry.objects.filter(object_id=one.pk).exists()


def test_a_block_hides_both_ways_and_leaves_no_short_page(viewer):
    for number in range(4):
        member(f"Kim {number}")
    other = Member.objects.get(display_name="Kim 2")
    block_member(actor=other, member_id=viewer.pk, now=JOINED)
    assert found(viewer, "kim", size=3) == ["Kim 3", "Kim 1", "Kim 0"]
    assert "Viewer" not in found(other, "viewer")


def test_suspended_members_are_not_found(viewer):
    member("Gone Kim")
    Member.objects.filter(display_name="Gone Kim").update(state="suspended")
    assert found(viewer, "kim") == []


def test_pages_follow_each_other_without_gaps_or_repeats(viewer):
    for number in range(11):
        one = member(f"Kim {number:02d}")
        if number % 2:
            enter_circle(circle="group:a", member_id=one.pk, step=1)
    enter_circle(circle="group:a", member_id=viewer.pk, step=1)
    seen, cursor = [], None
    for _page in range(10):
        page = find_people(viewer, read_query("kim"), cursor, 3)
        seen += [person.display_name for person in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == [f"Kim {number:02d}" for number in range(11)]
    assert seen[:5] == [f"Kim {number:02d}" for number in (9, 7, 5, 3, 1)]


def all_pages(viewer, text, size=3):
    """(names of every page, statements of every page)."""
    pages, costs, cursor = [], [], None
    for _page in range(30):
        with CaptureQueriesContext(connection) as asked:
            page = find_people(viewer, read_query(text), cursor, size)
        pages.append([person.display_name for person in page.items])
        costs.append(len(asked))
        cursor = page.next_cursor
        if cursor is None:
            return pages, costs
    raise AssertionError("the pages never end")


def test_the_rarest_word_leads_so_that_an_old_one_is_found_at_once(viewer, monkeypatch):
    monkeypatch.setattr(search, "WALK", 4)
    member("Alexander Ng")
    for number in range(9):
        member(f"Alexander {number:03d}")
    assert all_pages(viewer, "alexander ng") == ([["Alexander Ng"]], [5])


def test_words_that_many_have_but_nobody_together_are_looked_for_in_stretches(viewer, monkeypatch):
    monkeypatch.setattr(search, "WALK", 4)
    member("Kim Oldest", city="上海", audiences={"city": Audience.MEMBERS})
    for number in range(12):
        member(f"Kim {number:03d}")
        member("Other", city="上海", audiences={"city": Audience.MEMBERS})
    pages, costs = all_pages(viewer, "kim 上海")
    assert list(chain(*pages)) == ["Kim Oldest"]
    assert len(pages) == 4
    assert max(costs) <= 5


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_stretches_leave_no_gap_and_repeat_nobody(viewer, monkeypatch, size):
    monkeypatch.setattr(search, "WALK", 4)
    for number in range(17):
        one = member(f"Kim Lee {number:02d}" if number % 3 else f"Kim {number:02d}")
        member(f"Lee {number:02d}")
        if number % 5 == 0:
            enter_circle(circle="group:a", member_id=one.pk, step=1)
    enter_circle(circle="group:a", member_id=viewer.pk, step=1)
    near = [f"Kim Lee {number:02d}" for number in range(16, -1, -1) if number % 3 and number % 5 == 0]
    far = [f"Kim Lee {number:02d}" for number in range(16, -1, -1) if number % 3 and number % 5]
    assert list(chain(*all_pages(viewer, "kim lee", size)[0])) == near + far


def test_a_made_up_cursor_is_refused(viewer):
    with pytest.raises(BadCursor):
        found(viewer, "kim", cursor="made-up")


def test_visitors_are_asked_to_sign_in():
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(NeedsSignIn):
        found(AnonymousUser(), "kim")


def test_a_search_costs_three_statements_however_many_are_found(viewer):
    costs = []
    for size in (2, 30):
        for number in range(size):
            member(f"Kim {size} {number}")
        with CaptureQueriesContext(connection) as asked:
            found(viewer, "kim")
        costs.append(len(asked))
    assert costs == [3, 3]


def test_the_same_again_writes_nothing(viewer):
    with CaptureQueriesContext(connection) as asked:
        index_person(member_id=viewer.pk)
    written = [query["sql"] for query in asked if "searchentry" in query["sql"]]
    assert all(sql.startswith("SELECT") for sql in written)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_edits_at_once_leave_the_index_as_the_profile_says():
    one = MemberFactory.create(display_name="Racer")
    words = ["lighthouse", "windmill", "harbour", "orchard"]

    def edit(word):
        edit_profile(actor=Member.objects.get(pk=one.pk), changes=ProfileChanges(headline=word), now=JOINED)

    finished(
        race([lambda word=word: edit(word) for word in words] + [lambda: index_person(member_id=one.pk)])
    )
    fresh = Member.objects.get(pk=one.pk)
    kept: dict[str, set[str]] = {"circle": set(), "members": set()}
    for scope, gram in SearchEntry.objects.filter(object_id=one.pk).values_list("scope", "gram"):
        kept[scope].add(gram)
    assert kept == dict(grams_by_scope(fresh, Profile.objects.get(pk=one.pk)))


# --- the page and the API


def browser(one):
    client = Client()
    client.force_login(one)
    return client


def test_the_page_says_what_was_searched(viewer):
    page = browser(viewer).get("/search/", {"q": "nobodyatall"})
    assert "Nothing found" in page.content.decode()
    assert "as far as their owners show them" in page.content.decode()


def test_the_page_finds_and_links(viewer):
    kim = member("Kim Found", headline="Harbour pilot")
    page = browser(viewer).get("/search/", {"q": "kim", "kind": "people"}).content.decode()
    assert f"/people/{kim.public_id}/" in page
    assert "Harbour pilot" in page


def test_too_little_is_said_kindly(viewer):
    assert "A little more" in browser(viewer).get("/search/", {"q": "?"}).content.decode()


def test_an_empty_stretch_says_so_and_goes_on(viewer, monkeypatch):
    monkeypatch.setattr(search, "WALK", 2)
    member("Kim Oldest", city="上海", audiences={"city": Audience.MEMBERS})
    for number in range(5):
        member(f"Kim {number:03d}")
        member("Other", city="上海", audiences={"city": Audience.MEMBERS})
    page = browser(viewer).get("/search/", {"q": "kim 上海"}).content.decode()
    assert "Nothing among the newest" in page
    assert "Look further" in page
    assert "Nothing found" not in page


def test_everything_can_be_indexed_anew(viewer):
    kim = member("Kim Found")
    before = set(SearchEntry.objects.values_list("source", "scope", "gram", "object_id", "owner_id"))
    SearchEntry.objects.filter(object_id=kim.pk).delete()
    SearchEntry.objects.create(source="people", scope="members", gram="wrong", object_id=viewer.pk)
    call_command("reindex", "people", stdout=StringIO())
    after = set(SearchEntry.objects.values_list("source", "scope", "gram", "object_id", "owner_id"))
    assert after == before
    with pytest.raises(CommandError):
        call_command("reindex", "nothing")


def test_programs_search(viewer):
    kim = member("Kim Found")
    body = json.loads(browser(viewer).get("/api/v1/search/", {"q": "kim"}).content)
    assert [(item["key"], item["title"]) for item in body["items"]] == [(kim.public_id, "Kim Found")]
    assert Client().get("/api/v1/search/", {"q": "kim"}).status_code == 401
    assert browser(viewer).get("/api/v1/search/", {"q": "kim", "kind": "nothing"}).status_code == 404
