"""What invitees have done, for the conditions of the rules."""

from collections.abc import Collection

from django.db.models import CharField, Q, Subquery, Value
from django.db.models.functions import Concat

from campaigns.conditions import Deed
from campaigns.models import Campaign, QualifyingEvent

_SCOPE = Concat(Value("brand:"), "brand__public_id", output_field=CharField())


def scope_of(campaign_id: int) -> str:
    """The scope of the brand that owns the campaign. One statement."""
    return str(Campaign.objects.values_list(_SCOPE).get(pk=campaign_id)[0])


def deeds_of(member_ids: Collection[int], *, campaign_id: int) -> dict[int, list[Deed]]:
    """{member id: deeds that may count in this campaign}, one entry per id asked for. One statement however
    many. What sites report counts in the campaigns of their own brand."""
    found: dict[int, list[Deed]] = {member_id: [] for member_id in member_ids}
    owner = Subquery(Campaign.objects.filter(pk=campaign_id).values_list(_SCOPE)[:1])
    rows = QualifyingEvent.objects.filter(
        Q(brand_ref="") | Q(brand_ref=owner), member_id__in=list(member_ids)
    )
    columns = (
        "member_id",
        "kind",
        "group_ref",
        "event_ref",
        "name",
        "value_minor",
        "brand_ref",
        "occurred_at",
    )
    for member_id, kind, group, event, name, value_minor, brand, occurred_at in rows.values_list(*columns):
        found[member_id].append(
            Deed(
                kind=kind,
                group=group,
                event=event,
                name=name,
                value_minor=value_minor,
                brand=brand,
                occurred_at=occurred_at,
            )
        )
    return found
