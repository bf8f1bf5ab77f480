import pytest
from django.urls import reverse

from common.registries import profile_sections, today_cards
from tests.factories.accounts import MemberFactory
from tests.factories.trust import NOW, CaseFactory, CertificationFactory, id_number
from trust.models import Case, Decision, ReviewTask
from trust.states import CaseState, Outcome, TaskState

pytestmark = pytest.mark.django_db
FORM = {"legal_name": "张伟", "id_number": id_number(), "consent": "on"}
PAGE = "trust:verify"


@pytest.fixture
def member(client):
    member = MemberFactory.create()
    client.force_login(member)
    return member


def body(client):
    return client.get(reverse(PAGE)).content.decode()


def test_sending_in_leads_back_to_the_page_with_the_forecast(client, member):
    answer = client.post(reverse(PAGE), FORM)
    assert (answer.status_code, answer.url) == (303, reverse(PAGE))
    page = body(client)
    assert "At the latest" in page
    assert FORM["id_number"] not in page and "张伟" not in page


def test_the_same_form_twice_is_one_case(client, member):
    answers = [client.post(reverse(PAGE), {**FORM, "nonce": "n" * 16}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert Case.objects.count() == 1


def test_a_wrong_number_keeps_what_was_typed(client, member):
    answer = client.post(reverse(PAGE), {**FORM, "id_number": "1234"})
    assert answer.status_code == 422
    assert "you typed 4" in answer.content.decode() and "张伟" in answer.content.decode()
    assert not Case.objects.exists()


def test_nothing_is_checked_without_consent(client, member):
    assert client.post(reverse(PAGE), {**FORM, "consent": ""}).status_code == 422
    assert not Case.objects.exists()


def test_visitors_are_sent_to_sign_in(client):
    answer = client.get(reverse(PAGE))
    assert (answer.status_code, answer.url) == (302, f"/sign-in/?next={reverse(PAGE)}")
    assert client.post(reverse(PAGE), FORM).status_code == 302
    assert not Case.objects.exists()


def test_a_certified_member_sees_the_masked_name_and_no_form(client, member):
    CertificationFactory.create(member=member, case__legal_name="欧阳若曦")
    page = body(client)
    assert "欧阳**" in page and "若曦" not in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


def test_a_request_to_send_again_shows_reasons_and_form(client, member):
    case = CaseFactory.create(member=member, resubmission=True)
    task = ReviewTask.objects.create(case=case, round=1, state=TaskState.RELEASED, created_at=NOW)
    Decision.objects.create(
        case=case,
        round=1,
        task=task,
        reviewer=MemberFactory.create(),
        outcome=Outcome.RESUBMIT,
        reasons=["name-incomplete"],
        decided_at=NOW,
    )
    page = body(client)
    assert "The name is not complete" in page and "id_number" in page


def test_withdrawing_is_a_post(client, member):
    CaseFactory.create(member=member)
    client.get(reverse("trust:withdraw"))
    assert Case.objects.get().state == CaseState.QUEUED
    client.post(reverse("trust:withdraw"))
    assert Case.objects.get().state == CaseState.WITHDRAWN


@pytest.mark.parametrize("world", [None, CaseFactory, CertificationFactory])
def test_the_page_costs_few_statements_in_every_state(client, member, world, django_assert_max_num_queries):
    if world:
        world(member=member)
    with django_assert_max_num_queries(9):
        client.get(reverse(PAGE))


def card(member):
    return next(card for card in today_cards if card.key == "trust.verify").build(member)


def test_the_today_card_speaks_until_the_name_is_verified(member):
    assert card(member) == {"case": None}
    CertificationFactory.create(member=member)
    assert card(member) is None


@pytest.mark.parametrize("world", [None, CaseFactory, CertificationFactory])
def test_me_shows_the_status(client, member, world):
    if world:
        world(member=member)
    section = next(section for section in profile_sections if section.key == "trust.status")
    assert set(section.build(member) or {}) == {"certification", "case"}
    assert "Real name" in client.get(reverse("accounts:me")).content.decode()
