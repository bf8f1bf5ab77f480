"""A member's calendar under a secret address."""

from datetime import datetime

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from common.ids import new_public_id
from groups.models import CalendarLink


@transaction.atomic
def make_calendar_link(*, actor: Actor, now: datetime) -> CalendarLink:
    """A new address; the one before ends at once. Of two at once the later one stays. Raises: NeedsSignIn."""
    allow(actor, "groups.keep-calendar")
    fresh = {"secret": new_public_id(), "made_at": now}
    link, _is_first = CalendarLink.objects.update_or_create(member=as_member(actor), defaults=fresh)
    return link


@transaction.atomic
def end_calendar_link(*, actor: Actor) -> None:
    """The address ends at once. Repeating changes nothing. Raises: NeedsSignIn."""
    allow(actor, "groups.keep-calendar")
    CalendarLink.objects.filter(member=as_member(actor)).delete()


def let_go_of_calendar(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    CalendarLink.objects.filter(member_id=member_id).delete()
