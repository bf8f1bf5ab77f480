"""News of drafts; and what parts the two who share one."""

from accounts.notifications import tell
from accounts.tie_facts import MemberBlocked
from groups import tasks
from groups.draft_kinds import ANSWERED, SHOWN
from groups.facts import DraftAnswered, DraftShown, MemberLeftGroup
from outbox.facts import on
from outbox.jobs import Work


@on(DraftShown)
def tell_buddy(fact: DraftShown) -> Work:
    about = f"draft:{fact.draft_id}"
    return tell(SHOWN, fact.buddy_id, about=about, by_id=fact.member_id, since=fact.occurred_at)


@on(DraftAnswered)
def tell_author(fact: DraftAnswered) -> Work:
    about = f"draft:{fact.draft_id}"
    return tell(ANSWERED, fact.member_id, about=about, by_id=fact.buddy_id, since=fact.occurred_at)


@on(MemberBlocked)
def part_drafts(fact: MemberBlocked) -> Work:
    return tasks.part_drafts.work(blocker_id=fact.blocker_id, blocked_id=fact.blocked_id)


@on(MemberLeftGroup)
def end_drafts_in(fact: MemberLeftGroup) -> Work:
    return tasks.end_drafts_in.work(group_id=fact.group_id, member_id=fact.member_id)
