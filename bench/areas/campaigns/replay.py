"""Campaigns of every kind are lived through by many; what the news alone leads to is what the ledgers say."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta

from accounts.models import Member
from bench.figures import POSTGRES_REDIS, SQLITE, Figure, counted
from bench.trial import Trial
from campaigns.models import Campaign, Referral, Reward, Vouch
from campaigns.models.draw import DrawTicket
from campaigns.operations.boards import freeze_due_boards
from campaigns.operations.claims import claim_reward
from campaigns.operations.rewards import assess_due_rewards
from campaigns.operations.vouching import give_vouch
from campaigns.queries.replay import replay_published
from campaigns.states import RewardState
from campaigns.vouch_states import VouchState
from common.errors import Refused
from common.ids import new_public_id
from gifts.operations import decline_gift
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.campaigns import vouch_worlds
from tests.campaigns.board_worlds import challenge, close, leaderboard, team
from tests.campaigns.test_further_rewards import five, live, welcome
from tests.campaigns.test_replay import approve
from tests.factories import campaigns as make

ADVOCATES, MOST_FRIENDS = 4, 6
SPLIT = {"first": 4000, "last": 6000}
DIFFERENT = 3  # lives of each kind


@counted("campaigns.replay", stacks=[SQLITE, POSTGRES_REDIS], limit_seconds=1800)
def count(trial: Trial) -> Figure:
    return live_and_replay(trial, lives=trial.size(DIFFERENT))


def live_and_replay(
    trial: Trial, *, lives: int, touch: Callable[[], object] | None = None, least: int = DIFFERENT
) -> Figure:
    """``touch`` happens behind the operations' back: the control."""
    dice = random.Random(1)
    kinds: Sequence[Callable[[], Campaign]] = (
        lambda: make.live(stock=9),
        lambda: live(five, welcome),
        lambda: make.live(gift=3, stock=9),
        lambda: leaderboard(),
        lambda: challenge(seats=2, groups=2),
        lambda: make.live(gift=3, stock=9, touch="first", pace={"per_day": 2}),
        lambda: make.live(gift=9, stock=9, split=SPLIT, pace={"per_member": 1, "days": 7}),
        lambda: vouch_worlds.live(gift=3, stock=9),
    )
    for _number in range(lives):
        for publish in kinds:
            _live(publish(), dice)
    if touch is not None:
        touch()
    found = replay_published()
    differences = [f"{slug}: {line}" for slug, lines in found.items() for line in lines]
    numbers = {
        "campaigns": len(found),
        "facts": FactRow.objects.count(),
        "referrals": Referral.objects.count(),
        "rewards": Reward.objects.count(),
        "granted": Reward.objects.filter(state=RewardState.GRANTED).count(),
        "shared": Referral.objects.filter(sharer__isnull=False).count(),
        "vouched": Referral.objects.filter(vouched_hundredths__gt=0).count(),
        "words_failed": Vouch.objects.filter(state=VouchState.FAILED).count(),
        "differences": len(differences),
    }
    return trial.figure(
        ok=(
            lives >= least
            and numbers["granted"] > 0
            and numbers["shared"] > 0
            and numbers["vouched"] > 0
            and numbers["words_failed"] > 0
            and DrawTicket.objects.exists()
            and not differences
        ),
        numbers=numbers,
        notes={"differences": differences[:20]},
    )


def _live(campaign: Campaign, dice: random.Random) -> None:
    """Some friends are verified by the desk and some are not; gifts are claimed, and some declined."""
    advocates = [make.member() for _ in range(ADVOCATES)]
    rulebook = campaign.current.rulebook if campaign.current else None
    board = rulebook.board if rulebook else None
    if board is not None and board.is_of_groups:
        team(campaign, *advocates[:2])
        team(campaign, *advocates[2:])
    for advocate in advocates:
        for _friend in range(dice.randint(0, MOST_FRIENDS)):
            referral = _come(campaign, advocate, dice.choice(advocates))
            if rulebook is not None and rulebook.vouching is not None:
                _speak_for(referral, dice)
            elif dice.random() < 0.8:
                approve(referral.invitee)
        run_jobs()
    if board is not None:
        close(campaign)
        run_jobs()
        freeze_due_boards(now=make.NOW)
    assess_due_rewards(now=make.NOW)
    for reward in Reward.objects.filter(campaign=campaign, state=RewardState.APPROVED).order_by("pk"):
        _claim(reward, reward.beneficiary, dice)
    run_jobs()


def _come(campaign: Campaign, advocate: Member, other: Member) -> Referral:
    """A friend who opened the other's invitation before, which matters under some rules."""
    key = new_public_id()
    for hours, inviter in ((2, other), (1, advocate)):
        make.visit(make.link_of(inviter, campaign), visitor_key=key, at=make.NOW - timedelta(hours=hours))
    return Referral.objects.get(invitee=make.join(visitor_key=key), campaign=campaign)


def _speak_for(referral: Referral, dice: random.Random) -> None:
    """The advocate vouches for most friends; some of them prove it, and some are suspended afterwards."""
    friend = referral.invitee
    if dice.random() < 0.8:
        with suppress(Refused):
            give_vouch(actor=referral.advocate, referral_id=referral.pk)
    if dice.random() < 0.7:
        vouch_worlds.prove(friend)
    else:
        approve(friend)
    if dice.random() < 0.15:
        vouch_worlds.suspend(friend)


def _claim(reward: Reward, member: Member, dice: random.Random) -> None:
    try:
        claimed = claim_reward(actor=member, reward_id=reward.pk, now=make.NOW)
    except Refused:
        return
    if claimed.gift_id and dice.random() < 0.3:
        decline_gift(actor=member, gift_id=claimed.gift_id, now=make.NOW)
