"""News that groups act on."""

from accounts.notifications import tell
from groups import board_kinds, star_kinds, tasks
from groups import notification_kinds as kinds
from groups.facts import (
    CommentWritten,
    GroupFounded,
    MemberInvited,
    MemberLeftGroup,
    MembershipFact,
    PromptOpened,
    RequestAnswered,
    RequestMade,
    StarAppeared,
    StarAsked,
)
from groups.states import MembershipState
from outbox.facts import on
from outbox.jobs import Work


@on(CommentWritten)
def tell_author_of_comment(fact: CommentWritten) -> Work | None:
    if fact.post_author_id == fact.member_id:
        return None
    return tell(
        board_kinds.COMMENTED,
        fact.post_author_id,
        about=f"post:{fact.post_id}",
        topic=f"group:{fact.group_id}",
        by_id=fact.member_id,
        since=fact.occurred_at,
    )


@on(GroupFounded)
def set_up_rituals(fact: GroupFounded) -> Work:
    return tasks.set_up_rituals.work(group_id=fact.group_id)


@on(PromptOpened)
def tell_of_prompt(fact: PromptOpened) -> Work:
    return tasks.tell_of_prompt.work(prompt_id=fact.prompt_id)


@on(StarAsked)
def tell_of_star(fact: StarAsked) -> Work:
    about = f"star:{fact.invitation_id}"
    return tell(star_kinds.ASKED, fact.member_id, about=about, topic=_topic(fact), since=fact.occurred_at)


@on(StarAppeared)
def tell_greeters(fact: StarAppeared) -> list[Work]:
    about = f"post:{fact.post_id}"
    return [
        tell(star_kinds.GREET, greeter_id, about=about, topic=_topic(fact), since=fact.occurred_at)
        for greeter_id in fact.greeter_ids
    ]


@on(MemberInvited)
def tell_of_invitation(fact: MemberInvited) -> Work:
    return _tell(kinds.INVITED, fact)


@on(RequestAnswered)
def tell_of_answer(fact: RequestAnswered) -> Work:
    return _tell(kinds.ANSWERED, fact)


@on(MemberLeftGroup)
def tell_of_removal(fact: MemberLeftGroup) -> Work | None:
    """Whoever left knows it already."""
    if fact.how == MembershipState.LEFT:
        return None
    return _tell(kinds.REMOVED, fact)


@on(MemberLeftGroup)
def give_back_places(fact: MemberLeftGroup) -> Work:
    """Whoever is out of a group is not expected at its events."""
    return tasks.give_back_places.work(member_id=fact.member_id, group_id=fact.group_id)


@on(RequestMade)
def tell_steward_of_request(fact: RequestMade) -> Work | None:
    """The first steward hears of it; the others find it at their desk."""
    if not fact.steward_id:
        return None
    about = f"membership:{fact.group_id}-{fact.member_id}"
    return tell(
        kinds.ASKED,
        fact.steward_id,
        about=about,
        topic=_topic(fact),
        by_id=fact.member_id,
        since=fact.occurred_at,
    )


def _tell(kind: str, fact: MembershipFact) -> Work:
    about = f"membership:{fact.group_id}-{fact.member_id}"
    return tell(kind, fact.member_id, about=about, topic=_topic(fact), since=fact.occurred_at)


def _topic(fact: MembershipFact) -> str:
    return f"group:{fact.group_id}"
