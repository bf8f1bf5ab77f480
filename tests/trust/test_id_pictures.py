"""Pictures of an ID beside the declared name: where the policy asks for them, and where it does not."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import MemberFactory
from tests.factories.evidence import add, ready, through_the_decoder
from tests.factories.pictures import sent
from tests.factories.trust import id_number
from trust import errors
from trust.models import Case, Certification, DeskPolicy, Evidence
from trust.notices import REAL_NAME
from trust.operations import decide_case, lease_task, submit_case

pytestmark = pytest.mark.django_db
FRONT = "resident_id_front"


@pytest.fixture
def member():
    return MemberFactory.create()


def asked():
    DeskPolicy.objects.create(kind="real_name", asks_pictures=True)


def send(member):
    return submit_case(
        actor=member,
        legal_name="张伟",
        id_number=id_number(),
        notice_hash=REAL_NAME.hash,
        now=timezone.now(),
    )


def judged(case, outcome="approve"):
    judge = MemberFactory.create(certifier=True)
    lease_task(actor=judge, case_id=case.pk, now=timezone.now())
    decide_case(actor=judge, case_id=case.pk, outcome=outcome, reasons=[], now=timezone.now())
    case.refresh_from_db()
    return case.state


def test_where_the_policy_asks_a_name_without_a_picture_is_not_taken(member):
    asked()
    with pytest.raises(errors.PicturesNeeded):
        send(member)
    assert not Case.objects.filter(state="queued").exists()


def test_where_it_does_not_ask_none_is_needed(member):
    assert judged(send(member)) == "approved"
    assert Certification.objects.get().method == "desk-declared"


def test_pictures_go_along_and_two_people_look(member):
    asked()
    picture = ready(add(member, FRONT))
    case = send(member)
    picture.refresh_from_db()
    assert (picture.case, picture.round) == (case, 1)
    assert (judged(case), judged(case)) == ("second_review", "approved")
    picture.refresh_from_db()
    assert Certification.objects.get().method == "id-seen" and picture.state == "sealed"


def test_a_picture_that_is_still_looked_at_is_waited_for(member):
    add(member, FRONT)
    with pytest.raises(errors.EvidenceBeingChecked):
        send(member)


def test_a_picture_of_the_id_is_no_proof_of_a_job(member):
    ready(add(member, FRONT))
    assert not Case.objects.filter(kind="professional").exists()


def test_taking_the_application_back_destroys_them(member, client):
    picture = ready(add(member, FRONT))
    send(member)
    client.force_login(member)
    client.post(reverse("trust:withdraw"))
    picture.refresh_from_db()
    assert picture.state == "sealed" and picture.policy == "withdrawn"


def test_the_form_takes_and_removes_them(member, client):
    asked()
    client.force_login(member)
    assert "Needed here" in client.get(reverse("trust:verify")).content.decode()
    body = {"kind": FRONT, "picture": sent(), "nonce": "a"}
    assert client.post(reverse("trust:id-pictures"), body).status_code == 303
    through_the_decoder()
    page = client.get(reverse("trust:id-pictures")).content.decode()
    assert "Resident ID, front" in page and "Remove" in page
    picture = Evidence.objects.get()
    gone = client.post(reverse("trust:remove-proof", args=[picture.public_id]))
    assert gone.headers["Location"] == reverse("trust:id-pictures")
    picture.refresh_from_db()
    assert picture.state == "shredded"


def test_a_page_with_a_draft_still_asks_for_the_name(member, client):
    ready(add(member, FRONT))
    client.force_login(member)
    page = client.get(reverse("trust:verify")).content.decode()
    assert 'name="legal_name"' in page and "Withdraw the application" not in page


def test_a_work_paper_is_not_on_the_list(member, client):
    client.force_login(member)
    body = {"kind": "business_card", "picture": sent(), "nonce": "a"}
    assert client.post(reverse("trust:id-pictures"), body).status_code == 422
    assert not Evidence.objects.exists()


def test_what_becomes_of_the_number_is_said_as_it_is(member, client, settings):
    client.force_login(member)
    settings.PROVIDERS = {**settings.PROVIDERS, "real_name": {"mode": "off"}}
    assert "at most 24 hours" not in client.get(reverse("trust:verify")).content.decode()
    settings.PROVIDERS = {**settings.PROVIDERS, "real_name": {"mode": "simulator", "base_url": "http://x"}}
    assert "at most 24 hours" in client.get(reverse("trust:verify")).content.decode()


def test_the_api_tells_of_them_with_the_case(member):
    from rest_framework.test import APIClient

    ready(add(member, FRONT))
    program = APIClient()
    program.force_authenticate(member)
    [proof] = program.get("/api/v1/verification-cases/current/").json()["proofs"]
    assert (proof["kind"], proof["state"]) == (FRONT, "available")
