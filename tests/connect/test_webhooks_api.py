"""Webhooks over the API, against a receiver over real HTTP."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from common.models import IdempotencyRecord
from connect.facts import EventReceived
from connect.models import Delivery, Endpoint
from outbox.testing import run_jobs
from tests.connect.receiver import is_signed_by
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
HOOKS = {"connect.pump", "connect.sweep-webhooks", "accounts.notify"}


class Program:
    def __init__(self, member):
        self.client = APIClient()
        self.client.force_authenticate(member)

    def get(self, path, **query):
        return self.client.get(f"/api/v1/{path}/", query)

    def post(self, path, body=None):
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return self.client.post(f"/api/v1/{path}/", body or {}, format="json", headers=headers)

    def patch(self, path, body, *, key=""):
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self.client.patch(f"/api/v1/{path}/", body, format="json", headers=headers)

    def delete(self, path, *, key=""):
        return self.client.delete(f"/api/v1/{path}/", headers={"Idempotency-Key": key or str(uuid.uuid4())})


@pytest.fixture
def operator(settings):
    settings.STEP_UP = False
    return Program(MemberFactory.create(superuser=True))


@pytest.fixture
def hook(operator, receiver):
    made = operator.post("webhooks", {"url": receiver.url, "kinds": [EventReceived.KIND]})
    assert made.status_code == 201
    return f"webhooks/{made.json()['public_id']}"


def test_made_tried_and_verified_with_the_secret_that_was_shown_once(operator, receiver, hook):
    secret = operator.post(f"{hook}/secret").json()["secret"]
    assert operator.post(f"{hook}/test").status_code == 202
    run_jobs(HOOKS)
    [(headers, body)] = receiver.got
    assert is_signed_by(secret, headers, body)
    [sent] = operator.get(f"{hook}/deliveries").json()["items"]
    assert (sent["state"], sent["message"]) == ("delivered", headers["webhook-id"])
    assert secret not in str(list(IdempotencyRecord.objects.values()))
    assert secret not in operator.get(hook).content.decode()


def test_what_never_arrived_is_listed_and_sent_again(operator, receiver, hook):
    operator.post(f"{hook}/test")
    Delivery.objects.update(state="undelivered", next_at=None)
    [lost] = operator.get(f"{hook}/deliveries", state="undelivered").json()["items"]
    again = operator.post(f"{hook}/replay-message", {"message": lost["message"]})
    assert (again.status_code, again.json()["replay"]) == (202, 1)
    run_jobs(HOOKS)
    assert [headers["webhook-id"] for headers, _body in receiver.got] == [lost["message"]]
    assert operator.post(f"{hook}/replay-message", {"message": str(uuid.uuid4())}).status_code == 404


def test_each_try_is_told_without_keys_and_contacts(operator, receiver, hook):
    receiver.status, receiver.body = 500, b"no: token sk_live_0123456789abcdefghij of lin@example.org"
    operator.post(f"{hook}/test")
    run_jobs(HOOKS)
    [sent] = operator.get(f"{hook}/deliveries", kind="connect.test").json()["items"]
    [one] = sent["tries"]
    assert (one["status"], one["reason"], one["excerpt"]) == (500, "", "no: token … of …")
    assert operator.get(f"{hook}/deliveries", kind="gifts.offered").json()["items"] == []


def test_old_news_that_is_sent_again_keeps_its_place(operator, receiver, hook):
    for _news in range(2):
        operator.post(f"{hook}/test")
    run_jobs(HOOKS)
    old = receiver.messages()[0]
    operator.post(f"{hook}/replay-message", {"message": old["id"]})
    run_jobs(HOOKS)
    again = receiver.messages()[2]
    assert (again["id"], again["sequence"]) == (old["id"], old["sequence"])


def test_another_webhooks_message_is_not_replayed(operator, receiver, hook):
    operator.post(f"{hook}/test")
    message = str(Delivery.objects.get().fact_id)
    other = operator.post("webhooks", {"url": receiver.url, "kinds": [EventReceived.KIND]}).json()
    body = {"message": message}
    assert operator.post(f"webhooks/{other['public_id']}/replay-message", body).status_code == 404
    assert Delivery.objects.count() == 1


def test_a_stretch_of_time_is_sent_again(operator, hook):
    now = timezone.now()
    body = {"start": (now - timedelta(hours=1)).isoformat(), "end": now.isoformat()}
    assert operator.post(f"{hook}/replay", body).json() == {"messages": 0}


def test_pausing_and_sending_again(operator, hook):
    assert operator.post(f"{hook}/pause").json()["state"] == "paused"
    assert operator.post(f"{hook}/pause").status_code == 409
    assert operator.post(f"{hook}/resume").json()["state"] == "active"


def test_another_address_and_other_kinds(operator, receiver, hook):
    before = operator.get(hook).json()
    changed = operator.patch(hook, {"url": f"{receiver.origin}/new"})
    assert (changed.status_code, changed.json()) == (200, {**before, "url": f"{receiver.origin}/new"})
    kinds = ["gifts.gift-offered"]
    assert operator.patch(hook, {"kinds": kinds}).json()["kinds"] == kinds
    assert operator.get(hook).json() == {**before, "url": f"{receiver.origin}/new", "kinds": kinds}


def test_a_change_that_is_sent_twice_is_answered_twice_and_made_once(operator, receiver, hook):
    changes = [operator.patch(hook, {"url": f"{receiver.origin}/new"}, key="once-0001") for _call in range(2)]
    assert [one.headers.get("Idempotency-Replayed") for one in changes] == [None, "true"]
    ends = [operator.delete(hook, key="once-0002") for _call in range(2)]
    assert [one.status_code for one in ends] == [200, 200]
    path = f"/api/v1/{hook}/"
    for keyless in (operator.client.delete(path), operator.client.patch(path, {}, format="json")):
        assert keyless.json()["code"] == "idempotency-key-missing"


def test_a_removed_one_is_over_and_its_log_can_be_read(operator, hook):
    operator.post(f"{hook}/test")
    assert operator.delete(hook).json()["state"] == "ended"
    [never] = operator.get(f"{hook}/deliveries", state="withdrawn").json()["items"]
    assert never["next_at"] is None
    assert operator.get(hook).json()["state"] == "ended"
    for call in ("resume", "pause"):
        assert operator.post(f"{hook}/{call}").status_code == 409
    for refused in (operator.post(f"{hook}/test"), operator.patch(hook, {"kinds": [EventReceived.KIND]})):
        assert (refused.status_code, refused.json()["code"]) == (409, "webhook-ended")
    assert operator.delete(hook).status_code == 409


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"url": "http://crm.example/in"}, "bad-endpoint"),
        ({"kinds": ["outbox.secret"]}, "no-kinds"),
        ({"kinds": []}, "invalid"),
        ({"url": ""}, "invalid"),
    ],
    ids=["address", "kinds", "no kinds", "no address"],
)
def test_a_change_that_can_not_be_is_refused(operator, hook, change, code):
    before = operator.get(hook).json()
    assert operator.patch(hook, change).json()["code"] == code
    assert operator.get(hook).json() == before


def test_the_list_tells_all_and_the_kinds_are_to_choose_from(operator, hook):
    [one] = operator.get("webhooks").json()["items"]
    assert one["kinds"] == [EventReceived.KIND]
    assert EventReceived.KIND in operator.get("webhook-kinds").json()["items"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"url": "http://crm.example/in"}, "bad-endpoint"), ({"kinds": ["outbox.secret"]}, "no-kinds")],
    ids=["address", "kinds"],
)
def test_what_can_not_be_made_is_refused(operator, change, code):
    body = {"url": "https://crm.example/in", "kinds": [EventReceived.KIND], **change}
    assert operator.post("webhooks", body).json()["code"] == code
    assert not Endpoint.objects.exists()


def test_an_unknown_state_is_refused(operator, hook):
    assert operator.get(f"{hook}/deliveries", state="lost").status_code == 422


READS = ["webhooks", "webhook-kinds", "{hook}", "{hook}/deliveries"]
CALLS = ["secret", "pause", "resume", "test", "replay", "replay-message"]


@pytest.mark.parametrize(("manager", "status"), [(True, 404), (False, 403)], ids=["manager", "member"])
def test_nobody_but_the_operator_learns_which_there_are(hook, manager, status):
    """A brand's manager has a list, without what is the operator's."""
    stranger = Program(MemberFactory.create(manager=manager))
    for path in READS[:2]:
        assert stranger.get(path).status_code == (200 if manager else 403)
    if manager:
        assert stranger.get("webhooks").json()["items"] == []
    for path in READS[2:]:
        assert stranger.get(path.format(hook=hook)).status_code == status
    for one in (hook, "webhooks/unknown"):
        assert stranger.patch(one, {"kinds": [EventReceived.KIND]}).status_code == status
        assert stranger.delete(one).status_code == status
    bodies = {"replay": {"start": "2026-01-01T00:00Z", "end": "2026-01-02T00:00Z"}}
    bodies["replay-message"] = {"message": str(uuid.uuid4())}
    for call in CALLS:
        for one in (hook, "webhooks/unknown"):
            assert stranger.post(f"{one}/{call}", bodies.get(call)).status_code == status


def test_a_kind_that_no_text_can_hold_is_refused_by_name(operator, hook):
    refused = operator.get(f"{hook}/deliveries", kind="a\0b")
    assert (refused.status_code, refused.json()["field"]) == (422, "kind")
