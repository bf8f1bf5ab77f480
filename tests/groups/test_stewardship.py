"""Stewards who are silent: noticed, claimed, voted on, objected to, and back once they do anything."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from accounts.models import Notification
from accounts.states import Role
from common.clock import db_now
from common.errors import NotFound, Stale
from groups import operations, stewardship_errors, stewardship_rules
from groups.models import ClaimVote, Group, StewardClaim, StewardSilence
from groups.operations.stewardship import let_go_of_claims
from groups.operations.ties import tie_steward
from groups.queries.stewardship import stewardship_of
from groups.stewardship_leaving import export_claims
from groups.stewardship_rules import GATHERS_FOR, OBJECT_FOR
from groups.stewardship_states import LIVE
from outbox.models import AuditLine
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.groups import group, member, place, steward_of
from tests.racing import race
from trust.queries import are_in_conflict

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


class World:
    """A group whose steward did nothing since it was founded; one member wrote something lately."""

    def __init__(self, members: int = 6) -> None:
        self.people = [member() for _ in range(members)]
        self.founded = db_now()
        self.now = self.founded + 31 * DAY
        self.group = group(*self.people, now=self.founded)
        self.steward = steward_of(self.group)
        self.heir = self.people[0]
        self.act(self.heir, self.now - DAY)

    def act(self, who: Any, at: Any) -> None:
        operations.write_post(actor=who, group_id=self.group.pk, body="Rain", now=at)

    def notice(self) -> int:
        return operations.notice_silences(now=self.now)

    def claim(self, who: Any = None, **given: Any) -> StewardClaim:
        given = {"words": "I am here every day", "now": self.now, **given}
        return operations.claim_stewardship(actor=who or self.heir, group_id=self.group.pk, **given)

    def vote(self, who: Any, is_support: bool = True, now: Any = None) -> StewardClaim:
        return operations.vote_on_claim(
            actor=who, public_id=self.claimed.public_id, is_support=is_support, now=now or self.now
        )

    @property
    def claimed(self) -> StewardClaim:
        return StewardClaim.objects.get(group=self.group)

    def follow(self, at: Any) -> str:
        operations.follow_claims(now=at)
        return self.claimed.state

    def roles(self, *who: Any) -> list[int]:
        return [place(self.group, one).role for one in who]


@pytest.fixture
def world() -> World:
    made = World()
    assert made.notice() == 1
    return made


@pytest.fixture
def claimed(world: World) -> World:
    world.claim()
    return world


@pytest.fixture
def open_for_objections(claimed: World) -> World:
    claimed.vote(claimed.people[1])
    assert claimed.claimed.state == "objection"
    return claimed


def test_a_silent_steward_hands_over_after_claim_vote_and_seven_days(open_for_objections) -> None:
    world = open_for_objections
    assert world.follow(world.now + OBJECT_FOR - timedelta(seconds=1)) == "objection"
    for _again in range(2):
        assert world.follow(world.now + OBJECT_FOR) == "handed"
    assert world.roles(world.heir, world.steward) == [30, 20]
    assert not StewardSilence.objects.filter(ended_at=None).exists()
    assert are_in_conflict(world.heir.pk, world.people[3].pk)
    line = AuditLine.objects.get(verb="take-over")
    assert (line.object_id, line.actor_id, line.why) == (
        world.group.public_id,
        None,
        world.claimed.public_id,
    )


def test_it_is_noticed_once_and_only_where_no_steward_was_seen_for_thirty_days() -> None:
    world = World()
    assert operations.notice_silences(now=world.founded + 29 * DAY) == 0
    assert (world.notice(), world.notice()) == (1, 0)
    group(now=world.founded)  # nobody else is in it
    assert world.notice() == 0


ACTS = {
    "writes": lambda w: w.act(w.steward, w.now),
    "invites": lambda w: operations.make_invite_link(actor=w.steward, group_id=w.group.pk, now=w.now),
    "gives a role": lambda w: operations.give_role(
        actor=w.steward, public_id=place(w.group, w.people[4]).public_id, role=20
    ),
    "sends away": lambda w: operations.remove_member(
        actor=w.steward, public_id=place(w.group, w.people[4]).public_id, reason="Spam", now=w.now
    ),
    "hands on": lambda w: operations.leave_group(actor=w.steward, group_id=w.group.pk, now=w.now),
    "says so": lambda w: operations.be_here(actor=w.steward, group_id=w.group.pk, now=w.now),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_any_act_of_the_steward_ends_silence_and_claim(act, monkeypatch) -> None:
    """The audit trail has its own clock: here it shows the day of the claim, too."""
    world = World()
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now + timedelta(hours=1))
    world.notice()
    world.claim()
    world.vote(world.people[1])
    act(world)
    assert world.follow(world.now + OBJECT_FOR) == "returned"
    assert not StewardSilence.objects.filter(ended_at=None).exists()
    assert place(world.group, world.heir).role != 30 or act is ACTS["hands on"]


def test_without_the_look_at_the_audit_trail_a_role_given_would_not_count(monkeypatch) -> None:
    """The control of the test above."""
    monkeypatch.setattr("groups.operations.stewardship.has_acted", lambda **_asked: False)
    with pytest.raises(AssertionError):
        test_any_act_of_the_steward_ends_silence_and_claim(ACTS["gives a role"], monkeypatch)


def test_one_claim_at_a_time_and_the_own_one_again_is_the_same(claimed) -> None:
    assert claimed.claim() == claimed.claimed
    claimed.act(claimed.people[1], claimed.now)
    with pytest.raises(stewardship_errors.ClaimRunning):
        claimed.claim(claimed.people[1])
    assert StewardClaim.objects.count() == 1


def test_nobody_claims_where_a_steward_is_there() -> None:
    world = World()
    with pytest.raises(stewardship_errors.NotSilent):
        world.claim()
    with pytest.raises(NotFound):
        world.claim(member())
    assert not StewardClaim.objects.exists()


def test_who_may_claim_is_one_rule(world) -> None:
    late = member()
    operations.join_group(actor=late, group_id=world.group.pk, now=world.now - 29 * DAY)
    for who, why in ((world.steward, "steward"), (late, "new"), (world.people[2], "quiet")):
        with pytest.raises(stewardship_errors.MayNotClaim) as refused:
            world.claim(who)
        assert refused.value.why == why and refused.value.text
    assert not StewardClaim.objects.exists()


def test_whose_claim_was_ended_waits_thirty_days(claimed) -> None:
    steward = MemberFactory.create(roles=(Role.STEWARD,), is_staff=True)
    stop = partial(operations.stop_claim, actor=steward, public_id=claimed.claimed.public_id, now=claimed.now)
    for _again in range(2):
        assert stop(reason="Not a fair vote").state == "stopped"
    assert AuditLine.objects.get(new_state="stopped").why == "Not a fair vote"
    with pytest.raises(stewardship_errors.MayNotClaim) as refused:
        claimed.claim()
    assert refused.value.why == "again"
    claimed.act(claimed.heir, claimed.now + 30 * DAY)
    assert claimed.claim(now=claimed.now + 30 * DAY).state == "gathering"


@pytest.mark.parametrize(("voters", "needed"), [(0, 0), (1, 1), (5, 1), (6, 2), (21, 5), (500, 5)])
def test_small_groups_need_fewer(voters, needed) -> None:
    assert stewardship_rules.supporters_needed(voters) == needed


def test_without_anybody_to_vote_only_the_seven_days_decide() -> None:
    world = World(members=1)
    world.notice()
    assert world.claim().state == "objection"
    assert world.follow(world.now + OBJECT_FOR) == "handed"


def test_without_support_it_lapses(claimed) -> None:
    assert claimed.follow(claimed.now + GATHERS_FOR - DAY) == "gathering"
    assert claimed.follow(claimed.now + GATHERS_FOR) == "lapsed"
    assert claimed.roles(claimed.heir, claimed.steward) == [10, 30]


def test_as_many_objections_as_support_leave_everything_as_it_was(open_for_objections) -> None:
    world = open_for_objections
    world.vote(world.people[2], is_support=False)
    assert world.claimed.state == "objection"
    assert world.follow(world.now + OBJECT_FOR) == "opposed"
    assert world.roles(world.heir, world.steward) == [10, 30]


def test_more_than_half_objecting_ends_it_at_once(claimed) -> None:
    for who in claimed.people[1:3]:
        claimed.vote(who, is_support=False)
    assert claimed.claimed.state == "gathering"
    claimed.vote(claimed.people[3], is_support=False)
    assert claimed.claimed.state == "opposed"


def test_a_vote_counts_once_and_can_be_changed(open_for_objections) -> None:
    world, voter = open_for_objections, open_for_objections.people[1]
    for is_support in (True, False, False):
        world.vote(voter, is_support=is_support)
    assert [one.is_support for one in ClaimVote.objects.all()] == [False]


def test_newcomers_the_claimant_and_strangers_do_not_vote(claimed) -> None:
    late = member()
    operations.join_group(actor=late, group_id=claimed.group.pk, now=claimed.now + DAY)
    for who, refusal in (
        (late, stewardship_errors.MayNotVote),
        (claimed.heir, stewardship_errors.MayNotVote),
        (member(), NotFound),
    ):
        with pytest.raises(refusal):
            claimed.vote(who, now=claimed.now + DAY)
    assert not ClaimVote.objects.exists()


def test_votes_are_secret(open_for_objections) -> None:
    world = open_for_objections
    seen = [
        stewardship_of(group=world.group, mine=place(world.group, one), now=world.now) for one in world.people
    ]
    assert {(one.support, one.objections) for one in seen} == {(1, 0)}
    assert [one.vote for one in seen] == [None, True, None, None, None, None]
    acts = AuditLine.objects.filter(object_id=world.claimed.public_id)
    assert [line.actor_id for line in acts] == [None]


def test_a_claimant_who_leaves_or_takes_it_back_is_out_of_it(claimed) -> None:
    operations.leave_group(actor=claimed.heir, group_id=claimed.group.pk, now=claimed.now)
    assert claimed.follow(claimed.now) == "lapsed"
    with pytest.raises(stewardship_errors.ClaimOver):
        claimed.vote(claimed.people[1])
    with pytest.raises(stewardship_errors.ClaimOver):
        operations.withdraw_claim(actor=claimed.heir, public_id=claimed.claimed.public_id, now=claimed.now)


def test_taking_back_is_for_the_claimant_only_and_repeats(claimed) -> None:
    take = partial(operations.withdraw_claim, public_id=claimed.claimed.public_id, now=claimed.now)
    with pytest.raises(NotFound):
        take(actor=claimed.people[1])
    assert [take(actor=claimed.heir).state for _again in range(2)] == ["withdrawn", "withdrawn"]
    assert claimed.claim().state == "gathering"


def test_a_group_that_ends_has_no_claim(claimed) -> None:
    Group.objects.filter(pk=claimed.group.pk).update(state="archived")
    assert claimed.follow(claimed.now) == "returned"


def test_erasing_takes_words_votes_and_the_claim(open_for_objections) -> None:
    world = open_for_objections
    for _again in range(2):
        let_go_of_claims(world.people[1].pk, world.now)
        let_go_of_claims(world.heir.pk, world.now)
    assert (world.claimed.state, world.claimed.words) == ("withdrawn", "")
    assert not ClaimVote.objects.exists()


def test_the_archive_holds_the_own_claim_and_votes(open_for_objections) -> None:
    world = open_for_objections
    claims, votes = export_claims(world.heir.pk)
    assert len(claims.rows) == 1 and not votes.rows
    claims, votes = export_claims(world.people[1].pk)
    assert not claims.rows and len(votes.rows) == 1


def told() -> dict[str, set[int]]:
    run_jobs()
    found: dict[str, set[int]] = {}
    for row in Notification.objects.filter(kind__startswith="groups.steward"):
        found.setdefault(row.kind.removeprefix("groups."), set()).add(row.member_id)
    return found


def test_everybody_hears_what_concerns_them(world) -> None:
    ids = {one.pk for one in world.people}
    assert told() == {"stewards-silent": ids, "steward-missed": {world.steward.pk}}
    world.claim()
    world.vote(world.people[1])
    assert told()["steward-claimed"] == ids
    world.follow(world.now + OBJECT_FOR)
    assert told()["steward-replaced"] == {world.steward.pk}
    assert told()["steward-new"] >= ids - {world.heir.pk}
    assert "steward-claim-over" not in told()


def test_a_member_is_told_of_a_silence_once(world) -> None:
    told()
    for days in range(1, 4):
        operations.notice_silences(now=world.now + days * DAY)
    assert {row.kind: 1 for row in Notification.objects.filter(member=world.heir)} == {
        "groups.stewards-silent": 1
    }
    assert Notification.objects.filter(member=world.heir).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
class TestRaces:
    def test_two_claims_at_once_make_one(self) -> None:
        world = World()
        world.act(world.people[1], world.now - DAY)
        world.notice()
        results = race([partial(world.claim, who) for who in world.people[:2] * 2])
        assert StewardClaim.objects.filter(state__in=LIVE).count() == 1
        made = {one.pk for one in results if isinstance(one, StewardClaim)}
        assert len(made) == 1
        refused = [one for one in results if not isinstance(one, StewardClaim)]
        assert all(isinstance(one, stewardship_errors.ClaimRunning) for one in refused)

    def test_a_steward_back_at_the_last_moment_or_a_new_one_but_never_both(self) -> None:
        world = World()
        world.notice()
        world.claim()
        world.vote(world.people[1])
        end = world.now + OBJECT_FOR
        racers: list[Callable[[], object]] = [
            partial(operations.be_here, actor=world.steward, group_id=world.group.pk, now=end),
            partial(operations.follow_claims, now=end),
            partial(operations.follow_claims, now=end),
        ]
        race(racers)
        handed = world.claimed.state == "handed"
        assert world.claimed.state in ("handed", "returned")
        assert world.roles(world.heir, world.steward) == ([30, 20] if handed else [10, 30])

    def test_votes_at_once_are_all_counted_and_open_the_days_once(self) -> None:
        world = World()
        world.notice()
        world.claim()
        results = race([partial(world.vote, who) for who in world.people[1:5]])
        assert all(isinstance(one, StewardClaim) for one in results)
        assert ClaimVote.objects.count() == 4
        assert AuditLine.objects.filter(new_state="objection").count() == 1

    @pytest.mark.postgres
    def test_without_the_lock_of_the_group_the_move_of_the_claim_is_the_second_wall(
        self, monkeypatch
    ) -> None:
        """The control: nobody was back when the job looked; it hands over too late, and that is undone."""
        world = World()
        world.notice()
        world.claim()
        world.vote(world.people[1])
        end = world.now + OBJECT_FOR
        looked, back, tie = threading.Event(), threading.Event(), tie_steward

        def late(made: Group, member_id: int) -> None:
            looked.set()
            assert back.wait(10)
            tie(made, member_id)

        def come_back() -> None:
            assert looked.wait(10)
            operations.be_here(actor=world.steward, group_id=world.group.pk, now=end)
            back.set()

        monkeypatch.setattr("groups.operations.stewardship.lock_group", lambda pk: Group.objects.get(pk=pk))
        monkeypatch.setattr("groups.operations.stewardship.tie_steward", late)
        racers: list[Callable[[], object]] = [come_back, partial(operations.follow_claims, now=end)]
        results = race(racers)
        assert [type(one) for one in results] == [type(None), Stale]
        assert (world.claimed.state, world.roles(world.heir, world.steward)) == ("returned", [10, 30])
