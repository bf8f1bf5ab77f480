"""What was done in a group by those who look after it, out of the audit trail."""

from typing import Any

from django.db.models import Q, QuerySet

from groups.models import Event, Group, Membership, Ritual
from groups.states import MembershipState
from outbox.audit import Act, lines_on

# What others decide about somebody; coming and going is their own.
_ABOUT_SOMEBODY = (MembershipState.REMOVED, MembershipState.BANNED, MembershipState.DECLINED)


def acts_in(*, group_id: int, size: int = 30) -> list[Act]:
    """The newest first. What happened by itself is left out. Two statements."""
    of_group: dict[type[Any], QuerySet[Any]] = {
        Group: Group.objects.filter(pk=group_id),
        Membership: Membership.objects.filter(group_id=group_id),
        Event: Event.objects.filter(group_id=group_id),
        Ritual: Ritual.objects.filter(group_id=group_id),
    }
    on = {kind._meta.label_lower: rows.values("public_id") for kind, rows in of_group.items()}
    comings = Q(object_kind=Membership._meta.label_lower, verb="move") & ~Q(new_state__in=_ABOUT_SOMEBODY)
    return lines_on(on, besides=comings, size=size)
