"""Every purpose apart, in words that stay readable, ended by one press."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from accounts import errors
from accounts.consent_queries import purposes_of, wording
from accounts.models import Consent, NoticeText
from accounts.notices import MEMBERSHIP, Notice
from accounts.operations import give_consent, keep_notice_texts, withdraw_consent
from accounts.states import ConsentPurpose
from common.errors import NotFound
from outbox.models import FactRow
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory
from tests.factories.trust import CaseFactory, CertificationFactory
from trust.models import Case, Certification
from trust.notices import REAL_NAME

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def agreed(**columns):
    member = MemberFactory.create(**columns)
    give_consent(actor=member, purpose=REAL_NAME.key, notice_hash=REAL_NAME.hash, now=NOW)
    return member


def withdraw(member, purpose=REAL_NAME.key):
    withdraw_consent(actor=member, purpose=purpose, now=NOW)


def test_withdrawing_ends_it_at_once_and_tells():
    member = agreed()
    withdraw(member)
    assert Consent.objects.get(member=member).withdrawn_at == NOW
    fact = FactRow.objects.get(kind="accounts.consent-withdrawn")
    assert fact.payload["purpose"] == "real-name"


def test_withdrawing_twice_tells_once():
    member = agreed()
    withdraw(member)
    withdraw(member)
    assert FactRow.objects.filter(kind="accounts.consent-withdrawn").count() == 1


def test_the_agreement_of_membership_ends_only_by_leaving():
    member = MemberFactory.create()
    give_consent(actor=member, purpose=MEMBERSHIP.key, notice_hash=MEMBERSHIP.hash, now=NOW)
    with pytest.raises(errors.ConsentOfMembership):
        withdraw(member, ConsentPurpose.MEMBERSHIP)
    assert Consent.objects.get(member=member).withdrawn_at is None


def test_an_unknown_purpose_is_not_found():
    with pytest.raises(NotFound):
        withdraw(MemberFactory.create(), "horoscopes")


def test_a_withdrawn_real_name_ends_badge_and_application():
    member = agreed()
    CertificationFactory.create(member=member)
    CaseFactory.create(member=member)
    withdraw(member)
    run_jobs()
    assert Certification.objects.get(member=member).state == "revoked"
    assert not Case.objects.filter(member=member, state="queued").exists()


def test_who_agrees_again_before_the_job_keeps_the_badge():
    member = agreed()
    CertificationFactory.create(member=member)
    withdraw(member)
    give_consent(actor=member, purpose=REAL_NAME.key, notice_hash=REAL_NAME.hash, now=NOW)
    run_jobs()
    assert Certification.objects.get(member=member).state == "active"


def test_the_words_of_every_notice_are_kept_from_the_first_deployment():
    assert wording(MEMBERSHIP.hash).points[0].startswith("Be yourself")
    assert wording(REAL_NAME.hash).is_present


def test_an_old_wording_stays_readable_and_counts_for_who_agreed(monkeypatch):
    member = agreed()
    newer = Notice(key=REAL_NAME.key, title="New", points=["Other words"], when_withdrawn="It ends.")
    monkeypatch.setattr("accounts.consent_queries.notices", [newer])
    monkeypatch.setattr("accounts.operations.consents.notices", [newer])
    assert keep_notice_texts(now=NOW) == 1
    (purpose,) = purposes_of(member.pk)
    assert purpose.is_older_wording
    assert not wording(purpose.agreed_hash).is_present
    assert wording(newer.hash).points == ["Other words"]


def test_kept_words_never_change():
    keep_notice_texts(now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        NoticeText.objects.model._base_manager.update(points=["Other words"])
    assert keep_notice_texts(now=NOW) == 0
