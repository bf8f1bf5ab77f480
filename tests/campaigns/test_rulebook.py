"""The rules' JSON: what is wrong is named with its place."""

import hashlib
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.errors import BadRules
from campaigns.rule_shape import find_problems
from campaigns.rulebook import DEFAULT_RULES, canonical, read_rules, seal

Rules = dict[str, Any]


def good() -> Rules:
    rules: Rules = deepcopy(dict(DEFAULT_RULES))
    rules["draw"]["prizes"] = [{"key": "shoes", "item": "abc", "quantity": 3}]
    return rules


def gift() -> Rules:
    rules = good()
    del rules["draw"]
    rules["reward"] = {"kind": "gift", "item": "abc", "quantity": 5, "max_per_member": 1}
    return rules


def paths(rules: object) -> list[str]:
    return [problem.path for problem in find_problems(rules)]


def test_reads_a_draw_campaign() -> None:
    book = read_rules(good())

    assert book.threshold_hundredths == 300
    assert book.promised_items == {"abc": 3}
    assert book.reward.kind == "draw_entry"
    assert not book.counts_at_once


def test_reads_a_gift_campaign() -> None:
    assert read_rules(gift()).promised_items == {"abc": 5}


def test_sums_the_units_of_an_item_that_is_several_prizes() -> None:
    rules = good()
    rules["draw"]["prizes"].append({"key": "shoes-2", "item": "abc", "quantity": 2})

    assert read_rules(rules).promised_items == {"abc": 5}


def test_a_registration_counts_at_once_where_it_is_worth_something() -> None:
    assert read_rules(good() | {"credit": {"registered": 30, "real_name": 100}}).counts_at_once
    only = good() | {"requires": ["registered"], "credit": {"registered": 100}}
    assert read_rules(only).counts_at_once


def put(*path: str | int, value: object) -> Callable[[Rules], None]:
    def change(rules: Rules) -> None:
        place: Any = rules
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def drop(*path: str) -> Callable[[Rules], None]:
    def change(rules: Rules) -> None:
        place: Any = rules
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


MISTAKES = [
    (drop("threshold"), "threshold"),
    (put("threshold", value=0), "threshold"),
    (put("threshold", value="3"), "threshold"),
    (put("threshold", value=True), "threshold"),
    (put("threshold", value=2.5), "threshold"),
    (put("window_days", value=0), "window_days"),
    (put("hold_minutes", value=-1), "hold_minutes"),
    (put("offer_hours", value=0), "offer_hours"),
    (put("deliver_days", value=1000), "deliver_days"),
    (put("surprise", value=1), "surprise"),
    (put("requires", value=[]), "requires"),
    (put("requires", value="real_name"), "requires"),
    (put("requires", 1, value="blood"), "requires.1"),
    (put("requires", value=["real_name", "real_name"]), "requires"),
    (put("credit", value=[]), "credit"),
    (put("credit", value={"blood": 1}), "credit.blood"),
    (put("credit", "real_name", value=-5), "credit.real_name"),
    (put("credit", value={"registered": 0, "real_name": 0}), "credit"),
    (put("credit", value={"professional": 100}), "credit"),
    (put("reward", value="gold"), "reward"),
    (put("reward", "kind", value="gold"), "reward.kind"),
    (put("reward", "kind", value=["gift"]), "reward.kind"),
    (put("reward", "weight", value=0), "reward.weight"),
    (put("reward", "per_threshold", value="yes"), "reward.per_threshold"),
    (drop("reward", "max_per_member"), "reward.max_per_member"),
    (put("reward", "max_per_member", value=0), "reward.max_per_member"),
    (drop("draw"), "draw"),
    (put("draw", "beacon", value="moon"), "draw.beacon"),
    (put("draw", "reserve", value=-1), "draw.reserve"),
    (put("draw", "prizes", value=[]), "draw.prizes"),
    (put("draw", "prizes", value=["shoes"]), "draw.prizes.0"),
    (put("draw", "prizes", 0, "quantity", value=0), "draw.prizes.0.quantity"),
    (put("draw", "prizes", 0, "item", value=""), "draw.prizes.0.item"),
    (put("draw", "prizes", 0, "colour", value="red"), "draw.prizes.0.colour"),
]


@pytest.mark.parametrize(("break_it", "path"), MISTAKES)
def test_points_at_the_mistake(break_it: Callable[[Rules], None], path: str) -> None:
    rules = good()
    break_it(rules)

    assert paths(rules) == [path]
    with pytest.raises(BadRules) as refused:
        read_rules(rules)
    assert refused.value.field == path
    assert path in refused.value.text


def test_names_every_mistake_at_once() -> None:
    assert paths(good() | {"threshold": 0, "window_days": 0}) == ["threshold", "window_days"]


def test_a_prize_key_is_used_once() -> None:
    rules = good()
    rules["draw"]["prizes"] *= 2

    assert paths(rules) == ["draw.prizes.1.key"]


def test_a_gift_needs_its_item_and_has_no_draw() -> None:
    assert paths(gift() | {"draw": good()["draw"]}) == ["draw"]
    rules = gift()
    del rules["reward"]["item"]
    assert paths(rules) == ["reward.item"]


@pytest.mark.parametrize("junk", [None, [], "rules", 3, {}])
def test_junk_is_refused_and_never_crashes(junk: object) -> None:
    assert paths(junk)


def sealed(**changes: Any) -> str:
    moment = datetime(2026, 4, 1, tzinfo=UTC)
    parts: dict[str, Any] = {
        "campaign": "c",
        "number": 1,
        "rules": good(),
        "texts": {"title": {"zh-hans": "春游"}},
        "opens_at": moment,
        "closes_at": moment,
        "settle_by": moment,
    }
    return seal(**(parts | changes))


def test_the_seal_covers_every_part() -> None:
    later = datetime(2026, 4, 2, tzinfo=UTC)
    changes: list[dict[str, Any]] = [
        {},
        {"campaign": "d"},
        {"number": 2},
        {"rules": good() | {"threshold": 4}},
        {"texts": {}},
        {"opens_at": later},
        {"closes_at": later},
        {"settle_by": later},
    ]

    assert len({sealed(**change) for change in changes}) == len(changes)


def test_the_seal_does_not_depend_on_the_order_of_keys() -> None:
    turned = dict(reversed(list(good().items())))

    assert sealed(rules=turned) == sealed()


def test_canonical_json_is_what_the_documentation_says() -> None:
    assert canonical({"b": 1, "a": "春"}) == '{"a":"春","b":1}'.encode()
    assert len(sealed()) == len(hashlib.sha256().hexdigest())


# --- conditions -------------------------------------------------------------------------------------


def asking(*conditions: object, **changes: Any) -> Rules:
    return good() | {"conditions": list(conditions), "credit": {"registered": 0, "met": 100}} | changes


def test_reads_conditions() -> None:
    book = read_rules(asking({"kind": "account_age", "days": 7}, {"kind": "posted", "count": 2}, match="any"))
    assert [each.needed for each in book.conditions] == [7, 2]
    assert (book.any_is_enough, book.match, book.worth_at_least) == (True, "any", 100)
    assert book.looks_again_after is not None
    assert book.looks_again_after.days == 7
    assert read_rules(good()).looks_again_after is None


@pytest.mark.parametrize(
    ("rules", "path"),
    [
        (asking({"kind": "sang"}), "conditions.0.kind"),
        (asking({"kind": "account_age"}), "conditions.0.days"),
        (asking({"kind": "account_age", "days": 30}), "conditions.0.days"),
        (asking({"kind": "account_age", "days": 1}, {"kind": "account_age", "days": 2}), "conditions.1.kind"),
        (asking({"kind": "posted", "count": 0}), "conditions.0.count"),
        (asking({"kind": "posted", "name": "x"}), "conditions.0.name"),
        (asking({"kind": "joined_group", "group": 7}), "conditions.0.group"),
        (asking({"kind": "event", "name": "A B"}), "conditions.0.name"),
        (asking({"kind": "event", "name": "buy", "value_minor": -1}), "conditions.0.value_minor"),
        (asking("posted"), "conditions.0"),
        (asking(*[{"kind": "posted"}] * 7), "conditions"),
        (asking({"kind": "posted"}, credit={"registered": 100}), "credit.met"),
        (asking({"kind": "posted"}, match="most"), "match"),
        (asking() | {"conditions": "posted"}, "conditions"),
    ],
)
def test_a_mistake_in_a_condition_is_named_with_its_place(rules: Rules, path: str) -> None:
    assert paths(rules) == [path]
