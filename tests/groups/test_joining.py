from datetime import timedelta

import pytest

from accounts.models import CirclePlace
from common.errors import NotFound
from groups import errors, operations, queries
from groups.models import Group, Membership
from groups.states import GroupRole
from outbox.models import FactRow
from tests.factories.groups import NOW, group, member, place, steward_of

pytestmark = pytest.mark.django_db


def join(made: Group, who, **options) -> Membership:
    return operations.join_group(actor=who, group_id=made.pk, **{"now": NOW, **options})


def test_takes_a_seat_and_tells_the_circle_and_repeating_changes_nothing() -> None:
    made, who = group(), member()
    first = join(made, who)
    second = join(made, who)
    made.refresh_from_db()
    assert (first.state, second.version, made.seats_taken) == ("active", first.version, 2)
    assert CirclePlace.objects.get(member=who).is_in
    assert FactRow.objects.filter(kind="groups.member-joined").count() == 2
    assert queries.are_fellows(who.pk, made.founded_by_id)


def test_waits_in_line_when_it_is_full_and_the_lowest_number_comes_in_first() -> None:
    first, second, third = member(), member(), member()
    made = group(first, capacity=2)
    assert [join(made, second).state, join(made, third).state] == ["waiting", "waiting"]
    operations.leave_group(actor=first, group_id=made.pk, now=NOW)
    made.refresh_from_db()
    states = [place(made, one).state for one in (first, second, third)]
    assert (states, made.seats_taken) == (["left", "active", "waiting"], 2)


def test_whoever_comes_back_goes_to_the_end_of_the_line() -> None:
    first, second = member(), member()
    made = group(first, capacity=2)
    join(made, second)
    operations.leave_group(actor=first, group_id=made.pk, now=NOW)
    assert join(made, first).state == "waiting"
    assert (place(made, first).seq or 0) > (place(made, second).seq or 0)


def test_leaving_tells_the_circle_and_repeating_changes_nothing() -> None:
    who = member()
    made = group(who)
    for _twice in range(2):
        operations.leave_group(actor=who, group_id=made.pk, now=NOW)
    made.refresh_from_db()
    assert (made.seats_taken, CirclePlace.objects.get(member=who).is_in) == (1, False)
    assert FactRow.objects.filter(kind="groups.member-left").count() == 1
    assert not queries.are_fellows(who.pk, made.founded_by_id)


def test_is_refused_where_it_takes_more_than_wanting_to() -> None:
    made, who = group(join_policy="invite"), member()
    with pytest.raises(errors.NotOpen):
        join(made, who)
    assert not Membership.objects.filter(member=who).exists()


def test_a_private_group_does_not_exist_for_strangers() -> None:
    made = group(visibility="private")
    with pytest.raises(NotFound):
        join(made, member())


def test_a_group_that_has_ended_takes_nobody_in() -> None:
    made = group()
    Group.objects.filter(pk=made.pk).update(state="archived")
    with pytest.raises(errors.GroupArchived):
        join(made, member())


def test_leaving_a_group_one_was_never_in_is_refused() -> None:
    with pytest.raises(NotFound):
        operations.leave_group(actor=member(), group_id=group().pk, now=NOW)


def test_the_last_stewards_office_goes_to_a_co_steward_else_to_the_longest_serving() -> None:
    founder, early, late = member(), member(), member()
    made = group(early, late, founder=founder)
    place(made, late).hand_role(GroupRole.CO_STEWARD)
    operations.leave_group(actor=founder, group_id=made.pk, now=NOW)
    assert place(made, late).role == GroupRole.STEWARD
    operations.leave_group(actor=late, group_id=made.pk, now=NOW + timedelta(days=1))
    assert (place(made, early).role, place(made, late).role) == (GroupRole.STEWARD, GroupRole.MEMBER)


def test_a_group_ends_with_the_last_who_leaves_it() -> None:
    made = group()
    operations.leave_group(actor=steward_of(made), group_id=made.pk, now=NOW)
    made.refresh_from_db()
    assert (made.state, made.seats_taken) == ("archived", 0)
    with pytest.raises(errors.GroupArchived):
        operations.join_group(actor=member(), group_id=made.pk, now=NOW)


def test_nobody_is_made_steward_while_another_is_there() -> None:
    founder, other, third = member(), member(), member()
    made = group(other, third, founder=founder)
    place(made, other).hand_role(GroupRole.STEWARD)
    operations.leave_group(actor=founder, group_id=made.pk, now=NOW)
    assert place(made, third).role == GroupRole.MEMBER


def test_erasure_leaves_groups_and_lines_and_hands_the_office_on() -> None:
    from groups.operations.leaving import let_go_of_groups

    founder, other = member(), member()
    own, full = group(other, founder=founder), group(capacity=2)
    join(full, member())
    join(full, founder)
    for _twice in range(2):
        let_go_of_groups(founder.pk, NOW)
    assert [place(own, founder).state, place(full, founder).state] == ["left", "left"]
    assert place(own, other).role == GroupRole.STEWARD
