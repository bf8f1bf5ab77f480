"""What was decided in a group, for everybody who sees it: no names, no words, nothing to find either by."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from common.pagination import keyset
from groups.models import Brake, Group, ModerationAction
from groups.moderation_states import ActionKind

PAUSE = "pause"


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """``kind``: an ``ActionKind``, or a pause of answers. ``how``: by a steward, by flags, for a newcomer, or
    by many answers. ``state``: an ``ActionState`` or a ``BrakeState``.
    """

    kind: str
    reason: str
    how: str
    at: datetime
    until: datetime | None
    state: str


def log_of(*, group: Group, cursor: str | None = None, size: int = 25) -> tuple[list[LogEntry], str | None]:
    """(entries, the newest first, next cursor): a page of decisions with the pauses between them.

    Two statements, three on later pages. That nothing was decided is nobody's news.
    """
    rows = ModerationAction.objects.filter(group=group).exclude(kind=ActionKind.NONE)
    page = keyset(rows, order=("-pk",), cursor=cursor, size=size)
    between = Q()
    if cursor:
        newer = list(rows.filter(pk__gt=page.items[0].pk).order_by("pk")[:1]) if page.items else []
        between &= Q(at__lte=newer[0].created_at) if newer else Q(pk__in=())
    if page.next_cursor:
        between &= Q(at__gt=page.items[-1].created_at)
    pauses = Brake.objects.filter(between, group=group).order_by("-pk")[:size]
    found = [_entry(action) for action in page.items] + [_pause(brake) for brake in pauses]
    return sorted(found, key=lambda entry: entry.at, reverse=True), page.next_cursor


def _entry(action: ModerationAction) -> LogEntry:
    how = "steward" if action.by_id else "newcomer" if action.shielded_id else "flags"
    return LogEntry(
        kind=action.kind,
        reason=action.reason,
        how=how,
        at=action.created_at,
        until=action.expires_at,
        state=action.state,
    )


def _pause(brake: Brake) -> LogEntry:
    return LogEntry(kind=PAUSE, reason="", how="answers", at=brake.at, until=brake.until, state=brake.state)
