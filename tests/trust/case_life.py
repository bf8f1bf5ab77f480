"""Random lives of one application: member, three certifiers and the clock do what they may, and what not."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import hypothesis.strategies as st
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import Member
from accounts.operations import grant_role
from accounts.states import Role
from common.access import SYSTEM
from common.errors import Refused
from tests.factories.accounts import MemberFactory
from tests.factories.trust import id_number
from trust import operations, reconcile
from trust.models import Case, Certification, Decision, DeskPolicy, ReviewTask
from trust.notices import REAL_NAME
from trust.states import (
    CASE_MOVES,
    FINAL_REASONS,
    LIVE_CERTIFICATION_STATES,
    LIVE_TASK_STATES,
    OPEN_CASE_STATES,
    CaseState,
    Outcome,
    Stage,
)

STEPS = 25
WHO = st.integers(0, 2)
REASONS = st.sampled_from([[], ["name-not-real"], ["false-statement"], ["under-age", "name-not-real"]])


def _reachable(start: str) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        for following in CASE_MOVES.get(todo.pop(), frozenset()) - seen:
            seen.add(following)
            todo.append(following)
    return seen


class CaseLife(RuleBasedStateMachine):
    """``steps`` counts over all lives."""

    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.now: datetime = timezone.now()
        self.member: Member = MemberFactory.create()
        self.certifiers: list[Member] = MemberFactory.create_batch(3)
        for one in self.certifiers:
            grant_role(actor=SYSTEM, member_id=one.pk, role=Role.CERTIFIER, now=self.now)
        self.states: dict[int, str] = {}
        self.decided = 0
        self.number = id_number(serial=random.Random(self.member.pk).randrange(1000))

    def teardown(self) -> None:
        violations = [line for check in reconcile.CHECKS for line in check.run()]
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        assert violations == []

    def _case(self) -> int:
        newest = Case.objects.filter(member=self.member).order_by("-pk").first()
        return newest.pk if newest else 0

    def _seen(self) -> Any:
        return (
            list(Case.objects.order_by("pk").values_list("pk", "state", "version", "round")),
            list(ReviewTask.objects.order_by("pk").values_list("pk", "state", "holder_id")),
            list(Certification.objects.order_by("pk").values_list("pk", "state")),
            Decision.objects.count(),
        )

    def _try(self, act: Callable[[], object]) -> bool:
        """A refusal leaves everything as it was."""
        type(self).steps += 1
        self.now += timedelta(minutes=1)
        before = self._seen()
        try:
            with transaction.atomic():
                act()
        except Refused:
            assert self._seen() == before
            return False
        return True

    @rule(needs_two=st.booleans())
    def change_policy(self, needs_two: bool) -> None:
        DeskPolicy.objects.update_or_create(kind="real_name", defaults={"needs_two": needs_two})
        type(self).steps += 1

    @rule()
    def send(self) -> None:
        newest = Case.objects.filter(pk=self._case()).first()
        done = self._try(
            lambda: operations.submit_case(
                actor=self.member,
                legal_name="欧阳春",
                id_number=self.number,
                notice_hash=REAL_NAME.hash,
                now=self.now,
            )
        )
        if done and newest is not None and newest.state in (CaseState.REJECTED, CaseState.UPHELD):
            said = newest.decisions.exclude(reasons=[]).order_by("-pk").first()
            assert said is not None and not FINAL_REASONS & set(said.reasons)

    @rule()
    def withdraw(self) -> None:
        self._try(lambda: operations.withdraw_case(actor=self.member, case_id=self._case(), now=self.now))

    @rule(who=WHO)
    def take(self, who: int) -> None:
        self._try(
            lambda: operations.lease_task(actor=self.certifiers[who], case_id=self._case(), now=self.now)
        )

    @rule()
    def take_ones_own(self) -> None:
        assert not self._try(
            lambda: operations.lease_task(actor=self.member, case_id=self._case(), now=self.now)
        )

    @rule(who=WHO)
    def give_back(self, who: int) -> None:
        self._try(
            lambda: operations.release_task(actor=self.certifiers[who], case_id=self._case(), now=self.now)
        )

    @rule(who=WHO, outcome=st.sampled_from(Outcome.values), reasons=REASONS)
    def decide(self, who: int, outcome: str, reasons: list[str]) -> None:
        held = ReviewTask.objects.filter(
            case_id=self._case(), state="leased", holder=self.certifiers[who]
        ).exists()
        done = self._try(
            lambda: operations.decide_case(
                actor=self.certifiers[who],
                case_id=self._case(),
                outcome=outcome,
                reasons=reasons,
                now=self.now,
            )
        )
        assert held or not done

    @rule(who=WHO, outcome=st.sampled_from(Outcome.values), reasons=REASONS)
    def take_and_decide(self, who: int, outcome: str, reasons: list[str]) -> None:
        self.take(who=who)
        self.decide(who=who, outcome=outcome, reasons=reasons)

    @rule()
    def let_the_lease_run_out(self) -> None:
        ReviewTask.objects.filter(state="leased").update(lease_until=timezone.now() - timedelta(hours=1))
        self._try(lambda: operations.expire_leases(now=self.now))

    @rule(days=st.sampled_from([0, 30]))
    def appeal(self, days: int) -> None:
        self._try(
            lambda: operations.appeal_case(
                actor=self.member,
                case_id=self._case(),
                text="This is not right at all.",
                now=self.now + timedelta(days=days),
            )
        )

    @rule(act=st.sampled_from(["suspend", "reinstate", "revoke"]), who=WHO)
    def keep_in_order(self, act: str, who: int) -> None:
        row = Certification.objects.filter(member=self.member).order_by("-pk").first()
        change = getattr(operations, f"{act}_certification")
        self._try(
            lambda: change(
                actor=self.certifiers[who],
                certification_id=row.pk if row else 0,
                why="life",
                now=self.now,
            )
        )

    @invariant()
    def moves_are_legal(self) -> None:
        for case in Case.objects.filter(member=self.member):
            assert case.state in _reachable(self.states.get(case.pk, CaseState.DRAFT))
            self.states[case.pk] = case.state

    @invariant()
    def one_case_is_open_and_one_turn_lives(self) -> None:
        mine = Case.objects.filter(member=self.member)
        assert mine.filter(state__in=OPEN_CASE_STATES).count() <= 1
        for case in mine:
            live = case.tasks.filter(state__in=LIVE_TASK_STATES).count()
            waits = case.state in (
                CaseState.QUEUED,
                CaseState.IN_REVIEW,
                CaseState.SECOND_REVIEW,
                CaseState.APPEALED,
            )
            assert live == int(waits)

    @invariant()
    def decisions_stay_and_are_of_different_people(self) -> None:
        rows = list(Decision.objects.filter(case__member=self.member).order_by("pk"))
        assert len(rows) >= self.decided
        self.decided = len(rows)
        for row in rows:
            assert row.reviewer_id != self.member.pk
            assert row.outcome == Outcome.APPROVE or row.reasons
            earlier = [other for other in rows if other.case_id == row.case_id and other.pk < row.pk]
            if row.stage == Stage.APPEAL:
                assert row.reviewer_id not in {other.reviewer_id for other in earlier}
            same = [o.reviewer_id for o in earlier if o.round == row.round]
            assert row.reviewer_id not in same

    @invariant()
    def a_certification_stands_on_an_approved_case(self) -> None:
        live = Certification.objects.filter(member=self.member, state__in=LIVE_CERTIFICATION_STATES)
        assert live.count() <= 1
        for row in live:
            assert row.case.state == CaseState.APPROVED
            assert row.case.decisions.filter(outcome=Outcome.APPROVE).exists()


def live(lives: int, *, seed: int = 1) -> None:
    """Raises AssertionError at the first life that breaks a rule."""
    seeded(seed)(CaseLife)
    run_state_machine_as_test(
        CaseLife,
        settings=settings(
            max_examples=lives,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
