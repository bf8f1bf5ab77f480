"""What the circle around a friend tells: e-mail addresses that are alike, parcels that go to one door."""

from datetime import timedelta

import pytest

from accounts.models import Member
from accounts.operations import register_member
from campaigns.models import Campaign, Referral, RiskCase
from campaigns.queries.risk import held_friends
from common.ids import new_public_id
from gifts.models import DeliveryAddress
from gifts.operations import accept_gift, shred_addresses
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories import gifts as make_gifts

pytestmark = pytest.mark.django_db
EASY = {"requires": ["registered"], "credit": {"registered": 100}, "threshold": 9}


def friend(advocate: Member, campaign: Campaign, email: str) -> RiskCase:
    """Comes by the advocate's link, each from a browser of her own, at another hour."""
    key = new_public_id()
    at = make.NOW + timedelta(hours=Referral.objects.count())
    make.visit(make.link_of(advocate, campaign), visitor_key=key, at=at - timedelta(minutes=5))
    member = register_member(display_name="Friend", email=email, visitor_key=key, now=at)
    run_jobs()
    return RiskCase.objects.get(referral=Referral.objects.get(invitee=member, campaign=campaign))


def receive(member: Member, street: str) -> None:
    gift = make_gifts.offered(member)
    where = make_gifts.address(street=street)
    accept_gift(actor=member, gift_id=gift.pk, address=where, now=make.NOW)


def test_the_fourth_of_a_series_of_mailboxes_is_held() -> None:
    campaign, advocate = make.live(**EASY), make.member()
    first, second = (friend(advocate, campaign, f"mail.box{n}@x.example") for n in (1, 2))
    third = friend(advocate, campaign, "mailbox+spring@x.example")
    fourth = friend(advocate, campaign, "m.a.i.l.b.o.x@x.example")
    assert [case.code_list for case in (first, second, third)] == [[], ["mail-alike"], ["mail-alike"]]
    assert {"mail-alike", "mail-series"} <= set(fourth.code_list)
    assert fourth.state == "held"
    assert "mailbox" not in str(fourth.trace)


def test_ones_own_mailbox_with_a_plus_is_alike() -> None:
    campaign = make.live(**EASY)
    long_ago = make.NOW - timedelta(days=9)
    advocate = register_member(display_name="Advocate", email="lin.li@x.example", now=long_ago)
    assert "mail-alike" in friend(advocate, campaign, "linli+2@x.example").code_list
    assert friend(advocate, campaign, "linli@y.example").code_list == []


def test_four_throwaway_mailboxes_of_a_circle_are_held_and_one_alone_is_not() -> None:
    campaign, advocate = make.live(**EASY), make.member()
    cases = [friend(advocate, campaign, f"{letter * 4}@mailinator.com") for letter in "abcd"]
    assert [case.code_list for case in cases[:3]] == [["throwaway-mail"]] * 3
    assert [case.state for case in cases] == ["passed", "passed", "passed", "held"]
    assert cases[3].code_list == ["throwaway-mail", "throwaway-series"]
    assert "mailinator" not in str(cases[3].trace)


def test_an_advocate_reads_nothing_of_her_friends_mailbox() -> None:
    campaign, advocate = make.live(**EASY), make.member()
    for letter in "abcd":
        friend(advocate, campaign, f"{letter * 4}@mailinator.com")
    [held] = held_friends(slug=campaign.slug, member_id=advocate.pk)
    assert held.why == "something about the friend’s account is unusual"


def test_a_mailbox_of_another_circle_is_nobodys_business() -> None:
    campaign, one, other = make.live(**EASY), make.member(), make.member()
    friend(one, campaign, "mailbox1@x.example")
    assert friend(other, campaign, "mailbox2@x.example").code_list == []


def test_parcels_of_five_friends_to_one_door_speak_against_the_next_until_the_addresses_are_gone() -> None:
    campaign, advocate = make.live(**EASY), make.member()
    for letter, street in zip(
        "abcde", ["Road 1-2", "road 1 2", "ROAD 1-2", "Road 1, 2", "Road 1.2"], strict=True
    ):
        case = friend(advocate, campaign, f"{letter * 4}@x.example")
        assert case.code_list == []
        receive(case.referral.invitee, street)
    assert friend(advocate, campaign, "yyyy@x.example").code_list == ["one-door"]

    DeliveryAddress.objects.update(shred_after=make.NOW)
    shred_addresses(now=make.NOW)
    assert friend(advocate, campaign, "zzzz@x.example").code_list == []
