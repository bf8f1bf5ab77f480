"""What invitees have done, for the conditions of the rules."""

from collections.abc import Collection

from campaigns.conditions import Deed
from campaigns.models import QualifyingEvent


def deeds_of(member_ids: Collection[int]) -> dict[int, list[Deed]]:
    """{member id: deeds}, one entry per id asked for. One statement however many."""
    found: dict[int, list[Deed]] = {member_id: [] for member_id in member_ids}
    rows = QualifyingEvent.objects.filter(member_id__in=list(member_ids))
    columns = ("member_id", "kind", "group_ref", "event_ref", "name", "value_minor", "occurred_at")
    for member_id, kind, group, event, name, value_minor, occurred_at in rows.values_list(*columns):
        found[member_id].append(
            Deed(
                kind=kind,
                group=group,
                event=event,
                name=name,
                value_minor=value_minor,
                occurred_at=occurred_at,
            )
        )
    return found
