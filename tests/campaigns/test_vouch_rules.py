"""The rule in the draft: its shape, its words, its form, and what an amendment may do to it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.admin.vouch_rows import initial_vouching, read_vouching
from campaigns.amendment_rules import Terms, judge_amendment
from campaigns.amendment_words import explain_refused, place_text, value_text
from campaigns.plain_rules import lines
from campaigns.rule_shape import find_problems
from campaigns.rulebook import Vouching, read_rules
from campaigns.vouch_states import VOUCH_MOVES, VouchState
from common.moves import unreachable
from tests.campaigns.vouch_worlds import RULE, vouching
from tests.factories.campaigns import rules_with

AT = datetime(2026, 5, 1, tzinfo=UTC)


def problems(rule: Any, **changes: Any) -> list[str]:
    return [problem.path for problem in find_problems(rules_with(vouching=rule, **changes))]


def test_a_rule_with_everything_is_read() -> None:
    assert problems(RULE) == []
    assert read_rules(rules_with(vouching=RULE)).vouching == Vouching(**RULE)
    assert read_rules(rules_with()).vouching is None


@pytest.mark.parametrize("key", sorted(RULE))
def test_each_place_is_needed_and_is_a_whole_number(key: str) -> None:
    assert problems({name: value for name, value in RULE.items() if name != key}) == [f"vouching.{key}"]
    for wrong in (True, 1.5, "3", None, 0, 100_000):
        assert f"vouching.{key}" in problems(vouching(**{key: wrong}))


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"days": 91}, "vouching.days"),
        ({"credit": 101}, "vouching.credit"),
        ({"most": 51}, "vouching.most"),
        ({"drop_days": 91}, "vouching.drop_days"),
        ({"floor": 9}, "vouching.floor"),
        ({"floor": 101}, "vouching.floor"),
        ({"credit": 1, "floor": 99}, "vouching.floor"),
    ],
)
def test_each_bound_holds(change: dict[str, int], path: str) -> None:
    assert problems(vouching(**change)) == [path]


def test_what_is_no_rule_at_all_is_pointed_at() -> None:
    assert problems([1]) == ["vouching"]
    assert problems({**RULE, "more": 1}) == ["vouching.more"]


def test_one_friend_never_counts_for_more_than_ten() -> None:
    assert problems(RULE, credit={"real_name": 980}) == []
    assert problems(RULE, credit={"real_name": 981}) == ["vouching.credit"]


def test_it_has_no_place_beside_a_board_or_shared_credit() -> None:
    assert problems(RULE, split={"first": 4000, "last": 6000}) == ["vouching"]
    assert "vouching" in problems(RULE, board={"whose": "member"})


def test_a_lowered_word_is_worth_the_floor_rounded_down() -> None:
    rule = Vouching(**vouching(credit=33, floor=50))
    assert (rule.worth(is_lowered=False), rule.worth(is_lowered=True)) == (33, 16)


def test_the_rules_say_both_sides_beforehand() -> None:
    said = " ".join(lines(read_rules(rules_with(vouching=RULE))))
    for words in (
        "within 14 days",
        "counts 0.20 more",
        "counts 50% for 30 days",
        "What you have earned stays",
    ):
        assert words in said
    assert "vouch" not in " ".join(lines(read_rules(rules_with())))


# --- amendments -------------------------------------------------------------------------------------


def verdicts(old: Any, new: Any) -> list[tuple[str, str, bool]]:
    def terms(rule: Any) -> Terms:
        rules = rules_with(**({"vouching": rule} if rule else {}))
        return Terms(rulebook=read_rules(rules), texts={}, opens_at=AT, closes_at=AT, settle_by=AT)

    return [(each.path, each.code, each.is_favourable) for each in judge_amendment(terms(old), terms(new))]


def test_offering_it_is_better_and_taking_it_away_is_not() -> None:
    assert verdicts(None, RULE) == [("vouching", "word-more", True)]
    assert verdicts(RULE, None) == [("vouching", "word-less", False)]


@pytest.mark.parametrize("key", sorted(RULE))
def test_each_number_is_judged_by_itself(key: str) -> None:
    step = -1 if key == "drop_days" else 1
    better, worse = vouching(**{key: RULE[key] + step}), vouching(**{key: RULE[key] - step})
    assert verdicts(RULE, better) == [(f"vouching.{key}", "word-more", True)]
    assert verdicts(RULE, worse) == [(f"vouching.{key}", "word-less", False)]


def test_every_place_has_a_name_and_a_value_that_can_be_read() -> None:
    new = vouching(days=15, credit=35, most=3, drop_days=29, floor=60)
    old_terms, new_terms = (
        Terms(
            rulebook=read_rules(rules_with(vouching=rule)), texts={}, opens_at=AT, closes_at=AT, settle_by=AT
        )
        for rule in (RULE, new)
    )
    found = judge_amendment(old_terms, new_terms)
    assert all(place_text(each.path) != each.path for each in found)
    credit = next(each for each in found if each.path == "vouching.credit")
    assert value_text(credit, credit.after, {}) == "0.35"
    assert "would get less" in explain_refused(judge_amendment(new_terms, old_terms))


# --- the form ---------------------------------------------------------------------------------------


def test_what_was_typed_comes_back() -> None:
    assert read_vouching(initial_vouching({"vouching": RULE})) == {"vouching": RULE}


def test_no_days_is_off_and_the_rest_has_defaults() -> None:
    assert read_vouching({"vouching_days": 0, "vouching_most": 3}) == {}
    assert read_vouching({"vouching_days": 7}) == {
        "vouching": {"days": 7, "credit": 20, "most": 3, "drop_days": 30, "floor": 50}
    }
    assert initial_vouching({})["vouching_days"] is None


def test_every_state_can_be_reached() -> None:
    assert unreachable(VOUCH_MOVES, VouchState.OPEN) == set()
    assert set(VOUCH_MOVES) == set(VouchState)
