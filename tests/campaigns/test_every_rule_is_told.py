"""The rules in plain words leave nothing out that decides something, whatever is added to their schema."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from campaigns.models import Campaign
from campaigns.plain_rules import further, lines, lines_beside_further
from campaigns.rule_shape import Look, find_problems
from campaigns.rulebook import read_rules
from common.texts import Texts
from gifts.models import Item
from tests.campaigns import board_worlds as boards
from tests.campaigns.test_further_rewards import five, welcome
from tests.campaigns.test_further_rewards import live as two_sided
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db
Rules = dict[str, Any]
NAMES: Mapping[str, Texts] = {
    name: {"en": name.title(), "zh-hans": name} for name in ("shoes", "boots", "pen", "ink", "tea", "hills")
}
MILESTONE = {"key": "five", "whom": "advocate", "friends": 5, "kind": "draw_entry", "weight": 2}
PEN = {"key": "pen", "whom": "advocate", "friends": 2, "kind": "gift", "item": "pen", "quantity": 8}
PLACES = [{"upto": 1, "item": "shoes"}, {"upto": 3, "item": "boots"}]
VOUCHING = {"days": 30, "credit": 20, "most": 5, "drop_days": 30, "floor": 50}


def asking(**condition: Any) -> Rules:
    return make.rules_with("shoes", conditions=[condition], credit={"registered": 0, "met": 100})


def board(**shape: Any) -> Rules:
    rules = make.rules_with(reward={"kind": "place", "max_per_member": 1}, board={"grace_days": 3, **shape})
    del rules["draw"]
    return rules


OFTEN = {"kind": "draw_entry", "weight": 1, "per_threshold": True, "max_per_member": 2}
DRAW = make.rules_with("shoes", reward=OFTEN, further=[MILESTONE, PEN])
GIFT = make.gift_rules("tea", quantity=100, further=[PEN])
MEMBERS = board(whose="member", places=PLACES)
GROUPS = board(whose="group", item="shoes", seats=2, groups=3)
KEPT = GIFT | {"last_mile": {"hours": 48, "percent": 20}}
PACED = GIFT | {"pace": {"per_day": 20, "per_member": 1, "days": 7}}
TYPED = GIFT | {"code_hours": 72}
SHARED = make.gift_rules("tea", split={"first": 4000, "last": 6000})
VOUCHED = make.gift_rules("tea", vouching=VOUCHING)
THERE = asking(kind="attended", group="hills", event="first", count=2)
BOUGHT = asking(kind="event", name="buy", count=2, value_minor=500)
TWO_WAYS = asking(kind="posted", group="hills", count=2)
EVERY_KIND = [DRAW, GIFT, MEMBERS, GROUPS, KEPT, PACED, TYPED, SHARED, VOUCHED, THERE, BOUGHT, TWO_WAYS]


def put(rules: Rules, path: str, value: Any) -> Rules:
    """The same rules with another value at a place like ``draw.prizes.0.quantity``."""
    changed = deepcopy(rules)
    *way, last = (int(step) if step.isdecimal() else step for step in path.split("."))
    here: Any = changed
    for step in way:
        here = here[step]
    here[last] = value
    return changed


# Place and another value, by the rules in which it is changed.
CHANGES: list[tuple[Rules, dict[str, Any]]] = [
    (
        DRAW,
        {
            "requires": ["registered", "real_name", "professional"],
            "threshold": 4,
            "window_days": 20,
            "hold_minutes": 30,
            "offer_hours": 24,
            "deliver_days": 9,
            "channels": ["wechat", "poster"],
            "touch": "first",
            "credit.registered": 10,
            "credit.real_name": 50,
            "credit.professional": 150,
            "credit.met": 120,
            "reward.kind": None,
            "reward.weight": 500,
            "reward.per_threshold": False,
            "reward.max_per_member": 4,
            "draw.prizes.0.item": "boots",
            "draw.prizes.0.quantity": 4,
            "draw.beacon": "drand",
            "draw.reserve": 5,
            "further.0.friends": 6,
            "further.0.kind": None,
            "further.0.whom": None,
            "further.0.weight": 500,
            "further.1.item": "ink",
            "further.1.quantity": 9,
        },
    ),
    (GIFT, {"reward.item": "ink", "reward.quantity": 90}),
    (MEMBERS, {"board.grace_days": 5, "board.places.1.item": "pen", "board.places.1.upto": 4}),
    (GROUPS, {"board.whose": None, "board.item": "boots", "board.seats": 3, "board.groups": 2}),
    (KEPT, {"last_mile.hours": 24, "last_mile.percent": 30}),
    (PACED, {"pace.per_day": 10, "pace.per_member": 2, "pace.days": 8}),
    (TYPED, {"code_hours": 24}),
    (SHARED, {"split": {"first": 3000, "last": 7000}}),
    (VOUCHED, {f"vouching.{key}": value - 1 for key, value in VOUCHING.items()}),
    (THERE, {"conditions.0.group": "", "conditions.0.event": "", "conditions.0.kind": "task"}),
    (BOUGHT, {"conditions.0.name": "sell", "conditions.0.value_minor": 600, "conditions.0.count": 3}),
    (asking(kind="account_age", days=7), {"conditions.0.days": 8}),
    (TWO_WAYS, {"match": "any"}),
]
# What can't be changed alone: the whole of the other rules.
OTHERWISE: Mapping[str, Rules] = {
    "reward.kind": make.gift_rules("shoes", quantity=3),
    "further.0.kind": put(DRAW, "further.0", PEN | {"key": "five", "friends": 5}),
    "further.0.whom": put(DRAW, "further.0", {"key": "five", "whom": "invitee", "kind": "draw_entry"}),
    "board.whose": MEMBERS,
}
# Keys of the schema that decide nothing for a member, and why.
EXEMPT: Mapping[str, str] = {
    "draw.prizes.key": "A name for programs.",
    "further.key": "A name for programs.",
    "split.first": "Changed together with split.last.",
    "split.last": "Changed together with split.first.",
}


def known_keys(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Each key that the schema's check knows in any of the rules above, without the places in lists."""
    seen: set[str] = set()
    table = Look.table

    def noting(
        look: Look, path: str, value: object, *, needed: frozenset[str], known: frozenset[str] | None = None
    ) -> Mapping[str, Any] | None:
        dot = f"{path}." if path else ""
        seen.update(re.sub(r"\.\d+", "", f"{dot}{key}") for key in needed | (known or frozenset()))
        return table(look, path, value, needed=needed, known=known)

    monkeypatch.setattr(Look, "table", noting)
    for rules in EVERY_KIND:
        assert find_problems(rules) == []
    return {key for key in seen if not any(other.startswith(f"{key}.") for other in seen)}


def pairs() -> Iterator[tuple[str, Rules, Rules]]:
    for rules, changes in CHANGES:
        for path, value in changes.items():
            yield path, rules, OTHERWISE.get(path) or put(rules, path, value)


def test_every_key_of_the_schema_is_tried_or_says_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = {re.sub(r"\.\d+", "", path) for path, _one, _other in pairs()}
    assert known_keys(monkeypatch) - tried - set(EXEMPT) == set()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(("path", "one", "other"), [pytest.param(*each, id=each[0]) for each in pairs()])
def test_another_value_is_told_in_other_words(path: str, one: Rules, other: Rules, language: str) -> None:
    assert (find_problems(one), find_problems(other)) == ([], [])
    with translation.override(language):
        assert lines(read_rules(one), NAMES) != lines(read_rules(other), NAMES)


@pytest.mark.parametrize("rules", EVERY_KIND)
def test_a_page_that_shows_the_further_rewards_prints_them_once(rules: Rules) -> None:
    rulebook = read_rules(rules)
    beside = lines_beside_further(rulebook, NAMES)
    shown = further(rulebook, NAMES)
    assert not set(shown) & set(beside)
    assert sorted([*shown, *beside]) == sorted(lines(rulebook, NAMES))
    assert len(set(lines(rulebook, NAMES))) == len(lines(rulebook, NAMES))


def test_tickets_are_told_where_they_are_not_those_of_the_main_reward() -> None:
    told = lines(read_rules(put(DRAW, "further.0.weight", 500)), NAMES)
    assert "An entry in the draw has 1 ticket, unless another number is said." in told
    assert "With 5 friends who count you also get: an entry in the draw with 500 tickets." in told
    assert "With 2 friends who count you also get: Pen (8 in all, while stocks last)." in told
    plain = lines(read_rules(put(DRAW, "further.0.weight", 1)), NAMES)
    assert "With 5 friends who count you also get: an entry in the draw." in plain


def test_each_place_says_what_it_gets() -> None:
    told = lines(read_rules(MEMBERS), NAMES)
    assert {"Place 1: Shoes", "Places 2 to 3: Boots"} <= set(told)


def test_one_certain_event_is_not_any_event() -> None:
    for kind, words in (("attended", "came to a certain event"), ("task", "team task at a certain event")):
        for group, where in (("hills", " of “Hills”"), ("", "")):
            told = lines(read_rules(asking(kind=kind, group=group, event="first")), NAMES)
            assert any(f"{words}{where}." in line for line in told)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, False),
        ({"requires": ["registered"], "credit": {"registered": 100}}, False),
        ({"requires": ["real_name", "professional"], "credit": {"real_name": 100}}, True),
        ({"requires": ["real_name", "professional"], "credit": {"real_name": 100}, "match": "any"}, False),
        ({"credit": {"registered": 100, "real_name": 100}}, True),
    ],
)
def test_what_a_friend_counts_for_is_told_unless_it_is_one_when_done(changes: Rules, told: bool) -> None:
    said = lines(read_rules(make.rules_with("shoes", **changes)), NAMES)
    assert any(line.startswith("What a friend counts for") for line in said) == told


# --- on the sheet and for programs ------------------------------------------------------------------


def sheet(client: Client, campaign: Campaign) -> dict[str, list[str]]:
    rows = client.get(f"/api/v1/campaigns/{campaign.slug}/sheet/").json()["rows"]
    return {row["key"]: row["values"] for row in rows}


def test_the_sheet_says_who_gets_what_beside_the_main_reward(client: Client) -> None:
    campaign = two_sided(five, welcome)
    told = sheet(client, campaign)
    for line in ("With 5 friends who count you also get: ", "Each friend who counts gets: "):
        assert sum(value.startswith(line) for value in told["method"]) == 1
    assert told["odds"][-1] == "Gifts beside it: as many as above, in the order of claims."


def test_the_sheet_gives_the_odds_of_entries_that_weigh_differently(client: Client) -> None:
    heavy = {"key": "five", "whom": "advocate", "friends": 5, "kind": "draw_entry", "weight": 500}
    told = sheet(client, make.live(further=[heavy]))
    assert any("an entry in the draw with 500 tickets" in value for value in told["method"])
    assert "a member’s odds are the member’s tickets over all tickets" in told["odds"][0]


def test_a_program_reads_the_same_lines_with_names(client: Client) -> None:
    campaign = boards.leaderboard()
    body = client.get(f"/api/v1/campaigns/{campaign.slug}/").json()
    item = Item.objects.get().name["en"]
    assert {f"Place 1: {item}", f"Places 2 to 3: {item}"} <= set(body["plain_rules"])
    assert list(body["plain_rules"]) == sheet(client, campaign)["method"]


def test_the_campaigns_page_prints_each_further_reward_once(client: Client) -> None:
    page = client.get(f"/campaigns/{two_sided(five, welcome).slug}/").content.decode()
    assert page.count("Each friend who counts gets: ") == 1
