"""What stewards and hosts did: a line of the audit trail each, read in the admin."""

import pytest
from django.test import Client

from common.clock import db_now
from groups import operations
from groups.models import StewardSilence
from groups.queries import stewardship as office
from groups.queries.acts import acts_in
from outbox.models import AuditLine
from tests.factories.accounts import MemberFactory
from tests.factories.events import draft_input, event
from tests.factories.groups import NOW, group, member, place, steward_of
from tests.factories.moderation import said
from tests.groups.steward_acts import ACTS, Scene

pytestmark = pytest.mark.django_db

# Acts that say the same again.
AGAIN = ("pin_post", "set_rest_day", "set_capacity", "change_event", "ask_deposit", "repeat_event")


@pytest.mark.parametrize("name", [*AGAIN, "set_album_audience", "pick_tasks", "place_latecomers"])
def test_saying_it_again_changes_nothing_and_is_not_recorded(name) -> None:
    scene = Scene()
    before, act = ACTS[name]
    given = before(scene)
    act(scene, given)
    known = AuditLine.objects.count()
    act(scene, given)
    assert AuditLine.objects.count() == known


def test_what_was_changed_stands_with_it() -> None:
    made = event()
    for given in (draft_input(hours=4, venue="Elsewhere"), draft_input(hours=4, venue="Elsewhere")):
        operations.change_event(actor=made.host, event_id=made.pk, given=given, now=NOW)
    operations.set_capacity(actor=made.host, event_id=made.pk, capacity=12, now=NOW)
    lines = AuditLine.objects.filter(object_id=made.public_id, actor=made.host).exclude(verb="move")
    assert list(lines.order_by("pk").values_list("verb", "old_state", "new_state", "why")) == [
        ("change", "", "", "venue,ends_at"),
        ("set-capacity", "10", "12", ""),
    ]


def test_an_announcement_is_an_act_and_a_note_is_none() -> None:
    made = group()
    for kind in ("note", "announcement"):
        operations.write_post(actor=steward_of(made), group_id=made.pk, body="Rain", kind=kind, now=NOW)
    assert AuditLine.objects.filter(object_id=made.public_id).count() == 1


def test_a_pin_says_that_the_steward_is_there() -> None:
    who = member()
    made = group(who)
    post = said(made, who)
    StewardSilence.objects.create(group=made, noticed_at=db_now())
    operations.settle_stewardship(group_id=made.pk, now=NOW)
    assert office.silence_of(group_id=made.pk)
    operations.pin_post(actor=steward_of(made), public_id=post.public_id, pinned=True, now=NOW)
    operations.settle_stewardship(group_id=made.pk, now=NOW)
    assert office.silence_of(group_id=made.pk) is None


def test_the_list_has_what_people_did_and_not_who_came_and_went() -> None:
    who, goes, other = member(), member(), group()
    made = group(who, goes)
    steward = steward_of(made)
    operations.leave_group(actor=goes, group_id=made.pk, now=NOW)
    operations.remove_member(actor=steward, public_id=place(made, who).public_id, reason="Adverts", now=NOW)
    operations.switch_stars(actor=steward_of(other), group_id=other.pk, is_on=True)
    operations.switch_stars(actor=steward, group_id=made.pk, is_on=True)
    found = [(act.verb, act.new, act.who) for act in acts_in(group_id=made.pk)]
    assert found == [("switch-stars", "on", str(steward)), ("move", "removed", str(steward))]


@pytest.mark.parametrize(
    ("name", "words"),
    [("accept_request", "Took somebody in who had asked"), ("lift_ban", "Lifted a ban")],
)
def test_what_ends_well_for_somebody_stands_there_too(client: Client, name, words) -> None:
    scene = Scene()
    before, act = ACTS[name]
    given = before(scene)
    for _ in range(2):
        act(scene, given)
    client.force_login(MemberFactory.create(roles=("steward",), is_staff=True))
    page = client.get(f"/admin/groups/group/{scene.group.pk}/change/").content.decode()
    assert page.count(f"{scene.steward} · {words}") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Changed the places: 10 → 12",
                "Asked for a deposit: ¥0 → ¥20",
                "Gave somebody a role: co-steward",
                "Event: Called off",
            ),
        ),
        (
            "zh-hans",
            ("改了名额：10 → 12", "设了押金：¥0 → ¥20", "调整了成员的角色：副管理人", "活动：已取消"),
        ),
    ],
)
def test_the_admin_shows_who_did_what(language, words) -> None:
    who = member()
    made = group(who)
    steward, evening = steward_of(made), event(group=made)
    operations.set_capacity(actor=steward, event_id=evening.pk, capacity=12, now=NOW)
    operations.give_role(actor=steward, public_id=place(made, who).public_id, role=20)
    operations.ask_deposit(actor=steward, event_id=evening.pk, fen=2000, hours=24, now=NOW)
    operations.call_off_event(actor=steward, event_id=evening.pk, now=NOW)
    client = Client(headers={"accept-language": language})
    client.force_login(MemberFactory.create(roles=("steward",), is_staff=True, locale=language))
    page = client.get(f"/admin/groups/group/{made.pk}/change/").content.decode()
    for one in words:
        assert f"{steward} · {one}" in page
    assert evening.public_id in page


def test_the_admin_shows_a_groups_texts_in_every_language(client: Client) -> None:
    made = group()
    client.force_login(MemberFactory.create(is_staff=True, is_superuser=True))
    page = client.get(f"/admin/groups/group/{made.pk}/change/").content.decode()
    assert all(text in page for text in made.name.values())
    assert "\\u4e09" not in page
