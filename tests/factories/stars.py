"""A daily star's invitation that can be answered now."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from common.clock import db_now, zone_of
from groups.models import Group, Post, StarInvitation, StarSlot
from groups.operations.board import put_up
from groups.star_states import StarState
from tests.factories.accounts import MemberFactory


def invited(made: Group, who: Any = None, *, days: int = 3, **columns: Any) -> StarInvitation:
    """Asked for a day soon, by the database's clock."""
    now = db_now()
    on = now.astimezone(zone_of(made.time_zone)).date() + timedelta(days=days)
    slot, _is_new = StarSlot.objects.get_or_create(group=made, local_date=on)
    values = {"asked_at": now, "answer_by": now + timedelta(hours=20), **columns}
    return StarInvitation.objects.create(
        slot=slot, group=made, member=who or MemberFactory.create(), **values
    )


def shone(made: Group, who: Any, *, days: int) -> StarInvitation:
    """A star of the past whose words stand on the board."""
    star = invited(made, who, days=-days, state=StarState.DONE, draft="I grow tea")
    words = Post(group=made, author=who, kind="star", audience=20, body=star.draft, created_at=star.asked_at)
    with transaction.atomic():
        post = put_up(words)
    StarSlot.objects.filter(pk=star.slot_id).update(post=post)
    return star
