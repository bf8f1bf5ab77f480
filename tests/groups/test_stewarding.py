import pytest

from accounts.models import CirclePlace
from common.errors import NotFound
from groups import errors, operations
from groups.operations import GroupInput
from groups.states import GroupRole
from groups.states import MembershipState as M
from tests.factories.groups import NAME, NOW, group, member, place, steward_of

pytestmark = pytest.mark.django_db


def give(made, who, role, *, by) -> None:
    operations.give_role(actor=by, public_id=place(made, who).public_id, role=role)


def test_removing_tells_why_frees_the_seat_and_lets_come_back() -> None:
    who, waits = member(), member()
    made = group(who, capacity=2)
    operations.join_group(actor=waits, group_id=made.pk, now=NOW)
    for _twice in range(2):
        operations.remove_member(
            actor=steward_of(made), public_id=place(made, who).public_id, reason="Adverts", now=NOW
        )
    assert (place(made, who).state, place(made, who).answer, place(made, waits).state) == (
        M.REMOVED,
        "Adverts",
        M.ACTIVE,
    )
    assert not CirclePlace.objects.get(member=who).is_in
    assert operations.join_group(actor=who, group_id=made.pk, now=NOW).state == M.WAITING


def test_a_ban_keeps_out_until_it_is_lifted() -> None:
    who = member()
    made = group(who)
    steward, theirs = steward_of(made), place(made, who).public_id
    operations.ban_member(actor=steward, public_id=theirs, reason="Threats", now=NOW)
    with pytest.raises(NotFound):
        operations.join_group(actor=who, group_id=made.pk, now=NOW)
    with pytest.raises(errors.Banned):
        operations.invite_member(actor=steward, group_id=made.pk, member_id=who.pk, now=NOW)
    operations.lift_ban(actor=steward, public_id=theirs, now=NOW)
    assert operations.join_group(actor=who, group_id=made.pk, now=NOW).state == M.ACTIVE


def test_sending_away_needs_a_reason_and_a_higher_rank() -> None:
    who, helper = member(), member()
    made = group(who, helper)
    steward = steward_of(made)
    give(made, helper, GroupRole.CO_STEWARD, by=steward)
    with pytest.raises(errors.WordsMissing):
        operations.remove_member(actor=steward, public_id=place(made, who).public_id, reason="", now=NOW)
    for actor, target in ((who, helper), (helper, steward), (steward, steward), (member(), who)):
        with pytest.raises(NotFound):
            operations.remove_member(
                actor=actor, public_id=place(made, target).public_id, reason="Because", now=NOW
            )
    assert place(made, who).is_active
    assert place(made, steward).is_active


def test_a_steward_hands_over_and_the_last_one_may_not_step_back() -> None:
    who = member()
    made = group(who)
    steward = steward_of(made)
    with pytest.raises(errors.LastSteward):
        give(made, steward, GroupRole.MEMBER, by=steward)
    give(made, who, GroupRole.STEWARD, by=steward)
    give(made, steward, GroupRole.MEMBER, by=steward)
    assert (place(made, who).role, place(made, steward).role) == (GroupRole.STEWARD, GroupRole.MEMBER)
    with pytest.raises(NotFound):
        give(made, who, GroupRole.MEMBER, by=steward)


def test_more_places_go_to_those_who_wait_and_fewer_than_people_are_refused() -> None:
    waits = [member(), member()]
    made = group(member(), capacity=2)
    for one in waits:
        operations.join_group(actor=one, group_id=made.pk, now=NOW)
    steward = steward_of(made)
    wider = GroupInput(name=NAME, capacity=3)
    operations.change_group(actor=steward, group_id=made.pk, given=wider, now=NOW)
    assert [place(made, one).state for one in waits] == [M.ACTIVE, M.WAITING]
    with pytest.raises(errors.FewerPlacesThanPeople):
        operations.change_group(
            actor=steward, group_id=made.pk, given=GroupInput(name=NAME, capacity=2), now=NOW
        )
    with pytest.raises(NotFound):
        operations.change_group(actor=waits[0], group_id=made.pk, given=wider, now=NOW)


def test_a_group_ends_and_nothing_new_happens_in_it() -> None:
    who = member()
    made = group(who)
    with pytest.raises(NotFound):
        operations.archive_group(actor=who, group_id=made.pk)
    for _twice in range(2):
        operations.archive_group(actor=steward_of(made), group_id=made.pk)
    with pytest.raises(errors.GroupArchived):
        operations.join_group(actor=member(), group_id=made.pk, now=NOW)
    with pytest.raises(NotFound):
        operations.invite_member(actor=who, group_id=made.pk, member_id=member().pk, now=NOW)
