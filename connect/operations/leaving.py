"""What stays of a member who leaves: that something happened, not what."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from connect.models import Event, MemberLink

KEEP_PROPERTIES = timedelta(days=400)


@transaction.atomic
def let_go_of_events(member_id: int, now: datetime) -> None:
    """The erasure's step: forget whose customer the member was and what sites told. Repeating is harmless."""
    MemberLink.objects.filter(member_id=member_id).delete()
    told = Event.objects.filter(member_id=member_id).exclude(external_index="", properties={})
    told.update(external_index="", properties={})


def forget_old_properties(*, now: datetime, limit: int = 500) -> int:
    """What nobody can ask about any more, and events whose customer was never linked. Repeatable."""
    old = Event.objects.filter(received_at__lt=now - KEEP_PROPERTIES)
    unlinked = old.filter(member__isnull=True).order_by("pk").values_list("pk", flat=True)[:limit]
    gone, _by_model = Event.objects.filter(pk__in=list(unlinked)).delete()
    told = old.filter(~Q(properties={})).order_by("pk").values_list("pk", flat=True)[:limit]
    return gone + Event.objects.filter(pk__in=list(told)).update(properties={}, external_index="")
