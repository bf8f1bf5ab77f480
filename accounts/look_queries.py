"""Who of the team read a member's data."""

from accounts.models import Look
from common.pagination import Page, keyset

PAGE = 25


def looks_at(member_id: int, *, cursor: str | None, size: int = PAGE) -> Page[Look]:
    """Newest first, with who it was. One statement."""
    rows = Look.objects.filter(member_id=member_id).select_related("actor")
    return keyset(rows, order=["-at", "-id"], cursor=cursor, size=size)
