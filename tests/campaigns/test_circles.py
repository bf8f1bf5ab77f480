"""A circle of invitations, which no page can close, is found where somebody has written one by hand."""

import pytest

from accounts.models import Member
from campaigns.models import Referral
from campaigns.reconcile import nobody_twice
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def chain() -> list[Referral]:
    """One invited another, who invited a third."""
    campaign, first = make.live(), make.member()
    second = make.invite(first, campaign)
    return [second, make.invite(second.invitee, campaign)]


def close(referrals: list[Referral]) -> Referral:
    """The first becomes a friend of the last, as no operation would have it."""
    first, last = referrals[0], referrals[-1]
    copy = Referral.objects.get(pk=first.pk)
    copy.pk, copy.advocate_id, copy.invitee_id = None, last.invitee_id, first.advocate_id
    copy.save(force_insert=True)
    return copy


def test_a_chain_is_no_circle() -> None:
    chain()
    Member.objects.update(joined_at=make.NOW)
    assert nobody_twice() == []


def test_a_circle_is_found_wherever_it_was_closed() -> None:
    closing = close(chain())
    assert f"referral {closing.pk} closes a circle of invitations" in nobody_twice()


def test_what_is_void_closes_nothing() -> None:
    closing = close(chain())
    Referral.objects.filter(pk=closing.pk).update(state="void")
    assert nobody_twice() == []
