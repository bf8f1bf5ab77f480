"""Random lives of one campaign, compared with a plain-Python oracle after every step."""

from datetime import timedelta
from typing import ClassVar

from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Member
from accounts.registration import INVITATION_PREFIX
from campaigns import reconcile, reconcile_vouches
from campaigns.conditions import Deed
from campaigns.models import Campaign, Referral, Reward, Vouch
from campaigns.models.draw import DrawTicket
from campaigns.operations.deeds import note_deed
from campaigns.operations.qualifying import expire_referrals, recheck_referrals
from campaigns.operations.rewards import assess_reward
from campaigns.operations.vouching import give_vouch, withdraw_vouch
from common.clock import shift_clock
from common.errors import Refused
from tests.factories import campaigns as make
from trust.models import Certification

GRADED = {"registered": 30, "real_name": 100}
RULE = {"kind": "draw_entry", "weight": 1, "per_threshold": True, "max_per_member": 2}
THRESHOLD = 200
WINDOW_DAYS = 5
WORD = {"days": 14, "credit": 20, "most": 2, "drop_days": 30, "floor": 50}


CHECKS = [*reconcile.CHECKS, *reconcile_vouches.CHECKS]


class Oracle:
    """What should be true, from the same events, in the simplest way."""

    def __init__(self) -> None:
        self.credit: dict[int, int] = {}
        self.qualified: set[int] = set()
        self.verified: set[int] = set()
        self.entered = 0
        self.words: set[int] = set()
        self.active: set[int] = set()
        self.vouched: set[int] = set()

    def recheck(self, friend: int, *, inside: bool, runs: bool) -> None:
        if runs and friend in self.words & self.active & self.verified:
            self.vouched.add(friend)
        if not inside or not runs:
            return
        worth = 100 if friend in self.verified else 30
        self.credit[friend] = max(self.credit[friend], worth)
        if friend in self.verified:
            self.qualified.add(friend)

    @property
    def sum(self) -> int:
        return sum(self.credit.values()) + WORD["credit"] * len(self.vouched)

    @property
    def rewards(self) -> int:
        return min(self.sum // THRESHOLD, 2)


class CampaignLife(RuleBasedStateMachine):
    """``steps`` counts over all lives."""

    steps: ClassVar[int] = 0
    friends: Bundle[int] = Bundle("friends")

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        CampaignLife.steps -= 1  # the look before the first step

    @initialize()
    def open(self) -> None:
        self.oracle = Oracle()
        self.advocate = make.member()
        rules = {"threshold": 2, "reward": RULE, "window_days": WINDOW_DAYS, "vouching": WORD}
        self.campaign = make.live(credit=GRADED, **rules)

    def teardown(self) -> None:
        violations = [line for check in CHECKS for line in check.run()]
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)
        assert violations == []

    @rule(target=friends)
    def invite(self) -> int:
        before = set(Referral.objects.values_list("invitee_id", flat=True))
        runs = Campaign.objects.get(pk=self.campaign.pk).state == "live"
        if runs:
            link = make.link_of(self.advocate, self.campaign)
            friend = make.join(visitor_key=f"{INVITATION_PREFIX}{link.code}")
        else:
            friend = make.member()
        counted = set(Referral.objects.values_list("invitee_id", flat=True)) - before
        assert counted == ({friend.pk} if runs else set())
        if runs:
            self.oracle.credit[friend.pk] = 0
        return friend.pk

    @rule(
        friend=friends,
        act=st.sampled_from(["verify", "verify", "revoke", "nothing"]),
        late=st.sampled_from([False, False, True]),
        twice=st.booleans(),
    )
    def news(self, friend: int, act: str, late: bool, twice: bool) -> None:
        """One rule for the three, because Hypothesis leaves whole rules out of most of its examples."""
        if act == "verify" and friend not in self.oracle.verified:
            make.certify(Member.objects.get(pk=friend))
            self.oracle.verified.add(friend)
        if act == "revoke":
            Certification.objects.filter(member_id=friend).update(state="revoked")
            self.oracle.verified.discard(friend)
        moment = make.NOW + timedelta(days=WINDOW_DAYS if late else 1)
        for _ in range(1 + twice):
            recheck_referrals(member_id=friend, happened_at=moment, now=make.NOW)
        state = Campaign.objects.get(pk=self.campaign.pk).state
        if friend in self.oracle.credit:
            self.oracle.recheck(friend, inside=not late, runs=state in ("live", "paused", "closing"))

    @rule(friend=friends, act=st.sampled_from(["give", "give", "active", "active", "back"]))
    def word(self, friend: int, act: str) -> None:
        """What is refused is refused without a trace; the bound is checked after every step."""
        if friend not in self.oracle.credit:
            return
        if act == "active":
            self._active(friend)
            return
        referral = Referral.objects.get(invitee_id=friend)
        try:
            if act == "give":
                vouch = give_vouch(actor=self.advocate, referral_id=referral.pk)
                assert vouch.state in ("open", "kept")
                self.oracle.words.add(friend)
            else:
                withdraw_vouch(actor=self.advocate, referral_id=referral.pk, now=make.NOW)
                self.oracle.words.discard(friend)
        except Refused:
            return

    def _active(self, friend: int) -> None:
        """In a group and at an event."""
        for kind in ("joined_group", "attended"):
            given = {"group": "", "event": "", "name": "", "value_minor": 0}
            deed = Deed(kind=kind, occurred_at=make.NOW, **given)
            note_deed(member_id=friend, deed=deed, source=f"{kind}:{friend}", now=make.NOW)
        self.oracle.active.add(friend)
        state = Campaign.objects.get(pk=self.campaign.pk).state
        self.oracle.recheck(friend, inside=True, runs=state in ("live", "paused", "closing"))

    @rule()
    def expire(self) -> None:
        shift_clock(timedelta(days=WINDOW_DAYS + 1))
        expire_referrals(now=make.NOW)
        shift_clock(timedelta(0))

    @rule(state=st.sampled_from(["live", "paused", "closing", "drawing"]))
    def move(self, state: str) -> None:
        make.in_state(self.campaign, state)

    @rule()
    def assess(self) -> None:
        for reward_id in Reward.objects.values_list("pk", flat=True):
            assess_reward(reward_id=reward_id, now=make.NOW)
        if Campaign.objects.get(pk=self.campaign.pk).state in ("live", "closing"):
            self.oracle.entered = self.oracle.rewards

    @invariant()
    def adds_up(self) -> None:
        CampaignLife.steps += 1
        if not self.oracle.credit:
            return
        counted = make.progress(self.advocate, self.campaign)
        assert counted.credit_hundredths == self.oracle.sum
        assert counted.qualified == len(self.oracle.qualified)
        assert counted.registered == len(self.oracle.credit)
        assert counted.rewards == Reward.objects.count() == self.oracle.rewards
        assert Vouch.objects.filter(state="open").count() <= WORD["most"]
        assert Vouch.objects.filter(state="kept").count() == len(self.oracle.vouched)
        granted = Reward.objects.filter(state="granted").count()
        assert granted == DrawTicket.objects.count() == self.oracle.entered


def live(lives: int, *, steps: int, seed_number: int = 1) -> int:
    """So many lives of at most ``steps`` steps; how many steps they were. Raises: AssertionError."""
    before = CampaignLife.steps
    seed(seed_number)(CampaignLife)
    quick = settings(
        max_examples=lives,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(CampaignLife, settings=quick)
    return CampaignLife.steps - before
