"""Who sees a draft: its author and the one member it is shown to, and nobody else at all."""

from accounts.visibility import are_blocked
from common.access import Actor, declare, predicate
from common.clock import db_now
from groups import queries
from groups.models import BuddyDraft
from groups.states import GroupState


def _are_together(draft: BuddyDraft) -> bool:
    """Both in the group, and no block between them: looked at each time, so nothing has to come in time."""
    inside = queries.memberships_by_pair((draft.group_id, one) for one in (draft.author_id, draft.buddy_id))
    if sum(place.is_active for place in inside.values()) != 2:
        return False
    return not are_blocked(draft.author_id, draft.buddy_id)


@predicate
def is_own_draft(actor: Actor, draft: BuddyDraft | None) -> bool:
    return draft is not None and actor.pk is not None and draft.author_id == actor.pk


@predicate
def is_buddy(actor: Actor, draft: BuddyDraft | None) -> bool:
    """As long as it is shown."""
    if draft is None or actor.pk is None or draft.buddy_id != actor.pk:
        return False
    return draft.is_open_at(db_now()) and _are_together(draft)


@predicate
def may_publish(actor: Actor, draft: BuddyDraft | None) -> bool:
    if draft is None or draft.group.state == GroupState.ARCHIVED:
        return False
    return is_own_draft(actor, draft) and queries.holds(
        group=draft.group, member_id=actor.pk, capability="post"
    )


declare("groups.see-draft", is_own_draft | is_buddy)
declare("groups.answer-draft", is_buddy)
declare("groups.publish-draft", may_publish)
declare("groups.end-draft", is_own_draft)
