"""Events in: by themselves, once, late, out of order, before anybody knows whose they are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from connect import operations
from connect.clicks import click_token, member_of_click
from connect.models import Event, MemberLink
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories import connect as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
EVENTS, LINKS = "qualifying-events/", "member-links/"


@pytest.fixture
def shop():
    make.kind("purchase", sku={"type": "string", "maxLength": 20})
    return make.site(slug="shop")


def told() -> list[dict[str, object]]:
    return [
        row.payload for row in FactRow.objects.filter(kind="connect.event-received").order_by("recorded_at")
    ]


def test_one_event_is_taken_and_told_with_exactly_these_fields(shop):
    member = MemberFactory.create()
    at = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
    body = make.event(member=member.public_id, occurred_at=at.isoformat(), properties={"sku": "tea"})
    answer = make.call(make.key_of(shop), EVENTS, body)
    run_jobs()
    assert answer.status_code == 202
    assert answer.json()["results"] == [
        {"event_id": "order-1", "status": "accepted", "code": "", "where": ""}
    ]
    assert told() == [
        {
            "member_id": member.pk,
            "name": "purchase",
            "value_minor": 9900,
            "occurred_at": at.isoformat(),
            "source": "shop",
            "brand": shop.brand_ref,
            "event_id": Event.objects.get().pk,
        }
    ]


def test_the_same_event_again_changes_nothing(shop):
    member, secret = MemberFactory.create(), make.key_of(shop)
    body = make.event(member=member.public_id)
    for _ in range(3):
        answer = make.call(secret, EVENTS, body)
        run_jobs()
    assert answer.json()["duplicates"] == 1
    assert (Event.objects.count(), len(told())) == (1, 1)


def test_the_same_id_with_other_contents_is_refused(shop):
    member, secret = MemberFactory.create(), make.key_of(shop)
    body = make.event(member=member.public_id)
    make.call(secret, EVENTS, body)
    answer = make.call(secret, EVENTS, {**body, "value_minor": 1})
    assert answer.json()["results"][0]["code"] == "event-id-reused"
    assert Event.objects.get().value_minor == 9900


def test_two_sites_may_use_the_same_id(shop):
    member = MemberFactory.create()
    for where in (shop, make.site()):
        make.call(make.key_of(where), EVENTS, make.event(member=member.public_id))
    run_jobs()
    assert len(told()) == 2


def test_a_batch_answers_for_each_in_order(shop):
    member = MemberFactory.create()
    good = make.event(1, member=member.public_id)
    batch = [
        good,
        make.event(2, member="nobody"),
        "nonsense",
        dict(good),
        make.event(3, member=member.public_id, name="rocket"),
        make.event(4, member=member.public_id, properties={"sku": 7}),
    ]
    answer = make.call(make.key_of(shop), EVENTS, {"events": batch}).json()
    assert [(one["status"], one["code"]) for one in answer["results"]] == [
        ("accepted", ""),
        ("refused", "unknown-member"),
        ("refused", "not-an-object"),
        ("duplicate", ""),
        ("refused", "unknown-event"),
        ("refused", "does-not-fit-schema"),
    ]
    assert (answer["accepted"], answer["duplicates"], answer["refused"]) == (1, 1, 4)


BAD = [
    ({"event_id": None}, "missing"),
    ({"event_id": "a b"}, "malformed"),
    ({"event_id": 7}, "malformed"),
    ({"name": "No Such"}, "malformed"),
    ({"occurred_at": None}, "missing"),
    ({"occurred_at": "yesterday"}, "malformed"),
    ({"occurred_at": "2026-11-25T04:00:00"}, "malformed"),
    ({"occurred_at": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, "in-the-future"),
    ({"occurred_at": "2020-01-01T00:00:00Z"}, "too-old"),
    ({"value_minor": 1.5}, "malformed"),
    ({"value_minor": True}, "malformed"),
    ({"value_minor": 10**15}, "malformed"),
    ({"currency": "yuan"}, "malformed"),
    ({"properties": []}, "not-an-object"),
    ({"properties": {"sku": "x" * 9000}}, "too-large"),
    ({"member": None}, "name-the-member-once"),
    ({"external_id": "c"}, "name-the-member-once"),
    ({"surprise": 1}, "unknown-field"),
    ({"member": "\ud800"}, "malformed"),
]


@pytest.mark.parametrize(("change", "code"), BAD)
def test_what_is_wrong_with_one_is_said(shop, change, code):
    body = make.event(**{"member": MemberFactory.create().public_id, **change})
    answer = make.call(make.key_of(shop), EVENTS, {"events": [body]}).json()
    assert answer["results"][0]["code"] == code
    assert not Event.objects.exists()


def test_infinity_and_half_characters_are_no_crash(shop):
    secret = make.key_of(shop)
    for text in ('{"events": [{"properties": {"sku": 1e999}}]}', '{"events": [{"event_id": "\\ud800"}]}'):
        answer = Client().post(
            f"/api/v1/{EVENTS}",
            text,
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
        assert answer.status_code == 202
        assert answer.json()["refused"] == 1


def test_a_number_beyond_all_measure_is_refused_by_its_shape(shop):
    make.kind("poured", litres={"type": "number", "multipleOf": 0.5})
    body = make.event(name="poured", member=MemberFactory.create().public_id, properties={"litres": 10**400})
    answer = make.call(make.key_of(shop), EVENTS, {"events": [body]}).json()
    assert [result["code"] for result in answer["results"]] == ["does-not-fit-schema"]


@pytest.mark.parametrize("events", [[], [{}] * 501])
def test_none_and_too_many_are_refused_as_a_whole(shop, events):
    answer = make.call(make.key_of(shop), EVENTS, {"events": events})
    assert (answer.status_code, answer.json()["code"]) == (422, "too-many-events")


def test_five_hundred_cost_as_many_statements_as_one(shop, django_assert_max_num_queries):
    member, secret = MemberFactory.create(), make.key_of(shop)
    batch = [make.event(number, member=member.public_id) for number in range(500)]
    with django_assert_max_num_queries(22):
        answer = make.call(secret, EVENTS, {"events": batch})
    assert answer.json()["accepted"] == 500


def test_a_key_without_the_scope_is_refused(shop):
    member = MemberFactory.create()
    secret = make.key_of(shop, scopes=["events:read", "links:write"])
    answer = make.call(secret, EVENTS, make.event(member=member.public_id))
    assert answer.status_code == 403
    reading = make.key_of(shop, scopes=["events:write"])
    headers = {"Authorization": f"Bearer {reading}"}
    assert Client().get(f"/api/v1/{EVENTS}", headers=headers).status_code == 403
    linking = make.call(reading, LINKS, {"external_id": "c", "member": member.public_id}, **KEY)
    assert linking.status_code == 403
    assert not Event.objects.exists()


KEY = {"Idempotency-Key": "link-0001"}


def test_an_event_waits_for_its_customer_and_is_told_when_linked(shop):
    member, secret = MemberFactory.create(), make.key_of(shop)
    make.call(secret, EVENTS, make.event(external_id="customer-8"))
    run_jobs()
    assert told() == []
    answer = make.call(secret, LINKS, {"external_id": "customer-8", "member": member.public_id}, **KEY)
    assert answer.json() == {"told": 1}
    make.call(secret, EVENTS, make.event(2, external_id="customer-8"))
    run_jobs()
    assert [fact["member_id"] for fact in told()] == [member.pk] * 2


def test_an_event_that_crossed_its_link_is_told_by_the_job(shop):
    member, secret = MemberFactory.create(), make.key_of(shop)
    make.call(secret, EVENTS, make.event(external_id="customer-8"))
    from connect.operations.ingest import external_index

    MemberLink.objects.create(
        site=shop, external_index=external_index(shop, "customer-8"), member=member, created_at=make.NOW
    )
    run_jobs()
    assert len(told()) == 1


def test_a_customer_is_not_bent_to_somebody_else(shop):
    one, other, secret = MemberFactory.create(), MemberFactory.create(), make.key_of(shop)
    make.call(secret, LINKS, {"external_id": "c", "member": one.public_id}, **KEY)
    again = make.call(
        secret, LINKS, {"external_id": "c", "member": other.public_id}, **{"Idempotency-Key": "link-0002"}
    )
    assert (again.status_code, again.json()["code"]) == (409, "linked-otherwise")
    assert MemberLink.objects.get().member_id == one.pk


def test_a_click_token_names_the_member_to_this_site_only(shop):
    member = MemberFactory.create()
    token = click_token(member=member.public_id, site=shop.public_id)
    answer = make.call(make.key_of(shop), EVENTS, make.event(click=token)).json()
    elsewhere = make.call(make.key_of(make.site()), EVENTS, make.event(click=token)).json()
    assert (answer["accepted"], elsewhere["results"][0]["code"]) == (1, "unknown-member")
    assert member.public_id not in token


def test_a_click_token_ends_after_thirty_days(shop, time_machine=None):
    import time_machine as clock

    with clock.travel(datetime.now(UTC) - timedelta(days=31)):
        token = click_token(member="abc", site=shop.public_id)
    assert member_of_click(token, site=shop.public_id) is None


def test_nothing_is_told_of_a_suspended_member(shop):
    member = MemberFactory.create()
    make.call(make.key_of(shop), EVENTS, make.event(member=member.public_id))
    type(member).objects.filter(pk=member.pk).update(state="suspended")
    run_jobs()
    assert told() == []


def test_a_site_reads_its_own_events_and_no_others(shop):
    member, secret = MemberFactory.create(), make.key_of(shop)
    make.call(secret, EVENTS, make.event(1, member=member.public_id))
    make.call(make.key_of(make.site()), EVENTS, make.event(2, member=member.public_id))
    page = Client().get(f"/api/v1/{EVENTS}", headers={"Authorization": f"Bearer {secret}"}).json()
    assert [item["event_id"] for item in page["items"]] == ["order-1"]


def test_who_leaves_takes_along_what_sites_told(shop):
    member, secret = MemberFactory.create(), make.key_of(shop)
    make.call(secret, LINKS, {"external_id": "c", "member": member.public_id}, **KEY)
    make.call(secret, EVENTS, make.event(external_id="c", properties={"sku": "tea"}))
    operations.let_go_of_events(member.pk, timezone.now())
    kept = Event.objects.get()
    assert (kept.properties, kept.external_index, MemberLink.objects.count()) == ({}, "", 0)


def test_a_site_s_page_says_what_it_will_learn(shop):
    member, client = MemberFactory.create(), Client()
    client.force_login(member)
    page = client.get(f"/go/{shop.public_id}/").content.decode()
    token = page.split("gx_click=")[1].split('"')[0]
    from urllib.parse import unquote

    assert member_of_click(unquote(token), site=shop.public_id) == member.public_id
    assert client.get("/go/nothing/").status_code == 404
    assert Client().get(f"/go/{shop.public_id}/").status_code == 302
