"""Blocks, mutes and circles."""

import json
from functools import partial

import pytest
from django.test import Client

from accounts import visibility
from accounts.models import Block, CirclePlace, Mute
from accounts.operations import (
    block_member,
    enter_circle,
    leave_circle,
    mute_member,
    unblock_member,
    unmute_member,
)
from common.errors import NotFound
from outbox.models import FactRow
from tests.factories.accounts import JOINED, MemberFactory
from tests.racing import finished, race

pytestmark = pytest.mark.django_db


def two():
    return MemberFactory.create(), MemberFactory.create()


def block(one, other):
    block_member(actor=one, member_id=other.pk, now=JOINED)


def test_a_block_hides_each_from_the_other():
    one, other = two()
    block(one, other)
    assert visibility.are_blocked(one.pk, other.pk)
    assert visibility.are_blocked(other.pk, one.pk)
    assert FactRow.objects.filter(kind="accounts.member-blocked").count() == 1


def test_blocking_twice_is_one_block_and_one_fact():
    one, other = two()
    block(one, other)
    block(one, other)
    assert Block.objects.count() == 1
    assert FactRow.objects.filter(kind="accounts.member-blocked").count() == 1


def test_oneself_cannot_be_blocked_or_muted():
    one, _other = two()
    for tie in (block_member, mute_member):
        with pytest.raises(NotFound):
            tie(actor=one, member_id=one.pk, now=JOINED)
    assert not Block.objects.exists()
    assert not Mute.objects.exists()


def test_whoever_is_blocked_is_answered_as_if_there_were_nobody():
    one, other = two()
    block(one, other)
    for tie in (block_member, mute_member):
        for member_id in (one.pk, 987654):
            with pytest.raises(NotFound):
                tie(actor=other, member_id=member_id, now=JOINED)
    assert Block.objects.count() == 1


def test_an_undone_block_leaves_the_others_block():
    one, other = two()
    block(one, other)
    Block.objects.create(blocker=other, blocked=one, created_at=JOINED)
    unblock_member(actor=one, member_id=other.pk, now=JOINED)
    assert visibility.are_blocked(one.pk, other.pk)
    unblock_member(actor=other, member_id=one.pk, now=JOINED)
    assert not visibility.are_blocked(one.pk, other.pk)


def test_undoing_what_was_never_done_is_quiet():
    one, other = two()
    unblock_member(actor=one, member_id=other.pk, now=JOINED)
    unmute_member(actor=one, member_id=987654)
    assert not FactRow.objects.filter(kind="accounts.member-unblocked").exists()


def test_a_mute_is_one_sided_and_silent():
    one, other = two()
    facts = FactRow.objects.count()
    mute_member(actor=one, member_id=other.pk, now=JOINED)
    mute_member(actor=one, member_id=other.pk, now=JOINED)
    assert (visibility.has_muted(one.pk, other.pk), visibility.has_muted(other.pk, one.pk)) == (True, False)
    assert not visibility.are_blocked(one.pk, other.pk)
    assert visibility.muters_among(other.pk, [one.pk, other.pk]) == {one.pk}
    assert FactRow.objects.count() == facts
    unmute_member(actor=one, member_id=other.pk)
    assert not Mute.objects.exists()


def test_a_muted_member_who_then_blocks_leaves_the_list():
    one, other = two()
    mute_member(actor=one, member_id=other.pk, now=JOINED)
    block(other, one)
    assert not visibility.muted_by(one.pk).exists()


# --- circles


def share(one, other):
    return visibility.circle_mates(one.pk).filter(member=other).exists()


def test_two_in_one_circle_share_it_until_one_leaves():
    one, other = two()
    enter_circle(circle="group:a", member_id=one.pk, step=1)
    enter_circle(circle="group:a", member_id=other.pk, step=1)
    assert share(one, other)
    leave_circle(circle="group:a", member_id=other.pk, step=2)
    assert not share(one, other)
    assert not share(other, one)


def test_older_news_changes_nothing():
    one, _other = two()
    assert leave_circle(circle="group:a", member_id=one.pk, step=2)
    assert not enter_circle(circle="group:a", member_id=one.pk, step=1)
    assert not CirclePlace.objects.filter(is_in=True).exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_joins_and_leaves_at_once_end_as_the_last_step_says():
    member = MemberFactory.create()
    for last_is_in in (True, False):
        CirclePlace.objects.all().delete()
        steps = [(step, (step % 2 == 0) == last_is_in) for step in range(1, 13)]

        def news(step, is_in):
            move = enter_circle if is_in else leave_circle
            return move(circle="group:a", member_id=member.pk, step=step)

        finished(race([partial(news, *step) for step in steps]))
        place = CirclePlace.objects.get()
        assert (place.step, place.is_in) == (12, last_is_in)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_block_made_ten_times_at_once_is_one():
    one, other = two()
    finished(race([lambda: block(one, other)] * 10))
    assert Block.objects.count() == 1
    assert FactRow.objects.filter(kind="accounts.member-blocked").count() == 1


# --- the API


def call(member, method, path, body=None, key="0123456789"):
    client = Client()
    client.force_login(member)
    return getattr(client, method)(
        f"/api/v1/{path}",
        json.dumps(body) if body is not None else None,
        content_type="application/json",
        HTTP_IDEMPOTENCY_KEY=key,
    )


def test_programs_block_list_and_take_back():
    one, other = two()
    assert call(one, "post", "blocks/", {"member": other.public_id}).status_code == 204
    items = call(one, "get", "blocks/").json()["items"]
    assert [(item["member"], item["name"]) for item in items] == [(other.public_id, other.display_name)]
    assert call(other, "get", "blocks/").json()["items"] == []
    assert call(one, "delete", f"blocks/{other.public_id}/").status_code == 204
    assert not Block.objects.exists()


def test_programs_mute_and_hear_again():
    one, other = two()
    assert call(one, "post", "mutes/", {"member": other.public_id}).status_code == 204
    assert len(call(one, "get", "mutes/").json()["items"]) == 1
    assert call(one, "delete", f"mutes/{other.public_id}/").status_code == 204
    assert not Mute.objects.exists()


def test_a_block_reads_like_nobody():
    one, other = two()
    block(one, other)
    hidden = call(other, "post", "mutes/", {"member": one.public_id})
    nobody = call(other, "post", "mutes/", {"member": "zzzzzzzzzzzzzzzzzzzz"}, key="9876543210")
    assert (hidden.status_code, hidden.content) == (nobody.status_code, nobody.content)
    assert hidden.status_code == 404
    gone = call(other, "delete", f"blocks/{one.public_id}/")
    never = call(other, "delete", "blocks/zzzzzzzzzzzzzzzzzzzz/")
    assert (gone.status_code, gone.content) == (never.status_code, never.content)
