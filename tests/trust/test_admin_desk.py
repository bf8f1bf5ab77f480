from datetime import UTC, datetime

import pytest
from django.urls import reverse

from outbox.models import AuditLine
from tests.factories.accounts import MemberFactory
from tests.factories.trust import CaseFactory, CertificationFactory
from trust.models import Case, Certification, Decision
from trust.operations import declare_conflict
from trust.states import CaseState

pytestmark = pytest.mark.django_db
QUEUE = "admin:trust_case_changelist"


@pytest.fixture
def certifier(client):
    certifier = MemberFactory.create(certifier=True)
    client.force_login(certifier)
    return certifier


def desk(case):
    return reverse("admin:trust_case_change", args=[case.pk])


def press(client, case, act, **values):
    return client.post(desk(case), {"act": act, **values})


def test_the_queue_shows_the_oldest_due_first_without_own_and_tied_cases(client, certifier):
    late, early = CaseFactory.create(), CaseFactory.create()
    Case.objects.filter(pk=early.pk).update(due_at=datetime(2025, 1, 2, tzinfo=UTC))
    own, tied = CaseFactory.create(member=certifier), CaseFactory.create()
    declare_conflict(certifier.pk, tied.member_id, "referral")
    page = client.get(reverse(QUEUE)).content.decode()
    assert page.index(early.public_id) < page.index(late.public_id)
    assert own.public_id not in page and tied.public_id not in page


@pytest.mark.parametrize("cases", [1, 12])
def test_the_queue_costs_the_same_however_long(client, certifier, cases, django_assert_max_num_queries):
    CaseFactory.create_batch(cases)
    with django_assert_max_num_queries(9):
        client.get(reverse(QUEUE))


def test_the_name_shows_only_after_taking_the_case(client, certifier):
    case = CaseFactory.create(legal_name="欧阳若曦")
    assert "欧阳" not in client.get(desk(case)).content.decode()
    assert "欧阳若曦" in press(client, case, "take").content.decode()
    assert "欧阳" not in client.get(desk(case)).content.decode()
    assert "欧阳若曦" in press(client, case, "show").content.decode()
    assert AuditLine.objects.filter(verb="view-legal-name", actor=certifier).count() == 2


def test_another_certifier_sees_no_name(client, certifier):
    case = CaseFactory.create(leased=True, legal_name="欧阳若曦")
    for act in ("show", "take", "decide"):
        answer = press(client, case, act, outcome="approve")
        assert "欧阳" not in answer.content.decode()
    assert not Decision.objects.exists()


def test_approving_certifies(client, certifier):
    case = CaseFactory.create()
    press(client, case, "take")
    assert press(client, case, "decide", outcome="approve").url == reverse(QUEUE)
    assert Certification.objects.get().member == case.member


def test_rejecting_without_reason_is_refused_with_a_sentence(client, certifier):
    case = CaseFactory.create()
    press(client, case, "take")
    answer = client.post(desk(case), {"act": "decide", "outcome": "reject"}, follow=True)
    assert "Give at least one reason" in answer.content.decode()
    assert Case.objects.get().state == CaseState.IN_REVIEW


def test_giving_back(client, certifier):
    case = CaseFactory.create()
    press(client, case, "take")
    press(client, case, "give-back")
    assert Case.objects.get().state == CaseState.QUEUED


@pytest.mark.parametrize("traits", [{"manager": True}, {"clerk": True}])
def test_the_desk_is_closed_to_other_staff(client, traits):
    client.force_login(MemberFactory.create(**traits))
    case = CaseFactory.create()
    for answer in (client.get(reverse(QUEUE)), client.get(desk(case)), press(client, case, "take")):
        assert answer.status_code == 403
    assert Case.objects.get().state == CaseState.QUEUED


def test_an_odd_address_is_not_found(client, certifier):
    assert client.get(reverse("admin:trust_case_change", args=["x"])).status_code == 404


def test_certifications_can_be_looked_at_but_not_typed_over(client, certifier):
    certification = CertificationFactory.create()
    assert (
        certification.public_id
        in client.get(reverse("admin:trust_certification_changelist")).content.decode()
    )
    page = reverse("admin:trust_certification_change", args=[certification.pk])
    assert certification.identity_index not in client.get(page).content.decode()
    assert client.post(page, {"state": "revoked"}).status_code == 403
