"""Whoever leaves the community leaves no wish behind."""

from datetime import datetime

from django.db.models import Q

from groups.models import TeamWish


def let_go_of_wishes(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    TeamWish.objects.filter(Q(member_id=member_id) | Q(other_id=member_id)).delete()
