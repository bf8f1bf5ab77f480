"""Read marks."""

from datetime import datetime

from django.db import transaction

from accounts.models import Notification
from accounts.queries import as_member
from common.access import Actor, allow
from common.errors import NotFound


@transaction.atomic
def mark_read(*, actor: Actor, public_id: str, now: datetime) -> None:
    """Repeating keeps the first time. Raises: NeedsSignIn, NotFound, also for somebody else's."""
    member = as_member(actor)
    row = Notification.objects.filter(public_id=public_id, in_app=True).select_related("member").first()
    if row is None:
        raise NotFound
    allow(member, "accounts.read-notification", row)
    Notification.objects.filter(pk=row.pk, read_at__isnull=True).update(read_at=now)


@transaction.atomic
def mark_all_read(*, actor: Actor, until: datetime, now: datetime) -> int:
    """Everything that was written by ``until``: what came later was not seen. Returns how many."""
    member = as_member(actor)
    allow(member, "accounts.change-notifications", member)
    unread = Notification.objects.shown_to(member.pk).unread()
    return unread.filter(created_at__lte=until).update(read_at=now)
