"""What members and the desk are told: each decision in its own words, endings in time, broken promises."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.notifications import About, kind_of
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import certified, named_member
from tests.factories.trust import CaseFactory
from trust.models import Case, Certification
from trust.notification_kinds import LATE
from trust.operations import (
    appeal_case,
    decide_case,
    declare_employment,
    lease_task,
    reinstate_certification,
    revoke_certification,
    suspend_certification,
)
from trust.operations.certifications import announce_endings, expire_certifications
from trust.operations.promise import urge_cases
from trust.states import CaseKind, CaseState

pytestmark = pytest.mark.django_db


@pytest.fixture
def certifier():
    return MemberFactory.create(certifier=True)


def told(member):
    run_jobs()
    return list(Notification.objects.filter(member=member).order_by("pk").values_list("kind", flat=True))


def read(member, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(member)
    return client.get(reverse("accounts:notifications")).content.decode()


def path(member):
    """Where the member's newest news leads."""
    row = Notification.objects.filter(member=member).latest("pk")
    kind = kind_of(row.kind)
    assert kind is not None
    return kind.look([About(ref="x", member_id=member.pk, about=row.about)])["x"].path


def rejected(certifier, **more):
    case, now = CaseFactory.create(**more), timezone.now()
    lease_task(actor=certifier, case_id=case.pk, now=now)
    decide_case(actor=certifier, case_id=case.pk, outcome="reject", reasons=["name-not-real"], now=now)
    return case


def test_a_rejected_job_is_not_called_a_name(certifier):
    case = rejected(certifier, kind=CaseKind.PROFESSIONAL)
    assert told(case.member) == ["trust.rejected"]
    page = read(case.member)
    assert "Your application is not approved: professional identity." in page
    assert path(case.member) == reverse("trust:certify")
    assert "您的申请未通过：职业身份" in read(case.member, "zh-hans")


def test_an_appeal_that_is_lost_is_told(certifier):
    case, other, now = rejected(certifier), MemberFactory.create(certifier=True), timezone.now()
    appeal_case(actor=case.member, case_id=case.pk, text="It is my name all the same.", now=now)
    lease_task(actor=other, case_id=case.pk, now=now)
    decide_case(actor=other, case_id=case.pk, outcome="reject", reasons=["name-not-real"], now=now)
    assert told(case.member)[-1] == "trust.upheld"
    assert "the decision stays" in read(case.member)


def ending(days):
    row = certified(named_member())
    Certification.objects.filter(pk=row.pk).update(expires_at=timezone.now() + timedelta(days=days))
    return row


@pytest.mark.parametrize(("days", "tells"), [(31, []), (29, ["trust.ending"]), (6, ["trust.ending"])])
def test_the_end_is_told_ahead(days, tells):
    row = ending(days)
    announce_endings(now=timezone.now())
    announce_endings(now=timezone.now())
    assert told(row.member) == tells


def test_the_page_names_the_day_of_the_end():
    row = ending(6)
    announce_endings(now=timezone.now())
    run_jobs()
    assert "Your certification (professional identity) ends on" in read(row.member)


def test_the_end_itself_is_told_and_the_warning_is_history():
    row = ending(1)
    later = timezone.now() + timedelta(days=2)
    Certification.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert expire_certifications(now=later) == 1
    assert told(row.member) == ["trust.ended"]


def test_a_changed_job_tells_that_the_certification_is_suspended():
    row = certified(named_member())
    declare_employment(actor=row.member, employer="另一家公司", title="工程师", now=timezone.now())
    assert told(row.member) == ["trust.suspended"]


def test_back_and_revoked_are_told(certifier):
    row, now = certified(named_member()), timezone.now()
    for act in (suspend_certification, reinstate_certification, revoke_certification):
        act(actor=certifier, certification_id=row.pk, why="test", now=now)
    assert told(row.member) == ["trust.suspended", "trust.back", "trust.ended"]


def waiting(**due):
    case = CaseFactory.create(due_at=timezone.now() + timedelta(**due))
    return case


def test_the_desk_is_reminded_and_the_applicant_is_not(certifier):
    auditor, case = MemberFactory.create(auditor=True), waiting(days=2)
    urge_cases(now=case.due_at - timedelta(hours=25))
    urged = Case.objects.get(pk=case.pk).urgency
    assert urged in (1, 2)
    assert told(certifier) == ["trust.desk-due"] and told(case.member) == []
    assert told(auditor) == (["trust.desk-due"] if urged == 2 else [])


def test_a_broken_promise_is_escalated_and_the_applicant_hears_it(certifier):
    auditor, case, other = MemberFactory.create(auditor=True), waiting(hours=-1), waiting(hours=-2)
    urge_cases(now=timezone.now())
    urge_cases(now=timezone.now())
    assert told(case.member) == ["trust.late"] == told(other.member)
    assert told(certifier) == ["trust.desk-due"] == told(auditor)
    assert "due within two working days: 2, late: 2" in read(certifier)
    assert path(certifier) == reverse("admin:trust_case_changelist")
    assert path(auditor) == reverse("admin:trust_blindlook_changelist")


def test_whoever_left_the_desk_reads_nothing_of_it(certifier):
    waiting(hours=-1)
    urge_cases(now=timezone.now())
    assert told(certifier) == ["trust.desk-due"]
    certifier.role_grants.update(revoked_at=timezone.now())
    assert "due within two working days" not in read(certifier)


def test_what_is_decided_is_late_no_more(certifier):
    case = waiting(hours=-1)
    urge_cases(now=timezone.now())
    assert told(case.member) == ["trust.late"]
    Case.objects.filter(pk=case.pk).update(state=CaseState.WITHDRAWN)
    kind = kind_of(LATE)
    assert kind is not None
    about = About(ref="x", member_id=case.member_id, about=f"case:{case.pk}")
    assert not kind.look([about])["x"].still_true
    assert kind.look([About(ref="x", member_id=certifier.pk, about=f"case:{case.pk}")]) == {}
