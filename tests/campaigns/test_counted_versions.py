"""Under which version something is counted is written with it, whatever becomes of the rules just then."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from campaigns.models import Attribution, Campaign, DayCount, Referral, Touch
from campaigns.operations import pinning
from campaigns.operations.amendments import AmendmentDraft, adopt_amendment, propose_amendment
from campaigns.operations.counting import rebuild_counts
from campaigns.operations.repinning import repin_referrals
from campaigns.queries.replay import replay_campaign
from campaigns.reconcile_counts import day_counts
from common.access import SYSTEM
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.racing import finished, race

LATER = make.NOW + timedelta(seconds=2)


def better(campaign: Campaign) -> Callable[[], Campaign]:
    """Proposed before, adopted when called; who adopts it had looked at the clock at once."""
    amendment = make.amendment(campaign)
    return lambda: adopt_amendment(actor=SYSTEM, amendment_id=amendment.pk, now=make.NOW)


def by_version() -> dict[int, tuple[int, int]]:
    """Touches and registrations under each version."""
    lines = DayCount.objects.order_by("version").values_list("version", "touches", "registered")
    return {version: (touches, registered) for version, touches, registered in lines}


def came_under() -> tuple[int, int]:
    return Touch.objects.get().came_under, Referral.objects.get().came_under


@pytest.mark.django_db
def test_who_came_a_moment_before_an_amendment_is_counted_under_the_rules_she_came_under() -> None:
    """The amendment looked at the clock first and was written last."""
    campaign = make.live(gift=5)
    adopt = better(campaign)
    make.invite(make.member(), campaign, at=LATER)
    run_jobs()
    adopt()
    run_jobs()

    assert by_version() == {1: (1, 1)}
    assert (day_counts(), rebuild_counts()) == ([], 0)
    assert came_under() == (1, 1)
    assert Referral.objects.get().pinned.number == 2


@pytest.mark.django_db
def test_who_came_under_better_rules_is_counted_under_them() -> None:
    campaign = make.live(gift=5)
    better(campaign)()
    make.invite(make.member(), campaign, at=make.NOW - timedelta(seconds=2))
    run_jobs()

    assert by_version() == {2: (1, 1)}
    assert (day_counts(), came_under()) == ([], (2, 2))


@pytest.mark.django_db
def test_what_she_earns_later_stands_with_the_version_she_came_under() -> None:
    campaign = make.live(gift=5, threshold=1)
    referral = make.invite(make.member(), campaign)
    better(campaign)()
    run_jobs()
    make.verify(referral)
    run_jobs()

    line = DayCount.objects.get()
    assert (line.version, line.registered, line.qualified, line.approved) == (1, 1, 1, 1)
    assert day_counts() == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("postgres_only")
@pytest.mark.parametrize("way", ["browser", "code", "late"])
def test_rules_that_get_better_between_the_look_and_the_registration_hold_for_it(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite has one writer, so there nothing comes between."""
    campaign, advocate = make.live(gift=5), make.member()
    link = make.link_of(advocate, campaign)
    make.visit(link)
    adopt, friend = better(campaign), make.member()
    pin_all: Any = pinning._pin_all

    def amended_first(*args: Any, **options: Any) -> int:
        finished(race([adopt]))
        done: int = pin_all(*args, **options)
        return done

    monkeypatch.setattr(pinning, "_pin_all", amended_first)
    if way == "late":
        pinning.attribute_referral(member_id=friend.pk, visitor_key=make.VISITOR, registered_at=LATER)
    else:
        make.join(visitor_key=make.VISITOR if way == "browser" else f"invitation:{link.code}")
    run_jobs()

    assert came_under() == (1, 2)
    assert Referral.objects.get().pinned.number == 2
    assert by_version() == {1: (1, 0), 2: (0, 1)}
    assert (day_counts(), rebuild_counts(), repin_referrals(now=LATER)) == ([], 0, 0)
    assert replay_campaign(campaign.pk) == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("postgres_only")
def test_the_touch_that_counts_is_chosen_by_the_rules_that_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of three days counts once the window is three days, whoever was chosen by one day."""
    days_ago = make.NOW - timedelta(days=2)
    campaign = make.live(gift=5, touch="first", window_days=1, opens_at=make.NOW - timedelta(days=3))
    first, last = make.member(), make.member()
    make.visit(make.link_of(first, campaign), at=days_ago)
    make.visit(make.link_of(last, campaign), at=make.NOW - timedelta(hours=1))
    rules = campaign.current.rules | {"window_days": 3}  # type: ignore[union-attr]
    amendment = propose_amendment(
        actor=SYSTEM, campaign_id=campaign.pk, draft=AmendmentDraft(rules=rules), note="Longer.", now=make.NOW
    )
    pin_all: Any = pinning._pin_all

    def amended_first(*args: Any, **options: Any) -> int:
        finished(race([lambda: adopt_amendment(actor=SYSTEM, amendment_id=amendment.pk, now=make.NOW)]))
        done: int = pin_all(*args, **options)
        return done

    monkeypatch.setattr(pinning, "_pin_all", amended_first)
    make.join(visitor_key=make.VISITOR)

    referral = Referral.objects.get()
    assert (referral.pinned.number, referral.advocate) == (2, first)
    assert Attribution.objects.get().touch == Touch.objects.earliest("occurred_at")
