"""What was decided in a group, for everybody who sees the group."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.clock import db_now
from common.web import PageView, SignInRequired
from groups import queries
from groups.brake_states import BrakeState
from groups.moderation_states import ActionKind, ActionState, FlagReason
from groups.queries import LogEntry
from groups.web.frame import framed

HOW = {
    "steward": _("by a steward"),
    "flags": _("by the flags of several members"),
    "newcomer": _("by itself, for somebody new"),
    "answers": _("by itself: many wrote to one person"),
}


class LogView(SignInRequired, PageView):
    template_name = "groups/log.html"

    def context(self, request: HttpRequest, **kwargs: Any) -> Mapping[str, Any]:
        page = framed(request, kwargs["public_id"])
        entries, following = queries.log_of(group=page["group"], cursor=request.GET.get("cursor"))
        now = db_now()
        return {**page, "entries": [_shown(entry, now) for entry in entries], "next_cursor": following}


def _shown(entry: LogEntry, now: Any) -> dict[str, Any]:
    """What the row says; a pause that nobody lifted is over when its time is."""
    is_pause = entry.kind not in ActionKind.values
    over = entry.until is not None and entry.until <= now
    if is_pause:
        live = entry.state == BrakeState.ON and not over
        standing = ActionState.ENDED.label if over and entry.state == BrakeState.ON else None
        standing = standing or (ActionState.IN_FORCE.label if live else BrakeState.LIFTED.label)
    else:
        live = entry.state == ActionState.IN_FORCE
        standing = ActionState(entry.state).label
    return {
        "label": _("Answers wait") if is_pause else ActionKind(entry.kind).label,
        "reason": FlagReason(entry.reason).label if entry.reason else "",
        "how": HOW[entry.how],
        "at": entry.at,
        "until": entry.until,
        "standing": standing,
        "tone": "info" if live else "wait",
    }
