"""Nobody decides on the papers of whom they invited, or of who invited them."""

import pytest

from accounts.models import Member
from campaigns.models import Referral
from campaigns.operations import pinning
from tests.factories import campaigns as make
from tests.factories.trust import CaseFactory
from trust.errors import ConflictOfInterest
from trust.models import Case, Conflict
from trust.operations import lease_task

pytestmark = pytest.mark.django_db


def lease(case: Case, certifier: Member) -> None:
    lease_task(actor=certifier, case_id=case.pk, now=make.NOW)


def certifier_and_friend() -> tuple[Member, Member]:
    certifier = make.member(certifier=True)
    return certifier, make.invite(certifier, make.live()).invitee


def test_a_certifier_may_not_take_a_friend_s_case() -> None:
    certifier, friend = certifier_and_friend()

    with pytest.raises(ConflictOfInterest):
        lease(CaseFactory.create(member=friend), certifier)


def test_nor_the_case_of_who_invited_them() -> None:
    advocate = make.member()
    certifier = make.invite(advocate, make.live()).invitee
    _make_certifier(certifier)

    with pytest.raises(ConflictOfInterest):
        lease(CaseFactory.create(member=advocate), certifier)


def test_a_stranger_s_case_may_be_taken() -> None:
    certifier, _friend = certifier_and_friend()

    lease(CaseFactory.create(), certifier)


def test_the_control_without_the_declaration_the_case_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinning, "declare_conflict", lambda *_: None)
    certifier, friend = certifier_and_friend()

    lease(CaseFactory.create(member=friend), certifier)


def test_a_second_campaign_of_the_same_two_declares_nothing_more() -> None:
    advocate, key = make.member(), "one-browser"
    for _campaign in range(2):
        make.visit(make.link_of(advocate, make.live()), visitor_key=key)
    make.join(visitor_key=key)

    assert (Referral.objects.count(), Conflict.objects.count()) == (2, 1)


def _make_certifier(member: Member) -> None:
    from accounts.models import RoleGrant

    Member.objects.filter(pk=member.pk).update(is_staff=True)
    RoleGrant.objects.create(member=member, role="certifier", granted_at=make.NOW)
