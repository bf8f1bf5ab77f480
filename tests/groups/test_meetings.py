"""Teammates who were both seen at the door have met, and it stands in the book of the two."""

import pytest

from accounts.models import Member
from gifts.models import BookEntry
from groups import operations
from groups.models import TeamMember
from tests.factories.door import let_in, over, tickets
from tests.groups.test_teams import coming, locked, mixed

pytestmark = pytest.mark.django_db


def pairs() -> set[frozenset[int]]:
    return {frozenset((one.low_id, one.high_id)) for one in BookEntry.objects.filter(kind="meeting")}


def seen(made, who) -> None:
    let_in(made, tickets(made, who)[0])


def test_the_second_of_a_team_who_is_let_in_has_met_the_first() -> None:
    made, members = coming(3)
    mixed(made, size=4)
    locked(made)
    seen(made, members[0])
    assert pairs() == set()
    seen(made, members[1])
    seen(made, members[1])
    assert pairs() == {frozenset((members[0].pk, members[1].pk))}
    assert BookEntry.objects.get().happened_at == made.starts_at


def test_whoever_is_in_another_team_was_not_met() -> None:
    made, members = coming(4)
    mixed(made, size=2)
    locked(made)
    for who in members:
        seen(made, who)
    teams: dict[int, set[int]] = {}
    for place in TeamMember.objects.filter(event=made):
        teams.setdefault(place.team_id, set()).add(place.member_id)
    came = {who.pk for who in members}
    assert pairs() == {frozenset(team & came) for team in teams.values() if len(team & came) == 2}
    assert len(pairs()) > 0


def test_teams_mixed_after_the_door_are_counted_with_it_once() -> None:
    made, members = coming(3)
    for who in members[:2]:
        seen(made, who)
    mixed(made, size=4)
    locked(made)
    assert pairs() == set()
    for _n in range(2):
        operations.count_doors(now=over(made))
    assert pairs() == {frozenset((members[0].pk, members[1].pk))}


def test_who_has_left_before_the_door_is_counted_stands_in_no_book() -> None:
    made, members = coming(3)
    for who in members[:2]:
        seen(made, who)
    mixed(made, size=4)
    locked(made)
    gone = {"phone_index": None, "phone_sealed": "", "email_index": None, "email_sealed": ""}
    Member.objects.filter(pk=members[0].pk).update(state="erased", **gone)

    operations.count_doors(now=over(made))

    assert pairs() == set()
