"""Negative controls: guards taken away on purpose, so that the counters are seen to count.

``UNGUARDED=key,stock`` in the environment of a child process removes the named guards in that process
only. Nothing here is reachable without the ``bench`` app, which production settings don't install.
"""

import uuid
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import transaction

from bench import unguarded_campaigns


def remove(names: Iterable[str]) -> None:
    """Raises: KeyError for a guard that has no control."""
    for name in names:
        REMOVALS[name]()


def _without_key() -> None:
    """Each try of an outside call goes out under a reference of its own."""
    from outbox import leases, runner

    def call(job: Any, kind: Any, request: Any, *, ask_first: bool) -> Any:
        ref = str(uuid.uuid4())
        leases.mark_sending(job, ref=ref, seconds=kind.lease)
        return kind.effect.send(request, ref=ref)

    runner._call = call


def _done_first() -> None:
    """The job is closed before the call instead of after it: at most once, as with Celery's early ack."""
    from outbox import leases, runner

    def run_effect(job: Any, kind: Any) -> None:
        with transaction.atomic():
            request = kind.effect.prepare(dict(job.payload))
            leases.complete(job)
        if request is not None:
            answer = kind.effect.send(request, ref=str(job.id))
            with transaction.atomic():
                kind.effect.apply(dict(job.payload), answer)

    runner._run_effect = run_effect


def _without_stock_condition() -> None:
    """A claim looks first and takes then, without asking again whether something is left."""
    from campaigns.operations import claims
    from gifts.operations import stock_moves

    stock_moves.FREE = stock_moves.PROMISED = "1 = 1"
    stock_moves.ONE_PROMISE_LESS = ", earmarked = CASE WHEN earmarked > 0 THEN earmarked - 1 ELSE 0 END"
    claims._TAKE = claims._TAKE.replace("AND spent_units + held_units < limit_units", "").replace(
        "spent_units + held_units < limit_units", "1 = 1"
    )


def _without_stored_answers() -> None:
    """Every request acts, whatever key it brings."""
    from common import idempotency

    def once(*, act: Callable[[], Any], **ignored: object) -> Any:
        with transaction.atomic():
            return act()

    idempotency.once = once


def _patient_bell() -> None:
    """Celery's own time-outs, which are none: whoever rings a frozen broker waits for it."""
    from celery import Celery
    from django.conf import settings

    from outbox import bell

    patient = Celery("patient", broker=settings.CELERY_BROKER_URL, set_as_current=False)
    bell._app = cache(lambda: patient)
    bell.QUIET_SECONDS = 0.0


def _naive_counter() -> None:
    """Look, then count, as throttles over a cache do."""
    from django.db.models import F

    from common import limits
    from common.models import LimitWindow

    def count_row(name: str, subject: str, starts_at: Any, allowed: int) -> bool:
        row, _ = LimitWindow.objects.get_or_create(name=name, subject=subject, starts_at=starts_at)
        if row.count >= allowed:
            return False
        LimitWindow.objects.filter(pk=row.pk).update(count=F("count") + 1)
        return True

    limits._count_row = count_row


def _without_claim() -> None:
    """A message is sent by whichever job holds it, whether or not another job has it."""
    from accounts.operations import notifications
    from accounts.operations.notifications import sending

    def yes(*given: object, **named: object) -> bool:
        return True

    sending._may_go = yes
    notifications.begin_delivery = yes


def _without_shelf_life() -> None:
    """A message is worth sending for ever."""
    from accounts.operations.notifications import sending

    judge = sending.judge

    def patient(row: Any, *given: Any, **named: Any) -> Any:
        row.expires_at = row.expires_at + timedelta(days=365)
        return judge(row, *given, **named)

    sending.judge = patient


def _without_queue_number() -> None:
    """Whoever is next is called without asking whether another unit has called them meanwhile."""
    from gifts.models import LinePlace
    from gifts.states import PlaceState

    def call_up(self: LinePlace, gift_id: int, **ignored: object) -> None:
        LinePlace.objects.filter(pk=self.pk).update(state=PlaceState.OFFERED, gift_id=gift_id)

    LinePlace.call_up = call_up  # type: ignore[method-assign]


def _without_callback_signature() -> None:
    """Whoever knows a parcel's address may tell its story."""
    from gifts.providers.kuaidi100 import Kuaidi100

    def believe(*given: object, **named: object) -> bool:
        return True

    Kuaidi100.is_genuine = believe  # type: ignore[method-assign]


def _without_order() -> None:
    """Whatever is told last is where the parcel is."""
    from gifts import rules
    from gifts.models import Shipment
    from gifts.operations import fulfilment

    def path_of(state: str, steps: Any, *, since: object) -> list[Any]:
        return [step for step in steps if step.state != state]

    rules.path_of = path_of
    fulfilment.arrive = lambda gift_id, *, actor, now: None
    fulfilment.come_back = lambda gift_id, *, actor, why, now: None
    Shipment.MOVES = {state: frozenset(Shipment.MOVES) for state in Shipment.MOVES}


REMOVALS: dict[str, Callable[[], None]] = {
    "key": _without_key,
    "done-first": _done_first,
    "stock": _without_stock_condition,
    "answers": _without_stored_answers,
    "bell": _patient_bell,
    "counter": _naive_counter,
    "claim": _without_claim,
    "shelf-life": _without_shelf_life,
    "queue-number": _without_queue_number,
    "callback-signature": _without_callback_signature,
    "callback-order": _without_order,
    "progress-lock": unguarded_campaigns.without_progress_lock,
    "draw-counter": unguarded_campaigns.without_draw_counter,
    "draw-range": unguarded_campaigns.without_draw_range,
    "campaign-state": unguarded_campaigns.without_campaign_state,
    "threshold": unguarded_campaigns.without_threshold,
}
