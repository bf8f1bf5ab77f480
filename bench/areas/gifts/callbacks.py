"""Every order of a parcel's events as signed callbacks over HTTP, among forged, replayed and late ones."""

import http.client
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from urllib.parse import urlencode

from django.utils import timezone

from bench import worlds
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, Number, counted
from bench.reconciling import violations
from bench.trial import NO_ENV, Env, Trial
from bench.worlds import Offered
from gifts import operations
from gifts.models import Gift, Shipment, TrackingStep
from gifts.providers.kuaidi100 import Kuaidi100, tracker
from gifts.states import SHIPMENT_MOVES, ShipmentState
from simulators.kuaidi100 import callback

# The codes of two lives of a parcel, in the order in which they happen: 120 permutations each.
DELIVERED = ("1", "0", "2", "5", "3")
RETURNED = ("1", "0", "5", "2", "4")
FORGED_SALT = "f" * 32


@counted("gifts.callbacks", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=600)
def count(trial: Trial) -> Figure:
    return tell_all(trial)


def tell_all(trial: Trial, *, every: int = 1, env: Env = NO_ENV) -> Figure:
    """``every``: how many permutations to skip to the next. ``env`` reaches the web process: the control."""
    orders = [
        (story, order) for story in (DELIVERED, RETURNED) for order in list(permutations(story))[::every]
    ]
    parcels = _parcels(len(orders))
    trial.start_web(workers=1, threads=2, env=env)
    service = tracker()
    assert service is not None
    found: Counter[str] = Counter()
    wrong: list[str] = []
    for parcel, (story, order) in zip(parcels, orders, strict=True):
        teller = _Teller(port=trial.web_port, parcel=parcel, service=service, story=story)
        found += teller.tell(order)
        wrong += teller.wrong
    held = violations()
    numbers: dict[str, Number] = {"permutations": len(orders)}
    numbers |= {name: found[name] for name in ("genuine", "forged", "replayed", "late", "believed", "back")}
    return trial.figure(
        ok=not (wrong or held or found["believed"] or found["back"]),
        numbers={**numbers, "wrong": len(wrong), "violations": len(held)},
        notes={"wrong": wrong[:20], "violations": held},
    )


def _parcels(count: int) -> list[Shipment]:
    shelf = worlds.item(stock=count)
    return [_left(offered) for offered in worlds.offers(worlds.members(count), of=shelf)]


def _left(offered: Offered) -> Shipment:
    worlds.accept(offered)
    operations.prepare_parcel(gift_id=offered.gift.pk)
    return operations.record_waybill(
        gift_id=offered.gift.pk,
        carrier="yuantong",
        waybill_no=f"YT{offered.number:010d}",
        provider_ref="",
        now=timezone.now(),
        least=timedelta(hours=1),
    )


@dataclass(kw_only=True)
class _Teller:
    """Posts one parcel's events; after each it looks whether the state is the same or further on."""

    port: int
    parcel: Shipment
    service: Kuaidi100
    story: Sequence[str]

    def __post_init__(self) -> None:
        self.wrong: list[str] = []
        self.found: Counter[str] = Counter()
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def tell(self, order: Sequence[str]) -> Counter[str]:
        seen = self._state()
        for number, code in enumerate(order):
            # The last event of all is the most tempting to forge.
            kinds = (("forged", self.story[-1]), ("genuine", code), ("replayed", code))
            for kind, told in (*kinds, ("late", order[0])) if number else kinds:
                status = self._post(told, genuine=kind != "forged")
                self.found[kind] += 1
                self.found["believed"] += kind == "forged" and status == 200
                seen = self._look(seen, kind, status)
        self._judge(order)
        self.line.close()
        return self.found

    def _look(self, seen: str, kind: str, status: int) -> str:
        if (status == 200) != (kind != "forged"):
            self.wrong.append(f"{kind} answered {status}")
        state = self._state()
        if state != seen and state not in SHIPMENT_MOVES[seen]:
            self.found["back"] += 1
            self.wrong.append(f"{seen} to {state} by {kind}")
        if state != seen and kind != "genuine":
            self.wrong.append(f"{kind} moved {seen} to {state}")
        return state

    def _judge(self, order: Sequence[str]) -> None:
        """Whatever the order, the parcel ends as its story does, and its gift with it."""
        end = ShipmentState.DELIVERED if self.story[-1] == "3" else ShipmentState.RETURNED
        gift = Gift.objects.values_list("state", flat=True).get(pk=self.parcel.gift_id)
        steps = TrackingStep.objects.filter(shipment=self.parcel).count()
        if (self._state(), gift, steps) != (end, end, len(self.story)):
            self.wrong.append(f"{order} ends {self._state()}, gift {gift}, {steps} steps")

    def _state(self) -> str:
        return Shipment.objects.values_list("state", flat=True).get(pk=self.parcel.pk)

    def _post(self, code: str, *, genuine: bool) -> int:
        salt = self.service.salt_of(self.parcel.public_id) if genuine else FORGED_SALT
        minute = self.story.index(code)
        step = {"ftime": f"2026-01-05 09:{minute:02d}:00", "context": f"step {code}", "statusCode": code}
        form = callback(self.parcel.carrier, self.parcel.waybill_no, salt, [step], code)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        path = f"/callbacks/kuaidi100/{self.parcel.public_id}/"
        self.line.request("POST", path, urlencode(form), headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status
