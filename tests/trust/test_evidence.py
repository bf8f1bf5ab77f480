from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction

from common.errors import NotFound
from common.files import blobs
from common.images.sniffing import LyingType
from common.models import DataKey, StoredBlob, StoredFile
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import add, named_member, ready, sent_in, through_the_decoder
from tests.factories.pictures import arrived, picture
from tests.factories.trust import NOW
from trust import errors
from trust.evidence_states import EvidenceState
from trust.models import AccessEntry, Case, Evidence, ViewTicket
from trust.operations import add_evidence, lease_task, open_evidence, remove_evidence, use_ticket
from trust.operations.evidence import MOST_EVIDENCE
from trust.states import CaseState

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member():
    return named_member()


@pytest.fixture
def certifier():
    return MemberFactory.create(certifier=True)


def state(evidence):
    return Evidence.objects.get(pk=evidence.pk).state


def test_a_picture_waits_in_quarantine_for_its_decoder(member):
    evidence = add(member)
    assert state(evidence) == EvidenceState.QUARANTINED
    assert Case.objects.get(kind="professional").state == CaseState.DRAFT
    through_the_decoder()
    assert state(evidence) == EvidenceState.AVAILABLE
    assert evidence.file
    assert set(evidence.file.blobs.values_list("variant", flat=True)) == {"page", "small"}


def test_a_damaged_picture_is_refused_by_the_job(member):
    evidence = add(member, body=picture()[:300])
    through_the_decoder()
    assert state(evidence) == EvidenceState.REFUSED


def test_a_lying_file_never_becomes_a_row(member):
    with pytest.raises(LyingType):
        add_evidence(actor=member, kind="business_card", upload=arrived(name="a.png"), now=NOW)
    assert not Evidence.objects.exists() and not Case.objects.filter(kind="professional").exists()


@pytest.mark.parametrize("kind", ["payslip", "selfie", "work_email_proof", ""])
def test_kinds_that_policy_does_not_take_are_refused(member, kind):
    with pytest.raises(errors.WrongKind):
        add_evidence(actor=member, kind=kind, upload=arrived(), now=NOW)


def test_a_name_must_be_verified_first():
    with pytest.raises(errors.NameFirst):
        add(MemberFactory.create())


def test_a_dated_document_needs_its_date(member):
    with pytest.raises(errors.DateNeeded):
        add_evidence(actor=member, kind="employment_certificate", upload=arrived(), now=NOW)
    with pytest.raises(errors.DateInFuture):
        add(member, "employment_certificate", issued_on=date(2027, 1, 1))


def test_an_old_document_is_flagged_and_not_refused(member):
    evidence = add(member, "employment_certificate", issued_on=date(2026, 1, 1))
    through_the_decoder()
    assert state(evidence) == EvidenceState.AVAILABLE
    assert list(evidence.contradictions.values_list("code", "is_flag")) == [("document-old", True)]


def test_the_same_file_from_another_account_is_flagged(member):
    body = picture(quality=66)
    add(named_member(), body=body)
    evidence = add(member, body=body)
    through_the_decoder()
    assert ("evidence-seen", True) in evidence.contradictions.values_list("code", "is_flag")


def test_there_is_an_end_to_proofs(member):
    for _ in range(MOST_EVIDENCE):
        add(member)
    with pytest.raises(errors.TooMuchEvidence):
        add(member)


def test_taking_back_destroys_at_once_and_gives_a_receipt(member):
    evidence = ready(add(member))
    names = list(StoredBlob.objects.values_list("name", flat=True))
    assert names and all(blobs.path_of(name).exists() for name in names)
    remove_evidence(actor=member, evidence_id=evidence.pk, now=NOW)
    evidence.refresh_from_db()
    assert evidence.state == EvidenceState.SHREDDED and evidence.receipt
    assert not DataKey.objects.get(pk=StoredFile.objects.get().key_id).wrapped
    assert not any(blobs.path_of(name).exists() for name in names)


def test_what_was_sent_in_cannot_be_taken_back_alone(member):
    evidence = sent_in(member).evidence.earliest("pk")
    with pytest.raises(errors.EvidenceClosed):
        remove_evidence(actor=member, evidence_id=evidence.pk, now=NOW)
    assert state(evidence) == EvidenceState.AVAILABLE


def test_others_can_neither_remove_nor_open(member, certifier):
    evidence = ready(add(member))
    for act in (remove_evidence, open_evidence):
        with pytest.raises(NotFound):
            act(actor=MemberFactory.create(), evidence_id=evidence.pk, now=NOW)
    assert state(evidence) == EvidenceState.AVAILABLE and not AccessEntry.objects.exists()


def test_a_certifier_without_the_lease_opens_nothing(member, certifier):
    evidence = sent_in(member).evidence.earliest("pk")
    with pytest.raises(errors.LeaseNeeded):
        open_evidence(actor=certifier, evidence_id=evidence.pk, now=NOW)
    assert not ViewTicket.objects.exists() and not AccessEntry.objects.exists()


def test_every_view_is_a_line_with_role_purpose_and_task(member, certifier):
    case = sent_in(member)
    evidence = case.evidence.earliest("pk")
    lease_task(actor=certifier, case_id=case.pk, now=NOW)
    open_evidence(actor=certifier, evidence_id=evidence.pk, now=NOW)
    open_evidence(actor=member, evidence_id=evidence.pk, now=NOW)
    lines = list(AccessEntry.objects.order_by("pk").values_list("role", "purpose", "viewer_id"))
    assert lines == [("certifier", "review", certifier.pk), ("owner", "own-copy", member.pk)]


def test_the_access_log_cannot_be_rewritten(member):
    evidence = ready(add(member))
    open_evidence(actor=member, evidence_id=evidence.pk, now=NOW)
    for statement in (
        "UPDATE trust_accessentry SET role = 'owner', purpose = 'x'",
        "DELETE FROM trust_accessentry",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_link_works_once_and_for_one_person(member, certifier):
    evidence = ready(add(member))
    token = open_evidence(actor=member, evidence_id=evidence.pk, now=NOW).token
    with pytest.raises(NotFound):
        use_ticket(actor=certifier, token=token)
    assert use_ticket(actor=member, token=token).pk == evidence.pk
    with pytest.raises(errors.LinkUsed):
        use_ticket(actor=member, token=token)


def test_a_link_is_over_after_two_minutes(member):
    from common.clock import shift_clock

    token = open_evidence(actor=member, evidence_id=ready(add(member)).pk, now=NOW).token
    shift_clock(timedelta(seconds=121))
    with pytest.raises(errors.LinkUsed):
        use_ticket(actor=member, token=token)


def test_a_certifiers_link_ends_with_the_lease(member, certifier):
    from trust.operations import release_task

    case = sent_in(member)
    lease_task(actor=certifier, case_id=case.pk, now=NOW)
    token = open_evidence(actor=certifier, evidence_id=case.evidence.earliest("pk").pk, now=NOW).token
    release_task(actor=certifier, case_id=case.pk, now=NOW)
    with pytest.raises(errors.LeaseNeeded):
        use_ticket(actor=certifier, token=token)
