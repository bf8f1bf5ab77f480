"""The ledger of promises: counters, lateness, gifts that are delivered or declined."""

from datetime import datetime, timedelta

import pytest
from django.db.models import Sum

from campaigns import errors
from campaigns.models import Budget, Promise, PromiseTally, Reward
from campaigns.models.draw import Draw
from campaigns.operations.claims import claim_reward
from campaigns.operations.gift_news import GiftNews, follow_gift
from campaigns.operations.promises import break_promise, keep, make_promise, mark_late_promises
from campaigns.queries.promises import PromiseCounts, brand_counts, promise_counts, promises_of
from campaigns.queries.replay import replay_campaign
from campaigns.states import PromiseKind
from common.access import SYSTEM
from common.clock import shift_clock
from common.errors import IllegalMove, NotFound
from gifts import operations
from gifts.models import Gift
from gifts.operations import LinePrize
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories import campaigns as make
from tests.factories import gifts

pytestmark = pytest.mark.django_db


def claimed() -> Reward:
    advocate = make.member()
    reward = make.approved(advocate, make.live(gift=2))
    return claim_reward(actor=advocate, reward_id=reward.pk, now=make.NOW)


def follow(reward: Reward, news: GiftNews, *, at: datetime = make.NOW) -> Promise | None:
    assert reward.gift_id
    return follow_gift(
        news=news,
        gift_id=reward.gift_id,
        source=reward.source,
        recipient_id=reward.beneficiary_id,
        occurred_at=at,
        now=make.NOW,
    )


def gift_promise() -> Promise:
    return Promise.objects.get(kind="gift")


def test_an_offered_gift_is_a_promise_to_its_recipient() -> None:
    reward = claimed()

    run_jobs()

    promise = gift_promise()
    assert (promise.holder_id, promise.state) == (reward.beneficiary_id, "open")
    assert promise.due_at - promise.made_at >= timedelta(days=14)


def test_a_delivery_keeps_it_once() -> None:
    reward = claimed()
    for _ in range(3):
        follow(reward, GiftNews.DELIVERED)

    assert gift_promise().state == "kept"
    assert promise_counts(campaign_id=reward.campaign_id) == PromiseCounts(kept=2)
    assert FactRow.objects.filter(kind="campaigns.promise-kept").count() == 2


@pytest.mark.parametrize("order", [("delivered", "offered"), ("offered", "delivered")])
def test_news_may_come_in_any_order(order: tuple[str, str]) -> None:
    reward = claimed()

    for news in order:
        follow(reward, GiftNews(news))

    assert Promise.objects.filter(kind="gift").count() == 1
    assert gift_promise().state == "kept"


def offered_again(reward: Reward) -> tuple[Gift, Gift]:
    """The first gift was lost on its way; the second is held out."""
    assert reward.gift_id
    operations.accept_gift(
        actor=reward.beneficiary, gift_id=reward.gift_id, address=gifts.address(), now=make.NOW
    )
    lost = gifts.ship(Gift.objects.get(pk=reward.gift_id))
    operations.note_lost(actor=SYSTEM, gift_id=lost.pk, reason="searched for", now=make.NOW)
    later = make.NOW + timedelta(days=5)
    return lost, operations.offer_again(actor=SYSTEM, gift_id=lost.pk, now=later)


def test_offered_again_the_promise_is_for_the_new_gift_and_due_when_it_was() -> None:
    reward = claimed()
    run_jobs()
    due = gift_promise().due_at

    lost, new = offered_again(reward)
    for _ in range(2):
        run_jobs()

    first, second = Promise.objects.filter(kind="gift").order_by("pk")
    assert (first.state, first.public_reason) == ("replaced", "offered-again")
    counts = promise_counts(campaign_id=reward.campaign_id)
    assert (counts.replaced, counts.declined, counts.promised) == (1, 0, 2)
    assert (second.state, second.due_at, second.holder_id) == ("open", due, reward.beneficiary_id)
    assert [first.ref, second.ref] == [f"{each.pk}:{reward.beneficiary_id}" for each in (lost, new)]


@pytest.mark.parametrize("sent_before", [True, False])
def test_the_share_gets_back_only_what_never_left_the_house(sent_before: bool) -> None:
    reward = claimed()
    assert reward.gift_id
    asked = offered_again(reward)[1].pk if sent_before else reward.gift_id
    operations.decline_gift(actor=reward.beneficiary, gift_id=asked, now=make.NOW)
    run_jobs()

    spent = Budget.objects.aggregate(units=Sum("spent_units"))["units"]
    assert spent == (1 if sent_before else 0)
    assert [line for line in replay_campaign(reward.campaign_id) if line.startswith("share")] == []


def test_a_prize_that_is_offered_again_is_still_the_draws_promise() -> None:
    draw = Draw.objects.get(campaign=make.live())
    operations.open_line(
        actor=SYSTEM,
        source=draw.source,
        prizes=[LinePrize(item_id=gifts.item(stock=2).pk, key="cup/1")],
        recipients=[make.member().pk],
        offer_hours=72,
        now=make.NOW,
    )
    prize = Gift.objects.get()
    assert prize.recipient
    operations.accept_gift(actor=prize.recipient, gift_id=prize.pk, address=gifts.address(), now=make.NOW)
    gifts.ship(prize)
    operations.note_lost(actor=SYSTEM, gift_id=prize.pk, reason="searched for", now=make.NOW)
    operations.offer_again(actor=SYSTEM, gift_id=prize.pk, now=make.NOW)
    again = Gift.objects.get(state="offered")
    run_jobs()

    promises = Promise.objects.filter(kind="gift", campaign=draw.campaign_id)
    assert {each.ref: each.state for each in promises} == {
        f"{prize.pk}:{prize.recipient_id}": "replaced",
        f"{again.pk}:{prize.recipient_id}": "open",
    }

    operations.decline_gift(actor=prize.recipient, gift_id=again.pk, now=make.NOW)
    run_jobs()
    assert [each.state for each in promises.order_by("pk")] == ["replaced", "declined"]


@pytest.mark.parametrize("offer_first", [True, False])
def test_news_of_another_try_may_come_before_its_offer(offer_first: bool) -> None:
    reward = claimed()
    first = follow(reward, GiftNews.OFFERED)
    assert first is not None and reward.gift_id
    later, other = make.NOW + timedelta(days=5), reward.gift_id + 1

    def tell(news: GiftNews, gift_id: int, next_gift_id: int | None = None) -> None:
        follow_gift(
            news=news,
            gift_id=gift_id,
            source=reward.source,
            recipient_id=reward.beneficiary_id,
            occurred_at=later,
            next_gift_id=next_gift_id,
            now=make.NOW,
        )

    told = [(GiftNews.OFFERED, other, None), (GiftNews.OFFERED_AGAIN, reward.gift_id, other)]
    for news in told if offer_first else reversed(told):
        tell(*news)

    second = Promise.objects.get(kind="gift", state="open")
    assert (second.ref, second.due_at) == (f"{other}:{reward.beneficiary_id}", first.due_at)


@pytest.mark.parametrize(
    ("news", "reason"), [(GiftNews.DECLINED, "declined"), (GiftNews.EXPIRED, "not-accepted")]
)
def test_a_no_or_silence_ends_it_without_blame(news: GiftNews, reason: str) -> None:
    reward = claimed()

    follow(reward, news)

    assert (gift_promise().state, gift_promise().public_reason) == ("declined", reason)
    counts = promise_counts(campaign_id=reward.campaign_id)
    assert (counts.declined, counts.broken, counts.score_bp) == (1, 0, 10_000)


def test_gifts_of_others_are_nobodys_promise_here() -> None:
    member = make.member()
    for source in ("present:abc", "reward:nosuch", "draw:nosuch", "reward"):
        assert (
            follow_gift(
                news=GiftNews.OFFERED,
                gift_id=1,
                source=source,
                recipient_id=member.pk,
                occurred_at=make.NOW,
                now=make.NOW,
            )
            is None
        )
    assert not Promise.objects.exists()


def test_what_is_due_and_not_kept_is_marked_late_once() -> None:
    reward = claimed()
    follow(reward, GiftNews.OFFERED)
    assert mark_late_promises(now=make.NOW) == 0

    shift_clock(timedelta(days=40))

    assert (mark_late_promises(now=make.NOW), mark_late_promises(now=make.NOW)) == (1, 0)
    counts = promise_counts(campaign_id=reward.campaign_id)
    assert (counts.overdue, counts.open, counts.kept) == (1, 0, 1)
    assert FactRow.objects.filter(kind="campaigns.promise-late").count() == 1


def test_kept_late_is_counted_as_late_whether_or_not_it_was_marked() -> None:
    reward = claimed()

    follow(reward, GiftNews.OFFERED)
    follow(reward, GiftNews.DELIVERED, at=make.NOW + timedelta(days=40))

    counts = promise_counts(campaign_id=reward.campaign_id)
    assert (counts.kept, counts.kept_late, counts.delivered) == (1, 1, 2)
    assert counts.score_bp == 5_000


def test_a_promise_is_broken_in_public_with_a_reason() -> None:
    campaign = make.live()
    manager = make.manager_of(campaign.brand)
    promise = Promise.objects.get(kind="prizes")

    with pytest.raises(errors.ReasonMissing):
        break_promise(actor=manager, promise_id=promise.pk, reason=" ")
    for _ in range(2):
        break_promise(actor=manager, promise_id=promise.pk, reason="The factory burnt down.")

    lines, _cursor = promises_of(campaign_id=campaign.pk)
    broken = next(line for line in lines if line.bucket == "broken")
    assert broken.reason == "The factory burnt down."
    assert promise_counts(campaign_id=campaign.pk) == PromiseCounts(open=1, broken=1)
    assert FactRow.objects.filter(kind="campaigns.promise-broken").count() == 1


def test_only_the_brands_manager_breaks_it_and_a_kept_one_stays_kept() -> None:
    campaign = make.live()
    promise = Promise.objects.get(kind="draw")
    with pytest.raises(NotFound):
        break_promise(actor=make.manager_of(make.brand()), promise_id=promise.pk, reason="no")
    keep(promise, now=make.NOW)

    with pytest.raises(IllegalMove):
        break_promise(actor=make.manager_of(campaign.brand), promise_id=promise.pk, reason="no")
    assert Promise.objects.get(kind="draw").state == "kept"


def test_the_same_promise_is_made_once() -> None:
    campaign = make.live(gift=2)
    for _ in range(2):
        make_promise(
            campaign_id=campaign.pk,
            kind=PromiseKind.GIFT,
            ref="1:1",
            holder_id=None,
            due_at=make.SETTLE_BY,
            now=make.NOW,
        )

    assert promise_counts(campaign_id=campaign.pk).promised == 1


def test_a_brands_record_sums_its_campaigns() -> None:
    brand = make.brand()
    make.live(of=brand)
    make.live(of=brand)
    make.live()

    assert brand_counts(brand_id=brand.pk) == PromiseCounts(open=4)
    assert brand_counts(brand_id=brand.pk).score_bp is None


@pytest.mark.usefixtures("breaks_invariants")
def test_a_counter_that_lies_is_found() -> None:
    from campaigns.reconcile import promise_counters

    make.live()
    PromiseTally.objects.filter(bucket="kept", slot=0).update(promises=5)

    assert len(promise_counters()) == 1
