"""Wordings side by side: sticky, by their weights, kept with the touch and the friend, judged honestly."""

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from campaigns.channel_packs import compile_campaign
from campaigns.models import Campaign, DayCount, Touch
from campaigns.operations.drafts import DraftChanges, edit_draft
from campaigns.operations.publishing import publish_campaign
from campaigns.queries.funnel import funnel_figures
from campaigns.reconcile_counts import day_counts
from campaigns.variant_rules import Arm, Verdict, choose, judge, weights_of, words_of
from common.access import SYSTEM
from outbox.testing import run_jobs
from tests.factories import campaigns as make

TEXTS: dict[str, Any] = {
    "lead": {"en": "Come along."},
    "about": {"en": "A day outside."},
    "weights": {"a": 30, "b": 70},
    "lead_b": {"en": "Meet your neighbours."},
}


def test_the_same_browser_sees_the_same_words_and_many_see_them_by_weight() -> None:
    seen = {f"browser {n}": choose(TEXTS, subject=f"browser {n}") for n in range(2000)}
    assert all(choose(TEXTS, subject=key) == variant for key, variant in seen.items())
    assert 540 < Counter(seen.values())["a"] < 660


@pytest.mark.parametrize("texts", [{}, {"weights": {"a": 5}}, {"weights": {"a": 5, "b": 0}}])
def test_one_wording_alone_is_no_variant(texts: dict[str, Any]) -> None:
    assert (weights_of(texts), choose(texts, subject="x")) == ({}, "")


def test_what_a_variant_leaves_empty_is_as_in_a() -> None:
    assert words_of(TEXTS, "b") == {"lead": TEXTS["lead_b"], "about": TEXTS["about"]}
    assert words_of(TEXTS, "a") == {"lead": TEXTS["lead"], "about": TEXTS["about"]}


@pytest.mark.parametrize(
    ("base", "other", "verdict"),
    [
        ((90, 9), (5000, 900), Verdict.NOT_ENOUGH),
        ((500, 2), (500, 7), Verdict.NOT_ENOUGH),
        ((1000, 100), (1000, 110), Verdict.CHANCE),
        ((1000, 100), (1000, 150), Verdict.BETTER),
        ((1000, 150), (1000, 100), Verdict.WORSE),
    ],
)
def test_a_verdict_needs_enough_and_more_than_chance(
    base: tuple[int, int], other: tuple[int, int], verdict: Verdict
) -> None:
    arms = [
        Arm(key=key, visits=visits, wins=wins)
        for key, (visits, wins) in zip("ab", (base, other), strict=True)
    ]
    found = judge(arms)
    assert [one.verdict for one in found] == [Verdict.BASE, verdict]
    assert (found[1].confidence_bp is None) == (verdict == Verdict.NOT_ENOUGH)


def test_more_comparisons_want_more_certainty() -> None:
    base, other = Arm(key="a", visits=1000, wins=100), Arm(key="b", visits=1000, wins=128)
    assert judge([base, other])[1].verdict == Verdict.BETTER
    assert judge([base, other, Arm(key="c", visits=1000, wins=100)])[1].verdict == Verdict.CHANCE


def test_the_interval_is_wilsons() -> None:
    """10 of 100: 5.52 % to 17.44 %."""
    assert Arm(key="a", visits=100, wins=10).interval_bp == (552, 1744)
    assert Arm(key="a", visits=0, wins=0).interval_bp == (0, 10_000)


def test_a_platform_that_forbids_words_forbids_them_in_every_variant() -> None:
    words = {"about_c": {"zh-hans": "分享到朋友圈才能领取奖品"}}
    found = compile_campaign(title={}, texts=words, rules={})
    assert [one.path for one in found if one.outcome == "refused"][:1] == ["texts.about_c.zh-hans"]


# --- in the product -------------------------------------------------------------------------------


def live_with_variants(**weights: int) -> Campaign:
    draft = make.draft()
    texts = TEXTS | {"weights": weights or {"a": 1, "b": 1}}
    edit_draft(actor=SYSTEM, campaign_id=draft.pk, changes=DraftChanges(texts=texts))
    publish_campaign(actor=SYSTEM, campaign_id=draft.pk, now=make.NOW)
    return Campaign.objects.one(draft.pk)


@pytest.mark.django_db
def test_the_page_the_touch_and_the_friend_tell_the_same_variant(client: Client) -> None:
    campaign, advocate = live_with_variants(a=1, b=999), make.member()
    link = make.link_of(advocate, campaign)

    page = client.get(f"/i/{link.code}/").content.decode()
    touch = Touch.objects.get()
    assert ("Meet your neighbours." in page) == (touch.variant == "b")
    make.join(visitor_key=touch.visitor_key, at=touch.occurred_at)
    run_jobs()

    line = DayCount.objects.get(campaign=campaign)
    assert (line.variant, line.touches, line.registered) == (touch.variant, 1, 1)
    assert day_counts() == []


@pytest.mark.django_db
def test_visits_are_shared_out_and_compared() -> None:
    campaign = live_with_variants()
    link = make.link_of(make.member(), campaign)
    for number in range(20):
        make.visit(link, visitor_key=f"browser {number}")
    run_jobs()

    found = funnel_figures(campaign_id=campaign.pk, now=make.NOW).variants
    assert [one.arm.key for one in found] == ["a", "b"]
    assert sum(one.arm.visits for one in found) == 20
    assert found[1].verdict == Verdict.NOT_ENOUGH


@pytest.mark.django_db
def test_a_neutral_page_has_no_variants(client: Client) -> None:
    from campaigns.operations.share_links import make_share_link

    campaign, advocate = live_with_variants(), make.member()
    link = make_share_link(actor=advocate, campaign_id=campaign.pk, channel="wechat", now=make.NOW)

    page = client.get(f"/i/{link.code}/").content.decode()

    assert Touch.objects.get().variant == ""
    assert "Meet your neighbours." not in page and "Come along." not in page


@pytest.mark.django_db
def test_the_figures_say_that_it_is_not_enough_yet(client: Client) -> None:
    campaign = live_with_variants()
    make.visit(make.link_of(make.member(), campaign))
    run_jobs()
    client.force_login(make.manager_of(campaign.brand))

    page = client.get(f"/admin/campaigns/campaign/{campaign.pk}/figures/").content.decode()
    body = client.get(f"/api/v1/campaigns/{campaign.slug}/funnel/").json()

    assert "Not enough yet to say anything" in page
    assert body["variants"][1]["verdict"] == "not-enough"
