"""What every page of one group starts with."""

from typing import Any

from django.http import HttpRequest

from groups.access import shown_group
from groups.queries import GroupCard


def frame(card: GroupCard) -> dict[str, Any]:
    """The values that the pages of one group share."""
    return {"card": card, "group": card.group, "mine": card.mine}


def framed(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """``frame`` of the group as this viewer may see it. Raises: NotFound, NeedsSignIn."""
    return frame(shown_group(request.user, public_id))
