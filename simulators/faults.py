"""Misbehaviour on order: which of the next requests end how."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from simulators.http import Reply

# Kinds that carry the request out before they misbehave. The others do nothing at all.
AFTER = {
    "do-then-hang": Reply(manner="hang"),
    "do-then-500": Reply(status=500, body=b'{"error": "simulated"}'),
    "do-then-reset": Reply(manner="reset"),
    "garbage": Reply(body=b"<html><title>Welcome</title>It works!", kind="text/html"),
}
INSTEAD = {
    "hang": Reply(manner="hang"),
    "500": Reply(status=500, body=b'{"error": "simulated"}'),
    "reset": Reply(manner="reset"),
}
DELIVERY = frozenset({*AFTER, *INSTEAD, "half-body"})
# What is wrong with the seal of an answer; only gateways that sign know these.
SEALS = frozenset({"sign-sha1", "sign-md5", "sign-stranger", "sign-other", "unsigned", "reordered", "gbk"})
# What a service answers instead, in its own words.
ANSWERS = frozenset({"busy", "no-unionid", "no-permission", "quota"})
KINDS = DELIVERY | SEALS | ANSWERS


@dataclass
class Fault:
    """``operation`` narrows it to one service code of a gateway; empty means all."""

    service: str
    kind: str
    operation: str = ""
    count: int = 1
    probability: float = 1.0


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._chance = random.Random(1)
        self.happened: dict[str, int] = {}

    def add(self, fault: Fault) -> None:
        """Raises ValueError for an unknown kind."""
        if fault.kind not in KINDS:
            raise ValueError(f"unknown kind; known: {', '.join(sorted(KINDS))}")
        self._waiting.append(fault)

    def clear(self, *, seed: int = 1) -> None:
        self._waiting.clear()
        self.happened.clear()
        self._chance = random.Random(seed)

    def around(self, service: str, operation: str, act: Callable[[], Reply]) -> Reply:
        """Do ``act`` as it should be, or as the first matching fault says."""
        fault = self._next(service, operation, DELIVERY)
        if fault is None:
            return act()
        name = f"{service}:{fault.kind}"
        self.happened[name] = self.happened.get(name, 0) + 1
        if fault.kind in INSTEAD:
            return INSTEAD[fault.kind]
        done = act()
        if fault.kind == "half-body":
            return Reply(status=done.status, body=done.body, kind=done.kind, manner="half")
        return AFTER[fault.kind]

    def seal_of(self, service: str, operation: str) -> str:
        """What is wrong with the next seal or answer; "" for nothing."""
        fault = self._next(service, operation, SEALS | ANSWERS)
        if fault is None:
            return ""
        name = f"{service}:{fault.kind}"
        self.happened[name] = self.happened.get(name, 0) + 1
        return fault.kind

    def _next(self, service: str, operation: str, kinds: frozenset[str]) -> Fault | None:
        for fault in self._waiting:
            if fault.kind not in kinds or fault.service != service or fault.operation not in ("", operation):
                continue
            if self._chance.random() >= fault.probability:
                continue
            fault.count -= 1
            if fault.count <= 0:
                self._waiting.remove(fault)
            return fault
        return None
