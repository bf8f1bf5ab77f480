"""Valid worlds of groups, made through the operations."""

from datetime import UTC, datetime
from typing import Any

from django.test import override_settings

from accounts.models import Member
from groups import operations
from groups.engagement_rules import week_of
from groups.models import Group, InviteLink, Membership
from groups.operations import GroupInput
from tests.factories.accounts import MemberFactory
from tests.factories.post_photos import photo_on

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
NAME = {"en": "Three good things", "zh-hans": "三件好事"}
PURPOSE = {"en": "Every day three good things.", "zh-hans": "每天三件好事。"}


def member(**columns: Any) -> Member:
    return MemberFactory.create(**columns)


def group(*members: Member, founder: Member | None = None, now: datetime = NOW, **given: Any) -> Group:
    """An open group with its steward (``founder``) and ``members``, who came in this order."""
    with override_settings(LIMITS={"groups.founded-a-day": 100_000}):
        made = operations.found_group(
            actor=founder or member(),
            given=GroupInput(**{"name": NAME, "purpose": PURPOSE, **given}),
            now=now,
        )
    for one in members:
        operations.join_group(actor=one, group_id=made.pk, now=now)
    made.refresh_from_db()
    return made


def steward_of(made: Group) -> Member:
    found: Member = place(made, role=30).member
    return found


def place(made: Group, of: Member | None = None, **where: Any) -> Membership:
    """The membership as it is in the database now."""
    if of is not None:
        where["member"] = of
    return Membership.objects.select_related("member", "group").get(group=made, **where)


def link(made: Group) -> InviteLink:
    """An invitation link by the group's steward."""
    return operations.make_invite_link(actor=steward_of(made), group_id=made.pk, now=NOW)


def vouched(steward: Member) -> dict[str, Any]:
    """A group where members vouch, with somebody in it, somebody who asks, a link, and a post with an answer
    by the steward.
    """
    fellow = member()
    made = group(fellow, founder=steward)
    Group.objects.filter(pk=made.pk).update(join_policy="vouched")
    post = operations.write_post(actor=steward, group_id=made.pk, body="Good day", now=NOW)
    photo_on(post)
    operations.count_week(group_id=made.pk, since=week_of(NOW), now=NOW)
    return {
        "group": made,
        "fellow": place(made, fellow),
        "asked": operations.join_group(actor=member(), group_id=made.pk, now=NOW),
        "group_link": link(made).code,
        "post": post,
        "answer": operations.comment(actor=steward, public_id=post.public_id, body="Indeed", now=NOW),
    }
