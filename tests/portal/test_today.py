"""The Today page: who is greeted how, what comes first, what may be put away, what it costs."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common.errors import NeedsSignIn
from portal import operations
from portal.errors import UnknownCard
from portal.models import PutAway
from portal.rules import part_of_day
from tests.factories import campaigns as make
from tests.factories import gifts
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
NOW = make.NOW
CARD = re.compile(r'<li class="deck__card">')


def today(member: Any) -> str:
    client = Client()
    client.force_login(member)
    return client.get("/").content.decode()


@pytest.mark.parametrize(
    ("hour", "part"),
    [(4, "night"), (5, "morning"), (11, "noon"), (13, "afternoon"), (18, "evening"), (23, "night")],
)
def test_hour_decides_the_greeting(hour: int, part: str) -> None:
    now = datetime(2026, 11, 26, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert part_of_day(now.astimezone(UTC), ZoneInfo("Asia/Shanghai")) == part


@pytest.mark.parametrize(
    ("zone", "greeting"),
    [
        ("Asia/Shanghai", "Good evening, Lin"),
        ("Europe/London", "Good day, Lin"),
        ("No/Where", "Good evening"),
    ],
)
def test_greeting_follows_the_members_own_clock(zone: str, greeting: str) -> None:
    member = MemberFactory.create(display_name="Lin", time_zone=zone)
    with time_machine.travel(datetime(2026, 11, 26, 12, 30, tzinfo=UTC), tick=False):
        assert greeting in today(member)


def test_times_are_written_in_the_members_zone(client: Client) -> None:
    campaign = make.live()
    page = f"/campaigns/{campaign.slug}/"
    seen = set()
    for zone in ("Asia/Shanghai", "America/New_York"):
        client.force_login(MemberFactory.create(time_zone=zone))
        seen |= set(re.findall(r'datetime="([^"]+)"', client.get(page).content.decode()))
    offsets = {moment[-6:] for moment in seen if "T" in moment}
    assert len(offsets) == 2


def test_what_ends_first_comes_first() -> None:
    member = make.member()
    campaign = make.live()
    make.link_of(member, campaign)
    gifts.offered(member, of=gifts.item(stock=1), source="present:1")
    page = today(member)
    places = [page.index(text) for text in ("A gift waits for you", "Settle in", "friends joined")]
    assert places == sorted(places)


def test_put_away_card_stays_away_until_it_has_news() -> None:
    member = make.member()
    first = make.live()
    assert "Open now" in today(member)
    operations.put_card_away(actor=member, card="campaigns.open", stamp=first.slug, now=NOW)
    assert "Open now" not in today(member)
    make.live(opens_at=NOW - timedelta(hours=1))
    assert "Open now" in today(member)


def test_putting_away_twice_keeps_one_row_with_the_newest_stamp() -> None:
    member = make.member()
    for stamp in ("a", "b", "b"):
        operations.put_card_away(actor=member, card="campaigns.open", stamp=stamp, now=NOW)
    assert list(PutAway.objects.values_list("card", "stamp")) == [("campaigns.open", "b")]


def test_somebody_elses_card_stays() -> None:
    campaign = make.live()
    operations.put_card_away(actor=make.member(), card="campaigns.open", stamp=campaign.slug, now=NOW)
    assert "Open now" in today(make.member())


@pytest.mark.parametrize(
    ("card", "stamp"), [("gifts.waiting", ""), ("nothing", ""), ("campaigns.open", "x" * 121)]
)
def test_urgent_and_unknown_cards_are_not_put_away(card: str, stamp: str) -> None:
    with pytest.raises(UnknownCard):
        operations.put_card_away(actor=make.member(), card=card, stamp=stamp, now=NOW)
    assert not PutAway.objects.exists()


def test_visitor_puts_nothing_away() -> None:
    from django.contrib.auth.models import AnonymousUser

    with pytest.raises(NeedsSignIn):
        operations.put_card_away(actor=AnonymousUser(), card="campaigns.open", stamp="", now=NOW)


def test_button_works_as_a_plain_form(client: Client) -> None:
    member = make.member()
    client.force_login(member)
    make.live()
    page = client.get("/").content.decode()
    form = {name: re.search(rf'name="{name}" value="([^"]*)"', page).group(1) for name in ("card", "stamp")}  # type: ignore[union-attr]
    answer = client.post("/today/put-away/", form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_refused_button_says_why(client: Client) -> None:
    client.force_login(make.member())
    answer = client.post("/today/put-away/", {"card": "gifts.waiting"})
    assert answer.status_code == 422
    assert "t be put away" in answer.content.decode()


def test_draw_tells_its_people_how_it_went() -> None:
    from tests.architecture.query_worlds import build

    world = build()
    page = today(world.member)
    assert re.search(r"You were drawn|in the reserve|The draw was held", page)
    assert f"/campaigns/{world.drawn.slug}/draw/" in page
    assert "You were drawn" not in today(make.member())


@pytest.mark.parametrize("state", ["live", "closing", "drawing", "settling"])
def test_a_gift_is_there_to_claim_for_as_long_as_it_can_be_claimed(state: str) -> None:
    member = make.member()
    reward = make.approved(member, make.live(gift=1))
    make.in_state(reward.campaign, state)
    assert f"/rewards/{reward.public_id}/" in today(member)


def test_cards_with_nothing_to_say_cost_nothing() -> None:
    member = make.member()
    operations.end_arrival(actor=member, now=NOW)
    make.certify(member)
    client = Client()
    client.force_login(member)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/").content.decode()
    assert "Nothing waits for you today" in page
    assert not CARD.search(page)
    assert len(asked) == 4  # the session, the member, all probes, the bell
