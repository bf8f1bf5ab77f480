"""What drafts tell: one to the buddy, one to the author."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, kinds
from accounts.queries import public_names
from accounts.visibility import blocked_pairs
from groups import queries
from groups.draft_states import DraftState
from groups.models import BuddyDraft
from groups.queries.drafts import drafts_by_id

SHOWN, ANSWERED = "groups.draft-shown", "groups.draft-answered"
S = DraftState


def _look(whom: Callable[[BuddyDraft], int], state: str) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Four statements. Nothing across a block, and nothing once one of the two is out."""
        rows = drafts_by_id(int(about.key) for about in abouts)
        pairs = [(row.group_id, one) for row in rows.values() for one in (row.author_id, row.buddy_id)]
        inside = {pair for pair, place in queries.memberships_by_pair(pairs).items() if place.is_active}
        blocked = blocked_pairs({pk for row in rows.values() for pk in (row.author_id, row.buddy_id)})
        names = public_names([about.by_id for about in abouts if about.by_id])
        found = {}
        for about in abouts:
            row = rows.get(int(about.key))
            if row is None or whom(row) != about.member_id:
                continue
            two = {row.author_id, row.buddy_id}
            if any(pair <= two for pair in blocked) or any((row.group_id, one) not in inside for one in two):
                continue
            name = names[about.by_id].display_name if about.by_id in names else ""
            found[about.ref] = Sight(
                values={"name": name},
                path=reverse("groups:draft", args=[row.public_id]),
                still_true=row.state == state,
                ends_at=row.expires_at,
            )
        return found

    return look


def _kind(key: str, order: int, look: Look, **words: Any) -> NotificationKind:
    return NotificationKind(
        key=key,
        message_class=MessageClass.PERSONAL,
        fields={"name": _("who it is")},
        personal=frozenset({"name"}),
        example={"name": "李娜"},
        look=look,
        icon="scroll",
        order=order,
        **words,
    )


KINDS = (
    _kind(
        SHOWN,
        117,
        _look(lambda row: row.buddy_id, S.SHOWN),
        title=_("Somebody shows you a draft"),
        subject=_("A draft for your eyes only"),
        body=_("{name} shows you a draft before it stands on the board. Nobody else sees it."),
        action=_("Read it"),
    ),
    _kind(
        ANSWERED,
        118,
        _look(lambda row: row.author_id, S.ANSWERED),
        title=_("Somebody has read your draft"),
        subject=_("A word about your draft"),
        body=_("{name} has read your draft. It stands nowhere until you publish it."),
        action=_("Read what they say"),
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
