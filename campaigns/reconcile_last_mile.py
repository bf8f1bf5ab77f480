"""What must hold of units that are kept. The checks read whole tables: for jobs only."""

from collections import Counter

from accounts.states import MemberState
from campaigns.models import Budget, Reservation, ReservedShare
from campaigns.reservation_states import ReservationState
from common.registries import ReconcileCheck
from gifts.queries import kept_units


def kept_units_have_owners() -> list[str]:
    """Each kept unit is one of the campaign's share and one on the shelf, for somebody who is there."""
    rows = Reservation.objects.filter(state=ReservationState.OPEN).select_related("advocate")
    on_the_shelf = kept_units("kept:")
    wrong, slices, shares = [], Counter[int](), Counter[tuple[int, str]]()
    for kept in rows:
        slices[kept.budget_id or 0] += 1
        shares[(kept.campaign_id, kept.rule_key)] += 1
        if kept.budget_id is None or on_the_shelf.pop(kept.source, None) != kept.advocate_id:
            wrong.append(f"reservation {kept.public_id} is open and keeps no unit for its member")
        if kept.advocate.state == MemberState.ERASED:
            wrong.append(f"reservation {kept.public_id} is kept for somebody who has left")
    wrong += [f"unit {source} is kept for nobody" for source in sorted(on_the_shelf)]
    return wrong + _slices(slices) + _shares(shares)


def _slices(counted: Counter[int]) -> list[str]:
    held = dict(Budget.objects.filter(held_units__gt=0).values_list("pk", "held_units"))
    return [
        f"budget {pk} keeps {held.get(pk, 0)} units, reservations say {counted[pk]}"
        for pk in sorted(held.keys() | (counted.keys() - {0}))
        if held.get(pk, 0) != counted[pk]
    ]


def _shares(counted: Counter[tuple[int, str]]) -> list[str]:
    rows = ReservedShare.objects.values_list("campaign_id", "rule_key", "open_units")
    said = {(campaign_id, rule_key): units for campaign_id, rule_key, units in rows}
    return [
        f"campaign {key[0]} keeps {said.get(key, 0)} units under {key[1]}, reservations say {counted[key]}"
        for key in sorted(said.keys() | counted.keys())
        if said.get(key, 0) != counted[key]
    ]


CHECKS = [
    ReconcileCheck(key="campaigns.reservations", title="Kept units have owners", run=kept_units_have_owners),
]
