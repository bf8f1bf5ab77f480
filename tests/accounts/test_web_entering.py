from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django.urls import reverse

from accounts.models import ContactCode, Member
from accounts.registration import VISITOR_COOKIE, companions
from tests.factories.accounts import MemberFactory, digits, wrong_digits

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
JOIN = {"display_name": "Lin", "contact": PHONE, "consent": "on"}


def ref():
    return ContactCode.objects.order_by("-pk").values_list("public_id", flat=True)[0]


def join(client, **changes):
    client.post(reverse("accounts:join"), {**JOIN, **changes})
    return client.post(reverse("accounts:join-code"), {"code": digits(ref())})


def test_joining_signs_in_and_goes_where_one_wanted(client):
    answer = join(client, next="/campaigns/")
    assert (answer.status_code, answer.url) == (303, "/welcome/")
    assert client.post("/welcome/end/").url == "/campaigns/"
    assert client.session["_auth_user_id"] == str(Member.objects.get().pk)


def test_the_session_key_changes_on_the_way_in(client):
    client.post(reverse("accounts:join"), JOIN)
    before = client.session.session_key
    client.post(reverse("accounts:join-code"), {"code": digits(ref())})
    assert client.session.session_key != before
    old = Session.objects.get(pk=before)
    assert set(old.get_decoded()) == {"entering"}  # for a twin of the form; signs nobody in


def test_the_pending_step_holds_no_contact(client):
    client.post(reverse("accounts:join"), JOIN)
    assert PHONE not in str(dict(client.session))


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_never_leads_to_another_site(client, target):
    assert join(client, next=target).url == "/welcome/"
    assert client.post("/welcome/end/").url == "/"


def test_hands_the_visitor_key_on(client, monkeypatch):
    seen = []
    monkeypatch.setattr(companions, "_items", [lambda member, key, now: seen.append(key)])
    signer = signing.get_cookie_signer(salt=VISITOR_COOKIE + "accounts.visitor")
    client.cookies[VISITOR_COOKIE] = signer.sign("visit-1")
    join(client)
    assert seen == ["visit-1"]


def test_an_edited_visitor_cookie_counts_as_none(client):
    client.cookies[VISITOR_COOKIE] = "visit-1:forged:forged"
    assert join(client).status_code == 303


def test_shows_known_and_unknown_contacts_the_same_pages(client):
    MemberFactory.create(phone="+86" + PHONE)
    known, unknown = Client(), Client()
    answers = []
    for one, phone in ((known, PHONE), (unknown, "13800138001")):
        first = one.post(reverse("accounts:join"), {**JOIN, "contact": phone})
        page = one.get(reverse("accounts:join-code"))
        answers.append((first.status_code, first["Location"], page.status_code, len(page.content)))
    assert answers[0] == answers[1]


def test_a_known_contact_is_signed_in_not_doubled(client):
    member = MemberFactory.create(phone="+86" + PHONE)
    join(client)
    assert client.session["_auth_user_id"] == str(member.pk)
    assert Member.objects.count() == 1


def test_a_wrong_code_keeps_the_page_and_the_count(client):
    client.post(reverse("accounts:join"), JOIN)
    answer = client.post(reverse("accounts:join-code"), {"code": wrong_digits(ref())})
    assert answer.status_code == 422
    assert ContactCode.objects.get().tries == 1
    assert not Member.objects.exists()


def test_bad_input_comes_back_with_what_was_typed(client):
    answer = client.post(reverse("accounts:join"), {**JOIN, "contact": "12345"})
    assert answer.status_code == 422
    assert 'value="12345"' in answer.content.decode()
    assert not ContactCode.objects.exists()


def test_nobody_joins_without_consent(client):
    answer = client.post(reverse("accounts:join"), {**JOIN, "consent": ""})
    assert answer.status_code == 422
    assert not ContactCode.objects.exists()


def test_the_code_page_needs_a_code_that_was_asked_for(client):
    assert client.get(reverse("accounts:join-code")).url == reverse("accounts:join")
    assert client.get(reverse("accounts:sign-in-code")).url == reverse("accounts:sign-in")


def test_another_code_can_be_sent(client):
    client.post(reverse("accounts:join"), JOIN)
    first = ref()
    answer = client.post(reverse("accounts:resend-code"))
    assert answer.url == reverse("accounts:join-code")
    assert ref() != first
    assert client.post(reverse("accounts:join-code"), {"code": digits(ref())}).status_code == 303


def test_too_many_codes_say_when_to_come_back(client):
    client.post(reverse("accounts:join"), JOIN)
    answers = [client.post(reverse("accounts:resend-code")) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 4 + [429] * 2
    assert 0 < int(answers[-1]["Retry-After"]) <= 900
    assert "Please wait" in answers[-1].content.decode()


def test_strangers_cannot_lock_a_known_browser_out(client):
    MemberFactory.create(phone="+86" + PHONE, handle="lin", with_password=True)
    right = {"login": "lin", "password": "correct horse battery"}
    page = reverse("accounts:sign-in-password")
    client.post(page, right)
    client.post(reverse("accounts:sign-out"))
    for number in range(60):
        stranger = Client(REMOTE_ADDR=f"192.0.2.{number}")
        stranger.post(page, {"login": "lin", "password": "wrong"})
    assert Client(REMOTE_ADDR="198.51.100.1").post(page, right).status_code == 429
    assert client.post(page, right).status_code == 303


def test_an_edited_known_cookie_counts_as_none(client):
    MemberFactory.create(phone="+86" + PHONE, handle="lin", with_password=True)
    client.cookies["known"] = "key.mark:forged:forged"
    page = reverse("accounts:sign-in-password")
    for _ in range(10):
        client.post(page, {"login": "lin", "password": "wrong"})
    assert client.post(page, {"login": "lin", "password": "correct horse battery"}).status_code == 429


def test_signing_in_by_code(client):
    member = MemberFactory.create(phone="+86" + PHONE, locale="zh-hans")
    client.post(reverse("accounts:sign-in"), {"contact": PHONE, "next": "/me/"})
    answer = client.post(reverse("accounts:sign-in-code"), {"code": digits(ref())})
    assert answer.url == "/me/"
    assert client.session["_auth_user_id"] == str(member.pk)
    assert answer.cookies["django_language"].value == "zh-hans"


def test_signing_in_by_code_without_account_offers_to_join(client):
    client.post(reverse("accounts:sign-in"), {"contact": PHONE})
    answer = client.post(reverse("accounts:sign-in-code"), {"code": digits(ref())})
    assert answer.status_code == 409
    assert "_auth_user_id" not in client.session


def test_signing_in_by_password(client):
    MemberFactory.create(phone="+86" + PHONE, with_password=True)
    form = {"login": PHONE, "password": "correct horse battery"}
    assert client.post(reverse("accounts:sign-in-password"), form).status_code == 303
    assert "_auth_user_id" in client.session


def test_a_refused_password_is_not_shown_again(client):
    form = {"login": PHONE, "password": "hunter-2-hunter"}
    answer = client.post(reverse("accounts:sign-in-password"), form)
    assert answer.status_code == 422
    assert "hunter-2-hunter" not in answer.content.decode()


def test_signing_out_takes_a_post(client):
    client.force_login(MemberFactory.create())
    assert client.get(reverse("accounts:sign-out")).status_code == 405
    assert client.post(reverse("accounts:sign-out")).status_code == 303
    assert "_auth_user_id" not in client.session


def test_a_suspended_member_is_out_at_the_next_request(client):
    member = MemberFactory.create()
    client.force_login(member)
    Member.objects.filter(pk=member.pk).update(state="suspended")
    answer = client.get(reverse("accounts:me"))
    assert urlsplit(answer.url).path == reverse("accounts:sign-in")
    assert parse_qs(urlsplit(answer.url).query)["next"] == [reverse("accounts:me")]


def test_me_shows_contacts_masked_and_costs_few_statements(client, django_assert_max_num_queries):
    client.force_login(MemberFactory.create(phone="+86" + PHONE, email="lin@example.org"))
    with django_assert_max_num_queries(8):
        page = client.get(reverse("accounts:me")).content.decode()
    assert "138****8000" in page and "l***@example.org" in page
    assert PHONE not in page and "lin@example.org" not in page


def test_me_changes_the_language(client):
    member = MemberFactory.create()
    client.force_login(member)
    answer = client.post(reverse("accounts:me"), {"locale": "zh-hans"})
    assert answer.cookies["django_language"].value == "zh-hans"
    assert Member.objects.get().locale == "zh-hans"


def test_notices_are_pages(client):
    assert client.get(reverse("accounts:notice", args=["membership"])).status_code == 200
    assert client.get(reverse("accounts:notice", args=["nothing"])).status_code == 404
