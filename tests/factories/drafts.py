"""Drafts that are shown to one member first."""

from dataclasses import dataclass

from accounts.models import Member
from common.clock import db_now
from groups import operations
from groups.models import BuddyDraft, Group
from tests.factories.groups import group, member


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """One by the owner, and one that somebody else shows to them, in a group of those two and a third."""

    own: BuddyDraft
    shown: BuddyDraft


def draft(made: Group, author: Member, buddy: Member, body: str = "May I say this?") -> BuddyDraft:
    return operations.show_draft(actor=author, group_id=made.pk, buddy_id=buddy.pk, body=body, now=db_now())


def set_up(owner: Member) -> Drafts:
    other = member()
    made = group(owner, other)
    return Drafts(own=draft(made, owner, other), shown=draft(made, other, owner))
