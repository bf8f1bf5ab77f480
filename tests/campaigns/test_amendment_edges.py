"""Each change of sealed rules and its way back, line by line: place, before, after, reason."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from campaigns.amendment_rules import judge_amendment
from tests.campaigns.test_amendment_rules import FURTHER, PLACES, board, gifts, needs, posted, terms
from tests.factories import campaigns as make

Rules = dict[str, Any]
TICKETS = {"key": "more", "whom": "invitee", "kind": "draw_entry"}
JOINED = {"kind": "joined_group"}
BOUGHT = {"kind": "event", "name": "buy", "count": 2, "value_minor": 5}
FOR_CERTIFIED = {"registered": 10, "real_name": 100}


def lines(old: Rules, new: Rules, was: Rules | None = None, now: Rules | None = None) -> list[str]:
    found = judge_amendment(terms(old, **(was or {})), terms(new, **(now or {})))
    return [
        f"{'+' if one.is_favourable else '-'} {one.path}: {one.before} > {one.after} ({one.code})"
        for one in found
    ]


def reward(rules: Rules, **changes: Any) -> Rules:
    return rules | {"reward": rules["reward"] | changes}


def seats(number: int, groups: int = 2, item: str = "seat", grace: int = 3) -> Rules:
    shape = {"whose": "group", "grace_days": grace, "item": item, "seats": number, "groups": groups}
    return gifts(reward=PLACES, board=shape)


def places(*rows: tuple[int, str], grace: int = 3) -> Rules:
    return board(grace_days=grace, places=[{"upto": upto, "item": item} for upto, item in rows])


def drawn(**draw: Any) -> Rules:
    rules: Rules = deepcopy(make.rules_with())
    rules["draw"] |= draw
    return rules


SHOES = [{"key": "shoes", "item": "shoes", "quantity": 4}]
CHANGES: list[tuple[Rules, Rules, list[str], list[str]]] = [
    (
        gifts(hold_minutes=5),
        gifts(threshold=2, window_days=31, offer_hours=73, deliver_days=13, hold_minutes=4),
        [
            "+ threshold: 3 > 2 (fewer-friends)",
            "+ window_days: 30 > 31 (more-time)",
            "+ hold_minutes: 5 > 4 (sooner)",
            "+ offer_hours: 72 > 73 (more-time)",
            "+ deliver_days: 14 > 13 (sooner)",
        ],
        [
            "- threshold: 2 > 3 (more-friends)",
            "- window_days: 31 > 30 (less-time)",
            "- hold_minutes: 4 > 5 (later)",
            "- offer_hours: 73 > 72 (less-time)",
            "- deliver_days: 13 > 14 (later)",
        ],
    ),
    (
        gifts(),
        gifts(touch="first", pace={"per_day": 5}),
        ["- pace.per_day: 0 > 5 (later)", "- touch: last > first (takes-from-others)"],
        ["+ pace.per_day: 5 > 0 (sooner)", "- touch: first > last (takes-from-others)"],
    ),
    (
        gifts(credit=FOR_CERTIFIED),
        gifts(credit={"registered": 11, "real_name": 99, "professional": 120}),
        [
            "+ credit.professional: 0 > 120 (counts-more)",
            "- credit.real_name: 100 > 99 (counts-less)",
            "+ credit.registered: 10 > 11 (counts-more)",
        ],
        [
            "- credit.professional: 120 > 0 (counts-less)",
            "+ credit.real_name: 99 > 100 (counts-more)",
            "- credit.registered: 11 > 10 (counts-less)",
        ],
    ),
    (
        board(),
        board() | {"requires": ["registered"], "credit": FOR_CERTIFIED, "window_days": 31},
        [
            "- window_days: 30 > 31 (ranks-change)",
            "- credit.registered: 0 > 10 (ranks-change)",
            "- requires:  >  (ranks-change)",
        ],
        [
            "- window_days: 31 > 30 (ranks-change)",
            "- credit.registered: 10 > 0 (ranks-change)",
            "- requires:  >  (ranks-change)",
        ],
    ),
    (
        gifts(),
        reward(gifts(), quantity=6, item="gold", max_per_member=2, per_threshold=True),
        [
            "- reward.item: shoes > gold (another-item)",
            "+ reward.quantity: 5 > 6 (more-gifts)",
            "- reward.per_threshold: False > True (takes-from-others)",
            "- reward.max_per_member: 1 > 2 (takes-from-others)",
        ],
        [
            "- reward.item: gold > shoes (another-item)",
            "- reward.quantity: 6 > 5 (fewer-gifts)",
            "- reward.per_threshold: True > False (takes-from-others)",
            "- reward.max_per_member: 2 > 1 (takes-from-others)",
        ],
    ),
    (
        gifts(),
        board(),
        [
            "- reward.kind: gift > place (unclear)",
            "- reward.item: shoes >  (another-item)",
            "- reward.quantity: 5 > 0 (fewer-gifts)",
            "- board:  >  (unclear)",
        ],
        [
            "- reward.kind: place > gift (unclear)",
            "- reward.item:  > shoes (another-item)",
            "+ reward.quantity: 0 > 5 (more-gifts)",
            "- board:  >  (unclear)",
        ],
    ),
    (
        drawn(),
        drawn(beacon="drand", reserve=51, prizes=SHOES) | {"offer_hours": 100, "window_days": 31},
        [
            "+ window_days: 30 > 31 (more-time)",
            "- draw.prizes:  >  (draw-sealed)",
            "- draw.beacon:  >  (draw-sealed)",
            "- draw.reserve:  >  (draw-sealed)",
            "- offer_hours: 72 > 100 (draw-sealed)",
        ],
        [
            "- window_days: 31 > 30 (less-time)",
            "- draw.prizes:  >  (draw-sealed)",
            "- draw.beacon:  >  (draw-sealed)",
            "- draw.reserve:  >  (draw-sealed)",
            "- offer_hours: 100 > 72 (draw-sealed)",
        ],
    ),
    (
        drawn(),
        reward(drawn(), weight=2),
        ["- reward.weight: 1 > 2 (takes-from-others)"],
        ["- reward.weight: 2 > 1 (takes-from-others)"],
    ),
    (
        gifts(further=[FURTHER]),
        gifts(further=[FURTHER | {"friends": 4, "quantity": 3, "item": "pen"}]),
        [
            "+ further.five.friends: 5 > 4 (fewer-friends)",
            "- further.five.item: tent > pen (another-item)",
            "+ further.five.quantity: 2 > 3 (more-gifts)",
        ],
        [
            "- further.five.friends: 4 > 5 (more-friends)",
            "- further.five.item: pen > tent (another-item)",
            "- further.five.quantity: 3 > 2 (fewer-gifts)",
        ],
    ),
    (
        gifts(further=[FURTHER]),
        gifts(further=[FURTHER | {"key": "a"}, FURTHER | {"key": "z", "friends": 7}]),
        [
            "- further.five: tent >  (reward-gone)",
            "+ further.a:  > tent (one-more-reward)",
            "+ further.z:  > tent (one-more-reward)",
        ],
        [
            "- further.a: tent >  (reward-gone)",
            "- further.z: tent >  (reward-gone)",
            "+ further.five:  > tent (one-more-reward)",
        ],
    ),
    (
        make.rules_with(),
        make.rules_with(further=[TICKETS]),
        ["- further.more:  > draw_entry (takes-from-others)"],
        ["- further.more: draw_entry >  (reward-gone)"],
    ),
    (
        make.rules_with(further=[TICKETS]),
        make.rules_with(further=[TICKETS | {"weight": 2}]),
        ["- further.more.weight: 1 > 2 (unclear)"],
        ["- further.more.weight: 2 > 1 (unclear)"],
    ),
    (
        places((1, "tent")),
        places((1, "tent"), (3, "pen"), (4, "cup"), grace=4),
        [
            "- board.grace_days: 3 > 4 (result-later)",
            "+ board.places.3:  > pen (more-places)",
            "+ board.places.4:  > cup (more-places)",
        ],
        ["- board.grace_days: 4 > 3 (result-later)", "- board.places:  >  (places-sealed)"],
    ),
    (
        places((1, "tent")),
        places((1, "pen")),
        ["- board.places:  >  (places-sealed)"],
        ["- board.places:  >  (places-sealed)"],
    ),
    (
        seats(10),
        seats(12, groups=3, item="pen", grace=9),
        [
            "- board.grace_days: 3 > 9 (result-later)",
            "+ board.seats: 10 > 12 (more-seats)",
            "+ board.groups: 2 > 3 (more-seats)",
            "- board.item: seat > pen (another-item)",
        ],
        [
            "- board.grace_days: 9 > 3 (result-later)",
            "- board.seats: 12 > 10 (fewer-seats)",
            "- board.groups: 3 > 2 (fewer-seats)",
            "- board.item: pen > seat (another-item)",
        ],
    ),
    (seats(10), board(), ["- board:  >  (unclear)"], ["- board:  >  (unclear)"]),
    (
        gifts(),
        gifts(channels=["link"]),
        ["- channels:  >  (unclear)"],
        ["- channels:  >  (unclear)"],
    ),
    (
        needs(BOUGHT),
        needs(BOUGHT | {"count": 1}),
        ["+ conditions.event:::buy.1: 2 > 1 (asks-less)"],
        ["- conditions.event:::buy.1: 1 > 2 (asks-more)"],
    ),
    (
        needs(BOUGHT),
        needs(BOUGHT | {"count": 1, "value_minor": 6}),  # less of one, more of the other
        ["- conditions.event:::buy.1: 2 > 1 (asks-more)"],
        ["- conditions.event:::buy.1: 1 > 2 (asks-more)"],
    ),
    (
        needs(BOUGHT, BOUGHT | {"count": 3}),
        needs(BOUGHT, BOUGHT | {"count": 4}),
        ["- conditions.event:::buy.2: 3 > 4 (asks-more)"],
        ["+ conditions.event:::buy.2: 4 > 3 (asks-less)"],
    ),
    (
        needs({"kind": "account_age", "days": 7}),
        needs({"kind": "account_age", "days": 6}),
        ["+ conditions.account_age:::.1: 7 > 6 (asks-less)"],
        ["- conditions.account_age:::.1: 6 > 7 (asks-more)"],
    ),
    (
        needs(posted()),
        needs(posted(), JOINED, posted(group="g")),
        [
            "- conditions.joined_group:::.1:  > + (one-more-need)",
            "- conditions.posted:g::.1:  > + (one-more-need)",
        ],
        [
            "+ conditions.joined_group:::.1: + >  (one-need-less)",
            "+ conditions.posted:g::.1: + >  (one-need-less)",
        ],
    ),
    (
        needs(posted(), match="any"),
        needs(posted(), JOINED, match="any"),
        ["+ conditions.joined_group:::.1:  > + (one-more-way)"],
        ["- conditions.joined_group:::.1: + >  (one-way-less)"],
    ),
    (
        needs(posted()),
        needs(posted(), match="any"),
        ["+ match: all > any (one-is-enough)"],
        ["- match: any > all (all-is-needed)"],
    ),
    (
        needs(posted()),
        needs(posted(), JOINED, match="any"),
        ["- match: all > any (too-much-at-once)"],
        ["- match: any > all (too-much-at-once)"],
    ),
]


@pytest.mark.parametrize(("old", "new", "there", "back"), CHANGES)
def test_rules(old: Rules, new: Rules, there: list[str], back: list[str]) -> None:
    assert lines(old, new) == there
    assert lines(new, old) == back
    assert lines(old, old) == lines(new, new) == []


def test_the_first_condition_where_one_is_enough_is_a_need_and_no_way() -> None:
    """Without one, everybody who registers counts."""
    free = {"requires": ["registered"], "credit": {"registered": 0, "met": 100}}
    none, first = needs(match="any") | free, needs(posted(), match="any") | free
    assert lines(none, first) == ["- conditions.posted:::.1:  > + (one-more-need)"]
    assert lines(first, none) == ["+ conditions.posted:::.1: + >  (one-need-less)"]


FIRST, SECOND = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC)
DAYS = "2026-04-01T00:00:00+00:00 > 2026-04-02T00:00:00+00:00"
DAYS_BACK = "2026-04-02T00:00:00+00:00 > 2026-04-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("rules", "date", "there", "back"),
    [
        (gifts(), "closes_at", "+ more-time", "- less-time"),
        (board(), "closes_at", "- result-later", "- less-time"),
        (make.rules_with(), "closes_at", "- result-later", "- less-time"),
        (gifts(), "opens_at", "- opening-sealed", "- opening-sealed"),
        (gifts(), "settle_by", "- later", "- claims-end"),
    ],
)
def test_dates(rules: Rules, date: str, there: str, back: str) -> None:
    was, now = {date: FIRST}, {date: SECOND}
    sign, code = there.split()
    assert lines(rules, rules, was, now) == [f"{sign} {date}: {DAYS} ({code})"]
    sign, code = back.split()
    assert lines(rules, rules, now, was) == [f"{sign} {date}: {DAYS_BACK} ({code})"]


def test_words() -> None:
    was = {"lead": {"en": "Come", "zh-hans": "来"}, "share": {"en": "Hi"}, "notes": None}
    now = {"lead": {"en": "Come"}, "share": {"en": "Hey", "zh-hans": "嗨"}, "terms": {"en": "T"}}
    assert lines(gifts(), gifts(), {"texts": was}, {"texts": now}) == [
        "- texts.lead.zh-hans: 来 >  (words-sealed)",
        "+ texts.share.en: Hi > Hey (own-words)",
        "+ texts.share.zh-hans:  > 嗨 (own-words)",
        "- texts.terms.en:  > T (words-sealed)",
    ]
    assert lines(gifts(), gifts(), {"texts": now}, {"texts": was}) == [
        "+ texts.lead.zh-hans:  > 来 (translated)",
        "+ texts.share.en: Hey > Hi (own-words)",
        "+ texts.share.zh-hans: 嗨 >  (own-words)",
        "- texts.terms.en: T >  (words-sealed)",
    ]
