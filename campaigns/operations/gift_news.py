"""What becomes of a campaign's gifts, told by gifts' facts in any order."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import F

from campaigns.facts import RewardReturned
from campaigns.models import Budget, BudgetEntry, Campaign, Promise, Reward
from campaigns.models.draw import Draw
from campaigns.operations.promises import decline, hand_on, keep, make_promise
from campaigns.risk_states import NOT_COVERED
from campaigns.rulebook import CLAIM
from campaigns.states import PromiseKind
from gifts.queries import has_left_the_house
from outbox.facts import record


class GiftNews(StrEnum):
    OFFERED = "offered"
    DECLINED = "declined"
    EXPIRED = "expired"
    DELIVERED = "delivered"
    OFFERED_AGAIN = "offered-again"
    SUBSTITUTED = "substituted"
    TAKEN_BACK = "taken-back"


# What ended without a gift, and what everybody reads of it.
_ENDS = {
    GiftNews.DECLINED: "declined",
    GiftNews.EXPIRED: "not-accepted",
    GiftNews.TAKEN_BACK: NOT_COVERED,
}


@transaction.atomic
def follow_gift(
    *,
    news: GiftNews,
    gift_id: int,
    source: str,
    recipient_id: int,
    occurred_at: datetime,
    moved_on: bool = False,
    next_gift_id: int | None = None,
    now: datetime,
) -> Promise | None:
    """Write down what this gift's promise to this recipient has come to; None for gifts of others.

    An offer makes the promise, a delivery keeps it, a "no", silence or friends who don't count end it
    without blame. News may come
    twice and in any order. ``moved_on``: the next in line was asked, so the unit did not come back.
    ``next_gift_id``: what is offered in this one's place, because it did not arrive.
    """
    campaign = _campaign_of(source)
    if campaign is None or campaign.current is None:
        return None
    rulebook = campaign.current.rulebook
    promise = make_promise(
        campaign_id=campaign.pk,
        kind=PromiseKind.GIFT,
        ref=f"{gift_id}:{recipient_id}",
        holder_id=recipient_id,
        due_at=occurred_at + timedelta(hours=rulebook.offer_hours, days=rulebook.deliver_days),
        now=now,
    )
    if news == GiftNews.DELIVERED:
        keep(promise, now=occurred_at)
    if news in (GiftNews.OFFERED_AGAIN, GiftNews.SUBSTITUTED) and next_gift_id is not None:
        hand_on(promise, ref=f"{next_gift_id}:{recipient_id}", now=now, why=news.value)
    if news in _ENDS:
        decline(promise, why=_ENDS[news])
        if not moved_on:
            _give_back(source, now=now)
    return promise


def _campaign_of(source: str) -> Campaign | None:
    """``reward:<public id>``, ``draw:<public id>`` and a prize outside its line, ``draw:<public id>#…``."""
    kind, _, rest = source.partition(":")
    ref = rest.partition("#")[0].partition(":")[0]
    owner: Reward | Draw | None = None
    if kind == "reward":
        owner = Reward.objects.select_related("campaign__current").filter(public_id=ref).first()
    elif kind == "draw":
        owner = Draw.objects.select_related("campaign__current").filter(public_id=ref).first()
    return owner.campaign if owner else None


def _give_back(source: str, *, now: datetime) -> None:
    """The unit is on the shelf again, so the campaign's share has room for one claim more.

    Not when this was another try: the unit of the first one left the house, which is spent.
    """
    if not source.startswith("reward:") or has_left_the_house(source):
        return
    spent = BudgetEntry.objects.filter(reward__public_id=source.removeprefix("reward:"), cause=CLAIM).first()
    if spent is None:
        return
    back = BudgetEntry(
        budget_id=spent.budget_id, reward_id=spent.reward_id, cause="returned", units=-1, occurred_at=now
    )
    try:
        with transaction.atomic():
            back.save(force_insert=True)
    except IntegrityError:
        return
    reward = Reward.objects.get(pk=spent.reward_id)
    record(RewardReturned(reward_id=reward.pk, campaign_id=reward.campaign_id), subject=reward.public_id)
    Budget.objects.filter(pk=spent.budget_id).update(spent_units=F("spent_units") - 1)
