"""What repeats itself or rises suddenly, for stewards and campaign managers."""

from datetime import timedelta

import pytest

from accounts.models import Notification
from common.clock import db_now
from common.errors import NotFound
from groups import operations, queries, radar_rules
from groups.models import Complaint, Flag, Group, RadarItem, RadarSpot
from groups.radar_rules import Text
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.groups import group, member, steward_of
from tests.factories.moderation import flagged, said

pytestmark = pytest.mark.django_db
LOUD = ("The music is too loud", "Too loud, the music again", "Why is the music always too loud?")
ZH = ("活动室太吵了，没法聊天", "活动室还是太吵了", "又是活动室太吵，没法说话")


@pytest.fixture
def people():
    return [member() for _n in range(4)]


@pytest.fixture
def made(people) -> Group:
    return group(*people)


def complained(made: Group, who, body: str, *, hours: int = 0) -> Complaint:
    now = db_now() - timedelta(hours=hours)
    return operations.complain(actor=who, group_id=made.pk, body=body, on_board=False, now=now)


def swept(**later) -> int:
    return operations.sweep_radar(now=db_now() + timedelta(**later))


@pytest.mark.parametrize("texts", [LOUD, ZH])
def test_texts_about_the_same_are_a_topic_in_both_languages(texts) -> None:
    others = ("Who brings the cake on Friday?", "谁来订周五的场地", "Bad", "")
    found = radar_rules.topics([Text(ref=f"case:{n}", body=body) for n, body in enumerate((*texts, *others))])
    assert found == [["case:0", "case:1", "case:2"]]
    assert radar_rules.topics([Text(ref=f"case:{n}", body=body) for n, body in enumerate(texts[:2])]) == []


@pytest.mark.parametrize(
    ("today", "before", "spike"),
    [(6, 0, True), (5, 0, False), (6, 56, True), (6, 57, False), (30, 279, True)],
)
def test_a_spike_is_three_times_the_usual_and_at_least_six(today, before, spike) -> None:
    assert radar_rules.is_spike(today=today, before=before, days=28) is spike


def test_three_similar_complaints_and_flags_in_72_hours_are_shown_and_told(made, people) -> None:
    for who, body in zip(people[:2], LOUD[:2], strict=True):
        complained(made, who, body)
    assert swept() == 0
    flagged(said(made, people[2], LOUD[2]), people[0])
    assert (swept(), swept()) == (1, 0)
    spot = RadarSpot.objects.get()
    assert (spot.kind, spot.size, spot.items.count(), spot.state) == ("topic", 3, 3, "open")
    assert queries.radar_of(group=made) == [spot]
    run_jobs()
    told = Notification.objects.filter(kind="groups.radar")
    assert [news.member_id for news in told] == [steward_of(made).pk]
    assert [(one.group, one.kind, one.size) for one in queries.radar_now()] == [(made.public_id, "topic", 3)]


def test_older_ones_and_other_groups_do_not_count(made, people) -> None:
    elsewhere = group(*people)
    complained(made, people[0], LOUD[0], hours=73)
    complained(made, people[1], LOUD[1])
    complained(elsewhere, people[2], LOUD[2])
    assert swept() == 0


def test_what_comes_later_joins_and_what_was_seen_needs_three_new_ones(made, people) -> None:
    for who, body in zip(people, LOUD, strict=False):
        complained(made, who, body)
    swept()
    complained(made, people[3], LOUD[0])
    assert (swept(), RadarSpot.objects.get().size) == (0, 4)
    spot = operations.see_spot(actor=steward_of(made), public_id=RadarSpot.objects.get().public_id)
    assert queries.radar_of(group=made) == []
    later = RadarSpot.objects.filter(kind="topic").exclude(pk=spot.pk)
    for who in people[:2]:
        complained(made, who, LOUD[1])
    swept()
    assert not later.exists()
    complained(made, people[2], LOUD[1])
    swept()
    assert (later.get().size, RadarItem.objects.count()) == (3, 7)


def test_a_sudden_rise_is_told_once_and_fades(made, people) -> None:
    words = ("Rain", "Snow", "Hail", "Wind", "Heat", "Fog")
    for n, body in enumerate(words):
        flagged(said(made, people[0], body), people[1 + n % 3])
    assert (swept(), swept()) == (1, 0)
    spot = RadarSpot.objects.get()
    assert (spot.kind, spot.size) == ("spike", 6)
    flagged(said(made, people[0], "Frost"), people[1])
    swept()
    assert RadarSpot.objects.get().size == 7
    swept(hours=80)
    assert RadarSpot.objects.get().state == "faded"


def test_flags_taken_back_are_not_seen(made, people) -> None:
    for body in LOUD:
        post = said(made, people[0], body)
        flagged(post, people[1])
        operations.withdraw_flags(actor=people[1], words=post, now=db_now())
    assert Flag.objects.count() == 3
    assert swept() == 0


def test_only_the_groups_stewards_look_and_never_at_what_is_about_them(client, made, people) -> None:
    steward = steward_of(made)
    for who, body in zip((people[0], people[1], steward), LOUD, strict=True):
        flagged(said(made, who, body), people[2])
    swept()
    spot = RadarSpot.objects.get()
    for who in (people[0], member()):
        with pytest.raises(NotFound):
            operations.see_spot(actor=who, public_id=spot.public_id)
    client.force_login(steward)
    page = client.get(f"/radar/{spot.public_id}/").content.decode()
    assert (LOUD[0] in page, LOUD[2] in page) == (True, False)
    assert "Radar" in client.get(f"/groups/{made.public_id}/desk/").content.decode()
    listed = client.get(f"/api/v1/groups/{made.public_id}/radar/").json()["items"]
    assert [(one["kind"], one["size"]) for one in listed] == [("topic", 3)]
    assert client.post(f"/radar/{spot.public_id}/", {}).status_code == 303
    assert client.get(f"/api/v1/groups/{made.public_id}/radar/").json()["items"] == []


def test_campaign_managers_read_kinds_and_numbers_without_words(client, made, people) -> None:
    for who, body in zip(people, LOUD, strict=False):
        complained(made, who, body)
    swept()
    for options, status in (({"manager": True}, 200), ({"clerk": True}, 403)):
        client.force_login(MemberFactory.create(**options))
        page = client.get("/admin/groups/radarspot/")
        assert page.status_code == status
        assert "loud" not in page.content.decode()
