"""An erasure is carried out: what of a member is gone, what stays as a pseudonym, and what it waits for."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import ApiToken, ContactCode, Erasure, ErasureProgress, Member, Tombstone
from accounts.operations import (
    give_consent,
    issue_token,
    leaving,
    register_member,
    send_contact_code,
)
from accounts.queries import contacts_of
from campaigns.models import DrawEntry, Progress, Reward, ShareLink
from common.models import DataKey, IdempotencyRecord
from common.registries import ErasureStep, Waiting, erasure_steps
from gifts.models import DeliveryAddress, Gift, GiftOffer
from gifts.operations import record_tracking
from gifts.rules import StepInput
from outbox.operations import run_checks
from outbox.testing import run_jobs
from tests.accounts.leaving_worlds import NOW, asked, due, erase
from tests.factories import campaigns as make
from tests.factories import gifts
from tests.factories.accounts import MemberFactory
from tests.factories.trust import CaseFactory, CertificationFactory
from trust.models import Case, Certification, LegalNameClaim
from trust.notices import REAL_NAME

pytestmark = pytest.mark.django_db


def reloaded(row):
    return type(row)._base_manager.get(pk=row.pk)


def clean():
    """What reconcile finds; certificates of the factories have no decision behind them."""
    run_jobs()
    found = run_checks()
    return {key: rows for key, rows in found.items() if rows and key != "trust.approved"}


def test_name_contacts_handle_password_and_key_are_gone():
    member = MemberFactory.create(
        display_name="Zhao Liu", email="zhao@example.org", password_text="correct horse battery"
    )
    key_id, handle = member.data_key_id, member.handle
    assert erase(member).state == "finished"
    gone = reloaded(member)
    assert (gone.state, gone.display_name) == ("erased", "a former member")
    assert gone.handle != handle and not gone.has_usable_password() and contacts_of(gone) == []
    assert not DataKey.objects.filter(pk=key_id or 0).exists()
    assert clean() == {}


def test_the_gap_is_read_in_the_readers_language():
    from django.utils.translation import override

    member = MemberFactory.create()
    erase(member)
    with override("zh-hans"):
        assert reloaded(member).display_name == "一位已离开的成员"


def test_sessions_tokens_and_codes_end():
    member = MemberFactory.create(phone="+8613800138000")
    browser = Client()
    browser.force_login(member)
    issue_token(actor=member, now=NOW)
    send_contact_code(contact="+8613800138000", address="127.0.0.1")
    erase(member)
    assert browser.get("/me/").status_code == 302
    assert not ApiToken.objects.exists() and not ContactCode.objects.exists()


def test_answers_that_name_the_member_are_forgotten():
    member = MemberFactory.create()
    for actor, answer in (
        (f"member:{member.pk}", {}),
        ("elsewhere", {"member": {"public_id": member.public_id}}),
        ("member:0", {"location": "/"}),
    ):
        IdempotencyRecord.objects.create(actor=actor, scope="s", key="k", body_hash="h", answer=answer)
    erase(member)
    assert [record.actor for record in IdempotencyRecord.objects.all()] == ["member:0"]


def test_nothing_runs_before_the_days_to_think_are_over():
    member = MemberFactory.create()
    erasure = asked(member)
    assert leaving.due_erasures() == []
    assert leaving.run_erasure(erasure_id=erasure.pk, now=NOW) == ""
    assert reloaded(member).is_active


def test_the_job_carries_out_what_is_due():
    member = MemberFactory.create()
    erasure = due(asked(member))
    from accounts.leaving_tasks import go_on_with_erasures

    go_on_with_erasures()
    run_jobs()
    assert reloaded(erasure).state == "finished"


def test_a_crash_between_steps_goes_on_where_it_stopped(monkeypatch):
    member = MemberFactory.create()
    erasure = due(asked(member))
    ran = []

    def broken(member_id, now):
        ran.append(member_id)
        if len(ran) == 1:
            raise RuntimeError

    step = ErasureStep(key="tests.broken", title="Broken", models=[], run=broken, order=50)
    monkeypatch.setitem(erasure_steps._items, step.key, step)
    with pytest.raises(RuntimeError):
        leaving.run_erasure(erasure_id=erasure.pk, now=NOW)
    assert reloaded(member).state == "suspended"
    done = ErasureProgress.objects.filter(erasure=erasure, done_at__isnull=False)
    assert set(done.values_list("step", flat=True)) == {
        "accounts.door",
        "accounts.tombstone",
        "campaigns.ambassador",
        "campaigns.codes",
        "campaigns.reservations",
        "campaigns.rewards",
        "campaigns.vouches",
        "connect.events",
        "groups.calendar",
        "groups.door",
        "groups.events",
        "groups.groups",
        "groups.rituals",
        "groups.stars",
        "groups.teams",
        "groups.moderation",
        "groups.introductions",
        "groups.complaints",
        "groups.stewardship",
        "groups.drafts",
        "groups.feedback",
        "groups.album",
        "groups.post-photos",
        "gifts.gifts",
        "trust.claims",
        "accounts.profile",
    }
    assert leaving.run_erasure(erasure_id=erasure.pk, now=NOW) == "finished"


def test_running_again_changes_nothing():
    member = MemberFactory.create()
    erasure = erase(member)
    handle = reloaded(member).handle
    assert leaving.run_erasure(erasure_id=erasure.pk, now=NOW) == ""
    assert reloaded(member).handle == handle


def test_what_comes_to_be_while_the_steps_run_is_found_by_the_second_look(monkeypatch):
    member, campaign = MemberFactory.create(), make.live(gift=5)
    erasure = due(asked(member))

    def late(member_id, now):
        if not Reward.objects.exists():
            make.approved(member, campaign)

    step = ErasureStep(key="tests.late", title="Late", models=[], run=late, order=50)
    monkeypatch.setitem(erasure_steps._items, step.key, step)
    leaving.run_erasure(erasure_id=erasure.pk, now=NOW)
    assert Reward.objects.get().state == "cancelled"


# --- gifts ----------------------------------------------------------------------------------------


def test_an_open_offer_serves_the_next_in_line_or_the_shelf():
    member = MemberFactory.create()
    shelf = gifts.item(stock=1)
    gift = gifts.offered(member, of=shelf)
    erase(member)
    assert reloaded(gift).state == "declined" and gifts.left(shelf) == 1
    assert GiftOffer.objects.get(gift=gift).answer == "declined"
    assert clean() == {}


def test_a_parcel_on_its_way_arrives_and_then_its_address_goes():
    member = MemberFactory.create()
    gift = gifts.shipped(member)
    erasure = erase(member)
    address = DeliveryAddress.objects.get(gift=gift)
    assert (erasure.state, address.shredded_at) == ("waiting", None)
    assert reloaded(member).state == "erased"  # nothing else waits
    deliver(gift, text="Signed for by Lin Xiaoyu")
    assert leaving.due_erasures() == [erasure.pk]
    assert leaving.run_erasure(erasure_id=erasure.pk, now=NOW) == "finished"
    assert reloaded(address).shredded_at is not None
    assert not gift.shipment.steps.exclude(text="").exists()
    assert clean() == {}


def deliver(gift, *, text=""):
    step = StepInput(happened_at=NOW, state="delivered", text=text)
    record_tracking(shipment_id=gift.shipment.pk, steps=[step], now=NOW)


def test_what_no_clerk_has_packed_goes_back_to_the_shelf():
    member = MemberFactory.create()
    shelf = gifts.item(stock=1, fulfilment="desk")
    gift = gifts.accepted(member, of=shelf)
    erase(member)
    assert reloaded(gift).state == "declined" and gifts.left(shelf) == 1
    assert DeliveryAddress.objects.get(gift=gift).shredded_at is not None
    assert clean() == {}


# --- campaigns ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["earned", "held", "approved"])
def test_a_reward_that_was_not_granted_is_given_up(state):
    member, campaign = MemberFactory.create(), make.live(gift=5)
    reward = make.reward_of(member, campaign)
    if state == "held":
        with_hold(reward)
    if state == "approved":
        from campaigns.operations.rewards import assess_reward

        assess_reward(reward_id=reward.pk, now=NOW + timedelta(days=90))
    assert reloaded(reward).state == state
    erase(member)
    assert reloaded(reward).state == "cancelled"
    assert clean() == {}


def with_hold(reward):
    from django.db import transaction

    from campaigns.operations.rewards import _hold

    with transaction.atomic():
        _hold(reward, code="staff-excluded", now=NOW)


def test_a_claimed_gift_gives_stock_and_budget_back():
    from campaigns.models import Budget
    from campaigns.operations.claims import claim_reward

    member, campaign = MemberFactory.create(), make.live(gift=5)
    reward = make.approved(member, campaign)
    claim_reward(actor=member, reward_id=reward.pk, now=NOW)
    erase(member)
    assert clean() == {}
    assert sum(row.spent_units for row in Budget.objects.filter(campaign=campaign)) == 0
    assert Gift.objects.get().state == "declined"


def test_an_entry_of_an_open_draw_is_left_out_and_links_close_for_good():
    member, campaign = MemberFactory.create(), make.live()
    make.approved(member, campaign)
    code = ShareLink.objects.get(advocate=member).code
    erase(member)
    assert DrawEntry.objects.get(member=member).excluded_code == "member-left"
    link = ShareLink.objects.get(code=code)
    assert link.withdrawn_at is not None
    assert clean() == {}


def test_friends_who_count_later_earn_a_former_member_nothing():
    member, campaign = MemberFactory.create(), make.live(gift=5)
    friends = [make.invite(member, campaign) for _ in range(3)]
    erase(member)
    for friend in friends:
        make.verify(friend)
    assert not Reward.objects.exists()
    assert Progress.objects.get().credit_hundredths == 0
    assert clean() == {}


# --- trust ----------------------------------------------------------------------------------------


def test_badges_end_and_what_was_declared_is_forgotten():
    member = MemberFactory.create()
    give_consent(actor=member, purpose=REAL_NAME.key, notice_hash=REAL_NAME.hash, now=NOW)
    case = CaseFactory.create(member=member)
    other = CertificationFactory.create(member=member)
    erase(member)
    assert reloaded(case).state == "withdrawn"
    assert reloaded(other).state == "revoked"
    for claim in LegalNameClaim.objects.filter(case__member=member):
        assert (claim.name_sealed, claim.identity_index, claim.region) == ("", "", "")
    assert not Certification.objects.exclude(identity_index="").exists()
    assert Case.objects.filter(member=member).count() == 2
    assert clean() == {}


# --- coming back ----------------------------------------------------------------------------------


def test_whoever_comes_back_joins_but_is_nobodys_new_friend():
    leaver, advocate = register_member(display_name="Wu", phone="+8613700000001", now=NOW), make.member()
    campaign = make.live(gift=5)
    erase(leaver)
    link = make.link_of(advocate, campaign)
    make.visit(link, visitor_key="again")
    back = register_member(display_name="Wu", phone="+8613700000001", visitor_key="again", now=NOW)
    make.certify(back)
    from campaigns.models import Decision, Referral
    from campaigns.operations.qualifying import recheck_referrals

    assert recheck_referrals(member_id=back.pk, happened_at=NOW, now=NOW) == 0
    assert Referral.objects.get(invitee=back).credit_hundredths == 0
    assert Decision.objects.get(referral__invitee=back).code == "returned"


def test_a_tombstone_leads_to_nobody_and_ends_after_a_year():
    member = MemberFactory.create()
    index = member.phone_index
    erase(member)
    stone = Tombstone.objects.select_related("epoch").get()
    assert stone.index != index
    assert leaving.forget_tombstones(NOW + timedelta(days=300)) == 0
    assert leaving.forget_tombstones(NOW + timedelta(days=500)) == 1
    assert DataKey.objects.get(pk=stone.epoch.data_key_id).wrapped == ""


def test_a_step_that_waits_keeps_its_sentence(monkeypatch):
    step = ErasureStep(
        key="tests.wait", title="Wait", models=[], run=lambda *_: Waiting(reason="Not yet."), order=50
    )
    monkeypatch.setitem(erasure_steps._items, step.key, step)
    erasure = erase(MemberFactory.create())
    assert erasure.state == "waiting"
    assert ErasureProgress.objects.get(step="tests.wait").waits_for == "Not yet."
    assert Erasure.objects.get().ended_at is None
    assert Member.objects.filter(state="erased").count() == 1
