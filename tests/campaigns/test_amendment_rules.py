"""What is judged to be in the members' favour, and what is not."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from campaigns.amendment_rules import Terms, Verdict, judge_amendment
from campaigns.amendment_words import REASONS, explain_refused, place_text, value_text
from campaigns.rulebook import read_rules
from tests.factories import campaigns as make

CERTIFIED = {"registered": 0, "real_name": 100}
PLACES = {"kind": "place", "max_per_member": 1}
FURTHER = {"key": "five", "whom": "advocate", "friends": 5, "kind": "gift", "item": "tent", "quantity": 2}


def gifts(**changes: Any) -> dict[str, Any]:
    return make.gift_rules("shoes", quantity=5) | changes


def board(**changes: Any) -> dict[str, Any]:
    shape = {"whose": "member", "grace_days": 3, "places": [{"upto": 1, "item": "tent"}]} | changes
    rules = gifts(reward=PLACES, board=shape)
    return rules


def terms(rules: dict[str, Any], **changes: Any) -> Terms:
    values: dict[str, Any] = {
        "texts": {"title": {"en": "Outing"}},
        "opens_at": make.OPENS,
        "closes_at": make.CLOSES,
        "settle_by": make.SETTLE_BY,
    }
    return Terms(rulebook=read_rules(rules), **(values | changes))


def judged(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, bool]]:
    found = judge_amendment(terms(old), terms(new))
    return [(verdict.path, verdict.code, verdict.is_favourable) for verdict in found]


def test_the_same_rules_have_no_verdict() -> None:
    assert judged(gifts(), gifts()) == []
    assert judged(make.rules_with(), deepcopy(make.rules_with())) == []


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"threshold": 2}, "threshold", "fewer-friends"),
        ({"window_days": 60}, "window_days", "more-time"),
        ({"offer_hours": 96}, "offer_hours", "more-time"),
        ({"deliver_days": 7}, "deliver_days", "sooner"),
        ({"credit": {"registered": 30, "real_name": 100}}, "credit.registered", "counts-more"),
        ({"requires": ["registered"]}, "requires.real_name", "one-need-less"),
        ({"further": [FURTHER]}, "further.five", "one-more-reward"),
    ],
)
def test_what_is_better_comes_through_and_its_opposite_does_not(
    change: dict[str, Any], path: str, code: str
) -> None:
    old, new = gifts(), gifts(**change)
    if "requires" in change:
        old["credit"] = new["credit"] = {"registered": 10, "real_name": 100}
    assert judged(old, new) == [(path, code, True)]
    [(back, _code, favourable)] = judged(new, old)
    assert (back, favourable) == (path, False)


def test_more_gifts_of_the_same_are_better_and_other_gifts_are_not() -> None:
    more, fewer, other = (deepcopy(gifts()) for _ in range(3))
    more["reward"]["quantity"], fewer["reward"]["quantity"], other["reward"]["item"] = 9, 4, "gold"
    assert judged(gifts(), more) == [("reward.quantity", "more-gifts", True)]
    assert judged(gifts(), fewer) == [("reward.quantity", "fewer-gifts", False)]
    assert judged(gifts(), other) == [("reward.item", "another-item", False)]


def test_nobody_gets_more_at_the_cost_of_others() -> None:
    greedy = deepcopy(gifts())
    greedy["reward"] |= {"max_per_member": 5, "per_threshold": True}
    assert {code for _path, code, _yes in judged(gifts(), greedy)} == {"takes-from-others"}
    tickets = {"key": "more", "whom": "invitee", "kind": "draw_entry"}
    assert judged(make.rules_with(), make.rules_with(further=[tickets])) == [
        ("further.more", "takes-from-others", False)
    ]


def test_a_draw_stays_as_it_was_sealed() -> None:
    other = deepcopy(make.rules_with())
    other["draw"]["prizes"][0]["quantity"] = 99
    other["draw"]["reserve"] = 60
    other["offer_hours"] = 100
    assert {code for _path, code, _yes in judged(make.rules_with(), other)} == {"draw-sealed"}


def test_further_rewards_are_judged_one_by_one() -> None:
    old = gifts(further=[FURTHER])
    assert judged(old, gifts(further=[FURTHER | {"friends": 4, "quantity": 3}])) == [
        ("further.five.friends", "fewer-friends", True),
        ("further.five.quantity", "more-gifts", True),
    ]
    worse = gifts(further=[FURTHER | {"friends": 6, "quantity": 1, "item": "pen"}])
    assert {yes for _path, _code, yes in judged(old, worse)} == {False}
    assert judged(old, gifts()) == [("further.five", "reward-gone", False)]
    assert judged(old, gifts(further=[{**FURTHER, "key": "six"}]))[0] == (
        "further.five",
        "reward-gone",
        False,
    )


def test_places_can_be_added_behind_and_nothing_that_changes_ranks() -> None:
    two = [{"upto": 1, "item": "tent"}, {"upto": 3, "item": "pen"}]
    assert judged(board(), board(places=two)) == [("board.places.3", "more-places", True)]
    assert judged(board(places=two), board()) == [("board.places", "places-sealed", False)]
    assert judged(board(), board(grace_days=1)) == [("board.grace_days", "result-later", False)]
    more_credit = board() | {"credit": {"registered": 50, "real_name": 100}}
    assert judged(board(), more_credit) == [("credit.registered", "ranks-change", False)]
    more_needs = board() | {"requires": ["registered", "real_name", "professional"]}
    assert judged(board(), more_needs) == [("requires", "ranks-change", False)]
    assert all(code == "ranks-change" for _p, code, _y in judged(board(), board() | {"window_days": 40}))


def test_seats_of_groups_can_only_grow() -> None:
    def seats(number: int, groups: int = 2, item: str = "seat") -> dict[str, Any]:
        shape = {"whose": "group", "grace_days": 3, "item": item, "seats": number, "groups": groups}
        return gifts(reward=PLACES, board=shape)

    assert judged(seats(10), seats(12)) == [("board.seats", "more-seats", True)]
    assert judged(seats(10), seats(10, groups=1)) == [("board.groups", "fewer-seats", False)]
    assert judged(seats(10), seats(10, item="pen")) == [("board.item", "another-item", False)]
    assert judged(seats(10), board()) == [("board", "unclear", False)]


def posted(**more: Any) -> dict[str, Any]:
    return {"kind": "posted", "count": 2} | more


def needs(*conditions: dict[str, Any], match: str = "all") -> dict[str, Any]:
    return gifts(
        conditions=list(conditions), match=match, credit={"registered": 0, "real_name": 0, "met": 100}
    )


def test_conditions_may_ask_for_less() -> None:
    joined = {"kind": "joined_group"}
    assert judged(needs(posted()), needs(posted(count=1)))[0][1:] == ("asks-less", True)
    assert judged(needs(posted()), needs(posted(count=3)))[0][1:] == ("asks-more", False)
    assert judged(needs(posted(), joined), needs(posted()))[0][1:] == ("one-need-less", True)
    assert judged(needs(posted()), needs(posted(), joined))[0][1:] == ("one-more-need", False)


def test_where_one_is_enough_a_further_way_is_better_and_a_lost_one_worse() -> None:
    joined = {"kind": "joined_group"}
    old = needs(posted(), match="any")
    assert judged(old, needs(posted(), joined, match="any"))[0][1:] == ("one-more-way", True)
    assert judged(needs(posted(), joined, match="any"), old)[0][1:] == ("one-way-less", False)
    assert judged(needs(posted()), old)[0][1:] == ("one-is-enough", True)
    assert judged(old, needs(posted()))[0][1:] == ("all-is-needed", False)
    assert judged(needs(posted(), joined), needs(posted(), match="any"))[0][1:] == (
        "too-much-at-once",
        False,
    )


def one(old: Terms, new: Terms) -> Verdict:
    [verdict] = judge_amendment(old, new)
    return verdict


def test_a_later_end_is_more_time_where_nobody_waits_for_it() -> None:
    later = {"closes_at": make.CLOSES + timedelta(days=5)}
    assert one(terms(gifts()), terms(gifts(), **later)).is_favourable
    for rules in (make.rules_with(), board()):
        assert one(terms(rules), terms(rules, **later)).code == "result-later"
    assert not one(terms(gifts(), **later), terms(gifts())).is_favourable


def test_the_last_day_for_claims_moves_neither_way_and_the_opening_stays() -> None:
    sooner = {"settle_by": make.SETTLE_BY - timedelta(days=5)}
    for rules in (gifts(), make.rules_with()):
        earlier_end = one(terms(rules), terms(rules, **sooner))
        assert (earlier_end.is_favourable, earlier_end.code) == (False, "claims-end")
        assert not one(terms(rules, **sooner), terms(rules)).is_favourable
    verdict = one(terms(gifts()), terms(gifts(), **sooner))
    assert "There would be less time to claim" in explain_refused([verdict])
    earlier = {"opens_at": make.OPENS - timedelta(days=1)}
    assert one(terms(gifts()), terms(gifts(), **earlier)).code == "opening-sealed"


def test_only_a_translation_comes_to_the_words() -> None:
    def words(**texts: Any) -> Terms:
        return terms(gifts(), texts=texts)

    old = words(lead={"en": "Come"}, share={"en": "Hi"})
    assert one(old, words(lead={"en": "Come", "zh-hans": "来"}, share={"en": "Hi"})).code == "translated"
    assert not one(old, words(lead={"en": "Go"}, share={"en": "Hi"})).is_favourable
    assert one(old, words(lead={"en": "Come"}, share={"en": "Hello"})).code == "own-words"
    assert not one(old, words(lead={"en": "Come"}, share={"en": "Hi"}, about={"en": "New"})).is_favourable


def test_every_place_and_reason_has_words() -> None:
    old = needs(posted()) | {"further": [FURTHER]}
    new = needs(posted(count=9), {"kind": "joined_group"}) | {"threshold": 9, "hold_minutes": 5}
    new |= {"requires": ["registered"], "offer_hours": 1, "deliver_days": 100, "credit": {"met": 1}}
    for verdict in judge_amendment(terms(old), terms(new)):
        assert verdict.code in REASONS
        assert place_text(verdict.path) != verdict.path
        assert "campaigns" not in value_text(verdict, verdict.after, {})
    assert "Friends needed: More friends would be needed." in explain_refused(
        judge_amendment(terms(gifts()), terms(gifts(threshold=4)))
    )
