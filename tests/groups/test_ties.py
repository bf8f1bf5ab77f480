"""Nobody decides on the papers of who is in a group that they look after, nor of who looks after theirs."""

import pytest

from accounts.models import Member
from groups import operations
from groups.models import Group
from groups.operations import seats, stewarding, succession
from groups.states import GroupRole
from tests.factories import campaigns
from tests.factories.groups import NOW, group, member, place, steward_of
from tests.factories.trust import CaseFactory
from trust.errors import ConflictOfInterest
from trust.models import Conflict
from trust.operations import lease_task

pytestmark = pytest.mark.django_db


def certifier() -> Member:
    return campaigns.member(certifier=True)


def lease(who: Member, applicant: Member) -> None:
    lease_task(actor=who, case_id=CaseFactory.create(member=applicant).pk, now=NOW)


def give(made: Group, who: Member, role: int) -> None:
    operations.give_role(actor=steward_of(made), public_id=place(made, who).public_id, role=role)


def test_a_member_who_certifies_may_not_take_the_steward_s_case() -> None:
    who = certifier()
    made = group(who)
    with pytest.raises(ConflictOfInterest):
        lease(who, steward_of(made))


@pytest.mark.parametrize("role", [GroupRole.CO_STEWARD, GroupRole.STEWARD])
def test_whoever_is_given_a_role_may_not_take_cases_of_members(role) -> None:
    who, other = certifier(), member()
    made = group(who, other)
    give(made, who, role)
    with pytest.raises(ConflictOfInterest):
        lease(who, other)


def test_nor_of_who_comes_in_later() -> None:
    who, late = certifier(), member()
    made = group(who)
    give(made, who, GroupRole.CO_STEWARD)
    operations.join_group(actor=late, group_id=made.pk, now=NOW)
    with pytest.raises(ConflictOfInterest):
        lease(who, late)


def test_nor_whoever_succeeds_the_last_steward() -> None:
    who, other = certifier(), member()
    made = group(who, other)
    steward = steward_of(made)
    operations.leave_group(actor=steward, group_id=made.pk, now=NOW)
    with pytest.raises(ConflictOfInterest):
        lease(who, other)


def test_two_ordinary_members_may() -> None:
    who, other = certifier(), member()
    group(who, other)
    lease(who, other)


def test_declares_each_pair_once() -> None:
    who = certifier()
    made = group(who)
    give(made, who, GroupRole.CO_STEWARD)
    give(made, who, GroupRole.STEWARD)
    assert Conflict.objects.filter(reason="group").count() == 1


def test_the_control_without_the_declarations_the_case_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "tie_newcomer", lambda *_: None)
    for module in (stewarding, succession):
        monkeypatch.setattr(module, "tie_steward", lambda *_: None)
    who, other = certifier(), member()
    made = group(who, other)
    give(made, who, GroupRole.STEWARD)
    lease(who, other)
    lease(who, made.founded_by)
