"""A member leaves the community: what they wrote about others goes, and so do copies of their words."""

from datetime import datetime

from django.db import transaction

from groups.models import ActionAppeal, Flag, ModerationAction


@transaction.atomic
def let_go_of_moderation(member_id: int, now: datetime) -> None:
    """The erasure's step. What was decided stays, without a word. Repeating changes nothing."""
    Flag.objects.filter(member_id=member_id).update(note="")
    Flag.objects.filter(case__author_id=member_id).update(snapshot="", note="")
    ModerationAction.objects.filter(member_id=member_id).update(text="")
    ActionAppeal.objects.filter(action__member_id=member_id).update(text="", answer="")
