"""A campaign pays on attendance: from the door of an event to the qualified friend and the reward."""

from datetime import datetime, timedelta

import pytest

from campaigns.models import Referral, Reward
from campaigns.queries.replay import replay_campaign
from groups import operations
from groups.door_rules import Scan
from groups.models import Event
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories.door import let_in, tickets
from tests.factories.events import answer, event
from tests.factories.groups import group

pytestmark = pytest.mark.django_db

ATTENDED = {
    "requires": ["registered"],
    "credit": {"registered": 0, "met": 100},
    "conditions": [{"kind": "attended"}],
    "threshold": 2,
}


def an_evening(*people) -> Event:
    """In a group that all are in; everybody has a place, and it begins now."""
    made = event(group=group(*people), starts=datetime(2100, 1, 1, 19), max_party=2)
    for who in people:
        answer(made, who, seats=2)
    Event.objects.filter(pk=made.pk).update(starts_at=make.NOW, ends_at=make.NOW + timedelta(hours=3))
    made.refresh_from_db()
    return made


def qualified(referral: Referral) -> bool:
    return Referral.objects.get(pk=referral.pk).state == "qualified"


def test_friends_seen_at_the_door_qualify_once_and_the_advocate_is_rewarded() -> None:
    advocate = make.member()
    campaign = make.live(**ATTENDED)
    first, second = (make.invite(advocate, campaign) for _n in range(2))
    made = an_evening(first.invitee, second.invitee)
    at = make.NOW + timedelta(minutes=5)

    own, other = tickets(made, first.invitee)
    let_in(made, other, now=at)
    run_jobs()
    assert not qualified(first)  # somebody else came on the friend's second seat

    for _again in range(2):
        let_in(made, own, now=at)
    run_jobs()
    assert (qualified(first), qualified(second), Reward.objects.count()) == (True, False, 0)

    scan = Scan(key="phone-0001", code=tickets(made, second.invitee)[0].code, at=at)
    for _again in range(2):
        operations.admit_later(actor=made.host, event_id=made.pk, scans=[scan], now=at)
    run_jobs()
    assert qualified(second)
    assert Reward.objects.get().beneficiary == advocate
    assert replay_campaign(campaign.pk) == []


def test_a_place_alone_pays_nothing_nor_does_being_missed() -> None:
    advocate = make.member()
    campaign = make.live(**ATTENDED)
    came, missed = (make.invite(advocate, campaign) for _n in range(2))
    made = an_evening(came.invitee, missed.invitee)
    let_in(made, tickets(made, came.invitee)[0], now=make.NOW)
    operations.follow_clock(now=made.starts_at)
    operations.follow_clock(now=made.ends_at)
    operations.count_doors(now=made.ends_at + timedelta(hours=12))
    run_jobs()
    assert (qualified(came), qualified(missed), Reward.objects.count()) == (True, False, 0)
