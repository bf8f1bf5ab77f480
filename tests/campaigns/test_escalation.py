"""Promises that stay open at half, four fifths and all of their time: the right people hear of it, once."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Member, Notification
from campaigns.escalation_rules import highest_reached, moment_of, next_moment
from campaigns.models import Campaign, Promise
from campaigns.operations.escalating import ESCALATED, escalate_promises
from campaigns.operations.promises import find_promise, hand_on, keep, make_promise
from campaigns.states import PromiseKind
from tests.factories import campaigns as make
from tests.factories import gifts

pytestmark = pytest.mark.django_db
SPAN = timedelta(days=10)


@pytest.fixture
def campaign() -> Campaign:
    """A gift campaign, which promises nothing by being announced."""
    return make.live(gift=2)


@pytest.fixture
def manager(campaign: Campaign) -> Member:
    return make.manager_of(campaign.brand)


@pytest.fixture
def clerk(campaign: Campaign) -> Member:
    return gifts.with_role("clerk", scope=campaign.brand.scope)


def promised(campaign: Campaign, refs: Iterable[str] = ("one",)) -> list[Promise]:
    return [
        make_promise(
            campaign_id=campaign.pk,
            kind=PromiseKind.GIFT,
            ref=ref,
            holder_id=None,
            due_at=make.NOW + SPAN,
            now=make.NOW,
        )
        for ref in refs
    ]


def after(share: float) -> int:
    return escalate_promises(now=make.NOW + SPAN * share)


def told(member: Member) -> list[str]:
    rows = Notification.objects.filter(member=member, kind__in=ESCALATED.values()).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def test_each_mark_is_told_once_and_to_whom_it_concerns(
    campaign: Campaign, manager: Member, clerk: Member
) -> None:
    promised(campaign)

    times = [after(share) for share in (0.49, 0.5, 0.5, 0.79, 0.8, 0.99, 1, 1, 2)]

    assert times == [0, 1, 0, 0, 1, 0, 1, 0, 0]

    assert told(clerk) == ["campaigns.promises-half"]
    assert told(manager) == ["campaigns.promises-near", "campaigns.promises-overdue"]


def test_without_a_clerk_the_manager_hears_of_the_first_mark(campaign: Campaign, manager: Member) -> None:
    promised(campaign)

    after(0.5)

    assert told(manager) == ["campaigns.promises-half"]


def test_a_hundred_promises_are_one_letter_that_says_how_many(campaign: Campaign, manager: Member) -> None:
    promised(campaign, [str(number) for number in range(100)])

    assert after(0.8) == 100

    assert told(manager) == ["campaigns.promises-near"]
    assert Notification.objects.get(member=manager, kind="campaigns.promises-near").data == {"count": 100}


def test_of_marks_that_were_missed_only_the_highest_is_told(
    campaign: Campaign, manager: Member, clerk: Member
) -> None:
    promised(campaign)

    assert (after(1.5), after(1.5)) == (1, 0)

    assert (told(clerk), told(manager)) == ([], ["campaigns.promises-overdue"])


def test_three_lost_hours_tell_nothing_twice(campaign: Campaign, manager: Member) -> None:
    promised(campaign, ["one", "two"])
    after(0.8)

    for hours in (3, 3, 4):
        escalate_promises(now=make.NOW + SPAN * 0.8 + timedelta(hours=hours))

    assert told(manager) == ["campaigns.promises-near"]


def test_what_was_kept_is_not_told_of(campaign: Campaign, manager: Member) -> None:
    keep(promised(campaign)[0], now=make.NOW)

    assert after(1) == 0
    assert told(manager) == []


def test_others_do_not_hear_of_it(campaign: Campaign) -> None:
    stranger = make.manager_of(make.brand())
    promised(campaign)

    after(1)

    assert told(stranger) == []


def test_what_goes_on_under_another_ref_keeps_its_due_day_and_marks(campaign: Campaign) -> None:
    (first,) = promised(campaign)

    hand_on(first, ref="heir", now=make.NOW + SPAN * 0.5)

    heir = find_promise(campaign_id=campaign.pk, kind=PromiseKind.GIFT, ref="heir")
    assert heir is not None
    assert (heir.due_at, heir.escalate_at) == (first.due_at, make.NOW + SPAN * 0.75)


def test_marks_are_moments_between_made_and_due() -> None:
    made, due = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 11, tzinfo=UTC)

    moments = [moment_of(mark, made_at=made, due_at=due).day for mark in (50, 80, 100)]
    assert moments == [6, 9, 11]
    reached = [highest_reached(made_at=made, due_at=due, now=made + timedelta(days=d)) for d in (4, 5, 8, 10)]
    assert reached == [0, 50, 80, 100]
    assert next_moment(made_at=made, due_at=due, after=100) is None
