"""Groups and events are found by whoever may know of them, and by nobody else."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from common.models import SearchEntry
from common.search import read_query
from groups import operations
from groups.search import find_events, find_groups
from tests.factories.events import draft_input, event
from tests.factories.groups import NOW, PURPOSE, group, member, place, steward_of

pytestmark = pytest.mark.django_db
CHESS = {"en": "Chess by the river", "zh-hans": "江边下棋"}


def groups_found(viewer, text):
    return [hit.title for hit in find_groups(viewer, read_query(text), None, 20).items]


def events_found(viewer, text):
    return [hit.title for hit in find_events(viewer, read_query(text), None, 20).items]


@pytest.mark.parametrize("text", ["chess", "riv", "下棋", "江"])
def test_a_listed_group_is_found_in_either_language(text):
    group(name=CHESS, visibility="listed")
    assert groups_found(member(), text) == ["Chess by the river"]


def test_it_is_found_by_what_it_is_for():
    group(name=CHESS, purpose={"en": "Openings and endgames", "zh-hans": ""}, visibility="public")
    assert groups_found(member(), "endgame") == ["Chess by the river"]


def made_private(*people):
    """They came while it was open; its name is hidden now."""
    made = group(*people, name=CHESS, visibility="public")
    given = operations.GroupInput(name=CHESS, purpose=PURPOSE, visibility="private")
    return operations.change_group(actor=steward_of(made), group_id=made.pk, given=given, now=NOW)


def test_a_private_group_is_found_by_its_people_alone():
    insider = member()
    made = made_private(insider)
    assert groups_found(insider, "chess") == ["Chess by the river"]
    assert groups_found(steward_of(made), "chess") == ["Chess by the river"]
    assert groups_found(member(), "chess") == []


def test_whoever_left_finds_a_private_group_no_more():
    insider = member()
    made = made_private(insider)
    operations.leave_group(actor=insider, group_id=made.pk, now=NOW)
    assert groups_found(insider, "chess") == []


def test_whoever_was_put_out_for_good_finds_it_no_more():
    insider = member()
    made = group(insider, name=CHESS, visibility="public")
    ended = place(made, insider).public_id
    operations.ban_member(actor=steward_of(made), public_id=ended, reason="spam", now=NOW)
    assert groups_found(insider, "chess") == []
    assert groups_found(member(), "chess") == ["Chess by the river"]


def test_hiding_and_renaming_a_group_moves_what_is_found():
    made = group(name=CHESS, visibility="public")
    steward = steward_of(made)
    given = operations.GroupInput(
        name={"en": "Go club", "zh-hans": "围棋"}, purpose=PURPOSE, visibility="private"
    )
    operations.change_group(actor=steward, group_id=made.pk, given=given, now=NOW)
    assert groups_found(steward, "chess") == []
    assert groups_found(steward, "围棋") == ["Go club"]
    assert groups_found(member(), "围棋") == []


def test_an_ended_group_is_its_peoples():
    made = group(name=CHESS, visibility="public")
    steward = steward_of(made)
    operations.archive_group(actor=steward, group_id=made.pk)
    assert groups_found(steward, "chess") == ["Chess by the river"]
    assert groups_found(member(), "chess") == []


def test_an_event_is_found_by_those_in_its_group():
    fellow = member()
    made = event(group=group(fellow), title=CHESS, about={"en": "Bring a board", "zh-hans": ""})
    for text in ("chess", "下棋", "board"):
        assert events_found(fellow, text) == ["Chess by the river"]
        assert events_found(made.host, text) == ["Chess by the river"]
        assert events_found(member(), text) == []


def test_a_draft_is_not_found_and_another_title_is():
    fellow = member()
    made = event(group=group(fellow), title=CHESS, publish=False)
    assert events_found(fellow, "chess") == []
    operations.publish_event(actor=made.host, event_id=made.pk, now=NOW)
    assert events_found(fellow, "chess") == ["Chess by the river"]
    given = draft_input(title={"en": "Go by the lake", "zh-hans": ""})
    operations.change_event(actor=made.host, event_id=made.pk, given=given, now=NOW)
    assert events_found(fellow, "chess") == []
    assert events_found(fellow, "lake") == ["Go by the lake"]


def test_the_page_has_a_tab_for_each():
    reader = member()
    made = group(reader, name=CHESS, visibility="listed")
    party = event(group=made, title=CHESS)
    client = Client()
    client.force_login(reader)
    page = client.get("/search/", {"q": "chess", "kind": "groups"}).content.decode()
    assert f"/groups/{made.public_id}/" in page
    page = client.get("/search/", {"q": "chess", "kind": "events"}).content.decode()
    assert f"/events/{party.public_id}/" in page


def test_everything_can_be_indexed_anew():
    party = event(title=CHESS)
    operations.write_post(actor=party.host, group_id=party.group_id, body="Hello there", now=NOW)
    before = set(SearchEntry.objects.values_list("source", "scope", "gram", "object_id", "owner_id"))
    assert {"groups", "events", "posts"} <= {source for source, *_more in before}
    SearchEntry.objects.exclude(source="people").delete()
    call_command("reindex", "groups", "events", "posts", stdout=StringIO())
    assert set(SearchEntry.objects.values_list("source", "scope", "gram", "object_id", "owner_id")) == before
