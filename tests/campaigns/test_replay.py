"""What the news and the sealed rules lead to is what the ledgers say, and a touched ledger is noticed."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Member
from campaigns.models import Budget, Campaign, Progress, Referral, Reward
from campaigns.operations.claims import claim_reward
from campaigns.operations.replaying import record_replay
from campaigns.operations.rewards import assess_reward
from campaigns.queries.replay import replay_campaign, simulate
from campaigns.replay_rules import Joined, Shown, derive
from campaigns.rulebook import read_rules
from common.errors import Unavailable
from gifts.models import Item
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns.test_further_rewards import five, live, welcome
from tests.factories import campaigns as make
from tests.factories.trust import CaseFactory
from trust.operations import decide_case, lease_task

pytestmark = pytest.mark.django_db


def approve(member: Member) -> None:
    """By the desk, so that the news is there."""
    certifier = make.member(certifier=True)
    case = CaseFactory.create(member=member)
    lease_task(actor=certifier, case_id=case.pk, now=make.NOW)
    decide_case(actor=certifier, case_id=case.pk, outcome="approve", now=make.NOW)


def lived(friends: int = 5) -> Campaign:
    """Friends who register and are certified by the desk; every job has run."""
    advocate, campaign = make.member(), live(five, welcome)
    for referral in [make.invite(advocate, campaign) for _ in range(friends)]:
        approve(referral.invitee)
    make.invite(advocate, campaign)
    run_jobs()
    return campaign


def test_a_campaign_that_was_lived_replays_without_a_difference() -> None:
    campaign = lived()

    assert Reward.objects.count() == 1 + 1 + 5
    assert replay_campaign(campaign.pk) == []


def test_what_was_claimed_and_declined_is_in_the_share() -> None:
    campaign = lived(friends=1)
    reward = Reward.objects.get()
    assess_reward(reward_id=reward.pk, now=make.NOW)
    claim_reward(actor=reward.beneficiary, reward_id=reward.pk, now=make.NOW)
    assert replay_campaign(campaign.pk) == []

    Budget.objects.filter(spent_units=1).update(spent_units=0)
    assert replay_campaign(campaign.pk) == ["share claim:welcome: stored 0 spent, derived 1"]


@pytest.mark.parametrize(
    ("touch", "words"),
    [
        (lambda: Referral.objects.filter(credit_hundredths=100).update(credit_hundredths=90), "referral"),
        (lambda: Progress.objects.update(credit_hundredths=700), "advocate"),
        (lambda: Progress.objects.update(qualified=6), "advocate"),
        (lambda: Reward.objects.filter(rule_key="five").update(rule_key="six"), "reward five"),
    ],
)
def test_a_touched_ledger_is_noticed(touch: Callable[[], object], words: str) -> None:
    campaign = lived()
    touch()

    found = replay_campaign(campaign.pk)
    assert found and found[0].startswith(words)


def test_the_nightly_look_keeps_what_it_found() -> None:
    lived()
    assert record_replay(now=make.NOW).differences == 0

    Progress.objects.update(qualified=1)
    assert record_replay(now=make.NOW).differences == 1
    assert FactRow.objects.filter(kind="campaigns.replayed").count() == 2


def test_news_on_its_way_is_no_difference() -> None:
    advocate, campaign = make.member(), live(welcome)
    referral = make.invite(advocate, campaign)
    run_jobs()
    approve(referral.invitee)

    with pytest.raises(Unavailable):
        record_replay(now=make.NOW.replace(year=2100))
    run_jobs()
    assert record_replay(now=make.NOW.replace(year=2100)).differences == 0


def test_the_command_says_where_and_ends_in_one() -> None:
    campaign = lived(friends=1)
    call_command("replay", campaign=campaign.slug, stdout=StringIO())
    Progress.objects.update(qualified=0)
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("replay", "--json", stdout=out)
    assert json.loads(out.getvalue())["differences"] == 1
    with pytest.raises(CommandError):
        call_command("replay", campaign="nowhere")


def test_news_after_the_last_day_or_taken_back_before_counts_for_nothing() -> None:
    book = read_rules(make.rules_with("shoes"))
    joined = [Joined(advocate_id=1, invitee_id=number, rulebook=book, at=make.NOW) for number in (2, 3)]
    late = make.NOW.replace(year=2100)
    shown = [Shown(member_id=2, level="real_name", holds=True, at=late)]

    assert derive(joined, shown, until=None).qualified == {}
    in_time = [Shown(member_id=2, level="real_name", holds=True, at=make.NOW)]
    assert derive(joined, in_time, until=None).qualified == {1: 1}
    assert derive(joined, in_time, until=make.NOW).qualified == {}


def test_what_if_says_who_gains_and_what_it_costs() -> None:
    campaign = lived(friends=2)
    assert campaign.current is not None
    cup = campaign.current.rulebook.further[0].item
    rules = make.rules_with("shoes", threshold=2, further=[five(cup, key="first", friends=1)])

    was, would = simulate(campaign.slug, rules)
    assert (was.rewards, would.rewards) == ({"welcome": 2}, {"main": 1, "first": 1})
    assert (len(would.gain), len(would.lose)) == (1, 2)
    assert would.fen == Item.objects.get(public_id=cup).value_fen
    assert simulate(campaign.slug, rules, since=make.NOW + timedelta(days=1))[1].rewards == {}


def test_what_if_is_asked_on_the_command_line(tmp_path: Path) -> None:
    campaign, out = lived(friends=1), StringIO()
    (tmp_path / "draft.json").write_text(json.dumps(make.rules_with("shoes", threshold=1)))
    call_command("simulate", campaign=campaign.slug, rules=tmp_path / "draft.json", stdout=out)
    [reward] = Reward.objects.select_related("beneficiary")
    advocate = Progress.objects.select_related("advocate").get().advocate
    assert out.getvalue().splitlines()[-3:] == [
        "1 members gain, 1 lose",
        f"@{advocate.handle} gains: rewards 0 -> 1",
        f"@{reward.beneficiary.handle} loses: rewards 1 -> 0",
    ]

    (tmp_path / "draft.json").write_text(json.dumps(make.rules_with("shoes", threshold=0)))
    with pytest.raises(CommandError, match="threshold"):
        call_command("simulate", campaign=campaign.slug, rules=tmp_path / "draft.json")
