"""Blind second looks that agree too seldom bring two people back: for a certifier, or for a kind of case."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from common.clock import shift_clock
from outbox.models import AuditLine
from tests.factories.accounts import MemberFactory
from tests.factories.trust import CaseFactory, add_task, looked_at_twice
from trust import rules
from trust.agreement_queries import agreements, measured_words
from trust.models import BlindLook, Certification, Decision, DeskPolicy, ReviewTask
from trust.operations import decide_case, expire_leases, lease_task, read_claim, release_task
from trust.states import LEASE_MINUTES, MEASURED_DAYS, CaseKind, CaseState, Outcome, WhyTwo

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return MemberFactory.create_batch(3, certifier=True)


@pytest.fixture
def case():
    return CaseFactory.create()


def word(case, person, outcome="approve", reasons=()):
    now = timezone.now()
    lease_task(actor=person, case_id=case.pk, now=now)
    decide_case(actor=person, case_id=case.pk, outcome=outcome, reasons=list(reasons), now=now)
    case.refresh_from_db()
    return case.state


def because(case):
    return case.tasks.get(state="open").because


def test_a_certifier_below_the_agreement_needs_a_second(case, people):
    looked_at_twice(people[0], agreed=7, of=10)
    DeskPolicy.objects.create(kind=CaseKind.REAL_NAME, agreement_percent=80)
    assert word(case, people[0]) == CaseState.SECOND_REVIEW
    assert because(case) == WhyTwo.CERTIFIER_BELOW
    assert not Certification.objects.filter(case=case).exists()
    assert word(case, people[1]) == CaseState.APPROVED
    assert Certification.objects.filter(case=case).count() == 1


def test_at_the_agreement_one_word_is_enough(case, people):
    looked_at_twice(people[0], agreed=8, of=10)
    assert word(case, people[0]) == CaseState.APPROVED


def test_few_looks_say_nothing(case, people):
    looked_at_twice(people[0], agreed=0, of=9)
    assert word(case, people[0]) == CaseState.APPROVED


def test_a_policy_of_zero_is_never_missed(case, people):
    looked_at_twice(people[0], agreed=0, of=10)
    DeskPolicy.objects.create(kind=CaseKind.REAL_NAME, agreement_percent=0)
    assert word(case, people[0]) == CaseState.APPROVED


def test_a_kind_below_the_agreement_needs_two_whoever_looks(case, people):
    looked_at_twice(people[0], agreed=5, of=10)
    assert word(case, people[1]) == CaseState.SECOND_REVIEW
    assert because(case) == WhyTwo.KIND_BELOW


def test_another_kinds_agreement_counts_for_its_certifier_only(case, people):
    looked_at_twice(people[0], agreed=0, of=10, kind=CaseKind.PROFESSIONAL)
    assert word(case, people[1]) == CaseState.APPROVED
    other = CaseFactory.create()
    assert word(other, people[0]) == CaseState.SECOND_REVIEW and because(other) == WhyTwo.CERTIFIER_BELOW


def test_old_looks_are_forgotten(case, people):
    looked_at_twice(people[0], agreed=0, of=10, at=timezone.now() - timedelta(days=MEASURED_DAYS + 1))
    assert word(case, people[0]) == CaseState.APPROVED


def test_asking_again_still_needs_one(case, people):
    looked_at_twice(people[0], agreed=0, of=10)
    assert word(case, people[0], "resubmit", ["name-incomplete"]) == CaseState.RESUBMISSION_REQUESTED


def test_a_second_who_asks_again_makes_room_for_a_third(case, people):
    looked_at_twice(people[0], agreed=0, of=10)
    word(case, people[0])
    assert word(case, people[1], "resubmit", ["name-incomplete"]) == CaseState.QUEUED
    assert because(case) == WhyTwo.DIFFER
    assert word(case, people[2]) == CaseState.APPROVED


def test_the_reason_stays_with_the_turn(case, people):
    looked_at_twice(people[0], agreed=0, of=10)
    word(case, people[0])
    BlindLook.objects.all().delete()
    lease_task(actor=people[1], case_id=case.pk, now=timezone.now())
    release_task(actor=people[1], case_id=case.pk, now=timezone.now())
    assert because(case) == WhyTwo.CERTIFIER_BELOW
    lease_task(actor=people[2], case_id=case.pk, now=timezone.now())
    shift_clock(timedelta(minutes=LEASE_MINUTES + 1))
    expire_leases(now=timezone.now())
    assert because(case) == WhyTwo.CERTIFIER_BELOW
    [line] = AuditLine.objects.filter(object_id=case.public_id, new_state=CaseState.SECOND_REVIEW)
    assert line.why == WhyTwo.CERTIFIER_BELOW


def test_whoever_takes_the_case_is_told_before_deciding(case, people):
    looked_at_twice(people[0], agreed=0, of=10)
    DeskPolicy.objects.create(kind=CaseKind.PROFESSIONAL, needs_two=True)
    lease_task(actor=people[0], case_id=case.pk, now=timezone.now())
    told = read_claim(actor=people[0], case_id=case.pk).two_people
    assert told == [WhyTwo.CERTIFIER_BELOW, WhyTwo.KIND_BELOW]


def test_words_of_an_earlier_round_and_of_an_appeal_are_not_measured(people):
    [decision] = looked_at_twice(people[0], agreed=1, of=1)
    row, now = decision.case, timezone.now()
    for round_, stage, outcome in ((2, "first", "reject"), (3, "appeal", "approve")):
        task = add_task(row, state="decided", holder=people[round_ - 1])
        type(task).objects.filter(pk=task.pk).update(round=round_, stage=stage)
        said = {
            "stage": stage,
            "reviewer": people[round_ - 1],
            "outcome": outcome,
            "reasons": ["name-not-real"],
        }
        Decision.objects.create(case=row, round=round_, task=task, decided_at=now, **said)
    assert [one.round for one in measured_words(since=now - timedelta(days=1))] == [2]
    theirs, alike = agreements(kind=row.kind, reviewer_id=people[1].pk, now=now)
    assert (theirs.agreed, theirs.looked_at) == (alike.agreed, alike.looked_at) == (0, 1)


def test_only_a_second_turn_has_a_reason(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewTask.objects.filter(case=case).update(because=WhyTwo.DIFFER)


@pytest.mark.parametrize("bad", [{"agreement_percent": 101}, {"agreement_looks": 0}])
def test_the_database_refuses_a_policy_without_sense(bad):
    with pytest.raises(IntegrityError), transaction.atomic():
        DeskPolicy.objects.create(kind=CaseKind.REAL_NAME, **bad)


@pytest.mark.parametrize(
    ("agreed", "of", "percent", "least", "is_below"),
    [
        (7, 10, 80, 10, True),
        (8, 10, 80, 10, False),
        (0, 9, 80, 10, False),
        (0, 0, 80, 0, False),
        (0, 10, 0, 10, False),
        (799, 1000, 80, 10, True),
    ],
)
def test_the_rule(agreed, of, percent, least, is_below):
    assert rules.is_agreement_below(agreed, of, percent=percent, least=least) is is_below


def test_a_no_for_good_comes_after_what_stands_anyway():
    two = rules.why_two(Outcome.REJECT, ["forged"], standing=[WhyTwo.POLICY])
    assert two == [WhyTwo.POLICY, WhyTwo.FINAL_NO]
    assert rules.why_two(Outcome.RESUBMIT, ["forged"], standing=[WhyTwo.POLICY]) == []


def page(client, case):
    return client.get(reverse("admin:trust_case_change", args=[case.pk])).content.decode()


def test_the_desk_says_why_two_must_agree(client, case, people):
    client.force_login(people[1])
    assert "Two people must agree" not in page(client, case)
    looked_at_twice(people[1], agreed=6, of=10, kind=CaseKind.PROFESSIONAL)
    shown = page(client, case)
    assert "Two people must agree" in shown and "6 of 10 in 90 days; two must agree below 80 %" in shown
    address = reverse("admin:trust_case_change", args=[case.pk])
    client.post(address, {"act": "take"})
    done = client.post(address, {"act": "decide", "outcome": "approve"}, follow=True).content.decode()
    assert "one more certifier has to judge. Blind second looks agree too seldom" in done
    client.force_login(people[2])
    assert "Blind second looks agree too seldom with this certifier." in page(client, case)


def test_the_quality_page_tells_who_and_what_is_below(client, people):
    looked_at_twice(people[0], agreed=1, of=10)
    client.force_login(people[1])
    shown = client.get(reverse("admin:trust_blindlook_changelist")).content.decode()
    assert "now, until the agreement is back" in shown and "80 % of at least 10 looks" in shown


@pytest.mark.parametrize("name", ["trust:verify", "trust:certify"])
def test_members_read_the_published_value(client, name):
    from tests.factories.trust import CertificationFactory

    member = MemberFactory.create()
    if name == "trust:certify":
        CertificationFactory.create(member=member)
    for kind in CaseKind.values:
        DeskPolicy.objects.create(kind=kind, agreement_percent=73, agreement_looks=12)
    client.force_login(member)
    assert "fewer than 73 % of them agree, in 12 or more" in client.get(reverse(name)).content.decode()
    DeskPolicy.objects.update(needs_two=True)
    assert "Two certifiers must agree on every application" in client.get(reverse(name)).content.decode()
