"""The funnel's counts are what the rows have, whatever happened, and a lost one is noticed."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from campaigns.models import Campaign, DayCount, QualifyTime, Reward, RiskCase
from campaigns.operations.boards import freeze_due_boards
from campaigns.operations.claims import claim_reward
from campaigns.operations.counting import rebuild_counts
from campaigns.operations.risk import appeal_case, confirm_case, quarantine_branch, release_case
from campaigns.reconcile_counts import day_counts
from common.access import SYSTEM
from common.clock import shift_clock
from common.errors import IllegalMove
from gifts.models import Item
from gifts.operations import decline_gift
from outbox.models import Job
from outbox.operations import replay_job
from outbox.testing import run_jobs
from tests.campaigns.board_worlds import close, leaderboard
from tests.campaigns.test_risk import held
from tests.factories import campaigns as make
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


def totals(campaign: Campaign) -> dict[str, int]:
    lines = DayCount.objects.filter(campaign=campaign).values_list(*DayCount.COLUMNS)
    sums = {
        name: sum(column) for name, column in zip(DayCount.COLUMNS, zip(*lines, strict=True), strict=False)
    }
    return {name: total for name, total in sums.items() if total}


def lived() -> Campaign:
    """Three friends count through one link, one only registered; the gift was claimed."""
    advocate, campaign = make.member(), make.live(gift=2)
    make.invite(advocate, campaign)
    reward = make.approved(advocate, campaign)
    Item.objects.update(value_fen=6900)
    claim_reward(actor=advocate, reward_id=reward.pk, now=make.NOW)
    run_jobs()
    return campaign


def test_every_step_of_the_funnel_is_counted_once() -> None:
    campaign = lived()

    found = {"touches": 4, "registered": 4, "qualified": 3, "approved": 3, "rewarded": 1, "cost_minor": 6900}
    assert totals(campaign) == found
    assert QualifyTime.objects.get(campaign=campaign).friends == 3
    assert day_counts() == []


def test_news_that_is_told_again_is_not_counted_again() -> None:
    campaign = lived()
    before = totals(campaign)
    run_jobs()

    assert rebuild_counts() == 0
    assert totals(campaign) == before


def test_what_waits_for_its_job_is_no_difference_and_is_not_counted_twice() -> None:
    campaign = make.live()
    make.invite(make.member(), campaign)
    assert (day_counts(), rebuild_counts(), totals(campaign)) == ([], 0, {})

    run_jobs()
    assert totals(campaign) == {"touches": 1, "registered": 1}
    assert day_counts() == []


@pytest.mark.parametrize(
    ("touch", "words"),
    [
        (lambda: DayCount.objects.update(qualified=2), "counts 2 qualified, there are 3"),
        (lambda: DayCount.objects.update(cost_minor=0), "counts 0 cost_minor, there are 6900"),
        (lambda: DayCount.objects.all().delete(), "counts 0 touches, there are 4"),
        (lambda: QualifyTime.objects.update(friends=4), "counts 4 friends after 0 hours, there are 3"),
    ],
)
def test_a_lost_count_is_found_and_mended(touch: Callable[[], object], words: str) -> None:
    """The negative control."""
    campaign = lived()
    before = totals(campaign)
    touch()
    assert any(line.endswith(words) for line in day_counts())

    out = StringIO()
    call_command("recount", stdout=out)

    assert out.getvalue() == "1 lines were different\n"
    assert (totals(campaign), day_counts()) == (before, [])


def test_a_job_that_was_lost_is_a_difference() -> None:
    make.invite(make.member(), make.live())
    Job.objects.filter(kind="campaigns.count").order_by("pk")[0].delete()
    run_jobs()

    assert len(day_counts()) == 1


def test_what_a_dead_job_was_to_count_is_counted_once_and_its_job_closed() -> None:
    campaign = make.live()
    make.invite(make.member(), campaign)
    dead = Job.objects.filter(kind="campaigns.count").order_by("pk")[0]
    Job.objects.filter(pk=dead.pk).update(state="dead")
    run_jobs()
    assert len(day_counts()) == 1

    assert rebuild_counts() == 1

    operator = MemberFactory.create(superuser=True)
    with pytest.raises(IllegalMove):
        replay_job(actor=operator, job_id=dead.pk, why="again")
    run_jobs()
    assert (totals(campaign), day_counts()) == ({"touches": 1, "registered": 1}, [])


def test_a_gift_that_was_not_taken_costs_nothing() -> None:
    campaign = lived()
    reward = Reward.objects.get()
    assert reward.gift_id is not None
    decline_gift(actor=reward.beneficiary, gift_id=reward.gift_id, now=make.NOW)
    run_jobs()

    assert "rewarded" not in totals(campaign) and "cost_minor" not in totals(campaign)
    assert day_counts() == []


def test_a_friend_stands_in_one_column_through_hold_decision_and_appeal() -> None:
    case, campaign, advocate = held()
    assert (totals(campaign)["held"], totals(campaign)["approved"]) == (1, 1)

    confirm_case(actor=SYSTEM, case_id=case.pk, reason="one browser", now=make.NOW)
    run_jobs()
    assert (totals(campaign)["rejected"], "held" in totals(campaign)) == (1, False)

    appeal_case(actor=advocate, case_id=case.pk, text="We are sisters.", now=make.NOW)
    run_jobs()
    assert (totals(campaign)["rejected"], day_counts()) == (1, [])
    release_case(actor=SYSTEM, case_id=case.pk, reason="so they are", now=make.NOW)
    run_jobs()

    assert (totals(campaign)["approved"], "rejected" in totals(campaign)) == (2, False)
    assert day_counts() == []


def test_who_was_approved_and_is_refused_after_all_is_reversed() -> None:
    campaign = make.live()
    above = make.invite(make.member(), campaign)
    make.verify(above)
    make.qualify(above.invitee, campaign, friends=2)
    run_jobs()
    assert totals(campaign)["approved"] == 3

    case = RiskCase.objects.get(referral=above)
    quarantine_branch(actor=SYSTEM, case_id=case.pk, reason="look", now=make.NOW)
    run_jobs()
    assert (totals(campaign)["approved"], totals(campaign)["held"]) == (1, 2)
    confirm_case(
        actor=SYSTEM, case_id=RiskCase.objects.filter(state="held")[0].pk, reason="ring", now=make.NOW
    )
    run_jobs()

    assert (totals(campaign)["held"], totals(campaign)["reversed"]) == (1, 1)
    assert day_counts() == []


def test_friends_are_counted_on_the_day_and_version_they_registered_in() -> None:
    campaign = make.live()
    link = make.link_of(make.member(), campaign)
    midnight = (make.NOW + timedelta(days=2)).replace(hour=16, minute=0, second=0)  # in Shanghai
    for minutes in (-1, 1):
        make.visit(link, visitor_key=f"at {minutes}", at=midnight + timedelta(minutes=minutes))
    run_jobs()

    days = DayCount.objects.order_by("day").values_list("day", "touches", "version", "channel")
    assert [(line[0].day, *line[1:]) for line in days] == [
        (midnight.day, 1, 1, "link"),
        ((midnight + timedelta(days=1)).day, 1, 1, "link"),
    ]
    assert day_counts() == []


def test_the_whole_life_of_a_campaign_is_what_its_rows_have() -> None:
    campaign = leaderboard()
    for friends in (3, 4):
        make.qualify(make.member(), campaign, friends=friends)
    run_jobs()
    close(campaign)
    run_jobs()
    freeze_due_boards(now=make.NOW)
    shift_clock(timedelta(days=2))
    run_jobs()

    assert totals(campaign)["qualified"] == 7
    assert (day_counts(), rebuild_counts()) == ([], 0)
