"""Random lives of one campaign, compared with a plain-Python oracle after every step."""

from datetime import timedelta
from typing import Any, ClassVar

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
from campaigns import reconcile, reconcile_reversals, reconcile_vouches
from campaigns.conditions import Deed
from campaigns.models import Campaign, Referral, Reward, RiskCase, Vouch
from campaigns.models.draw import DrawTicket
from campaigns.operations.deeds import note_deed
from campaigns.operations.qualifying import expire_referrals, recheck_referrals
from campaigns.operations.reversing import restore_credit, reverse_credit
from campaigns.operations.rewards import assess_reward
from campaigns.operations.risk import appeal_case, release_case
from campaigns.operations.vouching import give_vouch, withdraw_vouch
from common.access import SYSTEM
from common.clock import shift_clock
from common.errors import Refused
from common.ids import new_public_id
from tests.factories import campaigns as make
from trust.models import Certification

GRADED = {"registered": 30, "real_name": 100}
RULE = {"kind": "draw_entry", "weight": 1, "per_threshold": True, "max_per_member": 2}
THRESHOLD = 200
WINDOW_DAYS = 5
SPLIT = {"first": 4000, "last": 6000}
WORD = {"days": 14, "credit": 20, "most": 2, "drop_days": 30, "floor": 50}
CHECKS = [*reconcile.CHECKS, *reconcile_reversals.CHECKS, *reconcile_vouches.CHECKS]


class Oracle:
    """What should be true, from the same events, in the simplest way."""

    def __init__(self) -> None:
        self.credit: dict[int, int] = {}
        self.qualified: set[int] = set()
        self.verified: set[int] = set()
        self.shared: set[int] = set()
        self.share_bp = 0
        self.entered = 0
        # What each has been given rewards for, and which of them were looked at: (who, number).
        self.rewards = {"own": 0, "others": 0}
        self.assessed: set[tuple[str, int]] = set()
        self.reversed: set[int] = set()
        self.words: set[int] = set()
        self.active: set[int] = set()
        self.vouched: set[int] = set()

    def recheck(self, friend: int, *, inside: bool, runs: bool) -> None:
        if not runs or friend in self.reversed:
            return
        before = self.own, self.others
        if friend in self.words & self.active & self.verified:
            self.vouched.add(friend)
        if inside:
            worth = 100 if friend in self.verified else 30
            self.credit[friend] = max(self.credit[friend], worth)
            if friend in self.verified:
                self.qualified.add(friend)
        if before != (self.own, self.others):
            self.earn("own")
        if before[1] != self.others:
            self.earn("others")

    def restore(self, friend: int, *, runs: bool) -> None:
        self.reversed.discard(friend)
        if runs:
            self.earn("own")
            if friend in self.shared:
                self.earn("others")
        self.recheck(friend, inside=True, runs=runs)

    def earn(self, who: str) -> None:
        """What was earned once is not earned again, and stays when a friend is reversed."""
        self.rewards[who] = max(self.rewards[who], min(getattr(self, who) // THRESHOLD, 2))

    def assess(self) -> None:
        """Once each; what the credit does not carry any more waits."""
        for who, number in self.rewards.items():
            for place in range(1, number + 1):
                if (who, place) not in self.assessed:
                    self.assessed.add((who, place))
                    self.entered += getattr(self, who) >= place * THRESHOLD

    @property
    def counting(self) -> set[int]:
        return self.credit.keys() - self.reversed

    @property
    def others(self) -> int:
        """What whoever was opened, too, has of it."""
        return sum(self.credit[friend] * self.share_bp // 10_000 for friend in self.shared & self.counting)

    @property
    def own(self) -> int:
        words = WORD["credit"] * len(self.vouched & self.counting)
        return sum(self.credit[friend] for friend in self.counting) - self.others + words


class CampaignLife(RuleBasedStateMachine):
    """``steps`` counts over all lives."""

    steps: ClassVar[int] = 0
    friends: Bundle[int] = Bundle("friends")

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        CampaignLife.steps -= 1  # the look before the first step

    @initialize(kind=st.sampled_from(["first", "last", "vouching"]))
    def open(self, kind: str) -> None:
        """Credit is shared, or friends are vouched for: no rules have both."""
        self.oracle = Oracle()
        self.back: set[int] = set()
        self.advocate, self.other = make.member(), make.member()
        more: dict[str, Any] = {"vouching": WORD} if kind == "vouching" else {"touch": kind, "split": SPLIT}
        self.campaign = make.live(credit=GRADED, threshold=2, reward=RULE, window_days=WINDOW_DAYS, **more)
        links = [make.link_of(member, self.campaign) for member in (self.advocate, self.other)]
        # Hers is the one that counts.
        self.opened = {"first": links, "last": links[::-1]}.get(kind, [])
        self.oracle.share_bp = SPLIT["last" if kind == "first" else "first"]

    def teardown(self) -> None:
        violations = [line for check in CHECKS for line in check.run()]
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)
        assert violations == []

    @rule(target=friends, is_shared=st.booleans())
    def invite(self, is_shared: bool) -> int:
        is_shared = is_shared and bool(self.opened)
        before = set(Referral.objects.values_list("invitee_id", flat=True))
        runs = Campaign.objects.get(pk=self.campaign.pk).state == "live"
        friend = make.join(visitor_key=self._came_by(is_shared)) if runs else make.member()
        counted = set(Referral.objects.values_list("invitee_id", flat=True)) - before
        assert counted == ({friend.pk} if runs else set())
        if runs:
            self.oracle.credit[friend.pk] = 0
            self.oracle.shared |= {friend.pk} if is_shared else set()
        return friend.pk

    def _came_by(self, is_shared: bool) -> str:
        """Both invitations in a browser, or the code of hers."""
        if not is_shared:
            return f"{INVITATION_PREFIX}{make.link_of(self.advocate, self.campaign).code}"
        key = new_public_id()
        for hours, link in zip((2, 1), self.opened, strict=True):
            make.visit(link, visitor_key=key, at=make.NOW - timedelta(hours=hours))
        return key

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
        if friend not in self.oracle.credit or self.opened:
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
            deed = Deed(kind=kind, occurred_at=make.NOW, group="", event="", name="", value_minor=0)
            note_deed(member_id=friend, deed=deed, source=f"{kind}:{friend}", now=make.NOW)
        self.oracle.active.add(friend)
        state = Campaign.objects.get(pk=self.campaign.pk).state
        self.oracle.recheck(friend, inside=True, runs=state in ("live", "paused", "closing"))

    @rule(friend=friends, act=st.sampled_from(["reverse", "restore"]))
    def reversal(self, friend: int, act: str) -> None:
        """Once; whoever came back on an objection stays."""
        if act == "restore":
            self._restore(friend)
        elif friend in self.oracle.credit:
            before = friend in self.oracle.reversed
            try:
                referral_id = Referral.objects.get(invitee_id=friend).pk
                reverse_credit(actor=SYSTEM, referral_id=referral_id, reason="Mistake.", now=make.NOW)
            except Refused:
                assert friend not in self.oracle.qualified or friend in self.back
                return
            assert before or friend in self.oracle.qualified - self.back
            self.oracle.reversed.add(friend)

    def _restore(self, friend: int) -> None:
        if friend not in self.oracle.reversed:
            return
        case = RiskCase.objects.get(referral__invitee_id=friend)
        appeal_case(actor=SYSTEM, case_id=case.pk, text="We came together.", now=make.NOW)
        release_case(actor=SYSTEM, case_id=case.pk, reason="Right.", now=make.NOW)
        restore_credit(case_id=case.pk, now=make.NOW)
        self.back.add(friend)
        state = Campaign.objects.get(pk=self.campaign.pk).state
        self.oracle.restore(friend, runs=state in ("live", "paused", "closing"))

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
            self.oracle.assess()

    @invariant()
    def adds_up(self) -> None:
        CampaignLife.steps += 1
        if not self.oracle.credit:
            return
        counted, shares = (make.progress(each, self.campaign) for each in (self.advocate, self.other))
        assert (counted.credit_hundredths, shares.credit_hundredths) == (self.oracle.own, self.oracle.others)
        assert (counted.qualified, shares.qualified) == (
            len(self.oracle.qualified & self.oracle.counting),
            0,
        )
        assert (counted.registered, shares.registered) == (len(self.oracle.credit), 0)
        assert (counted.rewards, shares.rewards) == tuple(self.oracle.rewards.values())
        assert Reward.objects.count() == sum(self.oracle.rewards.values())
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
