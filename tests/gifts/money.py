"""Worlds with money in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import LinkedLogin, Member
from accounts.operations import know_places, subject_index
from accounts.providers.logins import Identity
from common.crypto import create_key
from gifts.models import Gift, Item, Transfer
from outbox.testing import run_jobs
from simulators.testing import Running, running_simulators
from tests.factories import gifts as make

PAYING = ["gifts.pay-gift"]


@contextmanager
def payer_at_work(settings: Any) -> Iterator[Running]:
    """The simulated payer, which is not waited for long."""
    with running_simulators(step_seconds=0) as running:
        quick = running.providers["transfers"] | {"total_seconds": "0.5"}
        settings.PROVIDERS = running.providers | {"transfers": quick}
        yield running


def payable(name: str = "lin", **columns: Any) -> Member:
    """A member whom WeChat Pay can pay."""
    person = make.member(**columns)
    if person.data_key is None:
        person.data_key = create_key(f"member:{person.public_id}")
        person.save()
    identity = Identity(subject=f"union-{name}-{person.pk}", payee=f"openid-{name}")
    LinkedLogin.objects.create(
        member=person, provider="wechat", subject_index=subject_index("wechat", identity), linked_at=make.NOW
    )
    know_places(actor=person, provider="wechat", identity=identity)
    return person


def money(*, stock: int = 1, fen: int = 1880, **columns: Any) -> Item:
    given = {"kind": "money", "name": {"en": "Lunch money", "zh-hans": "午餐红包"}, "value_fen": fen}
    return make.item(stock=stock, **{**given, **columns})


def accepted(to: Member | None = None, *, of: Item | None = None) -> Gift:
    return make.accepted(to or payable(), of=of or money())


def bill_of(gift: Gift) -> Transfer:
    return Transfer.objects.get(gift=gift)


def waiting() -> tuple[Gift, Transfer]:
    """A gift whose bill waits for its recipient's confirmation."""
    gift = accepted()
    run_jobs(PAYING)
    return gift, bill_of(gift)
