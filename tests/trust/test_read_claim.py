import pytest

from outbox.models import AuditLine
from tests.factories.accounts import MemberFactory
from tests.factories.trust import NOW, CaseFactory
from trust import errors
from trust.operations import lease_task, read_claim

pytestmark = pytest.mark.django_db


def looks(case):
    return AuditLine.objects.filter(object_id=case.public_id, verb="view-legal-name").count()


def test_shows_the_name_to_the_leased_certifier_and_notes_every_look():
    case, certifier = CaseFactory.create(legal_name="欧阳若曦"), MemberFactory.create(certifier=True)
    lease_task(actor=certifier, case_id=case.pk, now=NOW)
    assert read_claim(actor=certifier, case_id=case.pk).legal_name == "欧阳若曦"
    read_claim(actor=certifier, case_id=case.pk)
    assert looks(case) == 2


def test_is_refused_to_a_certifier_without_the_lease():
    case = CaseFactory.create()
    with pytest.raises(errors.LeaseNeeded):
        read_claim(actor=MemberFactory.create(certifier=True), case_id=case.pk)
    assert looks(case) == 0


def test_never_prints_the_name_by_accident():
    case, certifier = CaseFactory.create(legal_name="欧阳若曦"), MemberFactory.create(certifier=True)
    lease_task(actor=certifier, case_id=case.pk, now=NOW)
    assert "欧阳" not in repr(read_claim(actor=certifier, case_id=case.pk))
