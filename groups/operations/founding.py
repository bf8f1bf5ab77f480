"""Founding a group."""

from datetime import datetime

from django.db import transaction

from accounts.queries import as_member
from common.access import Actor, allow
from common.limits import Limit, hit_all
from groups import facts, rules
from groups.models import Group, Membership
from groups.operations.indexing import index_group
from groups.operations.seats import fill
from groups.states import GroupRole
from outbox.facts import record

A_DAY = Limit(name="groups.founded-a-day", allowed=5, per_seconds=86_400)


@transaction.atomic
def found_group(*, actor: Actor, given: rules.GroupInput, now: datetime) -> Group:
    """A new group, whose founder is its steward.

    Raises: NeedsSignIn, NameMissing, TextTooLong, UnknownChoice, BadCapacity, BadTimeZone, BadVouches,
    TooMany.
    """
    allow(actor, "groups.found-group")
    founder = as_member(actor)
    rules.check_group(given)
    hit_all([(A_DAY, str(founder.pk))])
    group = Group.objects.create(
        name=rules.trimmed(given.name),
        purpose=rules.trimmed(given.purpose),
        visibility=given.visibility,
        join_policy=given.join_policy,
        capacity=given.capacity,
        time_zone=given.time_zone,
        locale=given.locale,
        vouches_needed=given.vouches_needed,
        capabilities=rules.set_otherwise(given.capabilities),
        founded_by=founder,
        founded_at=now,
        next_seq=2,
    )
    news = facts.GroupFounded(group_id=group.pk, member_id=founder.pk, occurred_at=now.isoformat())
    record(news, subject=group.public_id)
    Membership.objects.create(group=group, member=founder, role=GroupRole.STEWARD, seq=1, since=now)
    index_group(group)
    fill(group, actor=actor, now=now)
    return group
