"""A webhook gets another address or other kinds, or is removed for good."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from common.clock import db_now
from common.errors import IllegalMove, NotFound, Stale
from connect import errors, operations
from connect.facts import EventReceived
from connect.models import Attempt, Delivery, Endpoint
from connect.operations.pumping import Told, write_down
from outbox.facts import record_all
from outbox.models import AuditLine
from outbox.testing import run_jobs
from tests.connect.receiver import is_signed_by
from tests.factories.accounts import MemberFactory
from tests.racing import race

pytestmark = pytest.mark.django_db
KIND, OTHER = EventReceived.KIND, "gifts.gift-offered"
HOOKS = {"connect.pump", "connect.sweep-webhooks", "accounts.notify"}


@pytest.fixture
def endpoint(boss, receiver):
    return operations.create_endpoint(actor=boss, url=receiver.url, kinds=[KIND], lanes=1, now=timezone.now())


@pytest.fixture
def change(boss, endpoint):
    return partial(operations.change_endpoint, actor=boss, endpoint_id=endpoint.pk)


@pytest.fixture
def end(boss, endpoint):
    return partial(operations.end_endpoint, actor=boss, endpoint_id=endpoint.pk)


def happen(*numbers: int) -> None:
    """All about one object, so that their order counts."""
    member, at = MemberFactory.create(), timezone.now().isoformat()
    facts = [
        EventReceived(member_id=member.pk, name="purchase", value_minor=number, occurred_at=at, source="shop")
        for number in numbers
    ]
    with transaction.atomic():
        record_all([(fact, "shop/1") for fact in facts])


def fail(endpoint, *, times: int, status: int = 503) -> None:
    for _time in range(times):
        Delivery.objects.update(next_at=db_now())
        Endpoint.objects.update(open_until=None)
        operations.pump(
            endpoint_id=endpoint.pk, lane=0, sending=lambda *call: Told(status=status), run_seconds=5
        )


def in_the_middle_of_a_call(endpoint, act: Any, *, status: int) -> None:
    """``act`` happens while the receiver has the message and has not answered yet."""
    done: list[bool] = []

    def sending(_endpoint: Any, _delivery: Any, _now: Any) -> Told:
        if not done:
            done.append(True)
            act()
            return Told(status=status)
        return Told(status=204)

    operations.pump(endpoint_id=endpoint.pk, lane=0, sending=sending)
    assert done


def test_what_waits_goes_to_the_new_address_in_its_order_under_the_same_secret(
    boss, endpoint, receiver, change
):
    secret = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    receiver.down.add("/hooks")
    happen(1, 2, 3)
    run_jobs(HOOKS)
    receiver.got.clear()
    change(url=f"{receiver.origin}/new")
    run_jobs(HOOKS)
    assert [one["data"]["value_minor"] for one in receiver.sent_to("/new")] == [1, 2, 3]
    assert receiver.sent_to("/hooks") == []
    assert all(is_signed_by(secret, headers, body) for headers, body in receiver.got)


def test_the_failures_of_the_old_address_are_not_held_against_the_new_one(endpoint, receiver, change):
    happen(1)
    fail(endpoint, times=6)
    before = Endpoint.objects.get()
    assert before.failures == 6 and before.open_until and before.failing_since
    changed = change(url=f"{receiver.origin}/new")
    assert (changed.failures, changed.failing_since, changed.open_until) == (0, None, None)
    waiting = Delivery.objects.get()
    assert (waiting.attempts, waiting.first_tried_at) == (0, None)
    assert Attempt.objects.count() == 6


def test_other_kinds_alone_forgive_nothing(endpoint, change):
    happen(1)
    fail(endpoint, times=6)
    changed = change(kinds=[KIND, OTHER])
    assert changed.failures == 6
    assert Delivery.objects.get().attempts == 6


@pytest.mark.parametrize("status", [410, 503])
def test_an_answer_of_the_old_address_that_comes_late_is_not_the_new_ones(endpoint, receiver, change, status):
    happen(1)
    in_the_middle_of_a_call(endpoint, lambda: change(url=f"{receiver.origin}/new"), status=status)
    now = Endpoint.objects.get()
    assert (now.state, now.failures, now.failing_since) == ("active", 0, None)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("delivered", 1)
    assert list(Attempt.objects.order_by("pk").values_list("status", flat=True)) == [status, 204]


def test_a_good_answer_of_the_old_address_is_not_the_new_ones(endpoint, receiver, change):
    happen(1)
    fail(endpoint, times=1)
    as_called = Endpoint.objects.get()
    change(url=f"{receiver.origin}/new")
    Endpoint.objects.update(failures=3)
    with transaction.atomic():
        write_down(as_called, Delivery.objects.get(), Told(status=200), now=db_now())
    assert Endpoint.objects.get().failures == 3
    assert Delivery.objects.get().state == "delivered"


def test_only_the_new_kinds_are_collected_from_then_on(endpoint, receiver, change):
    happen(1)
    change(kinds=[OTHER])
    happen(2)
    run_jobs(HOOKS)
    assert [one["data"]["value_minor"] for one in receiver.messages()] == [1]
    assert [one.kind for one in endpoint.subscriptions.all()] == [OTHER]


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ({"url": "http://crm.example/in"}, errors.BadEndpoint),
        ({"url": "https://user@crm.example/"}, errors.BadEndpoint),
        ({"url": "https://0x7f.1/"}, errors.BadEndpoint),
        ({"url": "https://crm.example/in", "kinds": ["outbox.secret"]}, errors.NoKinds),
        ({"kinds": []}, errors.NoKinds),
    ],
    ids=["plain", "user", "odd number", "kinds", "none"],
)
def test_what_can_not_be_made_can_not_be_changed_to(endpoint, receiver, change, new, refusal):
    with pytest.raises(refusal):
        change(**new)
    endpoint.refresh_from_db()
    assert endpoint.url == receiver.url
    assert [one.kind for one in endpoint.subscriptions.all()] == [KIND]


def test_an_address_that_leads_inside_is_judged_when_it_connects(endpoint, settings, change):
    settings.WEBHOOKS_OWN_ORIGIN = ""
    change(url="https://localhost/hooks")
    happen(1)
    run_jobs(HOOKS)
    assert Delivery.objects.get().state == "waiting"
    assert Attempt.objects.filter(status__isnull=True).exclude(reason="").exists()


def test_a_change_leaves_one_line_without_the_address(endpoint, receiver, change):
    for _time in range(2):
        change(url=f"{receiver.origin}/new", kinds=[KIND, OTHER])
    [line] = AuditLine.objects.filter(object_id=endpoint.public_id, verb="change")
    assert line.why == "url kinds"


def test_a_paused_one_stays_paused(boss, endpoint, receiver, change):
    operations.pause_endpoint(actor=boss, endpoint_id=endpoint.pk)
    happen(1)
    change(url=f"{receiver.origin}/new")
    run_jobs(HOOKS)
    assert receiver.got == []
    operations.resume_endpoint(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    run_jobs(HOOKS)
    assert len(receiver.sent_to("/new")) == 1


def test_another_brands_manager_may_do_neither(boss, endpoint, receiver):
    stranger = MemberFactory.create(manager=True)
    for act in (
        partial(operations.change_endpoint, url=f"{receiver.origin}/new"),
        operations.end_endpoint,
    ):
        with pytest.raises(NotFound):
            act(actor=stranger, endpoint_id=endpoint.pk)
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.state) == (receiver.url, "active")


def test_what_is_not_there_is_not_found(boss):
    with pytest.raises(NotFound):
        operations.change_endpoint(actor=boss, endpoint_id=0, kinds=[KIND])
    with pytest.raises(NotFound):
        operations.end_endpoint(actor=boss, endpoint_id=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_of_two_changes_at_once_one_holds_whole(receiver, endpoint, change):
    one = partial(change, url=f"{receiver.origin}/one", kinds=[KIND])
    two = partial(change, url=f"{receiver.origin}/two", kinds=[OTHER])
    outcomes = race([one, two])
    assert all(isinstance(each, Endpoint | Stale) for each in outcomes)
    now = Endpoint.objects.get()
    whole = {f"{receiver.origin}/one": [KIND], f"{receiver.origin}/two": [OTHER]}
    assert [each.kind for each in now.subscriptions.all()] == whole[now.url]


def test_an_ended_one_gets_nothing_more_and_keeps_its_log(endpoint, receiver, end):
    happen(1)
    run_jobs(HOOKS)
    receiver.down.add("/hooks")
    happen(2)
    run_jobs(HOOKS)
    receiver.got.clear()
    receiver.down.clear()
    assert end().state == "ended"
    happen(3)
    operations.sweep()
    run_jobs(HOOKS)
    assert receiver.got == []
    rows = Delivery.objects.order_by("pk").values_list("state", "next_at")
    assert [state for state, _at in rows] == ["delivered", "withdrawn"]
    assert rows[1][1] is None
    assert Attempt.objects.count() == 2


def test_ending_leaves_the_others_alone(boss, endpoint, receiver, end):
    operations.create_endpoint(actor=boss, url=f"{receiver.origin}/b", kinds=[KIND], now=timezone.now())
    happen(1)
    end()
    run_jobs(HOOKS)
    assert (len(receiver.sent_to("/b")), len(receiver.got)) == (1, 1)


def test_ending_leaves_a_line(boss, endpoint, end):
    end()
    [line] = AuditLine.objects.filter(object_id=endpoint.public_id, new_state="ended")
    assert (line.old_state, line.actor_id) == ("active", boss.pk)


def test_an_ended_one_does_nothing_any_more(boss, endpoint, receiver, change, end):
    happen(1)
    run_jobs(HOOKS)
    end()
    mine, now = {"actor": boss, "endpoint_id": endpoint.pk}, timezone.now()
    hour = timedelta(hours=1)
    sent = Delivery.objects.get()
    for refused in (
        partial(change, url=f"{receiver.origin}/new"),
        partial(operations.rotate_secret, **mine, now=now),
        partial(operations.send_test, **mine, now=now),
        partial(operations.replay_delivery, actor=boss, delivery_id=sent.pk, now=now),
        partial(operations.replay_stretch, **mine, start=now - hour, end=now + hour, now=now),
    ):
        with pytest.raises(errors.WebhookEnded):
            refused()
    for impossible in (
        partial(operations.resume_endpoint, **mine, now=now),
        partial(operations.pause_endpoint, **mine),
        end,
    ):
        with pytest.raises(IllegalMove):
            impossible()
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("status", [410, 503])
def test_ending_while_a_call_is_on_its_way_ends_it(endpoint, end, status):
    happen(1)
    in_the_middle_of_a_call(endpoint, end, status=status)
    now = Endpoint.objects.get()
    assert (now.state, now.failures) == ("ended", 0)
    assert Delivery.objects.get().state == "withdrawn"


def test_what_was_collected_in_the_moment_of_ending_is_withdrawn_by_the_sweeper(endpoint, end):
    happen(1)
    end()
    Delivery.objects.update(state="waiting", next_at=db_now())
    assert operations.sweep() == 0
    assert Delivery.objects.get().state == "withdrawn"


def test_what_was_withdrawn_is_forgotten_like_the_rest(endpoint, end):
    happen(1)
    end()
    assert operations.forget_deliveries(before=db_now() + timedelta(days=1)) == 1


@pytest.mark.parametrize("state", ["paused", "disabled"])
def test_one_that_sends_nothing_may_be_ended_too(endpoint, end, state):
    Endpoint.objects.update(state=state)
    assert end().state == "ended"
