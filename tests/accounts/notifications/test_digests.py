"""Summaries: chosen when they leave, never empty, never what may not be seen any more."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from accounts.models import Block, Delivery, Member, Notification
from accounts.notification_states import DeliveryState, MessageClass, Why
from accounts.operations.notifications import mark_all_read, notify
from common.clock import db_now, shift_clock
from outbox.testing import run_jobs
from tests.accounts.notifications.conftest import choose
from tests.factories.accounts import MemberFactory
from tests.factories.notifications import Stage, staged

MAIL = ["accounts.deliver-by-mail"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Iterator[Stage]:
    with staged(MessageClass.ACTIVITY, shelf_life=timedelta(days=7)) as stage:
        yield stage


@pytest.fixture
def member(db: None) -> Member:
    member = MemberFactory.create(email="li.na@example.org", time_zone="Asia/Shanghai")
    choose(member, rhythm="daily")
    return member


def tell(stage: Stage, member: Member, *keys: str, **more: Any) -> None:
    notify([stage.news(member.pk, key, **more) for key in keys], now=db_now())


def summary() -> Delivery:
    return Delivery.objects.filter(notification__kind="accounts.digest").latest("pk")


def in_the_morning(delivery: Delivery, *, late: timedelta = timedelta(minutes=1)) -> None:
    shift_clock(timedelta(0))
    shift_clock(delivery.planned_for - db_now() + late)
    run_jobs(MAIL)


def ended(delivery: Delivery) -> tuple[str, str]:
    delivery.refresh_from_db()
    return delivery.state, delivery.reason


def test_one_summary_says_everything(stage: Stage, member: Member) -> None:
    tell(stage, member, "1", "2", "3")
    tell(stage, member, "4")
    assert mail.outbox == []
    in_the_morning(summary())
    [letter] = mail.outbox
    assert all(f"Name {n} happened." in letter.body for n in range(1, 5))
    assert ended(summary()) == (DeliveryState.SENT, "")


def test_nothing_is_planned_without_news(member: Member) -> None:
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("change", ["hidden", "over", "read", "blocked"])
def test_what_is_gone_by_the_morning_is_not_in_it(stage: Stage, member: Member, change: str) -> None:
    other = MemberFactory.create()
    tell(stage, member, "1", by_id=other.pk)
    if change in ("hidden", "over"):
        getattr(stage, change).add("1")
    elif change == "read":
        mark_all_read(actor=member, until=db_now(), now=db_now())
    else:
        Block.objects.create(blocker=other, blocked=member, created_at=db_now())
    in_the_morning(summary())
    assert (mail.outbox, ended(summary())) == ([], (DeliveryState.DROPPED, Why.EMPTY))


def test_one_hidden_line_leaves_the_others(stage: Stage, member: Member) -> None:
    tell(stage, member, "1", "2")
    stage.hidden.add("1")
    in_the_morning(summary())
    assert "Name 1" not in mail.outbox[0].body and "Name 2" in mail.outbox[0].body


def test_the_next_one_does_not_repeat(stage: Stage, member: Member) -> None:
    tell(stage, member, "1")
    in_the_morning(summary())
    tell(stage, member, "2")
    in_the_morning(summary())
    assert len(mail.outbox) == 2 and "Name 1" not in mail.outbox[1].body


def test_a_summary_that_is_late_waits_for_its_next_turn(stage: Stage, member: Member) -> None:
    tell(stage, member, "1")
    first = summary()
    in_the_morning(first, late=timedelta(hours=3))
    assert (mail.outbox, ended(first)) == ([], (DeliveryState.DROPPED, Why.STALE))
    in_the_morning(summary())
    assert len(mail.outbox) == 1 and "Name 1" in mail.outbox[0].body


def test_another_rhythm_drops_the_planned_one(stage: Stage, member: Member) -> None:
    tell(stage, member, "1")
    daily = summary()
    choose(member, rhythm="weekly")
    weekly = summary()
    in_the_morning(daily)
    if weekly.planned_for != daily.planned_for:
        assert (mail.outbox, ended(daily)) == ([], (DeliveryState.DROPPED, Why.UNWANTED))
        in_the_morning(weekly)
    assert len(mail.outbox) == 1


def test_whoever_flew_west_gets_it_in_their_own_morning(stage: Stage, member: Member) -> None:
    tell(stage, member, "1")
    planned = summary()
    choose(member, rhythm="daily", time_zone="Europe/Berlin")
    in_the_morning(planned)
    assert mail.outbox == []
    shift_clock(timedelta(0))
    planned.refresh_from_db()
    in_the_morning(planned)
    assert len(mail.outbox) == 1


def test_it_can_be_left_by_its_link(stage: Stage, member: Member, client: Any) -> None:
    tell(stage, member, "1")
    in_the_morning(summary())
    link = str(mail.outbox[0].extra_headers["List-Unsubscribe"]).strip("<>")
    client.post("/" + link.partition("//")[2].partition("/")[2])
    tell(stage, member, "2")
    assert Delivery.objects.count() == 1


def test_what_was_mailed_by_itself_is_not_repeated(member: Member) -> None:
    with staged(MessageClass.PERSONAL) as stage:
        choose(member, quiet_on=False)
        tell(stage, member, "1")
        run_jobs(MAIL)
    assert len(mail.outbox) == 1
    assert not Notification.objects.filter(kind="accounts.digest").exists()


def test_many_lines_are_counted(stage: Stage, member: Member) -> None:
    tell(stage, member, *[f"{n:02}" for n in range(15)])
    in_the_morning(summary())
    assert "And 3 more." in mail.outbox[0].body
