"""Outside effects: an intention committed before the call, a result after, and a state for "nobody saw".

An adapter declares what its provider can do (DESIGN section 2, rule 5):
``KEY`` resend under the same key; ``QUERY`` ask by our reference first; ``NONE`` a person decides.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from common.http.errors import NotDone, OutcomeUnknown
from common.http.provider import Capability
from outbox.jobs import JobKind, register

__all__ = ["Capability", "Effect", "NotDone", "OutcomeUnknown", "effect"]

Req = TypeVar("Req")
Ans = TypeVar("Ans")


class Effect(Generic[Req, Ans]):
    """One kind of outside effect. The runner calls, in this order:

    ``prepare`` in a short transaction (repeatable: it may run again after a crash), ``send`` outside any
    transaction under a reference that stays the same for this job, ``apply`` in one transaction with the
    job's completion.
    """

    capability: ClassVar[Capability] = Capability.NONE

    def prepare(self, payload: dict[str, Any]) -> Req | None:
        """What to send, or None when there is nothing (left) to do."""
        raise NotImplementedError

    def capability_for(self, request: Req) -> Capability:
        """The capability of the provider that ``request`` goes to."""
        return self.capability

    def send(self, request: Req, *, ref: str) -> Ans:
        """Raises: NotDone (certainly nothing happened), OutcomeUnknown."""
        raise NotImplementedError

    def query(self, request: Req, *, ref: str) -> Ans | None:
        """What an earlier ``send`` under ``ref`` did; None when the provider knows of nothing."""
        raise NotImplementedError

    def apply(self, payload: dict[str, Any], answer: Ans) -> None:
        raise NotImplementedError


def effect(
    name: str, *, queue: str = "fulfilment", max_errors: int = 10, lease_seconds: int = 0
) -> Callable[[type[Effect[Any, Any]]], JobKind]:
    """Make a job kind out of an effect class."""

    def decorate(cls: type[Effect[Any, Any]]) -> JobKind:
        return register(
            JobKind(
                name=name,
                run=cls,
                queue=queue,
                max_errors=max_errors,
                lease_seconds=lease_seconds,
                transactional=False,
                effect=cls(),
            )
        )

    return decorate
