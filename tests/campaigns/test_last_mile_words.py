"""Kept units in the rules, on the pages, through the API and in the news."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime
from django.utils.translation import override

from accounts.models import Notification
from campaigns import last_mile_rules
from campaigns.admin.last_mile_rows import initial_last_mile, read_last_mile
from campaigns.amendment_rules import judge_amendment
from campaigns.last_mile_words import last_mile_lines
from campaigns.operations.reservations import end_reservations
from campaigns.operations.reserving import warn_of_ending
from campaigns.plain_rules import lines
from campaigns.queries.amendments import terms_of
from campaigns.queries.campaigns import campaign_detail
from campaigns.queries.sheets import sheet_of
from campaigns.rule_shape import find_problems
from campaigns.rulebook import read_rules
from common.clock import shift_clock
from outbox.testing import run_jobs
from tests.campaigns.last_mile_worlds import HALF, keeping, kept
from tests.factories import campaigns as make

FIVE = make.gift_rules("shoes", quantity=5)


def problems(**changes: Any) -> list[str]:
    return [problem.path for problem in find_problems(FIVE | changes)]


def test_it_is_off_where_the_rules_do_not_name_it() -> None:
    assert read_rules(FIVE).last_mile is None
    assert last_mile_lines(read_rules(FIVE)) == []


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ({"hours": 48, "percent": 20}, []),
        ({"hours": 0, "percent": 20}, ["last_mile.hours"]),
        ({"hours": 169, "percent": 20}, ["last_mile.hours"]),
        ({"hours": 48, "percent": 51}, ["last_mile.percent"]),
        ({"hours": 48, "percent": 19}, ["last_mile.percent"]),
        ({"hours": 48}, ["last_mile.percent"]),
        ({"hours": 48, "percent": 20, "cash": 1}, ["last_mile.cash"]),
        ("yes", ["last_mile"]),
    ],
)
def test_its_shape_is_checked(rule: Any, wrong: list[str]) -> None:
    assert problems(last_mile=rule) == wrong


def test_it_has_no_use_where_one_friend_is_enough() -> None:
    assert problems(last_mile=HALF, threshold=1) == ["last_mile"]


def test_it_has_no_use_in_a_draw() -> None:
    assert [problem.path for problem in find_problems(make.rules_with(last_mile=HALF))] == ["last_mile"]


def test_a_milestone_of_gifts_is_enough() -> None:
    further = {"key": "five", "whom": "advocate", "friends": 5, "kind": "gift", "item": "tea", "quantity": 10}
    rules = make.rules_with(further=[further], last_mile={"hours": 48, "percent": 20})
    assert find_problems(rules) == []
    short = last_mile_rules.nearly_reached(read_rules(rules), credit_hundredths=400)
    assert [(goal.rule_key, goal.most_units) for goal in short] == [("five", 2)]


@pytest.mark.parametrize(
    ("credit", "near"), [(100, False), (199, False), (200, True), (299, True), (300, False)]
)
def test_one_friend_short_is_the_worst_case(credit: int, near: bool) -> None:
    rulebook = read_rules(FIVE | {"last_mile": HALF})
    assert bool(last_mile_rules.nearly_reached(rulebook, credit_hundredths=credit)) is near


def test_what_was_never_granted_and_one_friend_covers_is_no_last_mile() -> None:
    rulebook = read_rules(FIVE | {"last_mile": HALF, "credit": {"registered": 0, "real_name": 300}})
    assert last_mile_rules.nearly_reached(rulebook, credit_hundredths=0) == []


def test_the_rules_say_it_in_both_languages() -> None:
    rulebook = read_rules(FIVE | {"last_mile": {"hours": 48, "percent": 40}})
    assert any("one is kept for you for 48 hours" in line for line in lines(rulebook))
    assert any("2 units" in line for line in lines(rulebook))
    with override("zh-hans"):
        assert any("为您保留一件 48 小时" in line for line in lines(rulebook))


def test_the_form_gives_back_what_it_read() -> None:
    assert read_last_mile({"last_mile_hours": None, "last_mile_percent": 30}) == {}
    read = read_last_mile({"last_mile_hours": 24, "last_mile_percent": None})
    assert read == {"last_mile": {"hours": 24, "percent": 20}}
    assert initial_last_mile(read) == {"last_mile_hours": 24, "last_mile_percent": 20}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"hours": 72, "percent": 50}, "takes-from-others"),
        ({"hours": 48, "percent": 30}, "takes-from-others"),
        (None, "less-time"),
    ],
)
def test_no_change_of_it_is_better_for_everybody(change: Any, code: str) -> None:
    version = keeping(gift=10, stock=10).current
    assert version is not None
    old = terms_of(version)
    rules = {key: value for key, value in version.rules.items() if key != "last_mile"}
    book = read_rules(rules | ({"last_mile": change} if change else {}))
    found = judge_amendment(old, type(old)(**{**vars(old), "rulebook": book}))
    assert [(verdict.code, verdict.is_favourable) for verdict in found] == [(code, False)]


@pytest.mark.django_db
def test_the_compliance_sheet_says_how_many_are_kept() -> None:
    campaign = keeping(gift=4)
    rows = {row.key: row for row in sheet_of(campaign_detail(slug=campaign.slug))}
    assert any("2 units" in value for value in rows["odds"].values)


@pytest.fixture
def told() -> Iterator[None]:
    yield
    shift_clock(timedelta(0))


@pytest.mark.django_db
def test_her_page_and_her_program_say_until_when(client: Client) -> None:
    campaign = keeping()
    advocate, reservation = kept(campaign)
    client.force_login(advocate)

    page = client.get(f"/campaigns/{campaign.slug}/progress/").content.decode()
    body = client.get(f"/api/v1/campaigns/{campaign.slug}/progress/").json()

    assert f'<time datetime="{localtime(reservation.expires_at).isoformat()}"' in page
    assert [unit["item"] for unit in body["kept"]] == [reservation.item]


@pytest.mark.django_db
def test_nothing_is_said_where_nothing_is_kept(client: Client) -> None:
    campaign = keeping()
    kept(campaign)
    client.force_login(make.member())

    assert client.get(f"/api/v1/campaigns/{campaign.slug}/progress/").json()["kept"] == []


@pytest.mark.django_db
def test_she_is_told_when_it_is_kept_before_it_ends_and_when_it_went_back(told: None) -> None:
    campaign = keeping()
    advocate, _reservation = kept(campaign)
    run_jobs()
    assert warn_of_ending(now=make.NOW) == 0
    shift_clock(timedelta(hours=40))
    assert (warn_of_ending(now=make.NOW), warn_of_ending(now=make.NOW)) == (1, 0)
    shift_clock(timedelta(hours=49))
    end_reservations(now=make.NOW)
    run_jobs()

    mine = Notification.objects.filter(member=advocate, kind__startswith="campaigns.unit-")
    assert list(mine.order_by("pk").values_list("kind", flat=True)) == [
        "campaigns.unit-kept",
        "campaigns.unit-ending",
        "campaigns.unit-gone",
    ]
