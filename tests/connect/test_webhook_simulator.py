"""The simulated receiver: it believes what is signed, remembers what came, and can be sick."""

from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.utils import timezone

from connect import operations
from connect.facts import EventReceived
from connect.models import Delivery, Endpoint
from outbox.testing import run_jobs
from simulators.testing import Running, running_simulators
from simulators.webhooks import is_genuine
from tests.connect.test_webhook_rules import BODY, MESSAGE_ID, SECRET, SIGNED, TIMESTAMP
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
HOOKS = {"connect.pump", "connect.sweep-webhooks"}


@pytest.fixture
def house(settings: Any) -> Iterator[Running]:
    settings.STEP_UP = False
    with running_simulators() as running:
        settings.WEBHOOKS_OWN_ORIGIN = running.url
        yield running


@pytest.fixture
def boss() -> Any:
    return MemberFactory.create(superuser=True)


@pytest.fixture
def endpoint(house: Running, boss: Any) -> Endpoint:
    return operations.create_endpoint(
        actor=boss, url=f"{house.url}/hooks/crm", kinds=[EventReceived.KIND], now=timezone.now()
    )


def send(boss: Any, endpoint: Endpoint) -> None:
    operations.send_test(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    run_jobs(HOOKS)


def came(house: Running) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.get("/_control/hooks")["messages"]
    return found


def test_it_holds_to_the_standards_own_example() -> None:
    headers = {"webhook-id": MESSAGE_ID, "webhook-timestamp": str(TIMESTAMP), "webhook-signature": SIGNED}
    assert is_genuine(SECRET, headers, BODY, now=TIMESTAMP)
    assert not is_genuine(SECRET, headers, BODY + b" ", now=TIMESTAMP)
    assert not is_genuine(SECRET, headers, BODY, now=TIMESTAMP + 301)


@pytest.mark.parametrize(
    "odd", [{"webhook-timestamp": "²"}, {"webhook-timestamp": "9" * 5000}, {"webhook-signature": "v1,é"}]
)
def test_odd_headers_are_no_signature(odd: dict[str, str]) -> None:
    headers = {"webhook-id": MESSAGE_ID, "webhook-timestamp": str(TIMESTAMP), "webhook-signature": SIGNED}
    assert not is_genuine(SECRET, headers | odd, BODY, now=TIMESTAMP)


def test_what_is_signed_with_its_secret_is_let_in_and_shown(
    house: Running, boss: Any, endpoint: Endpoint
) -> None:
    secret = operations.rotate_secret(actor=boss, endpoint_id=endpoint.pk, now=timezone.now())
    house.post("/_control/hooks/secret", name="crm", secret=secret)
    send(boss, endpoint)
    [one] = came(house)
    assert (one["kind"], one["is_checked"], one["times"]) == ("connect.test", 1, 1)
    assert one["message"] == str(Delivery.objects.get(state="delivered").fact_id)
    assert "signature checked" in house.page("/hooks/")


def test_what_is_signed_otherwise_is_not(house: Running, boss: Any, endpoint: Endpoint) -> None:
    house.post("/_control/hooks/secret", name="crm", secret="whsec_c29tZWJvZHkgZWxzZSdz")
    send(boss, endpoint)
    assert (came(house), Delivery.objects.get().tries.get().status) == ([], 401)


def test_an_answer_that_was_lost_makes_the_same_message_come_twice(
    house: Running, boss: Any, endpoint: Endpoint
) -> None:
    house.fault("webhooks", "do-then-500")
    send(boss, endpoint)
    Delivery.objects.update(next_at=timezone.now())
    Endpoint.objects.update(open_until=None)
    run_jobs(HOOKS)
    operations.sweep()
    run_jobs(HOOKS)
    assert [one["times"] for one in came(house)] == [2]
    assert Delivery.objects.get().state == "delivered"


def test_its_page_takes_a_secret_and_nothing_else(house: Running) -> None:
    with urlopen(f"{house.url}/hooks/", b"name=crm&secret=whsec_YWJj") as answer:  # noqa: S310 - loopback
        assert b"Check signatures" in answer.read()
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{house.url}/hooks/", b"name=crm&secret=abc")  # noqa: S310
    assert refused.value.code == 400
