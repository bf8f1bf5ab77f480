"""A trip to a service that may be asked, and back: what pages and programs need to know of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.notices import Notice
from common.access import Actor
from trust import operations
from trust.notices import CREDIT, LINKEDIN
from trust.providers.credit import current_credit
from trust.providers.linkedin import current_linkedin


class HasSecret(Protocol):
    @property
    def secret(self) -> str: ...


class HasState(Protocol):
    @property
    def state(self) -> str: ...


class Begin(Protocol):
    def __call__(self, *, actor: Actor, notice_hash: str, now: datetime) -> HasSecret: ...


class Answer(Protocol):
    def __call__(self, *, actor: Actor, secret: str, code: str, now: datetime) -> HasState: ...


class Withdraw(Protocol):
    def __call__(self, *, actor: Actor, now: datetime) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Trip:
    """``page``: our own page of it. ``code``: what the service calls the code that it sends back.

    ``way``: the service's permission page for a secret; "" where the operator has not switched it on.
    """

    name: str
    page: str
    code: str
    notice: Notice
    way: Callable[[str], str]
    begin: Begin
    answer: Answer
    withdraw: Withdraw

    @property
    def session_key(self) -> str:
        """Under which a browser's session keeps the secret."""
        return f"{self.name}-secret"


def _credit_way(secret: str) -> str:
    provider = current_credit()
    return provider.begin(ref="", secret=secret) if provider else ""


def _linkedin_way(secret: str) -> str:
    provider = current_linkedin()
    return provider.begin(secret=secret) if provider else ""


CREDIT_TRIP = Trip(
    name="credit",
    page="trust:credit",
    code="auth_code",
    notice=CREDIT,
    way=_credit_way,
    begin=operations.begin_credit,
    answer=operations.answer_credit,
    withdraw=operations.withdraw_credit,
)
LINKEDIN_TRIP = Trip(
    name="linkedin",
    page="trust:linkedin",
    code="code",
    notice=LINKEDIN,
    way=_linkedin_way,
    begin=operations.begin_linkedin,
    answer=operations.answer_linkedin,
    withdraw=operations.withdraw_linkedin,
)
