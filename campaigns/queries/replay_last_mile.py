"""Kept units derived again from the news of them, beside what is stored."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Sum

from campaigns.last_mile_facts import ReservationEnded, UnitReserved
from campaigns.models import Budget, Reservation
from campaigns.reservation_states import ReservationState
from campaigns.rulebook import claim_of
from outbox.queries import payloads_of


def kept_differences(campaign_id: int) -> Iterator[str]:
    """What was taken and has not ended is kept: row by row, and in each share."""
    taken = {
        payload["reservation_id"]: payload["rule_key"]
        for payload, _at in payloads_of(UnitReserved, campaign_id=campaign_id)
    }
    for payload, _at in payloads_of(ReservationEnded, campaign_id=campaign_id):
        if taken.pop(payload["reservation_id"], None) is None:
            yield f"reservation {payload['reservation_id']}: ended, and never taken"
    rows = Reservation.objects.filter(campaign_id=campaign_id, state=ReservationState.OPEN)
    stored = set(rows.values_list("pk", flat=True))
    for pk in sorted(stored ^ taken.keys()):
        yield f"reservation {pk}: only {'stored' if pk in stored else 'derived'}"
    expected = Counter(claim_of(rule_key) for rule_key in taken.values())
    held = Budget.objects.filter(campaign_id=campaign_id).values_list("action")
    for action, units in held.annotate(units=Sum("held_units")).order_by("action"):
        if units != expected[action]:
            yield f"share {action}: stored {units} kept, derived {expected[action]}"
