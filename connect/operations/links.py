"""A site says which member its customer is; what came earlier is told now."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.queries import active_ids_by_public_id
from common.access import Actor, allow
from common.errors import NotFound
from connect import errors
from connect.clicks import member_of_click
from connect.models import Event, MemberLink, Site
from connect.operations.ingest import external_index, publish


@transaction.atomic
def link_member(
    *, actor: Actor, site_id: int, external_id: str, member: str = "", click: str = "", now: datetime
) -> int:
    """Link the site's customer to a member, named by public id or by a click token, and tell what waited.

    Repeating changes nothing; returns how many events were told. A link is never bent to somebody else.

    Raises: NotFound, UnknownMember, LinkedOtherwise.
    """
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise NotFound
    allow(actor, "connect.link-members", site)
    public_id = member or member_of_click(click, site=site.public_id) or ""
    member_id = active_ids_by_public_id([public_id]).get(public_id)
    if member_id is None:
        raise errors.UnknownMember(field="member" if member else "click")
    index = external_index(site, external_id)
    _link(site, index, member_id, now=now)
    waiting = Event.objects.filter(site=site, external_index=index, published_at__isnull=True)
    waiting.filter(member__isnull=True).update(member_id=member_id)
    return publish(waiting, now=now)


def _link(site: Site, index: str, member_id: int, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            MemberLink.objects.create(site=site, external_index=index, member_id=member_id, created_at=now)
    except IntegrityError:
        linked = MemberLink.objects.get(site=site, external_index=index)
        if linked.member_id != member_id:
            raise errors.LinkedOtherwise(field="external_id") from None
