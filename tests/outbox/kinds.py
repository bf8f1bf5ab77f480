"""Facts, jobs and effects that only the tests know."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from outbox.effects import Capability, Effect, NotDone, OutcomeUnknown, effect
from outbox.facts import Fact, on
from outbox.jobs import Work, job
from outbox.models import AuditSeal


@dataclass(frozen=True, kw_only=True)
class TeaPoured(Fact):
    KIND: ClassVar[str] = "tests.tea-poured"
    cup: int


@dataclass
class Log:
    """What the jobs did, and what they shall do next time."""

    runs: list[int] = field(default_factory=list)
    fail_with: list[Exception] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    applied: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    capability: Capability = Capability.KEY

    def reset(self) -> None:
        self.__init__()  # type: ignore[misc]


LOG = Log()


@job("tests.drink", max_errors=3)
def drink(*, cup: int, **later: object) -> None:
    """Leaves a row behind, so that tests see whether a failed run was rolled back."""
    LOG.runs.append(cup)
    AuditSeal.objects.create(number=1000 + len(LOG.runs), root="-", chained="-", line_count=cup)
    if LOG.fail_with:
        raise LOG.fail_with.pop(0)


@on(TeaPoured)
def drink_it(fact: TeaPoured) -> Work:
    return drink.work(cup=fact.cup)


class Post(Effect[str, str]):
    """A letter to a provider that keeps what it got under our reference."""

    def capability_for(self, request: str) -> Capability:
        return LOG.capability

    def prepare(self, payload: dict[str, Any]) -> str | None:
        return payload.get("text") or None

    def send(self, request: str, *, ref: str) -> str:
        failure = LOG.fail_with.pop(0) if LOG.fail_with else None
        if isinstance(failure, NotDone):
            raise failure
        if LOG.capability is not Capability.KEY or ref not in LOG.known:
            LOG.sent.append(ref)
        LOG.known[ref] = f"receipt for {request}"
        if failure:
            raise failure
        return LOG.known[ref]

    def query(self, request: str, *, ref: str) -> str | None:
        return LOG.known.get(ref)

    def apply(self, payload: dict[str, Any], answer: str) -> None:
        LOG.applied.append(answer)


post = effect("tests.post", max_errors=5)(Post)

__all__ = ["LOG", "NotDone", "OutcomeUnknown", "TeaPoured", "drink", "post"]
