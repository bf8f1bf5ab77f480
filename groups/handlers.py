"""News that groups act on."""

from accounts.notifications import tell
from groups import board_kinds, brake_kinds, complaint_kinds, moderation_kinds, radar_kinds, star_kinds, tasks
from groups import notification_kinds as kinds
from groups.facts import (
    AnswersPaused,
    AppealJudged,
    AppealMade,
    CaseDecided,
    CaseOpened,
    CommentWritten,
    ComplaintAnswered,
    ComplaintFact,
    ComplaintMade,
    ComplaintSeen,
    GroupFounded,
    MemberInvited,
    MemberLeftGroup,
    MemberModerated,
    MembershipFact,
    PromptOpened,
    RadarRaised,
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


@on(AnswersPaused)
def tell_of_pause(fact: AnswersPaused) -> list[Work]:
    about, topic = f"brake:{fact.brake_id}", f"group:{fact.group_id}"
    return [
        tell(brake_kinds.PAUSED, steward_id, about=about, topic=topic, since=fact.occurred_at)
        for steward_id in fact.steward_ids
    ]


@on(RadarRaised)
def tell_of_radar(fact: RadarRaised) -> list[Work]:
    about, topic = f"radar:{fact.spot_id}", f"group:{fact.group_id}"
    return [
        tell(radar_kinds.RAISED, steward_id, about=about, topic=topic, since=fact.occurred_at)
        for steward_id in fact.steward_ids
    ]


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
    """Whoever left knows it already; what stewards decided about a text tells it by itself."""
    if fact.how == MembershipState.LEFT or fact.explained:
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


@on(CaseOpened)
def tell_steward_of_case(fact: CaseOpened) -> Work | None:
    """The first who may judge it; the others find it at their desk."""
    if not fact.steward_id:
        return None
    about, topic = f"review-case:{fact.case_id}", f"group:{fact.group_id}"
    kind = moderation_kinds.FLAGGED
    return tell(kind, fact.steward_id, about=about, topic=topic, since=fact.occurred_at)


@on(CaseDecided)
def tell_flaggers(fact: CaseDecided) -> list[Work]:
    about, topic = f"review-case:{fact.case_id}", f"group:{fact.group_id}"
    return [
        tell(moderation_kinds.LOOKED_AT, member_id, about=about, topic=topic, since=fact.occurred_at)
        for member_id in fact.flagger_ids
    ]


@on(MemberModerated)
def tell_of_action(fact: MemberModerated) -> Work:
    kind = moderation_kinds.TAKEN_BACK if fact.is_over else moderation_kinds.DECIDED
    about = f"moderation:{fact.action_id}"
    return tell(kind, fact.member_id, about=about, topic=_topic(fact), since=fact.occurred_at)


@on(AppealMade)
def tell_of_appeal(fact: AppealMade) -> Work | None:
    if not fact.steward_id:
        return None
    about, kind = f"moderation:{fact.action_id}", moderation_kinds.APPEALED
    return tell(kind, fact.steward_id, about=about, topic=_topic(fact), since=fact.occurred_at)


@on(AppealJudged)
def tell_of_judgement(fact: AppealJudged) -> Work:
    about, kind = f"moderation:{fact.action_id}", moderation_kinds.JUDGED
    return tell(kind, fact.member_id, about=about, topic=_topic(fact), since=fact.occurred_at)


@on(ComplaintMade)
def tell_steward_of_complaint(fact: ComplaintMade) -> Work | None:
    return _tell_of_complaint(complaint_kinds.MADE, fact.steward_id, fact) if fact.steward_id else None


@on(ComplaintSeen)
def tell_that_complaint_is_seen(fact: ComplaintSeen) -> Work | None:
    return _tell_of_complaint(complaint_kinds.SEEN, fact.member_id, fact) if fact.member_id else None


@on(ComplaintAnswered)
def tell_of_complaint_answer(fact: ComplaintAnswered) -> Work | None:
    return _tell_of_complaint(complaint_kinds.ANSWERED, fact.member_id, fact) if fact.member_id else None


def _tell_of_complaint(kind: str, member_id: int, fact: ComplaintFact) -> Work:
    about = f"complaint:{fact.complaint_id}.{fact.round}"
    return tell(kind, member_id, about=about, topic=_topic(fact), since=fact.occurred_at)


def _tell(kind: str, fact: MembershipFact) -> Work:
    about = f"membership:{fact.group_id}-{fact.member_id}"
    return tell(kind, fact.member_id, about=about, topic=_topic(fact), since=fact.occurred_at)


def _topic(fact: MembershipFact) -> str:
    return f"group:{fact.group_id}"
