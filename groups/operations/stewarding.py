"""What stewards do: roles, removing, banning, settings, ending a group."""

from datetime import datetime

from django.db import transaction

from common.access import Actor, allow
from common.errors import NotFound
from groups import errors, queries, rules
from groups.models import Group, Membership, ModerationAction
from groups.moderation_states import ActionKind, ActionState
from groups.operations.acts import note_act
from groups.operations.answering import take_in_vouched
from groups.operations.indexing import index_group
from groups.operations.rituals import replan
from groups.operations.seats import fill, let_go, lock_group
from groups.operations.ties import tie_steward
from groups.states import GroupRole, GroupState, MembershipState


@transaction.atomic
def give_role(*, actor: Actor, public_id: str, role: int) -> Membership:
    """Make a member co-steward or steward, or an ordinary member again. Repeating changes nothing.

    Raises: NotFound, UnknownChoice, LastSteward.
    """
    group, theirs = _locked(actor, "groups.give-role", public_id)
    if role not in GroupRole.values or not theirs.is_active:
        raise errors.UnknownChoice(field="role")
    stewards = queries.steward_ids(group_id=group.pk, at_least=GroupRole.STEWARD)
    if role < GroupRole.STEWARD and stewards == [theirs.member_id]:
        raise errors.LastSteward(field="role")
    if theirs.role != role:
        old = GroupRole(theirs.role).name.lower()
        theirs.hand_role(role)
        if role > GroupRole.MEMBER:
            tie_steward(group, theirs.member_id)
        new = GroupRole(role).name.lower()
        note_act(theirs, actor, "give-role", old=old, new=new)
    return theirs


@transaction.atomic
def remove_member(*, actor: Actor, public_id: str, reason: str, now: datetime) -> Membership:
    """Send somebody away who may come back. They are told why. Repeating changes nothing.

    Raises: NotFound (also whoever stands as high or higher), WordsMissing, TextTooLong.
    """
    words = rules.check_note(reason, field="reason", required=True)
    theirs = _allowed(actor, "groups.remove-member", public_id)
    if not theirs.is_active:
        return theirs
    group, theirs = _locked(actor, "groups.remove-member", public_id)
    if theirs.is_active:
        theirs.remove(actor=actor, reason=words, now=now)
        let_go(group, theirs, how=MembershipState.REMOVED, actor=actor, now=now)
    return theirs


@transaction.atomic
def ban_member(*, actor: Actor, public_id: str, reason: str, now: datetime) -> Membership:
    """Send somebody away for good, or keep somebody out. Repeating changes nothing.

    Raises: NotFound (also whoever stands as high or higher), WordsMissing, TextTooLong.
    """
    words = rules.check_note(reason, field="reason", required=True)
    group, theirs = _locked(actor, "groups.remove-member", public_id)
    was_active = theirs.is_active
    if theirs.state != MembershipState.BANNED:
        theirs.ban(actor=actor, reason=words, now=now)
    if was_active:
        let_go(group, theirs, how=MembershipState.BANNED, actor=actor, now=now)
    return theirs


@transaction.atomic
def lift_ban(*, actor: Actor, public_id: str, now: datetime) -> Membership:
    """They may ask again. Repeating changes nothing. Raises: NotFound."""
    group, theirs = _locked(actor, "groups.remove-member", public_id)
    if theirs.state == MembershipState.BANNED:
        theirs.lift_ban(actor=actor, now=now)
        note_act(theirs, actor, "lift-ban")
    bans = ModerationAction.objects.filter(group=group, member_id=theirs.member_id, kind=ActionKind.BAN)
    for action in bans.filter(state=ActionState.IN_FORCE).order_by("pk"):
        action.undo(actor=actor, now=now)
    return theirs


@transaction.atomic
def change_group(*, actor: Actor, group_id: int, given: rules.GroupInput, now: datetime) -> Group:
    """New words, another policy, more or fewer places. More places go to those who wait, and whoever has
    vouches enough by the new number comes in.

    Raises: NotFound, FewerPlacesThanPeople, and what founding refuses.
    """
    allow(actor, "groups.steward-group", Group.objects.filter(pk=group_id).first())
    rules.check_group(given)
    group = lock_group(group_id)
    if given.capacity is not None and given.capacity < group.seats_taken:
        raise errors.FewerPlacesThanPeople(field="capacity", members=group.seats_taken)
    before = {name: getattr(group, name) for name in rules.GroupInput.__dataclass_fields__}
    group.name, group.purpose = rules.trimmed(given.name), rules.trimmed(given.purpose)
    group.visibility, group.join_policy = given.visibility, given.join_policy
    group.capacity, group.time_zone, group.locale = given.capacity, given.time_zone, given.locale
    group.vouches_needed = given.vouches_needed
    group.capabilities = rules.set_otherwise(given.capabilities)
    group.save(update_fields=list(before))
    index_group(group)
    note_act(
        group, actor, "change", why=",".join(one for one in before if getattr(group, one) != before[one])
    )
    replan(group, now=now)
    fill(group, actor=actor, now=now)
    take_in_vouched(group, actor=actor, now=now)
    return group


@transaction.atomic
def archive_group(*, actor: Actor, group_id: int) -> Group:
    """The group ends: it can be read, and nothing new happens in it. Repeating changes nothing."""
    allow(actor, "groups.archive-group", Group.objects.filter(pk=group_id).first())
    group = lock_group(group_id)
    if group.state == GroupState.ACTIVE:
        group.archive(actor=actor)
        index_group(group)
    return group


def _locked(actor: Actor, verb: str, public_id: str) -> tuple[Group, Membership]:
    """Ask, lock, and ask again: roles may have changed while the lock was waited for."""
    group = lock_group(_allowed(actor, verb, public_id).group_id)
    return group, _allowed(actor, verb, public_id)


def _allowed(actor: Actor, verb: str, public_id: str) -> Membership:
    theirs = queries.membership_by_id(public_id)
    allow(actor, verb, theirs)
    if theirs is None:
        raise NotFound
    return theirs
