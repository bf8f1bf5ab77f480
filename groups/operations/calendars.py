"""A member's calendar under a secret address."""

from datetime import datetime

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from groups.models import CalendarLink


@transaction.atomic
def make_calendar_link(*, actor: Actor, now: datetime) -> CalendarLink:
    """A new address; the one before ends at once. Raises: NeedsSignIn."""
    allow(actor, "groups.keep-calendar")
    member = as_member(actor)
    CalendarLink.objects.filter(member=member).delete()
    return CalendarLink.objects.create(member=member, made_at=now)


@transaction.atomic
def end_calendar_link(*, actor: Actor) -> None:
    """The address ends at once. Repeating changes nothing. Raises: NeedsSignIn."""
    allow(actor, "groups.keep-calendar")
    CalendarLink.objects.filter(member=as_member(actor)).delete()


def let_go_of_calendar(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    CalendarLink.objects.filter(member_id=member_id).delete()
