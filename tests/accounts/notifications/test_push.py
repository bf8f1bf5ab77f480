"""Web push against a push service that decrypts with the browser's own keys."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts import notification_errors as errors
from accounts.models import Delivery, Member, PushDevice
from accounts.notification_states import DeliveryState, Why
from accounts.operations import notifications
from accounts.operations.notifications import notify
from accounts.providers import push as provider
from accounts.providers.push import Subscription, current_push
from common.clock import db_now, shift_clock
from outbox.testing import run_jobs
from simulators.push import Browser, decrypt, unb64
from simulators.testing import Running, running_simulators
from tests.accounts.notifications.conftest import choose
from tests.factories.accounts import MemberFactory
from tests.factories.notifications import Stage, staged

pytestmark = pytest.mark.django_db


@pytest.fixture
def simulators(settings: Any) -> Iterator[Running]:
    with running_simulators() as running:
        settings.PROVIDERS = running.providers
        yield running


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


def subscription_of(running: Running) -> Subscription:
    given = running.new_browser()
    return Subscription(endpoint=given["endpoint"], **given["keys"])


@pytest.fixture
def member(simulators: Running) -> Member:
    member = MemberFactory.create()
    choose(member, quiet_on=False)
    return member


def add(member: Member, subscription: Subscription) -> PushDevice:
    return notifications.add_device(actor=member, subscription=subscription, now=db_now())


def push(stage: Stage, member: Member) -> Delivery:
    notify([stage.news(member.pk)], now=db_now())
    run_jobs(["accounts.deliver-by-push"])
    return Delivery.objects.get(channel="push")


def test_the_decryptor_agrees_with_the_standards_own_example() -> None:
    """RFC 8291, section 5 and appendix A."""
    browser = Browser(
        private=int.from_bytes(unb64("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big"),
        auth=unb64("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    body = unb64(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert decrypt(body, browser) == b"When I grow up, I want to be a watermelon"


def test_a_locked_screen_says_what_kind_of_news_it_is(
    stage: Stage, member: Member, simulators: Running
) -> None:
    add(member, subscription_of(simulators))
    delivery = push(stage, member)
    [shown] = simulators.pushes()
    assert shown["payload"]["title"] == "A thing happened"
    assert "Name 1" not in str(shown)
    assert delivery.state == DeliveryState.SENT


def test_every_device_is_woken_once(stage: Stage, member: Member, simulators: Running) -> None:
    for _ in range(2):
        add(member, subscription_of(simulators))
    notify([stage.news(member.pk)], now=db_now())
    run_jobs(["accounts.deliver-by-push"])
    assert len({push["browser"] for push in simulators.pushes()}) == 2


def test_a_withdrawn_device_is_forgotten(stage: Stage, member: Member, simulators: Running) -> None:
    subscription = subscription_of(simulators)
    add(member, subscription)
    simulators.post("/_control/browsers/withdraw", endpoint=subscription.endpoint)
    delivery = push(stage, member)
    assert (delivery.state, delivery.reason) == (DeliveryState.FAILED, Why.DEVICE_GONE)
    assert not PushDevice.objects.exists()


def test_an_unknown_outcome_is_not_sent_again(stage: Stage, member: Member, simulators: Running) -> None:
    add(member, subscription_of(simulators))
    simulators.fault("push", "do-then-500")
    delivery = push(stage, member)
    run_jobs(["accounts.deliver-by-push"])
    assert (len(simulators.pushes()), delivery.state) == (1, DeliveryState.SENDING)


def test_the_address_is_stored_sealed(member: Member, simulators: Running) -> None:
    subscription = subscription_of(simulators)
    device = add(member, subscription)
    assert subscription.endpoint not in str(vars(device)) and subscription.auth not in str(vars(device))


def test_a_browser_belongs_to_whoever_used_it_last(member: Member, simulators: Running) -> None:
    subscription = subscription_of(simulators)
    add(member, subscription)
    other = MemberFactory.create()
    add(other, subscription)
    assert PushDevice.objects.get().member == other


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:9/x",
        "https://user:secret@push.example/x",
        "ftp://push.example/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_addresses_that_are_not_called_are_refused(
    endpoint: str, member: Member, simulators: Running
) -> None:
    good = subscription_of(simulators)
    with pytest.raises(errors.BadSubscription):
        add(member, Subscription(endpoint=endpoint, p256dh=good.p256dh, auth=good.auth))


def test_a_private_address_behind_https_is_refused_when_it_is_called(
    stage: Stage, member: Member, simulators: Running
) -> None:
    good = subscription_of(simulators)
    add(member, Subscription(endpoint="https://127.0.0.1/x", p256dh=good.p256dh, auth=good.auth))
    assert push(stage, member).state == DeliveryState.PLANNED
    assert simulators.pushes() == []


def test_keys_that_are_none_are_refused(member: Member, simulators: Running) -> None:
    good = subscription_of(simulators)
    with pytest.raises(errors.BadSubscription):
        add(member, Subscription(endpoint=good.endpoint, p256dh="AAAA", auth=good.auth))


def test_without_the_extra_everything_else_works(
    stage: Stage, member: Member, simulators: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscription = subscription_of(simulators)
    monkeypatch.setattr(provider, "has_library", lambda: False)
    assert (current_push().is_on, current_push().public_key) == (False, "")
    with pytest.raises(errors.PushOff):
        add(member, subscription)
    assert len(notify([stage.news(member.pk)], now=db_now())) == 1


def test_text_messages_go_once_under_one_key(stage: Stage, member: Member, simulators: Running) -> None:
    choose(member, wanted={("personal", "sms"): True})
    notify([stage.news(member.pk)], now=db_now())
    simulators.fault("sms", "do-then-500")
    for later in range(1, 4):
        run_jobs(["accounts.deliver-by-sms"])
        shift_clock(timedelta(minutes=10 * later))
    [message] = [one for one in simulators.messages() if one["template"] == "notification"]
    assert message["sends"] == 2 and message["params"]["subject"] == "A thing happened"
    assert Delivery.objects.get(channel="sms").state == DeliveryState.SENT
