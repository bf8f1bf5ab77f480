"""A manager says whose friend a member is who registered without an invitation."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from accounts.operations import block_member
from campaigns import errors
from campaigns.models import Attribution, Campaign, Decision, Progress, Referral, RiskCase, ShareLink
from campaigns.operations import attributing
from campaigns.operations.attributing import attribute_by_hand
from campaigns.operations.lifecycle import close_campaign
from campaigns.queries.progress import progress_of
from campaigns.queries.replay import replay_campaign
from campaigns.reconcile import CHECKS
from common.access import SYSTEM
from common.errors import NotFound
from outbox.models import AuditLine, FactRow
from outbox.testing import run_jobs
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make
from trust.models import Certification

pytestmark = pytest.mark.django_db
WHY = "They came to the stand together."


@pytest.fixture
def campaign() -> Campaign:
    return make.live()


@pytest.fixture
def advocate(campaign: Campaign) -> Member:
    member = make.member()
    make.link_of(member, campaign)
    return member


def write_down(campaign: Campaign, advocate: Member, friend: Member, **changes: Any) -> Referral:
    options: dict[str, Any] = {"actor": make.manager_of(campaign.brand), "reason": WHY, "now": timezone.now()}
    return attribute_by_hand(
        campaign_id=campaign.pk,
        invitee_handle=friend.handle,
        advocate_handle=f"@{advocate.handle}",
        **(options | changes),
    )


def _written() -> tuple[int, ...]:
    news = FactRow.objects.filter(kind="campaigns.referral-registered")
    asked = (Referral.objects, Attribution.objects, Decision.objects, news)
    return tuple(rows.count() for rows in asked)


@contextmanager
def refused(error: type[Exception]) -> Iterator[None]:
    """And nothing has changed."""
    before = _written()
    with pytest.raises(error):
        yield
    assert _written() == before


def test_she_is_a_friend_like_any_other(campaign: Campaign, advocate: Member) -> None:
    friend, boss = make.join(), make.manager_of(campaign.brand)

    referral = write_down(campaign, advocate, friend, actor=boss)

    assert (referral.advocate, referral.invitee, referral.state) == (advocate, friend, "registered")
    assert referral.registered_at == friend.joined_at
    assert make.progress(advocate, campaign).registered == 1
    why = Attribution.objects.get()
    assert (why.model, why.reason, why.actor, why.touch) == ("manual", WHY, boss, None)
    decision = Decision.objects.get(referral=referral)
    assert (decision.code, decision.data, decision.actor) == ("attributed", {"reason": WHY}, boss)
    assert AuditLine.objects.filter(verb="campaigns.attribute-referral", actor_id=boss.pk, why=WHY).exists()


def test_what_she_has_shown_meanwhile_counts_and_is_looked_at(campaign: Campaign, advocate: Member) -> None:
    friend = make.join()
    approve(friend)
    run_jobs()

    write_down(campaign, advocate, friend)
    run_jobs()

    assert Referral.objects.get().qualified_at is not None
    assert RiskCase.objects.filter(referral__invitee=friend).exists()
    assert replay_campaign(campaign.pk) == []
    assert [line for check in CHECKS for line in check.run()] == []


def test_what_was_taken_back_before_does_not_count(campaign: Campaign, advocate: Member) -> None:
    """Held up by a person only now: what held in between was nobody's credit."""
    from trust.operations import revoke_certification

    friend = make.join()
    approve(friend)
    chief = make.member(superuser=True)
    revoke_certification(
        actor=chief, certification_id=Certification.objects.get(member=friend).pk, why="wrong", now=make.NOW
    )
    write_down(campaign, advocate, friend)
    run_jobs()

    assert Referral.objects.get().qualified_at is None
    assert replay_campaign(campaign.pk) == []


def test_the_advocate_is_told_and_reads_why(campaign: Campaign, advocate: Member) -> None:
    write_down(campaign, advocate, make.join())
    run_jobs()

    assert Notification.objects.filter(member=advocate, kind="campaigns.friend-joined").count() == 1
    told = progress_of(member_id=advocate.pk, slug=campaign.slug).friends[0].reason
    assert told.startswith(f"A person of the brand wrote this friend down for you: {WHY} Not counted yet:")


def test_of_somebody_unseen_the_reason_is_not_told(campaign: Campaign, advocate: Member) -> None:
    friend = make.join()
    write_down(campaign, advocate, friend)
    block_member(actor=friend, member_id=advocate.pk, now=make.NOW)

    told = progress_of(member_id=advocate.pk, slug=campaign.slug).friends[0].reason
    assert told == "A person of the brand wrote this friend down for you. Not counted so far."


def test_the_same_again_changes_nothing(campaign: Campaign, advocate: Member) -> None:
    friend = make.join()
    first = write_down(campaign, advocate, friend)

    assert write_down(campaign, advocate, friend) == first
    assert Attribution.objects.count() == Decision.objects.count() == 1
    assert make.progress(advocate, campaign).registered == 1


def test_nobody_is_given_to_somebody_else(campaign: Campaign, advocate: Member) -> None:
    other, friend = make.member(), make.join()
    make.link_of(other, campaign)
    write_down(campaign, advocate, friend)

    with refused(errors.AlreadyInvited):
        write_down(campaign, other, friend)


def test_who_came_on_an_invitation_is_left_alone(campaign: Campaign, advocate: Member) -> None:
    friend = make.invite(advocate, campaign).invitee

    with refused(errors.AlreadyInvited):
        write_down(campaign, advocate, friend)


def test_it_needs_a_reason(campaign: Campaign, advocate: Member) -> None:
    with refused(errors.ReasonMissing):
        write_down(campaign, advocate, make.join(), reason="  ")


def test_strangers_and_people_who_are_gone_are_nobody(campaign: Campaign, advocate: Member) -> None:
    friend = make.join()
    Member.objects.filter(pk=friend.pk).update(state="suspended")

    with refused(errors.NoSuchMember):
        write_down(campaign, advocate, friend)
    with refused(errors.NoSuchMember):
        write_down(campaign, advocate, Member(handle="nobody-at-all"))


def test_nobody_is_their_own_friend(campaign: Campaign, advocate: Member) -> None:
    with refused(errors.SamePerson):
        write_down(campaign, advocate, advocate)


def test_nobody_decides_for_herself(campaign: Campaign, advocate: Member) -> None:
    boss = make.manager_of(campaign.brand)
    make.link_of(boss, campaign)

    with refused(errors.OwnAttribution):
        write_down(campaign, boss, make.join(), actor=boss)
    with refused(errors.OwnAttribution):
        write_down(campaign, advocate, boss, actor=boss)


def test_nor_for_a_friend_whose_credit_she_shares(campaign: Campaign, advocate: Member) -> None:
    boss = make.manager_of(campaign.brand)
    shared = make.invite(make.member(), make.live())
    Referral.objects.filter(pk=shared.pk).update(sharer=boss, sharer_bp=4000)

    with refused(errors.OwnAttribution):
        write_down(campaign, advocate, shared.invitee, actor=boss)


def test_nor_for_a_friend_of_hers(campaign: Campaign, advocate: Member) -> None:
    boss = make.manager_of(campaign.brand)
    Referral.objects.filter(pk=make.invite(boss, make.live()).pk).update(invitee=advocate)

    with refused(errors.OwnAttribution):
        write_down(campaign, advocate, make.join(), actor=boss)


def test_another_brands_manager_finds_nothing(campaign: Campaign, advocate: Member) -> None:
    with refused(NotFound):
        write_down(campaign, advocate, make.join(), actor=make.manager_of(make.brand()))


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("scheduled", errors.CampaignNotStarted),
        ("paused", errors.CampaignPaused),
        ("settling", errors.CampaignEnded),
        ("drawing", errors.CampaignEnded),
    ],
)
def test_other_campaigns_take_nobody(
    campaign: Campaign, advocate: Member, state: str, error: type[Exception]
) -> None:
    make.in_state(campaign, state)
    with refused(error):
        write_down(campaign, advocate, make.join())


def test_who_registered_in_time_still_counts_while_it_closes(campaign: Campaign, advocate: Member) -> None:
    make.in_state(campaign, "closing")
    assert write_down(campaign, advocate, make.join()).state == "registered"


@pytest.mark.parametrize("seconds", [-1, 0])
def test_who_registered_after_an_early_end_does_not(
    campaign: Campaign, advocate: Member, seconds: int
) -> None:
    friend = make.join()
    at = friend.joined_at - timedelta(seconds=seconds)
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="Rain.", now=at)

    if at > friend.joined_at:
        assert write_down(campaign, advocate, friend).state == "registered"
        return
    with refused(errors.RegisteredOutside):
        write_down(campaign, advocate, friend)


def test_who_was_here_before_the_campaign_is_nobodys_friend(campaign: Campaign, advocate: Member) -> None:
    friend = make.member(joined_at=campaign.opens_at - timedelta(seconds=1))
    ShareLink.objects.update(created_at=campaign.opens_at - timedelta(days=1))

    with refused(errors.RegisteredOutside):
        write_down(campaign, advocate, friend)


def test_an_invitation_that_was_not_there_brought_nobody(campaign: Campaign, advocate: Member) -> None:
    """Which also keeps circles of invitations out: the advocate was there first."""
    with refused(errors.NoInvitationThen):
        write_down(campaign, advocate, make.member(joined_at=make.NOW - timedelta(seconds=1)))
    ShareLink.objects.update(withdrawn_at=make.NOW)
    with refused(errors.NoInvitationThen):
        write_down(campaign, advocate, make.join())


def test_after_the_announced_days_it_is_too_late(campaign: Campaign, advocate: Member) -> None:
    assert campaign.current is not None
    days = timedelta(days=campaign.current.rulebook.window_days)
    friend = make.join()

    with refused(errors.AttributionTooLate):
        write_down(campaign, advocate, friend, now=friend.joined_at + days)
    assert write_down(campaign, advocate, friend, now=friend.joined_at + days - timedelta(seconds=1))


@pytest.mark.parametrize("who_blocks", ["advocate", "friend"])
def test_two_who_blocked_each_other_stay_apart(campaign: Campaign, advocate: Member, who_blocks: str) -> None:
    friend = make.join()
    one, two = (advocate, friend) if who_blocks == "advocate" else (friend, advocate)
    block_member(actor=one, member_id=two.pk, now=make.NOW)

    with refused(errors.NotTogether):
        write_down(campaign, advocate, friend)


def test_nobody_can_ask_for_blocks_between_any_two_people(campaign: Campaign) -> None:
    stranger, friend = make.member(), make.join()
    block_member(actor=stranger, member_id=friend.pk, now=make.NOW)

    with refused(errors.NoInvitationThen):
        write_down(campaign, stranger, friend)


def test_who_left_and_came_back_is_nobodys_new_friend(
    campaign: Campaign, advocate: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How a tombstone is found is tested where it is made."""
    monkeypatch.setattr(attributing, "left_on", lambda _member_id: make.NOW.date())

    # The same words as for a block, so that the manager is told of neither.
    with refused(errors.NotTogether):
        write_down(campaign, advocate, make.join())


def test_a_stopped_brand_takes_nobody(campaign: Campaign, advocate: Member) -> None:
    type(campaign.brand).objects.filter(pk=campaign.brand_id).update(stopped_at=make.NOW, stop_reason="x")
    with refused(errors.CampaignPaused):
        write_down(campaign, advocate, make.join())


def test_the_desk_has_a_form(campaign: Campaign, advocate: Member) -> None:
    friend, client = make.join(), Client()
    client.force_login(make.manager_of(campaign.brand))
    address = "/admin/campaigns/referral/add/"
    typed = {"campaign": campaign.pk, "invitee_handle": friend.handle, "advocate_handle": advocate.handle}
    assert "Handle of the advocate" in client.get(address).content.decode()

    again = client.post(address, {**typed, "reason": ""})
    assert "Please give a reason" in again.content.decode()
    assert not Referral.objects.exists()

    assert client.post(address, {**typed, "reason": WHY}).status_code == 302
    assert Progress.objects.get(advocate=advocate).registered == 1


def test_programs_can_do_it(campaign: Campaign, advocate: Member) -> None:
    friend, client = make.join(), Client()
    client.force_login(make.manager_of(campaign.brand))
    body = {"invitee_handle": friend.handle, "advocate_handle": advocate.handle, "reason": WHY}
    address = f"/api/v1/campaigns/{campaign.slug}/all-referrals/"

    def sent(data: dict[str, str], *, key: str) -> Any:
        return client.post(
            address, data, content_type="application/json", headers={"Idempotency-Key": f"by-hand-{key}"}
        )

    answer = sent(body, key="1")

    assert answer.status_code == 201
    assert (answer.json()["invitee"], answer.json()["state"]) == (friend.handle, "registered")
    assert sent(body | {"reason": ""}, key="2").status_code == 422


@pytest.mark.parametrize(("days_later", "again"), [(0, True), (2, False)])
def test_what_time_alone_did_already_is_not_waited_for(days_later: int, again: bool) -> None:
    aged = {"conditions": [{"kind": "account_age", "days": 1}], "credit": {"registered": 0, "met": 100}}
    campaign, advocate = make.live(**aged), make.member()
    make.link_of(advocate, campaign)
    friend = make.join()

    write_down(campaign, advocate, friend, now=timezone.now() + timedelta(days=days_later))

    news = FactRow.objects.get(kind="campaigns.referral-registered").payload
    assert bool(news["look_again_at"]) is again
