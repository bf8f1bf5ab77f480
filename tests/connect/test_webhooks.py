"""Webhooks out: signed, in order, tried for days, left alone while dead, sent again on purpose."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from common.clock import db_now
from common.errors import Stale
from common.models import ClockOffset
from connect import errors, operations
from connect.facts import EventReceived
from connect.models import Attempt, Delivery, Endpoint
from connect.operations.endpoints import live_secrets
from connect.operations.pumping import Told
from outbox.facts import record, record_all
from outbox.models import Job
from outbox.testing import run_jobs
from tests.connect.receiver import Receiver, is_signed_by
from tests.factories.accounts import MemberFactory
from tests.racing import race

pytestmark = pytest.mark.django_db
KIND = EventReceived.KIND
HOOKS = {"connect.pump", "connect.sweep-webhooks", "accounts.notify"}


@pytest.fixture
def endpoint(boss, receiver):
    return operations.create_endpoint(actor=boss, url=receiver.url, kinds=[KIND], now=timezone.now())


def news(member, number: int = 1, subject: str = "") -> tuple[EventReceived, str]:
    at = timezone.now().isoformat()
    fact = EventReceived(
        member_id=member.pk, name="purchase", value_minor=number, occurred_at=at, source="shop"
    )
    return fact, subject or f"shop/{number}"


def happen(*facts) -> None:
    with transaction.atomic():
        record_all(list(facts))


def later(settings, **by: float) -> None:
    settings.CLOCK_OFFSET = True
    offset, _new = ClockOffset.objects.get_or_create(pk=1, defaults={"seconds": 0})
    offset.seconds += timedelta(**by).total_seconds()
    offset.save()


def test_news_arrives_signed_with_public_ids_only(boss, endpoint, receiver):
    member = MemberFactory.create()
    secret = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    happen(news(member))
    run_jobs(HOOKS)
    [(headers, body)] = receiver.got
    [message] = receiver.messages()
    assert is_signed_by(secret, headers, body)
    assert headers["webhook-id"] == message["id"]
    assert message["type"] == KIND
    assert message["object"] == "shop/1"
    assert message["data"]["member"] == member.public_id
    assert "member_id" not in message["data"]
    assert Delivery.objects.get().state == "delivered"


def test_a_fact_that_is_rolled_back_is_never_sent(endpoint, receiver):
    member = MemberFactory.create()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(news(member)[0], subject="x")
        raise ZeroDivisionError
    run_jobs(HOOKS)
    assert receiver.got == []
    assert not Delivery.objects.exists()


def test_only_chosen_kinds_are_sent(boss, receiver):
    operations.create_endpoint(actor=boss, url=receiver.url, kinds=["gifts.gift-offered"], now=timezone.now())
    happen(news(MemberFactory.create()))
    assert not Delivery.objects.exists()


def test_both_secrets_sign_while_one_is_exchanged(boss, endpoint, receiver):
    old = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    new = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    [(headers, body)] = receiver.got
    assert is_signed_by(old, headers, body)
    assert is_signed_by(new, headers, body)
    assert old not in str(Endpoint.objects.values().get())


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_secrets_made_at_once_all_sign_or_are_refused(boss, endpoint):
    make = partial(operations.rotate_secret, actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    for _round in range(5):
        outcomes = race([make, make])
        shown = {one for one in outcomes if isinstance(one, str)}
        assert shown and shown <= set(live_secrets(Endpoint.objects.get(), now=timezone.now()))
        assert all(isinstance(one, str | Stale) for one in outcomes)


def test_the_former_secret_ends_after_a_day(settings, boss, endpoint, receiver):
    old = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    new = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    later(settings, hours=25)
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    [(headers, body)] = receiver.got
    assert (is_signed_by(old, headers, body), is_signed_by(new, headers, body)) == (False, True)


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/hooks",
        "https://user@shop.example/",
        "https://shop.example:22/",
        "https://0x7f.1/",
        "ftp://shop.example/",
        "https://shop.example/#x",
    ],
)
def test_odd_addresses_are_refused(boss, url):
    with pytest.raises(errors.BadEndpoint):
        operations.create_endpoint(actor=boss, url=url, kinds=[KIND], now=timezone.now())
    assert not Endpoint.objects.exists()


def test_a_private_address_is_never_connected_to(boss, endpoint, receiver, settings):
    """The name was fine when it was typed; what counts is where it leads at the moment of the call."""
    settings.WEBHOOKS_OWN_ORIGIN = ""
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    assert receiver.got == []
    assert Attempt.objects.get().status is None


def test_a_redirect_is_a_failure_and_not_followed(endpoint, receiver):
    receiver.status, receiver.headers = 302, {"Location": f"{receiver.origin}/elsewhere"}
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    assert len(receiver.got) == 1
    assert Attempt.objects.get().status == 302
    assert Delivery.objects.get().state == "waiting"


def test_the_log_keeps_no_keys_and_no_contacts(endpoint, receiver):
    receiver.status, receiver.body = (
        500,
        b"key sk_live_0123456789abcdefghij of lin@work.example 13812345678 oops",
    )
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    excerpt = Attempt.objects.get().excerpt
    assert excerpt == "key … of … … oops"


def test_news_of_one_object_stays_in_order_while_others_pass(endpoint, receiver, settings):
    member = MemberFactory.create()
    receiver.status = 500
    happen(news(member, 1, "order/a"))
    run_jobs(HOOKS)
    receiver.status = 204
    receiver.got.clear()
    happen(news(member, 2, "order/a"), news(member, 3, "order/b"))
    run_jobs({"connect.pump"})
    first = [message["data"]["value_minor"] for message in receiver.messages()]
    assert [number for number in first if number != 3] == sorted(number for number in first if number != 3)
    later(settings, minutes=5)
    run_jobs(HOOKS)
    whole = [message["data"]["value_minor"] for message in receiver.messages()]
    assert [number for number in whole if number != 3] == [1, 2]


def test_a_dead_receiver_is_left_alone_and_one_call_tries_for_all(endpoint, receiver, settings):
    member = MemberFactory.create()
    receiver.status = 503
    happen(*(news(member, number) for number in range(40)))
    run_jobs(HOOKS)
    assert 5 <= len(receiver.got) <= 7  # two lanes may be on their way when the fifth fails
    for _ in range(20):
        later(settings, minutes=31)
        run_jobs(HOOKS)
    assert len(receiver.got) <= 7 + 20 * 2


def test_after_three_days_everything_arrives_within_the_hour(endpoint, receiver, settings):
    member = MemberFactory.create()
    receiver.status = 503
    happen(*(news(member, number, f"order/{number % 7}") for number in range(60)))
    for _ in range(72):
        run_jobs(HOOKS)
        later(settings, hours=1)
    receiver.status = 204
    receiver.got.clear()
    later(settings, minutes=31)
    run_jobs(HOOKS, limit=5000)
    assert Delivery.objects.filter(state="delivered").count() == 60
    for order in range(7):
        numbers = [
            message["data"]["value_minor"]
            for message in receiver.messages()
            if message["object"] == f"order/{order}"
        ]
        assert numbers == sorted(numbers)


def test_a_single_delivery_is_tried_fourteen_times_over_five_days(endpoint, settings):
    """Others arrive, so the receiver isn't dead: this one is just never taken."""
    happen(news(MemberFactory.create()))
    delivery = Delivery.objects.get()
    started = db_now()
    while Delivery.objects.get().state == "waiting":
        Endpoint.objects.update(failures=0, failing_since=None, open_until=None)
        operations.pump(endpoint_id=endpoint.pk, lane=delivery.lane, sending=lambda *call: Told(status=500))
        later(settings, hours=6)
    done = Delivery.objects.get()
    assert done.state == "undelivered"
    assert done.attempts >= 14
    assert db_now() - started >= timedelta(days=5)


def test_the_delays_alone_make_fourteen_tries_in_five_days():
    from connect.webhook_rules import delay

    most = sum((delay(attempt) for attempt in range(1, 14)), timedelta())
    long = sum((delay(attempt) for attempt in range(1, 20)), timedelta())
    assert most < timedelta(days=5) < long


def test_five_days_of_failing_disable_it_and_its_maker_is_told(boss, endpoint, receiver, settings):
    receiver.status = 500
    member = MemberFactory.create()
    happen(*(news(member, number) for number in range(10)))
    for _ in range(130):
        run_jobs(HOOKS)
        later(settings, hours=1)
    endpoint.refresh_from_db()
    assert endpoint.state == "disabled"
    assert set(Delivery.objects.values_list("state", flat=True)) == {"undelivered"}
    assert boss.notifications.filter(kind="connect.endpoint-disabled").count() == 1


def test_gone_disables_at_once(endpoint, receiver):
    receiver.status = 410
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    endpoint.refresh_from_db()
    assert endpoint.state == "disabled"


def test_a_paused_one_collects_and_a_resumed_one_sends(boss, endpoint, receiver):
    operations.pause_endpoint(actor=boss, endpoint_id=endpoint.pk)
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    assert receiver.got == []
    operations.resume_endpoint(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    run_jobs(HOOKS)
    assert len(receiver.got) == 1


def test_a_replay_has_the_same_message_id(boss, endpoint, receiver):
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    for _ in range(2):
        old = Delivery.objects.order_by("pk")[0]
        operations.replay_delivery(actor=boss, delivery_id=old.pk, now=timezone.now())
        run_jobs(HOOKS)
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert len(receiver.got) == 3


def test_two_clicks_on_send_again_send_once(boss, endpoint, receiver):
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    old = Delivery.objects.get()
    first, second = (
        operations.replay_delivery(actor=boss, delivery_id=old.pk, now=timezone.now()) for _click in range(2)
    )
    now = timezone.now()
    stretch = {"start": now - timedelta(hours=1), "end": now + timedelta(hours=1)}
    assert operations.replay_stretch(actor=boss, endpoint_id=endpoint.pk, **stretch, now=now) == 0
    run_jobs(HOOKS)
    assert (first.pk, len(receiver.got)) == (second.pk, 2)


def test_a_stretch_is_sent_again_also_of_when_it_was_disabled(boss, endpoint, receiver):
    receiver.status = 410
    happen(news(MemberFactory.create(), 1))
    run_jobs(HOOKS)
    happen(news(MemberFactory.create(), 2))
    assert Delivery.objects.count() == 1
    receiver.status = 204
    operations.resume_endpoint(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    now = timezone.now()
    count = operations.replay_stretch(
        actor=boss,
        endpoint_id=endpoint.pk,
        start=now - timedelta(hours=1),
        end=now + timedelta(hours=1),
        now=now,
    )
    receiver.got.clear()
    run_jobs(HOOKS)
    assert count == 2
    assert {message["data"]["value_minor"] for message in receiver.messages()} == {1, 2}


def test_the_test_message_is_signed_like_any_other(boss, endpoint, receiver):
    secret = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    operations.send_test(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    run_jobs(HOOKS)
    [(headers, body)] = receiver.got
    assert is_signed_by(secret, headers, body)
    assert receiver.messages()[0]["type"] == "connect.test"


def test_a_lost_job_is_found_by_the_sweeper(endpoint, receiver):
    happen(news(MemberFactory.create()))
    Job.objects.all().delete()
    assert operations.sweep() == 1
    run_jobs(HOOKS)
    assert len(receiver.got) == 1


def test_old_deliveries_and_their_log_are_forgotten(endpoint, receiver):
    happen(news(MemberFactory.create()))
    run_jobs(HOOKS)
    assert operations.forget_deliveries(before=db_now() + timedelta(days=1)) >= 1
    assert (Delivery.objects.count(), Attempt.objects.count()) == (0, 0)


def test_nobody_but_superusers_keeps_webhooks_of_everybodys_news(endpoint):
    from common.errors import NotAllowed, NotFound

    manager = MemberFactory.create(manager=True)
    with pytest.raises(NotFound):
        operations.rotate_secret(actor=manager, endpoint_id=endpoint.pk, now=timezone.now())
    with pytest.raises(NotAllowed):
        operations.create_endpoint(actor=manager, url="https://a.example/", kinds=[KIND], now=timezone.now())


def test_the_receiver_class_is_ours(receiver):
    assert isinstance(receiver, Receiver)
