"""What pages ask: exact numbers, readable reasons, the same statements for any number of rows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns import errors
from campaigns.models import Campaign, Referral
from campaigns.operations.qualifying import recheck_referrals
from campaigns.queries import campaigns as questions
from campaigns.queries.progress import (
    progress_of,
    referrals_of_campaign,
    running_progress,
)
from campaigns.queries.promises import promise_counts, promises_of
from campaigns.queries.rewards import own_reward
from common.errors import NotFound
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def statements(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


# --- progress -------------------------------------------------------------------------------------


def test_tells_who_counts_and_why_somebody_does_not_yet() -> None:
    advocate, campaign = make.member(), make.live()
    make.verify(make.invite(advocate, campaign, name="Wang Fang"))
    make.invite(advocate, campaign, name="Li Na")

    progress = progress_of(member_id=advocate.pk, slug=campaign.slug)

    assert (progress.registered, progress.qualified, progress.threshold) == (2, 1, 3)
    assert (progress.remaining_friends, progress.complete) == (2, False)
    li, wang = sorted(progress.friends, key=lambda friend: friend.name)
    assert (li.name, li.counts, wang.counts) == ("Li Na", False, True)
    assert li.reason.startswith("Not counted yet: the real name is not verified.")
    assert wang.reason.startswith("Counts: every requirement was met on ")


def test_shows_what_somebody_counts_in_part() -> None:
    advocate = make.member()
    campaign = make.live(credit={"registered": 30, "real_name": 100})
    referral = make.invite(advocate, campaign)
    recheck_referrals(member_id=referral.invitee_id, happened_at=make.NOW, now=make.NOW)

    progress = progress_of(member_id=advocate.pk, slug=campaign.slug)

    assert (progress.credit_hundredths, progress.remaining_hundredths) == (30, 270)
    assert progress.friends[0].reason.startswith("Counts 0.30 for now: the real name is not verified.")


def test_a_friend_who_waits_learns_when_it_is_too_late() -> None:
    advocate, campaign = make.member(), make.live()
    make.invite(advocate, campaign)
    make.in_state(campaign, "settling")

    friend = progress_of(member_id=advocate.pk, slug=campaign.slug).friends[0]

    assert friend.reason == "Not counted: the campaign is over, and the real name is not verified."


def test_is_complete_after_the_last_required_friend_and_not_before() -> None:
    """Honest progress: no last step that is never reached, nobody invented."""
    advocate, campaign = make.member(), make.live()
    seen = []
    for _ in range(3):
        make.verify(make.invite(advocate, campaign))
        now = progress_of(member_id=advocate.pk, slug=campaign.slug)
        seen.append((now.qualified, now.remaining_friends, now.complete, len(now.rewards)))

    assert seen == [(1, 2, False, 0), (2, 1, False, 0), (3, 0, True, 1)]


def test_somebody_without_a_link_takes_no_part_yet() -> None:
    campaign = make.live()

    progress = progress_of(member_id=make.member().pk, slug=campaign.slug)

    assert (progress.takes_part, progress.registered, progress.remaining_friends) == (False, 0, 3)


def test_a_hidden_campaign_has_no_progress() -> None:
    with pytest.raises(NotFound):
        progress_of(member_id=make.member().pk, slug=make.draft().slug)


def test_only_ones_own_friends_are_shown() -> None:
    campaign, advocate, other = make.live(), make.member(), make.member()
    make.invite(other, campaign)
    make.link_of(advocate, campaign)

    assert progress_of(member_id=advocate.pk, slug=campaign.slug).friends == []


def test_reward_shows_its_reason_and_whether_it_can_be_claimed() -> None:
    advocate = make.member()
    reward = make.approved(advocate, make.live(gift=2))

    shown = own_reward(public_id=reward.public_id, member_id=advocate.pk)

    assert (shown.can_be_claimed, shown.reason) == (True, "Approved.")
    with pytest.raises(NotFound):
        own_reward(public_id=reward.public_id, member_id=make.member().pk)


def test_the_manager_sees_each_referral_with_its_reason() -> None:
    advocate, campaign = make.member(display_name="Zhao"), make.live()
    make.verify(make.invite(advocate, campaign))
    make.invite(advocate, campaign)

    lines, cursor = referrals_of_campaign(campaign_id=campaign.pk)

    assert [line.advocate_name for line in lines] == ["Zhao", "Zhao"]
    assert all(line.reason for line in lines)
    assert cursor is None
    waiting, _ = referrals_of_campaign(campaign_id=campaign.pk, state="registered")
    assert len(waiting) == 1


# --- campaigns ------------------------------------------------------------------------------------


def test_lists_what_is_public_the_newest_first() -> None:
    older = make.live(opens_at=make.NOW - timedelta(days=5))
    newer = make.live()
    make.draft()

    cards, cursor = questions.public_campaigns()

    assert [card.slug for card in cards] == [newer.slug, older.slug]
    assert cursor is None


def test_pages_reach_every_campaign_once() -> None:
    expected = {make.live().slug for _ in range(5)}
    seen: list[str] = []
    cursor: str | None = None
    for _page in range(3):
        cards, cursor = questions.public_campaigns(cursor=cursor, size=2)
        seen += [card.slug for card in cards]

    assert cursor is None
    assert len(seen) == 5
    assert set(seen) == expected


def test_a_draft_is_shown_to_its_manager_only() -> None:
    campaign = make.draft()

    assert questions.campaign_detail(slug=campaign.slug, actor=campaign.author).rulebook is None
    for stranger in (None, AnonymousUser(), make.member(), make.manager_of(make.brand())):
        with pytest.raises(NotFound):
            questions.campaign_detail(slug=campaign.slug, actor=stranger)


def test_detail_carries_the_sealed_version() -> None:
    campaign = make.live()

    detail = questions.campaign_detail(slug=campaign.slug)

    assert campaign.current
    assert (detail.version_number, detail.sha256) == (1, campaign.current.sha256)
    assert detail.rulebook
    assert detail.rulebook.threshold == 3


def test_a_manager_lists_the_campaigns_of_her_brands() -> None:
    mine, other = make.live(), make.live()
    manager = make.manager_of(mine.brand)

    assert [c.pk for c in questions.managed_campaigns(manager).items] == [mine.pk]
    everything = questions.managed_campaigns(make.member(superuser=True)).items
    assert {c.pk for c in everything} == {mine.pk, other.pk}


def test_the_landing_tells_the_advocates_chosen_name_only() -> None:
    advocate, campaign = make.member(display_name="Zhao"), make.live()
    link = make.link_of(advocate, campaign)

    page = questions.landing(code=link.code.lower())

    assert (page.advocate_name, page.campaign.slug) == ("Zhao", campaign.slug)
    make.in_state(campaign, "cancelled")
    with pytest.raises(errors.UnknownInvitation):
        questions.landing(code=link.code)


# --- what it costs --------------------------------------------------------------------------------


def _grow(campaign: Campaign, advocate: Any) -> None:
    for _ in range(4):
        make.verify(make.invite(advocate, campaign))
    make.live(of=campaign.brand)


def test_no_question_costs_more_statements_with_more_rows() -> None:
    advocate, campaign = make.member(), make.live()
    make.verify(make.invite(advocate, campaign))
    manager = make.manager_of(campaign.brand)
    code = make.link_of(advocate, campaign).code
    questions_and_budgets: list[tuple[Callable[[], Any], int]] = [
        (lambda: progress_of(member_id=advocate.pk, slug=campaign.slug), 4),
        (lambda: running_progress(member_id=advocate.pk), 1),
        (lambda: referrals_of_campaign(campaign_id=campaign.pk), 1),
        (lambda: questions.public_campaigns(), 1),
        (lambda: questions.campaign_detail(slug=campaign.slug), 1),
        (lambda: questions.landing(code=code), 1),
        (lambda: questions.managed_campaigns(manager), 2),
        (lambda: promise_counts(campaign_id=campaign.pk), 1),
        (lambda: promises_of(campaign_id=campaign.pk), 1),
    ]
    questions.managed_campaigns(manager)
    before = [statements(ask) for ask, _budget in questions_and_budgets]

    _grow(campaign, advocate)
    after = [statements(ask) for ask, _budget in questions_and_budgets]

    assert before == after
    assert all(cost <= budget for cost, (_ask, budget) in zip(after, questions_and_budgets, strict=True))


@pytest.mark.usefixtures("postgres_only")
def test_the_progress_page_reads_by_index() -> None:
    """At a million members each statement must find its rows, not look for them."""
    advocate, campaign = make.member(), make.live()
    for somebody in (advocate, *(make.member() for _ in range(7))):  # else both indexes cost the same
        for _friend in range(3):
            make.invite(somebody, campaign)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE campaigns_referral")
        # Of two dozen rows any way is cheap: what is asked is whether the index can give them in order.
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    mine = Referral.objects.filter(campaign=campaign, advocate=advocate).order_by("-registered_at", "-id")

    plan = mine[:51].explain()

    assert "referral_by_advocate" in plan
    assert "Sort" not in plan
