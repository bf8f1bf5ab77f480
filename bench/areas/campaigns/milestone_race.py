"""The third and the fourth friend count in the same instant, again and again: one reward each time."""

from functools import partial

from django.db import connection

from accounts.models import Member
from accounts.registration import INVITATION_PREFIX
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.racing import race
from bench.trial import Trial
from campaigns import reconcile
from campaigns.facts import RewardEarned
from campaigns.models import Campaign, CreditEntry, Progress, Promise, Reward
from campaigns.operations.qualifying import recheck_referrals
from outbox.queries import payloads_of
from tests.factories import campaigns as make

TRIALS = 200
FRIENDS, BEFORE = 4, 2


@counted("campaigns.milestone-race", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=900)
def count(trial: Trial) -> Figure:
    return race_to_third(trial, trials=trial.size(TRIALS))


def race_to_third(trial: Trial, *, trials: int) -> Figure:
    """Every trial has an advocate of its own whose first two friends count already.

    ``doubled``: rewards, promises or news beyond one; ``lost``: trials without a reward;
    ``miscounted``: the counters say something else than the four friends.
    """
    campaign = make.live(stock=5)
    wrong = dict.fromkeys(("doubled", "lost", "miscounted", "errors"), 0)
    for _number in range(trials):
        advocate = make.member()
        friends = [_friend(advocate, campaign) for _ in range(FRIENDS)]
        for friend in friends[:BEFORE]:
            _news(friend)
        ends = race([partial(_news, friend) for friend in friends[BEFORE:]])
        wrong["errors"] += sum(isinstance(end, BaseException) for end in ends)
        for key, value in _look(advocate, campaign).items():
            wrong[key] += value
    told = sum(1 for _ in payloads_of(RewardEarned))
    wrong["doubled"] += max(0, told - Reward.objects.count())
    broken = [line for check in reconcile.CHECKS for line in check.run()]
    return trial.figure(
        ok=trials >= TRIALS and not any(wrong.values()) and not broken,
        numbers={
            "trials": trials,
            "rewards": Reward.objects.count(),
            **wrong,
            "violations": len(broken),
        },
        notes={"violations": broken[:20]},
    )


def _friend(advocate: Member, campaign: Campaign) -> Member:
    """Registered on the advocate's invitation and certified; the news is still on its way."""
    link = make.link_of(advocate, campaign)
    friend = make.join(visitor_key=f"{INVITATION_PREFIX}{link.code}")
    make.certify(friend)
    return friend


def _news(friend: Member) -> int:
    return recheck_referrals(member_id=friend.pk, happened_at=make.NOW, now=make.NOW)


def _look(advocate: Member, campaign: Campaign) -> dict[str, int]:
    rewards = Reward.objects.filter(campaign=campaign, beneficiary=advocate).count()
    promises = Promise.objects.filter(campaign=campaign, holder=advocate, kind="reward").count()
    counted = Progress.objects.get(campaign=campaign, advocate=advocate)
    entries = CreditEntry.objects.filter(referral__advocate=advocate).count()
    is_right = (counted.credit_hundredths, counted.qualified, counted.rewards) == (100 * FRIENDS, FRIENDS, 1)
    return {
        "doubled": max(0, rewards - 1) + max(0, promises - 1),
        "lost": int(rewards == 0),
        "miscounted": int(not is_right) + abs(entries - FRIENDS),
    }


def drop_unique_key() -> None:
    """Of rewards, in a control's own database only."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE campaigns_reward DROP CONSTRAINT one_reward")
