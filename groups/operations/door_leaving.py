"""Whoever leaves the community takes their words along."""

from datetime import datetime

from groups.models import Attendance


def let_go_of_excuses(member_id: int, now: datetime) -> None:
    """The erasure's step. Repeating changes nothing."""
    Attendance.objects.filter(rsvp__member_id=member_id).exclude(word="").update(word="")
