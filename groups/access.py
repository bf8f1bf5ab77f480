"""Who may do what in groups. What members may do in theirs, each group sets (``rules.CAPABILITIES``)."""

from accounts.people import people_seen_by
from accounts.queries import has_role, has_role_somewhere
from accounts.states import Role
from accounts.visibility import are_blocked, blocked_among
from common.access import Actor, Predicate, allow, declare, is_member, predicate
from common.errors import NotFound
from groups import queries
from groups.event_states import EventState
from groups.models import (
    RSVP,
    Comment,
    Complaint,
    Event,
    Group,
    Introduction,
    Membership,
    ModerationAction,
    Post,
    Prompt,
    RadarSpot,
    ReviewCase,
    Ritual,
    StarInvitation,
    TaskCard,
)
from groups.moderation_states import ABOUT_PEOPLE, ActionKind
from groups.queries import GroupCard
from groups.states import GroupState, JoinPolicy


@predicate
def looks_after(actor: Actor) -> bool:
    """The community's own stewards and auditors, in the admin."""
    return has_role(actor, Role.STEWARD) or has_role(actor, Role.AUDITOR)


@predicate
def is_community_steward(actor: Actor, event: object = None) -> bool:
    return has_role(actor, Role.STEWARD)


@predicate
def may_know_of(actor: Actor, group: Group | None) -> bool:
    if group is None:
        return False
    mine = queries.membership_of(group_id=group.pk, member_id=actor.pk)
    return queries.is_shown_to(actor, group, mine)


@predicate
def may_come_in(actor: Actor, group: Group | None) -> bool:
    """Signed in, and may know of the group."""
    return actor.pk is not None and may_know_of(actor, group)


@predicate
def is_inside(actor: Actor, group: Group | None) -> bool:
    return group is not None and queries.is_active_member(group_id=group.pk, member_id=actor.pk)


@predicate
def may_read(actor: Actor, post: Post | None) -> bool:
    return post is not None and queries.is_readable(post, actor)


@predicate
def is_own_post(actor: Actor, words: Post | Comment | None) -> bool:
    return words is not None and actor.pk is not None and words.author_id == actor.pk


def can_on_board(capability: str) -> Predicate:
    """``can`` in the group of a post."""
    in_group = can(capability)

    def has_capability_on_board(actor: Actor, post: Post | None) -> bool:
        return post is not None and in_group(actor, post.group)

    has_capability_on_board.__name__ = f"can_{capability.replace('-', '_')}_on_board"
    return predicate(has_capability_on_board)


@predicate
def is_own_membership(actor: Actor, membership: Membership | None) -> bool:
    return membership is not None and actor.pk is not None and membership.member_id == actor.pk


def can_about(capability: str, *, outranks: bool = False) -> Predicate:
    """``can`` in the group of a membership; with ``outranks`` only about whoever stands lower."""
    in_group = can(capability, ended=True)

    def has_capability_about(actor: Actor, theirs: Membership | None) -> bool:
        if theirs is None or theirs.member_id == actor.pk or not in_group(actor, theirs.group):
            return False
        if not outranks:
            return True
        return queries.role_in(group_id=theirs.group_id, member_id=actor.pk) > theirs.role

    has_capability_about.__name__ = f"can_{capability.replace('-', '_')}_about"
    return predicate(has_capability_about)


@predicate
def may_vouch(actor: Actor, asked: Membership | None) -> bool:
    """In a group where members vouch, for somebody with no block in between."""
    if asked is None or asked.group.join_policy != JoinPolicy.VOUCHED or actor.pk is None:
        return False
    if not can_about("vouch")(actor, asked):
        return False
    return not are_blocked(actor.pk, asked.member_id)


@predicate
def may_give_role(actor: Actor, theirs: Membership | None) -> bool:
    """A steward of the group, also about themself: whoever hands over steps back."""
    return theirs is not None and can("hand-over", ended=True)(actor, theirs.group)


@predicate
def may_answer(actor: Actor, event: Event | None) -> bool:
    """In the group; a draft is nobody's to answer."""
    return event is not None and event.state != EventState.DRAFT and is_inside(actor, event.group)


@predicate
def may_see_event(actor: Actor, event: Event | None) -> bool:
    return event is not None and queries.is_event_shown(event, actor)


@predicate
def runs_event(actor: Actor, event: Event | None) -> bool:
    """Its host while in the group, and the group's stewards."""
    if event is None:
        return False
    is_host = event.host_id == actor.pk and queries.is_active_member(
        group_id=event.group_id, member_id=actor.pk
    )
    return is_host or queries.holds(group=event.group, member_id=actor.pk, capability="settings")


@predicate
def may_do_task(actor: Actor, card: TaskCard | None) -> bool:
    """In the group and in one of the event's teams."""
    if card is None or not is_inside(actor, card.event.group):
        return False
    return queries.is_in_team(event_id=card.event_id, member_id=actor.pk)


@predicate
def is_own_answer(actor: Actor, rsvp: RSVP | None) -> bool:
    return rsvp is not None and actor.pk is not None and rsvp.member_id == actor.pk


@predicate
def keeps_ritual(actor: Actor, ritual: Ritual | None) -> bool:
    return ritual is not None and can("keep-rituals")(actor, ritual.group)


@predicate
def may_see_prompt(actor: Actor, prompt: Prompt | None) -> bool:
    return prompt is not None and is_inside(actor, prompt.group)


@predicate
def may_answer_prompt(actor: Actor, prompt: Prompt | None) -> bool:
    return prompt is not None and can("post")(actor, prompt.group)


@predicate
def is_own_star(actor: Actor, star: StarInvitation | None) -> bool:
    return star is not None and actor.pk is not None and star.member_id == actor.pk


def can(capability: str, *, ended: bool = False) -> Predicate:
    """In the group, with a role that may do this here; in a group that has ended only if ``ended``."""

    def has_capability(actor: Actor, group: Group | None) -> bool:
        if group is None or (not ended and group.state == GroupState.ARCHIVED):
            return False
        return queries.holds(group=group, member_id=actor.pk, capability=capability)

    has_capability.__name__ = f"can_{capability.replace('-', '_')}"
    return predicate(has_capability)


moderates = can("moderate", ended=True)
restrains = can_about("remove-member", outranks=True) | is_community_steward


@predicate
def may_flag(actor: Actor, words: Post | Comment | None) -> bool:
    """In the group, and able to read it: a comment by whoever may read the post, across no block."""
    if words is None or actor.pk is None or not words.is_shown:
        return False
    post = words if isinstance(words, Post) else words.post
    if not may_read(actor, post) or not is_inside(actor, post.group):
        return False
    return not are_blocked(actor.pk, words.author_id)


@predicate
def moderates_post(actor: Actor, post: Post | None) -> bool:
    """The stewards of its group."""
    return post is not None and moderates(actor, post.group)


@predicate
def may_judge(actor: Actor, case: ReviewCase | None) -> bool:
    """The group's stewards, or the community's; never about one's own words."""
    if case is None or case.author_id == actor.pk:
        return False
    return moderates(actor, case.group) or is_community_steward(actor)


@predicate
def sees_spot(actor: Actor, spot: RadarSpot | None) -> bool:
    """The stewards of its group."""
    return spot is not None and moderates(actor, spot.group)


@predicate
def watches_radar(actor: Actor, spot: object = None) -> bool:
    """Whoever looks after the community, and campaign managers: kinds and numbers, without words.

    The list leaves out the groups that no campaign of a manager's runs with.
    """
    return looks_after(actor) or has_role_somewhere(actor, Role.MANAGER)


@predicate
def may_meet(actor: Actor, target_id: int | None) -> bool:
    """Somebody else whose page the actor may open."""
    if not target_id or actor.pk is None or actor.pk == target_id:
        return False
    return target_id in people_seen_by(actor, [target_id])


@predicate
def takes_part(actor: Actor, one: Introduction | None) -> bool:
    """One of the three who has heard of it, while no block stands between any two of them."""
    return one is not None and bool(queries.role_of(one, actor.pk)) and not queries.are_apart(one)


@predicate
def knows_both(actor: Actor, one: Introduction | None) -> bool:
    """Whoever was asked; that the other two have blocked each other is not theirs to learn."""
    if one is None or queries.role_of(one, actor.pk) != "mutual":
        return False
    return not blocked_among(one.mutual_id, (one.asker_id, one.target_id))


@predicate
def is_introduced(actor: Actor, one: Introduction | None) -> bool:
    return one is not None and queries.role_of(one, actor.pk) == "target" and takes_part(actor, one)


@predicate
def is_told_of_action(actor: Actor, action: ModerationAction | None) -> bool:
    """Whom it is about; nobody is told that nothing was decided."""
    if action is None or actor.pk is None or action.kind == ActionKind.NONE:
        return False
    return action.member_id == actor.pk


@predicate
def may_undo(actor: Actor, action: ModerationAction | None) -> bool:
    """Who may judge there; never about oneself."""
    if action is None or action.member_id == actor.pk:
        return False
    return moderates(actor, action.group) or is_community_steward(actor)


@predicate
def stands_higher(actor: Actor, action: ModerationAction | None) -> bool:
    """What binds a person is taken back by whoever may decide it, too."""
    if action is None or action.kind not in ABOUT_PEOPLE:
        return action is not None
    theirs = queries.membership_of(group_id=action.group_id, member_id=action.member_id)
    return restrains(actor, theirs)


@predicate
def did_not_decide(actor: Actor, action: ModerationAction | None) -> bool:
    return action is not None and (action.by_id is None or action.by_id != actor.pk)


@predicate
def is_own_complaint(actor: Actor, complaint: Complaint | None) -> bool:
    return complaint is not None and actor.pk is not None and complaint.member_id == actor.pk


@predicate
def may_answer_complaint(actor: Actor, complaint: Complaint | None) -> bool:
    """The group's stewards, or the community's; never one's own."""
    if complaint is None or complaint.member_id == actor.pk:
        return False
    return moderates(actor, complaint.group) or is_community_steward(actor)


declare("groups.found-group", is_member, hidden=False)
declare("groups.view-group", may_know_of)
declare("groups.join-group", may_come_in)
declare("groups.leave-group", is_own_membership)
declare("groups.refuse-invitation", is_own_membership)
declare("groups.use-link", is_member, hidden=False)
declare("groups.invite", can("invite"))
declare("groups.answer-request", can_about("answer-requests"))
declare("groups.see-requests", can("answer-requests") | can("vouch"))
declare("groups.vouch", may_vouch)
declare("groups.see-members", can("see-members", ended=True))
declare("groups.give-role", may_give_role)
declare("groups.keep-fellow", may_give_role | can_about("remove-member", outranks=True))
declare("groups.remove-member", can_about("remove-member", outranks=True))
declare("groups.archive-group", can("hand-over", ended=True))
declare("groups.read-board", is_inside)
declare("groups.read-post", may_read)
declare("groups.comment", may_read & can_on_board("comment"))
declare("groups.react", may_read & can_on_board("comment"))
declare("groups.announce", can("announce"))
declare("groups.pin-post", may_read & can_on_board("pin"))
declare("groups.edit-post", is_own_post & can_on_board("post"))
declare("groups.delete-post", is_own_post)
declare("groups.delete-comment", is_own_post)
declare("groups.post", can("post"))
declare("groups.steward-group", can("settings", ended=True))
declare("groups.host-event", can("host-event"))
declare("groups.see-event", may_see_event)
declare("groups.answer-event", may_answer)
declare("groups.change-answer", is_own_answer)
declare("groups.change-event", runs_event)
declare("groups.call-off-event", runs_event | is_community_steward)
declare("groups.keep-calendar", is_member, hidden=False)
declare("groups.keep-door", runs_event)
declare("groups.keep-teams", runs_event)
declare("groups.do-task", may_do_task)
declare("groups.keep-rituals", can("keep-rituals"))
declare("groups.change-ritual", keeps_ritual)
declare("groups.see-prompt", may_see_prompt)
declare("groups.answer-prompt", may_answer_prompt)
declare("groups.keep-stars", can("keep-rituals"))
declare("groups.answer-star", is_own_star)
declare("groups.flag", may_flag)
declare("groups.see-desk", moderates)
declare("groups.lift-brake", moderates_post)
declare("groups.judge-case", may_judge)
declare("groups.restrain-member", restrains, hidden=False)
declare("groups.see-action", is_told_of_action | may_undo)
declare("groups.undo-action", may_undo & stands_higher)
declare("groups.appeal-action", is_told_of_action)
declare("groups.judge-appeal", may_undo & did_not_decide)
declare("groups.complain", is_inside)
declare("groups.see-complaint", is_own_complaint | may_answer_complaint)
declare("groups.answer-complaint", may_answer_complaint)
declare("groups.confirm-complaint", is_own_complaint)
declare("groups.see-spot", sees_spot)
declare("groups.see-radar", watches_radar, hidden=False)
declare("groups.ask-introduction", may_meet)
declare("groups.see-introduction", knows_both | takes_part)
declare("groups.pass-on-introduction", knows_both)
declare("groups.accept-introduction", is_introduced)
declare("groups.decline-introduction", knows_both | takes_part)
declare("groups.look-after", looks_after, hidden=False)


def shown_group(actor: Actor, public_id: str) -> GroupCard:
    """The group as this viewer may see it. Raises: NotFound, NeedsSignIn."""
    group = queries.group_of(public_id)
    allow(actor, "groups.view-group", group)
    if group is None:
        raise NotFound
    return queries.card_of(group=group, viewer=actor)
