import uuid

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Consent
from accounts.notices import MEMBERSHIP
from tests.factories.accounts import MemberFactory
from trust.notices import REAL_NAME

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MemberFactory.create()


@pytest.fixture
def browser(member):
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def api(member):
    client = APIClient(headers={"Idempotency-Key": str(uuid.uuid4())})
    client.force_authenticate(member)
    return client


def test_the_page_lists_every_purpose(browser):
    text = browser.get("/consents/").content.decode()
    assert str(MEMBERSHIP.title) in text and str(REAL_NAME.title) in text


def test_agreeing_needs_the_box(browser, member):
    answer = browser.post("/consents/real-name/", {"notice_hash": REAL_NAME.hash})
    assert answer.status_code == 422
    assert not Consent.objects.filter(member=member).exists()


def test_given_and_withdrawn_on_the_page_with_its_history(browser, member):
    browser.post("/consents/real-name/", {"notice_hash": REAL_NAME.hash, "consent": "on"})
    assert f"/notice-texts/{REAL_NAME.hash}/" in browser.get("/consents/").content.decode()
    answer = browser.post("/consents/real-name/withdraw/", follow=True)
    assert "Withdrawn. It counts from this moment." in answer.content.decode()
    assert Consent.objects.get(member=member).withdrawn_at is not None
    assert "History" in answer.content.decode()


def test_membership_can_not_be_withdrawn_on_the_page(browser):
    assert browser.post("/consents/membership/withdraw/").status_code == 409


def test_the_words_are_read_in_chinese():
    answer = Client(headers={"accept-language": "zh-hans"}).get(f"/notice-texts/{REAL_NAME.hash}/")
    assert "您的身份证号码" in answer.content.decode() or "身份证" in answer.content.decode()


def test_a_program_agrees_and_withdraws(api, member):
    body = {"purpose": "real-name", "notice_hash": REAL_NAME.hash}
    assert api.post("/api/v1/consents/", body, format="json").status_code == 201
    (item,) = [row for row in api.get("/api/v1/consents/").json()["items"] if row["agreed_hash"]]
    assert item["may_withdraw"]
    assert api.post("/api/v1/consents/real-name/withdraw/").status_code == 204
    (row,) = api.get("/api/v1/consents/history/").json()["items"]
    assert row["withdrawn_at"]
    words = api.get(f"/api/v1/notice-texts/{REAL_NAME.hash}/").json()
    assert words["points"] == [str(point) for point in REAL_NAME.points]
