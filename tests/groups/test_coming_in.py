"""Requests, invitations, links, vouches and the trust gate; blocks and bans hold everywhere."""

from datetime import timedelta

import pytest

from accounts.operations import block_member
from common.errors import IllegalMove, NotFound
from groups import errors, operations
from groups.models import InviteLink, Membership
from groups.states import MembershipState as M
from tests.factories.groups import NOW, group, member, place, steward_of
from tests.factories.trust import CertificationFactory

pytestmark = pytest.mark.django_db


def join(made, who, **options) -> Membership:
    return operations.join_group(actor=who, group_id=made.pk, now=NOW, **options)


def invite(made, who, *, by=None) -> Membership:
    actor = by or steward_of(made)
    return operations.invite_member(actor=actor, group_id=made.pk, member_id=who.pk, now=NOW)


def accept(asked, *, by) -> Membership:
    return operations.accept_request(actor=by, public_id=asked.public_id, now=NOW)


def test_a_request_waits_and_a_steward_lets_in() -> None:
    made, who = group(join_policy="request"), member()
    asked = join(made, who, note=" I walk a lot. ")
    assert (asked.state, asked.note, join(made, who).version) == (M.REQUESTED, "I walk a lot.", 0)
    accept(asked, by=steward_of(made))
    accept(asked, by=steward_of(made))
    made.refresh_from_db()
    assert (place(made, who).state, made.seats_taken) == (M.ACTIVE, 2)


def test_a_no_goes_with_a_word_and_may_be_asked_again() -> None:
    made, who = group(join_policy="request"), member()
    asked, steward = join(made, who), steward_of(made)
    with pytest.raises(errors.WordsMissing):
        operations.decline_request(actor=steward, public_id=asked.public_id, answer=" ", now=NOW)
    operations.decline_request(actor=steward, public_id=asked.public_id, answer="Full for now", now=NOW)
    with pytest.raises(IllegalMove):
        accept(asked, by=steward)
    assert (place(made, who).answer, join(made, who).state) == ("Full for now", M.REQUESTED)


def test_requests_are_not_answered_by_ordinary_members_nor_by_oneself() -> None:
    fellow, who = member(), member()
    made = group(fellow)
    made.join_policy = "request"
    made.save(update_fields=["join_policy"])
    asked = join(made, who)
    for stranger in (fellow, who, member()):
        with pytest.raises(NotFound):
            accept(asked, by=stranger)
    assert place(made, who).state == M.REQUESTED


def test_a_yes_to_a_full_group_is_a_place_in_the_line() -> None:
    made, who = group(member(), capacity=2), member()
    made.join_policy = "request"
    made.save(update_fields=["join_policy"])
    asked = join(made, who)
    assert accept(asked, by=steward_of(made)).state == M.WAITING


def test_an_invitation_opens_a_closed_and_hidden_group_and_a_no_is_final_for_it() -> None:
    made, who, shy = group(join_policy="invite", visibility="private"), member(), member()
    with pytest.raises(NotFound):
        join(made, who)
    invite(made, who)
    assert join(made, who).state == M.ACTIVE
    invite(made, shy)
    for _twice in range(2):
        operations.refuse_invitation(actor=shy, group_id=made.pk, now=NOW)
    with pytest.raises(NotFound):
        join(made, shy)


def test_an_invitation_that_is_over_opens_nothing() -> None:
    made, who = group(join_policy="invite"), member()
    invite(made, who)
    Membership.objects.filter(member=who).update(expires_at=NOW - timedelta(days=1))
    with pytest.raises(errors.NotOpen):
        join(made, who)
    assert operations.lapse_pending(now=NOW) == 1
    assert (place(made, who).state, operations.lapse_pending(now=NOW)) == (M.LAPSED, 0)


def test_nobody_is_invited_across_a_block_or_twice() -> None:
    made, who = group(), member()
    steward = steward_of(made)
    block_member(actor=who, member_id=steward.pk, now=NOW)
    with pytest.raises(NotFound):
        invite(made, who)
    other = member()
    invite(made, other)
    with pytest.raises(errors.AlreadyInside):
        invite(made, other)


def test_a_link_brings_in_whom_the_policy_would_not_and_counts_down_once_each() -> None:
    made, who = group(join_policy="invite"), member()
    link = operations.make_invite_link(actor=steward_of(made), group_id=made.pk, now=NOW)
    for _twice in range(2):
        assert operations.join_by_link(actor=who, code=link.code, now=NOW).state == M.ACTIVE
    assert InviteLink.objects.get().uses_left == 49


@pytest.mark.parametrize("how", ["used up", "old", "renewed", "maker left", "block"])
def test_a_link_ends(how: str) -> None:
    maker, who = member(), member()
    made = group(maker, join_policy="open")
    link = operations.make_invite_link(actor=maker, group_id=made.pk, now=NOW)
    rows = InviteLink.objects.filter(pk=link.pk)
    if how == "used up":
        rows.update(uses_left=0)
    elif how == "old":
        rows.update(expires_at=NOW - timedelta(days=1))
    elif how == "renewed":
        operations.make_invite_link(actor=maker, group_id=made.pk, now=NOW)
    elif how == "maker left":
        operations.leave_group(actor=maker, group_id=made.pk, now=NOW)
    else:
        block_member(actor=maker, member_id=who.pk, now=NOW)
    with pytest.raises(errors.LinkOver):
        operations.join_by_link(actor=who, code=link.code, now=NOW)
    assert not Membership.objects.filter(member=who).exists()


def test_the_trust_gate_asks_for_a_certification() -> None:
    made, who = group(join_policy="certified"), member()
    with pytest.raises(errors.NeedsCertification):
        join(made, who)
    CertificationFactory.create(member=who, kind="professional")
    assert join(made, who).state == M.ACTIVE


def test_members_vouch_until_it_is_enough() -> None:
    fellow, who = member(), member()
    made = group(fellow)
    made.join_policy = "vouched"
    made.save(update_fields=["join_policy"])
    asked = join(made, who)
    assert operations.vouch_for(actor=fellow, public_id=asked.public_id, now=NOW).state == M.REQUESTED
    with pytest.raises(errors.AlreadyVouched):
        operations.vouch_for(actor=fellow, public_id=asked.public_id, now=NOW)
    assert operations.vouch_for(actor=made.founded_by, public_id=asked.public_id, now=NOW).state == M.ACTIVE


@pytest.mark.parametrize("who", ["stranger", "self", "blocked"])
def test_who_may_not_vouch(who: str) -> None:
    fellow, asks = member(), member()
    made = group(fellow)
    made.join_policy = "vouched"
    made.save(update_fields=["join_policy"])
    asked = join(made, asks)
    if who == "blocked":
        block_member(actor=fellow, member_id=asks.pk, now=NOW)
    actor = {"stranger": member(), "self": asks, "blocked": fellow}[who]
    with pytest.raises(NotFound):
        operations.vouch_for(actor=actor, public_id=asked.public_id, now=NOW)
    assert asked.vouches.count() == 0
