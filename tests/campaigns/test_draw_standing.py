"""While a draw is open, what is in the drum is earned without friends who are looked at or don't count."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Member
from campaigns import tasks_draws
from campaigns.draw_errors import EntriesClosed
from campaigns.errors import FriendsWaiting
from campaigns.models import Brand, Campaign, Decision, Draw, DrawEntry, DrawTicket, Referral, RiskCase
from campaigns.operations.draws.entries import leave_out
from campaigns.operations.draws.freezing import call_draw, freeze_draw
from campaigns.operations.draws.publishing import publish_draw
from campaigns.operations.draws.running import run_draw
from campaigns.operations.draws.standing import settle_open_draws, settle_tickets
from campaigns.operations.leaving import let_go_of_campaigns
from campaigns.operations.risk import appeal_case, confirm_case, hold_for_vouch, lift_hold, release_case
from campaigns.queries.draws import (
    count_entries,
    own_entry,
    receipt_of_draw,
    receipt_text,
    stream_entries,
)
from campaigns.queries.replay import replay_campaign
from campaigns.reconcile_draws import (
    doubted_tickets_are_out,
    open_draws_count_right,
    published_draws_recompute,
    tickets_add_up,
)
from campaigns.verifier.verify_draw import checks
from common.access import SYSTEM
from common.http.errors import NotDone
from outbox.testing import run_jobs
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
WHY = "One person."
EASY: dict[str, Any] = {"requires": ["registered"], "credit": {"registered": 100}, "threshold": 1}


def world(*, friends: int = 1, **rules: Any) -> tuple[Campaign, Member, Draw]:
    """One friend is an entry, and nobody has anything against her; a stranger has one as well."""
    campaign = make.live(**EASY, **rules)
    advocate = make.member()
    for who, number in ((advocate, friends), (make.member(), 1)):
        invite(who, campaign, friends=number)
    return campaign, advocate, Draw.objects.get(campaign=campaign)


def invite(advocate: Member, campaign: Campaign, *, friends: int = 1) -> None:
    for _friend in range(friends):
        make.invite(advocate, campaign)
    run_jobs()


def put_on_hold(campaign: Campaign, place: int = 0) -> RiskCase:
    """After the entry was given, as with a branch or a suspension."""
    referral = Referral.objects.filter(campaign=campaign).order_by("pk")[place]
    assert hold_for_vouch(referral, now=make.NOW)
    run_jobs()
    return RiskCase.objects.get(referral=referral)


def confirm(case: RiskCase) -> None:
    confirm_case(actor=make.manager_of(case.campaign.brand), case_id=case.pk, reason=WHY, now=make.NOW)
    run_jobs()


def close(campaign: Campaign) -> Campaign:
    return make.in_state(campaign, "closing", closed_at=make.NOW)


def is_sound(campaign: Campaign) -> bool:
    found = [
        *open_draws_count_right(),
        *tickets_add_up(),
        *doubted_tickets_are_out(),
        *published_draws_recompute(),
        *replay_campaign(campaign.pk),
    ]
    assert found == []
    return True


def codes(member: Member) -> list[str]:
    mine = Decision.objects.filter(reward__beneficiary=member).order_by("pk")
    return list(mine.values_list("code", flat=True))


def test_a_hold_takes_the_ticket_out_and_its_end_puts_it_back() -> None:
    campaign, advocate, draw = world()
    assert count_entries(draw.pk) == (2, 2)

    case = put_on_hold(campaign)
    own = own_entry(draw_id=draw.pk, member_id=advocate.pk)
    assert own and (own.weight, own.excluded_code) == (0, "friends-not-counted")
    assert count_entries(draw.pk) == (1, 1)
    assert len(list(stream_entries(draw.pk))) == 1
    assert is_sound(campaign)

    lift_hold(case.referral, now=make.NOW)
    run_jobs()
    assert count_entries(draw.pk) == (2, 2)
    assert codes(advocate) == ["earned", "approved", "granted", "entry-out", "entry-back"]
    assert is_sound(campaign)


def test_what_is_confirmed_stays_out_and_its_reason_is_public(client: Client) -> None:
    campaign, advocate, draw = world()
    confirm(put_on_hold(campaign))
    client.force_login(advocate)
    page = client.get(f"/campaigns/{campaign.slug}/draw/").content.decode()
    assert page.count("friends-not-counted") == 2  # in the public rules, and of her own entry
    assert "Not in the draw for now" in client.get(f"/campaigns/{campaign.slug}/progress/").content.decode()
    close(campaign)
    freeze_draw(draw_id=draw.pk)
    later = make.NOW + timedelta(days=1)
    run_draw(draw_id=draw.pk, now=later)
    published = publish_draw(draw_id=draw.pk, now=later)

    receipt = json.loads("".join(receipt_text(published, receipt_of_draw(published))))
    key = DrawEntry.objects.get(member=advocate).entry_key.hex
    assert (receipt["entry_count"], receipt["excluded"]) == (1, [[key, "friends-not-counted"]])
    assert [sentence for good, sentence in checks(receipt) if not good] == []
    assert is_sound(campaign)


def test_other_friends_keep_the_ticket_in() -> None:
    campaign, _advocate, draw = world(friends=2)
    confirm(put_on_hold(campaign))
    assert count_entries(draw.pk) == (2, 2)
    assert not DrawTicket.objects.exclude(left_out_code="").exists()


def test_only_the_ticket_that_is_not_covered_leaves() -> None:
    reward = {"kind": "draw_entry", "weight": 1, "max_per_member": 3, "per_threshold": True}
    campaign, advocate, draw = world(friends=3, reward=reward)
    assert count_entries(draw.pk) == (2, 4)
    confirm(put_on_hold(campaign))
    assert count_entries(draw.pk) == (2, 3)
    entry = DrawEntry.objects.get(member=advocate)
    assert (entry.tickets, entry.weight) == (2, 2)
    left = DrawTicket.objects.exclude(left_out_code="").get()
    assert left.reward.occurrence_key == "threshold:3"
    assert is_sound(campaign)


def test_a_friend_who_comes_later_makes_up_for_it() -> None:
    campaign, advocate, draw = world()
    confirm(put_on_hold(campaign))
    invite(advocate, campaign)
    settle_open_draws(now=make.NOW)
    assert count_entries(draw.pk) == (2, 2)


def test_a_granted_objection_puts_it_back() -> None:
    campaign, advocate, draw = world()
    case = put_on_hold(campaign)
    confirm(case)
    appeal_case(actor=advocate, case_id=case.pk, text="We are sisters.", now=make.NOW)
    run_jobs()
    assert count_entries(draw.pk) == (1, 1)
    second = make.manager_of(campaign.brand)
    release_case(actor=second, case_id=case.pk, reason="Two certificates.", now=make.NOW)
    run_jobs()
    assert count_entries(draw.pk) == (2, 2)


def test_the_list_is_not_frozen_before_a_person_has_answered() -> None:
    campaign, _advocate, draw = world()
    case = put_on_hold(campaign)
    close(campaign)
    with pytest.raises(FriendsWaiting):
        call_draw(actor=SYSTEM, campaign_id=campaign.pk)
    with pytest.raises(FriendsWaiting):
        freeze_draw(draw_id=draw.pk)
    with pytest.raises(NotDone):
        tasks_draws.freeze.run(draw_id=draw.pk)
    assert Draw.objects.get(pk=draw.pk).state == "open"

    confirm(case)
    tasks_draws.freeze.run(draw_id=draw.pk)
    assert Draw.objects.get(pk=draw.pk).root.entry_count == 1
    assert is_sound(campaign)


def test_the_freeze_itself_looks_where_the_news_has_not_arrived() -> None:
    campaign, _advocate, draw = world()
    referral = Referral.objects.filter(campaign=campaign).order_by("pk")[0]
    RiskCase.objects.filter(referral=referral).update(state="confirmed", reason=WHY)
    assert count_entries(draw.pk) == (2, 2)
    assert len(doubted_tickets_are_out()) == 1
    close(campaign)
    assert freeze_draw(draw_id=draw.pk).root.entry_count == 1


def test_a_frozen_list_stays_as_it_is() -> None:
    campaign, _advocate, draw = world()
    close(campaign)
    freeze_draw(draw_id=draw.pk)
    confirm(put_on_hold(campaign))
    assert Draw.objects.get(pk=draw.pk).root.entry_count == 2
    assert not DrawTicket.objects.exclude(left_out_code="").exists()
    with pytest.raises(EntriesClosed):
        leave_out(DrawTicket.objects.all()[0], code="x")


def test_a_pause_puts_nothing_back_and_afterwards_it_is() -> None:
    campaign, _advocate, draw = world()
    case = put_on_hold(campaign)
    make.in_state(campaign, "paused")
    lift_hold(case.referral, now=make.NOW)
    run_jobs()
    assert (settle_open_draws(now=make.NOW), count_entries(draw.pk)) == (0, (1, 1))
    make.in_state(campaign, "live")
    Brand.objects.update(stopped_at=make.NOW)
    assert (settle_tickets(draw_id=draw.pk, now=make.NOW), count_entries(draw.pk)) == (0, (1, 1))
    Brand.objects.update(stopped_at=None)
    assert settle_open_draws(now=make.NOW) == 1
    assert count_entries(draw.pk) == (2, 2)


def test_who_leaves_meanwhile_does_not_come_back() -> None:
    campaign, advocate, draw = world()
    case = put_on_hold(campaign)
    let_go_of_campaigns(advocate.pk, make.NOW)
    lift_hold(case.referral, now=make.NOW)
    run_jobs()
    assert count_entries(draw.pk) == (1, 1)
    own = own_entry(draw_id=draw.pk, member_id=advocate.pk)
    assert own and own.excluded_code == "member-left"
    assert is_sound(campaign)
