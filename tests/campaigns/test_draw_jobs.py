"""The jobs between the steps: who asks the beacon, when, and what happens while it can't be had."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Member
from campaigns import tasks_draws
from campaigns.draw_rules import BeaconChain
from campaigns.models import Campaign, Draw, DrawRoot, DrawSeed, Reward, ShareLink
from campaigns.operations.draws.freezing import call_draw
from campaigns.operations.lifecycle import close_campaign
from campaigns.operations.rewards import cancel_reward
from campaigns.providers.beacon import Chain, NotYet, Randomness
from campaigns.reconcile_draws import published_draws_recompute
from common.access import SYSTEM
from common.clock import DbNow, db_now
from common.http.errors import NotDone, OutcomeUnknown
from outbox.facts import record
from outbox.models import Job
from outbox.testing import run_jobs
from tests.campaigns.draw_rows import a_draw, close, enter, frozen
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory
from trust.facts import CertificationApproved

pytestmark = pytest.mark.django_db
CHAIN = Chain(hash="ab" * 32, genesis=1_600_000_000, period_seconds=3)


class FakeBeacon:
    """Knows every round, except those in ``missing``."""

    chain_hash, simulated = CHAIN.hash, True

    def __init__(self) -> None:
        self.missing: set[int] = set()
        self.asked: list[int] = []
        self.lost = False

    def chain(self) -> Chain:
        if self.lost:
            raise OutcomeUnknown("timeout")
        return CHAIN

    def randomness(self, number: int) -> Randomness:
        self.asked.append(number)
        if number in self.missing:
            raise NotYet("http-404", "not there yet")
        return Randomness(round=number, randomness="cd" * 32, signature="ef" * 48, chain=CHAIN.hash)


@pytest.fixture
def beacon(monkeypatch: pytest.MonkeyPatch) -> FakeBeacon:
    fake = FakeBeacon()
    monkeypatch.setattr("campaigns.tasks_draws.current_beacon", lambda: fake)
    monkeypatch.setattr("campaigns.operations.draws.setup.current_beacon", lambda: fake)
    return fake


def called() -> Draw:
    draw = a_draw(beacon="drand", prizes={"cup": 2})
    enter(draw, 5)
    close(draw)
    call_draw(actor=MemberFactory.create(manager=True), campaign_id=draw.campaign_id)
    return draw


def set_time(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr("campaigns.tasks_draws.db_now", lambda: moment)


def test_freeze_names_a_round_and_the_draw_waits_for_it(beacon: FakeBeacon) -> None:
    draw = called()
    run_jobs()
    draw.refresh_from_db()
    job = Job.objects.get(kind="campaigns.run-draw")
    root = DrawRoot.objects.get()
    assert (draw.state, job.state, job.run_at) == ("frozen", "todo", root.beacon_at)
    assert beacon.asked == []


def test_named_round_carries_the_draw_to_its_offers(
    beacon: FakeBeacon, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = called()
    run_jobs()
    root = DrawRoot.objects.get()
    set_time(monkeypatch, root.beacon_at)
    tasks_draws.run(draw_id=draw.pk)
    run_jobs()
    draw.refresh_from_db()
    assert (draw.state, beacon.asked) == ("claiming", [root.beacon_round])
    assert DrawSeed.objects.get().signature == "ef" * 48
    assert published_draws_recompute() == []


def test_missing_round_is_waited_for_and_the_later_one_used_only_in_its_time(
    beacon: FakeBeacon, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = called()
    run_jobs()
    root = DrawRoot.objects.get()
    assert root.beacon_round and root.fallback_round and root.fallback_at
    beacon.missing.add(root.beacon_round)
    set_time(monkeypatch, root.fallback_at - timedelta(seconds=1))
    with pytest.raises(NotDone):
        tasks_draws.run(draw_id=draw.pk)
    assert beacon.asked == [root.beacon_round]
    assert not DrawSeed.objects.exists()
    set_time(monkeypatch, root.fallback_at)
    tasks_draws.run(draw_id=draw.pk)
    assert DrawSeed.objects.get().beacon_round == root.fallback_round


def test_planned_round_wins_even_after_the_fallback_time(
    beacon: FakeBeacon, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = called()
    run_jobs()
    root = DrawRoot.objects.get()
    assert root.fallback_at
    set_time(monkeypatch, root.fallback_at + timedelta(days=9))
    tasks_draws.run(draw_id=draw.pk)
    assert DrawSeed.objects.get().beacon_round == root.beacon_round


def test_nothing_is_frozen_while_the_chain_cannot_be_read(beacon: FakeBeacon) -> None:
    beacon.lost = True
    draw = called()
    run_jobs(limit=3)
    draw.refresh_from_db()
    assert draw.state == "open"
    assert Job.objects.get(kind="campaigns.freeze-draw").state == "todo"


def test_another_chain_than_the_published_one_is_refused(
    beacon: FakeBeacon, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = called()
    run_jobs()
    root = DrawRoot.objects.get()
    set_time(monkeypatch, root.beacon_at)
    monkeypatch.setattr(FakeBeacon, "chain_hash", "99" * 32)
    with pytest.raises(NotDone):
        tasks_draws.run(draw_id=draw.pk)
    assert not DrawSeed.objects.exists()


def test_draw_whose_job_was_lost_is_picked_up_again() -> None:
    draw = frozen(4, prizes={"cup": 1})
    Job.objects.all().delete()
    tasks_draws.resume()
    tasks_draws.resume()
    assert Job.objects.filter(kind="campaigns.run-draw").count() == 1
    run_jobs()
    draw.refresh_from_db()
    assert draw.state == "claiming"


def called_with_a_third_friend_just_certified() -> Campaign:
    """Somebody has an entry; somebody else's third friend was certified, but the news is not told yet."""
    campaign = make.live()
    make.approved(make.member(), campaign)
    advocate = make.member()
    make.qualify(advocate, campaign, friends=2)
    third = make.invite(advocate, campaign)
    run_jobs()
    news = {"member_id": third.invitee_id, "certification_id": make.certify(third.invitee).pk}
    with transaction.atomic():
        record(
            CertificationApproved(kind="real_name", occurred_at=make.NOW.isoformat(), **news), subject="case"
        )
    close_campaign(actor=SYSTEM, campaign_id=campaign.pk, reason="enough", now=make.NOW)
    call_draw(actor=SYSTEM, campaign_id=campaign.pk)
    return campaign


def freeze_now() -> None:
    Job.objects.filter(kind="campaigns.freeze-draw", state="todo").update(run_at=DbNow())


def test_what_was_earned_before_the_call_enters_however_late_its_news() -> None:
    called_with_a_third_friend_just_certified()
    late = {"run_at": DbNow() + timedelta(hours=1), "attempts": 1}  # it was tried and failed
    Job.objects.filter(kind="campaigns.recheck-referrals").update(**late)

    run_jobs()
    assert Draw.objects.get().state == "open"

    Job.objects.update(run_at=DbNow())
    run_jobs()
    freeze_now()
    run_jobs()
    assert DrawRoot.objects.get().entry_count == 2
    assert set(Reward.objects.values_list("state", flat=True)) == {"granted"}


def test_waits_for_a_person_who_has_to_decide_about_an_entry() -> None:
    called_with_a_third_friend_just_certified()
    Member.objects.filter(pk=ShareLink.objects.latest("pk").advocate_id).update(state="suspended")

    run_jobs()
    freeze_now()
    run_jobs()
    assert (Draw.objects.get().state, Job.objects.get(kind="campaigns.freeze-draw").state) == ("open", "todo")

    held = Reward.objects.get(state="held")
    cancel_reward(actor=SYSTEM, reward_id=held.pk, reason="left the community", now=make.NOW)
    freeze_now()
    run_jobs()
    assert DrawRoot.objects.get().entry_count == 1


def test_round_arithmetic_is_drands() -> None:
    chain = BeaconChain(chain=CHAIN.hash, genesis=CHAIN.genesis, period_seconds=CHAIN.period_seconds)
    now = int(db_now().timestamp())
    for moment in range(now, now + 7):
        number = chain.first_round_from(moment)
        assert chain.time_of(number) == CHAIN.time_of(number).timestamp()
        assert chain.time_of(number - 1) < moment <= chain.time_of(number)
