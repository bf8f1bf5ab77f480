from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from campaigns.draw_errors import DrawFrozen, EnoughEntries, EntriesClosed, NoDraw, NoEntry
from campaigns.models import Draw, DrawEntry, DrawPrize
from campaigns.operations.draws import add_entry, commit_draw, exclude_entry, open_draw, void_draw
from campaigns.queries.draws import count_entries
from campaigns.rulebook import DEFAULT_RULES, read_rules
from common.crypto import open_secret
from outbox.models import FactRow
from tests.campaigns.draw_rows import NOW, a_draw, campaign_row, close, enter, frozen, reward_for
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


def add(draw: Draw, reward_id: int, member_id: int, weight: int = 1) -> DrawEntry:
    return add_entry(
        campaign_id=draw.campaign_id, reward_id=reward_id, member_id=member_id, weight=weight, now=NOW
    )


def test_commitment_is_the_hash_of_a_sealed_secret() -> None:
    draw = a_draw()
    secret = bytes.fromhex(open_secret(draw.secret_sealed, aad=draw.secret_place))
    assert len(secret) == 32
    assert draw.commitment == sha256(secret).hexdigest()
    assert secret.hex() not in draw.secret_sealed
    assert FactRow.objects.get(kind="campaigns.draw-committed").payload["commitment"] == draw.commitment


def test_committing_again_keeps_the_secret() -> None:
    draw = a_draw()
    again = commit_draw(campaign_id=draw.campaign_id, rulebook=read_rules(_rules()), now=NOW)
    assert (again.pk, again.commitment) == (draw.pk, draw.commitment)


def _rules() -> dict[str, object]:
    prizes = [{"key": "cup", "item": "x", "quantity": 1}]
    return {**DEFAULT_RULES, "draw": {"prizes": prizes, "beacon": "none", "reserve": 1}}


def test_first_entry_opens_the_draw_of_a_live_campaign() -> None:
    draw = a_draw()
    enter(draw, 1)
    draw.refresh_from_db()
    assert draw.state == "open"
    assert count_entries(draw.pk) == (1, 1)


def test_no_entry_before_the_campaign_runs() -> None:
    draw = a_draw(state="scheduled")
    member = MemberFactory.create()
    reward = reward_for(draw, member)
    with pytest.raises(EntriesClosed):
        add(draw, reward.pk, member.pk)
    assert not DrawEntry.objects.exists()


def test_campaign_without_a_draw_has_no_entries() -> None:
    with pytest.raises(NoDraw):
        add_entry(campaign_id=campaign_row().pk, reward_id=1, member_id=1, weight=1, now=NOW)


def test_same_reward_twice_is_one_ticket() -> None:
    draw, member = a_draw(most=5), MemberFactory.create()
    reward = reward_for(draw, member)
    first, second = add(draw, reward.pk, member.pk, 3), add(draw, reward.pk, member.pk, 3)
    assert (first.pk, second.weight, count_entries(draw.pk)) == (second.pk, 3, (1, 3))


def test_one_person_keeps_one_key_and_gets_heavier_up_to_the_published_number() -> None:
    draw, member = a_draw(most=2), MemberFactory.create()
    rewards = [reward_for(draw, member, number=n) for n in (1, 2, 3)]
    keys = {add(draw, reward.pk, member.pk, 2).entry_key for reward in rewards[:2]}
    with pytest.raises(EnoughEntries), transaction.atomic():
        add(draw, rewards[2].pk, member.pk, 2)
    assert len(keys) == 1
    assert count_entries(draw.pk) == (1, 4)


def test_keys_say_nothing_about_the_person() -> None:
    draw = a_draw()
    enter(draw, 20)
    keys = list(DrawEntry.objects.order_by("pk").values_list("entry_key", flat=True))
    assert len(set(keys)) == 20
    assert sorted(keys) != keys


def test_excluded_entry_leaves_the_count_and_stays_on_record() -> None:
    draw = a_draw()
    members = enter(draw, 3)
    exclude_entry(campaign_id=draw.campaign_id, member_id=members[0].pk, code="staff-excluded")
    exclude_entry(campaign_id=draw.campaign_id, member_id=members[0].pk, code="staff-excluded")
    assert count_entries(draw.pk) == (2, 2)
    assert DrawEntry.objects.get(member=members[0]).excluded_code == "staff-excluded"
    with pytest.raises(NoEntry):
        exclude_entry(campaign_id=draw.campaign_id, member_id=MemberFactory.create().pk, code="x")


def test_ticket_of_an_excluded_person_does_not_count() -> None:
    draw, member = a_draw(most=2), MemberFactory.create()
    add(draw, reward_for(draw, member).pk, member.pk)
    exclude_entry(campaign_id=draw.campaign_id, member_id=member.pk, code="fraud")
    add(draw, reward_for(draw, member, number=2).pk, member.pk)
    assert count_entries(draw.pk) == (0, 0)


def test_no_entry_and_no_exclusion_after_the_freeze() -> None:
    draw = frozen(3)
    late = MemberFactory.create()
    with pytest.raises(EntriesClosed), transaction.atomic():
        add(draw, reward_for(draw, late).pk, late.pk)
    somebody = DrawEntry.objects.filter(draw=draw)[0].member_id
    with pytest.raises(EntriesClosed), transaction.atomic():
        exclude_entry(campaign_id=draw.campaign_id, member_id=somebody, code="x")
    assert DrawEntry.objects.filter(draw=draw, excluded_code="").count() == 3


def test_void_draw_takes_no_entries_and_a_frozen_one_cannot_be_void() -> None:
    draw = a_draw()
    void_draw(draw_id=draw.pk, reason="campaign-cancelled")
    member = MemberFactory.create()
    with pytest.raises(EntriesClosed):
        add(draw, reward_for(draw, member).pk, member.pk)
    with pytest.raises(DrawFrozen):
        void_draw(draw_id=frozen(2).pk, reason="we do not like it")


def test_prizes_cannot_be_added_or_changed_once_committed() -> None:
    draw = a_draw()
    with pytest.raises(DatabaseError), transaction.atomic():
        DrawPrize.objects.create(draw=draw, position=9, key="car", item="x", quantity=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(reserve_size=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(commitment="0" * 64)
    open_draw(draw_id=draw.pk)


def test_late_reward_before_the_freeze_still_counts() -> None:
    draw = a_draw()
    enter(draw, 1)
    close(draw)
    enter(draw, 1)
    assert count_entries(draw.pk) == (2, 2)
