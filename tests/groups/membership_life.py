"""Random lives of one group: a handful of people come, ask, vouch, rise, go and are sent away."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

import hypothesis.strategies as st
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from accounts.models import CirclePlace, Member
from common.errors import Refused
from groups import operations
from groups.models import Group, Membership, Vouch
from groups.operations import GroupInput
from groups.states import MEMBERSHIP_MOVES, PENDING, GroupRole, JoinPolicy, MembershipState
from tests.factories.accounts import MemberFactory
from tests.factories.groups import NAME, NOW, group

STEPS, PEOPLE = 30, 6
WHO = st.integers(0, PEOPLE - 1)
M = MembershipState


def _reachable(start: str) -> set[str]:
    """One step of a life may move somebody several times: asked, in line, in."""
    seen, todo = {start}, [start]
    while todo:
        for following in MEMBERSHIP_MOVES.get(todo.pop(), frozenset()) - seen:
            seen.add(following)
            todo.append(following)
    return seen


class MembershipLife(RuleBasedStateMachine):
    """``steps`` counts over all lives."""

    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        self.now: datetime = NOW
        self.people: list[Member] = MemberFactory.create_batch(PEOPLE)
        self.made: Group = group(founder=self.people[0], capacity=3)
        self.states: dict[int, str] = {}
        self.line: list[int] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)

    def _place(self, who: int) -> str:
        row = Membership.objects.filter(group=self.made, member=self.people[who]).first()
        return row.public_id if row else "nobody"

    def _seen(self) -> Any:
        group_row = Group.objects.values_list("seats_taken", "capacity", "join_policy", "state")
        rows = Membership.objects.filter(group=self.made).order_by("pk")
        return (
            group_row.get(pk=self.made.pk),
            list(rows.values_list("pk", "state", "role", "version")),
            Vouch.objects.count(),
            CirclePlace.objects.count(),
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

    @rule(who=WHO)
    def join(self, who: int) -> None:
        self._try(lambda: operations.join_group(actor=self.people[who], group_id=self.made.pk, now=self.now))

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        self._try(lambda: operations.leave_group(actor=self.people[who], group_id=self.made.pk, now=self.now))

    @rule(who=WHO, whom=WHO)
    def invite(self, who: int, whom: int) -> None:
        self._try(
            lambda: operations.invite_member(
                actor=self.people[who],
                group_id=self.made.pk,
                member_id=self.people[whom].pk,
                now=self.now,
            )
        )

    @rule(who=WHO)
    def refuse(self, who: int) -> None:
        self._try(
            lambda: operations.refuse_invitation(actor=self.people[who], group_id=self.made.pk, now=self.now)
        )

    @rule(who=WHO, whom=WHO, act=st.sampled_from(["accept", "decline", "vouch"]))
    def answer(self, who: int, whom: int, act: str) -> None:
        given: Any = {"actor": self.people[who], "public_id": self._place(whom), "now": self.now}
        calls: dict[str, Callable[[], object]] = {
            "accept": lambda: operations.accept_request(**given),
            "decline": lambda: operations.decline_request(**given, answer="Not now"),
            "vouch": lambda: operations.vouch_for(**given),
        }
        self._try(calls[act])

    @rule(who=WHO, whom=WHO, act=st.sampled_from(["remove", "ban", "lift"]))
    def send_away(self, who: int, whom: int, act: str) -> None:
        given: Any = {"actor": self.people[who], "public_id": self._place(whom), "now": self.now}
        calls: dict[str, Callable[[], object]] = {
            "remove": lambda: operations.remove_member(**given, reason="Adverts"),
            "ban": lambda: operations.ban_member(**given, reason="Adverts"),
            "lift": lambda: operations.lift_ban(**given),
        }
        self._try(calls[act])

    @rule(who=WHO, whom=WHO, role=st.sampled_from(GroupRole.values))
    def give_role(self, who: int, whom: int, role: int) -> None:
        self._try(
            lambda: operations.give_role(actor=self.people[who], public_id=self._place(whom), role=role)
        )

    @rule(who=WHO, capacity=st.sampled_from([None, 2, 3, 5]), policy=st.sampled_from(JoinPolicy.values))
    def change(self, who: int, capacity: int | None, policy: str) -> None:
        given = GroupInput(name=NAME, join_policy=policy, capacity=capacity)
        self._try(
            lambda: operations.change_group(
                actor=self.people[who], group_id=self.made.pk, given=given, now=self.now
            )
        )

    @rule(days=st.sampled_from([0, 15]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self._try(lambda: operations.lapse_pending(now=self.now))

    @invariant()
    def seats_add_up_and_are_never_too_many(self) -> None:
        made = Group.objects.get(pk=self.made.pk)
        active = Membership.objects.filter(group=made, state=M.ACTIVE).count()
        assert made.seats_taken == active
        assert made.capacity is None or active <= made.capacity

    @invariant()
    def nobody_waits_beside_an_empty_seat(self) -> None:
        made = Group.objects.get(pk=self.made.pk)
        waits = Membership.objects.filter(group=made, state=M.WAITING).exists()
        assert not waits or made.seats_taken == made.capacity

    @invariant()
    def nobody_jumps_the_line(self) -> None:
        rows = Membership.objects.filter(group=self.made, state=M.WAITING).order_by("seq")
        line = list(rows.values_list("member_id", flat=True))
        stayed = [who for who in self.line if who in line]
        assert line[: len(stayed)] == stayed
        self.line = line

    @invariant()
    def there_is_a_steward(self) -> None:
        stewards = Membership.objects.filter(group=self.made, state=M.ACTIVE, role=GroupRole.STEWARD)
        active = Membership.objects.filter(group=self.made, state=M.ACTIVE)
        assert stewards.exists() or not active.exists()

    @invariant()
    def moves_are_legal_and_only_those_inside_have_an_office(self) -> None:
        for row in Membership.objects.filter(group=self.made):
            assert row.state in _reachable(self.states.get(row.pk, row.state))
            assert row.role == GroupRole.MEMBER or row.state in (M.ACTIVE, *PENDING)
            self.states[row.pk] = row.state

    @invariant()
    def the_circle_is_who_is_inside(self) -> None:
        rows = CirclePlace.objects.filter(circle=self.made.circle, is_in=True)
        inside = Membership.objects.filter(group=self.made, state=M.ACTIVE)
        assert set(rows.values_list("member_id", flat=True)) == set(
            inside.values_list("member_id", flat=True)
        )


def live(lives: int, *, seed: int = 1) -> None:
    """Raises AssertionError at the first life that breaks a rule."""
    seeded(seed)(MembershipLife)
    run_state_machine_as_test(
        MembershipLife,
        settings=settings(
            max_examples=lives,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
