"""A person takes back what a friend counted for, with a reason, once; an objection gives it back."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Member, RoleGrant
from campaigns import errors
from campaigns.models import Campaign, CreditEntry, Decision, Progress, Referral, Reward, RiskCase, Team
from campaigns.operations.risk import appeal_case, confirm_case, release_case
from campaigns.queries.progress import progress_of
from campaigns.queries.risk import held_friends
from common.access import SYSTEM
from common.errors import NotFound
from outbox.models import AuditLine, FactRow
from outbox.testing import run_jobs
from tests.accounts.leaving_worlds import erase
from tests.campaigns.reversal_worlds import WHY, add_friend, lived, problems, reverse
from tests.campaigns.test_replay import approve
from tests.campaigns.test_split import come
from tests.factories import campaigns as make

pytestmark = pytest.mark.django_db


def entries(referral: Referral) -> list[tuple[str, int, str]]:
    found = CreditEntry.objects.filter(referral=referral).order_by("pk")
    return list(found.values_list("cause", "amount_hundredths", "reason"))


def counted(campaign: Campaign, member: Member) -> tuple[int, int, int]:
    row = make.progress(member, campaign)
    return row.registered, row.qualified, row.credit_hundredths


@contextmanager
def refused(error: type[Exception]) -> Iterator[None]:
    """And nothing has changed."""
    before = (CreditEntry.objects.count(), Decision.objects.count(), RiskCase.objects.count())
    sums = list(Progress.objects.order_by("pk").values_list("credit_hundredths", "qualified"))
    with pytest.raises(error):
        yield
    assert before == (CreditEntry.objects.count(), Decision.objects.count(), RiskCase.objects.count())
    assert sums == list(Progress.objects.order_by("pk").values_list("credit_hundredths", "qualified"))


def object_to(referral: Referral, by: Member) -> RiskCase:
    case = RiskCase.objects.get(referral=referral)
    return appeal_case(actor=by, case_id=case.pk, text="We came together.", now=make.NOW)


def grant(case: RiskCase) -> None:
    release_case(
        actor=make.manager_of(case.campaign.brand), case_id=case.pk, reason="They are right.", now=make.NOW
    )
    run_jobs()


def test_credit_falls_by_an_entry_with_a_reason_and_the_sums_follow() -> None:
    campaign, advocate, friends = lived()

    referral = reverse(friends[0])
    run_jobs()

    assert (referral.state, referral.credit_hundredths) == ("reversed", 0)
    assert [(cause, amount) for cause, amount, _why in entries(referral)][1:] == [("reversal", -100)]
    assert entries(referral)[-1][2] == WHY
    assert counted(campaign, advocate) == (2, 1, 100)
    assert AuditLine.objects.filter(verb="campaigns.reverse-credit", why=WHY).exists()
    assert FactRow.objects.get(kind="campaigns.credit-reversed").payload["invitee_id"] == referral.invitee_id
    assert problems(campaign) == []


def test_progress_counts_what_is_left() -> None:
    campaign, advocate, friends = lived()
    reverse(friends[0])
    run_jobs()

    progress = progress_of(member_id=advocate.pk, slug=campaign.slug)
    assert (progress.credit_hundredths, progress.remaining_friends, progress.complete) == (100, 1, False)


def test_again_changes_nothing() -> None:
    _campaign, _advocate, friends = lived()
    reverse(friends[0])

    before = entries(friends[0])
    assert reverse(friends[0], reason="Another reason.").state == "reversed"
    assert entries(friends[0]) == before


def test_both_sides_read_the_reason_and_can_object() -> None:
    campaign, advocate, friends = lived()
    reverse(friends[0])

    progress = progress_of(member_id=advocate.pk, slug=campaign.slug)
    told = next(friend for friend in progress.friends if friend.state == "reversed")
    assert (told.counts, told.credit_hundredths) == (False, 0)
    assert told.reason == f"Does not count any more: {WHY} You can object."
    for side in (advocate, friends[0].invitee):
        hold = held_friends(slug=campaign.slug, member_id=side.pk)[0]
        assert (hold.state, hold.reason, hold.may_appeal) == ("confirmed", WHY, True)


def test_a_granted_objection_gives_everything_back() -> None:
    campaign, advocate, friends = lived()
    reverse(friends[0])
    run_jobs()
    grant(object_to(friends[0], advocate))

    referral = Referral.objects.get(pk=friends[0].pk)
    assert (referral.state, referral.credit_hundredths) == ("qualified", 100)
    assert [(cause, amount) for cause, amount, _why in entries(referral)][1:] == [
        ("reversal", -100),
        ("restored", 100),
    ]
    assert counted(campaign, advocate) == (2, 2, 200)
    assert problems(campaign) == []
    with refused(errors.ObjectionGranted):
        reverse(referral)


def test_who_came_meanwhile_and_who_comes_back_earn_together() -> None:
    campaign, advocate, friends = lived(friends=1)
    reverse(friends[0])
    add_friend(advocate, campaign)
    assert not Reward.objects.exists()

    grant(object_to(friends[0], advocate))
    assert Reward.objects.get().beneficiary == advocate
    assert problems(campaign) == []


def test_what_she_showed_while_she_did_not_count_counts_when_she_is_back() -> None:
    graded = {"registered": 30, "real_name": 60}
    campaign, advocate, friends = lived(friends=1, requires=["registered"], credit=graded)
    certified = friends[0]
    plain = make.invite(advocate, campaign)
    run_jobs()
    reverse(Referral.objects.get(pk=plain.pk))
    approve(plain.invitee)
    run_jobs()
    assert counted(campaign, advocate) == (2, 1, 60)

    grant(object_to(plain, advocate))
    assert counted(campaign, advocate) == (2, 2, 120)
    assert certified.credit_hundredths == 60
    assert problems(campaign) == []


def test_an_upheld_objection_leaves_it_reversed() -> None:
    campaign, advocate, friends = lived()
    reverse(friends[0])
    case = object_to(friends[0], advocate)
    confirm_case(
        actor=make.manager_of(campaign.brand), case_id=case.pk, reason="It was another event.", now=make.NOW
    )
    run_jobs()

    assert Referral.objects.get(pk=friends[0].pk).state == "reversed"
    assert problems(campaign) == []


def test_who_reversed_does_not_answer_the_objection() -> None:
    campaign, advocate, friends = lived()
    boss = make.manager_of(campaign.brand)
    reverse(friends[0], actor=boss)
    case = object_to(friends[0], advocate)

    with pytest.raises(errors.SecondPersonNeeded):
        release_case(actor=boss, case_id=case.pk, reason="Fine.", now=make.NOW)


def test_shared_credit_falls_on_both_sides() -> None:
    campaign = make.live(split={"first": 4000, "last": 6000})
    first, last = make.member(), make.member()
    referral = come(campaign, first, last)
    approve(referral.invitee)
    run_jobs()
    assert (counted(campaign, first)[2], counted(campaign, last)[2]) == (40, 60)

    reverse(referral)
    run_jobs()

    assert (counted(campaign, first), counted(campaign, last)) == ((0, 0, 0), (1, 0, 0))
    assert problems(campaign) == []
    grant(object_to(referral, last))
    assert (counted(campaign, first)[2], counted(campaign, last)[2]) == (40, 60)
    assert problems(campaign) == []


def test_a_group_loses_what_its_member_loses() -> None:
    campaign, advocate, friends = lived()
    team = Team.objects.create(
        campaign=campaign, group_ref="g-1", credit_hundredths=200, entered_at=make.NOW, reached_at=make.NOW
    )
    Progress.objects.filter(advocate=advocate).update(team=team)

    reverse(friends[0])

    team.refresh_from_db()
    assert team.credit_hundredths == 100


def test_whose_advocate_has_left_comes_back_and_earns_nothing_more() -> None:
    campaign, advocate, friends = lived(friends=1, threshold=1)
    reverse(friends[0])
    run_jobs()
    case = object_to(friends[0], friends[0].invitee)
    erase(advocate)
    grant(case)

    assert make.progress(advocate, campaign).credit_hundredths == 100
    assert Reward.objects.filter(state__in=["earned", "approved"]).count() == 0


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_needed(reason: str) -> None:
    _campaign, _advocate, friends = lived()
    with refused(errors.ReasonMissing):
        reverse(friends[0], reason=reason)


def test_who_does_not_count_has_nothing_to_reverse() -> None:
    campaign, advocate, _friends = lived()
    with refused(errors.NothingToReverse):
        reverse(make.invite(advocate, campaign))


@pytest.mark.parametrize("state", ["settled", "archived"])
def test_what_is_settled_stays(state: str) -> None:
    campaign, _advocate, friends = lived()
    make.in_state(campaign, state, settled_at=make.NOW)
    with refused(errors.CampaignEnded):
        reverse(friends[0])


@pytest.mark.parametrize("state", ["held", "appealed"])
def test_an_answer_that_is_owed_comes_first(state: str) -> None:
    campaign, _advocate, friends = lived()
    make.risk_case(campaign, 0, state)
    with refused(errors.AnswerOwed):
        reverse(friends[0])


def test_who_was_refused_before_can_be_reversed_and_the_case_stays() -> None:
    campaign, advocate, friends = lived()
    make.risk_case(campaign, 0, "upheld")

    reverse(friends[0])

    assert RiskCase.objects.get(referral=friends[0]).state == "upheld"
    assert counted(campaign, advocate)[2] == 100


@pytest.mark.parametrize("who", ["advocate", "invitee"])
def test_nobody_decides_about_her_own_friend_or_herself(who: str) -> None:
    campaign, _advocate, friends = lived()
    actor = getattr(friends[0], who)
    RoleGrant.objects.create(member=actor, role="manager", scope=campaign.brand.scope, granted_at=make.NOW)
    with refused(NotFound):
        reverse(friends[0], actor=actor)


def test_a_manager_of_another_brand_finds_nothing() -> None:
    _campaign, _advocate, friends = lived()
    with refused(NotFound):
        reverse(friends[0], actor=make.manager_of(make.brand()))


def test_the_database_wants_a_reason_for_what_falls() -> None:
    _campaign, _advocate, friends = lived()
    entry = CreditEntry(referral=friends[0], cause="reversal", amount_hundredths=-1, occurred_at=make.NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_the_system_can_reverse_too() -> None:
    _campaign, _advocate, friends = lived()
    assert reverse(friends[0], actor=SYSTEM).state == "reversed"
