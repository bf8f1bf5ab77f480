"""Questions about what LinkedIn said."""

from datetime import datetime, timedelta

from trust.linkedin_states import LIVE_LINKEDIN_STATES, SEEN_DAYS, LinkedInState
from trust.models import LinkedInCheck
from trust.states import CheckCode

LINES = (
    CheckCode.LINKEDIN_IDENTITY,
    CheckCode.LINKEDIN_WORKPLACE,
    CheckCode.LINKEDIN_NOTHING,
    CheckCode.LINKEDIN_NAME,
)


def newest_check(member_id: int) -> LinkedInCheck | None:
    """One statement."""
    return LinkedInCheck.objects.filter(member_id=member_id).order_by("-pk").first()


def live_check(member_id: int) -> LinkedInCheck | None:
    """One statement."""
    return LinkedInCheck.objects.filter(member_id=member_id, state__in=LIVE_LINKEDIN_STATES).first()


def is_pending(newest: LinkedInCheck | None) -> bool:
    return newest is not None and newest.state == LinkedInState.PENDING


def may_begin(newest: LinkedInCheck | None) -> bool:
    """Not while LinkedIn is being asked."""
    return newest is None or newest.state != LinkedInState.ALLOWED


def may_withdraw(newest: LinkedInCheck | None) -> bool:
    return newest is not None and newest.state in LIVE_LINKEDIN_STATES


def lines_of(member_id: int, *, now: datetime) -> dict[CheckCode, bool]:
    """{what the certifier reads: whether it is worth a second look}. One statement."""
    since = now - timedelta(days=SEEN_DAYS)
    row = LinkedInCheck.objects.filter(
        member_id=member_id, state=LinkedInState.SEEN, seen_at__gt=since
    ).first()
    if row is None:
        return {}
    found: dict[CheckCode, bool] = {}
    if row.has_identity:
        found[CheckCode.LINKEDIN_IDENTITY] = False
    if row.has_workplace:
        found[CheckCode.LINKEDIN_WORKPLACE] = False
    if not found:
        found[CheckCode.LINKEDIN_NOTHING] = False
    if row.name_match and row.name_match != CheckCode.NAME_AGREES:
        found[CheckCode.LINKEDIN_NAME] = True
    return found
