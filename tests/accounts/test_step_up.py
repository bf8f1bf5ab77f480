"""Guarded acts need a proof of at most five minutes; the team needs its second factor."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken, RoleGrant
from common.access import SYSTEM, allow
from common.clock import db_now, shift_clock
from common.errors import NeedsFreshProof, NotAllowed
from tests.accounts.test_second_factor import number, secret_of, with_app
from tests.factories.accounts import MemberFactory, digits

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _on(settings):
    settings.STEP_UP = True


def test_a_guarded_verb_needs_a_proof_of_five_minutes():
    boss = MemberFactory.create(superuser=True)
    for age, passes in ((None, False), (299, True), (301, False)):
        boss.proven_at = db_now() - timedelta(seconds=age) if age is not None else None
        if passes:
            allow(boss, "accounts.grant-role")
        else:
            with pytest.raises(NeedsFreshProof):
                allow(boss, "accounts.grant-role")
    allow(SYSTEM, "accounts.grant-role")


def test_who_may_not_do_it_at_all_is_not_asked_for_a_proof():
    with pytest.raises(NotAllowed):
        allow(MemberFactory.create(), "accounts.grant-role")


def test_a_page_sends_to_the_proof_and_back(client):
    member = MemberFactory.create(with_password=True)
    client.force_login(member)
    page = reverse("accounts:contact-add")
    assert client.get(page).status_code == 200
    shift_clock(timedelta(minutes=6))
    answer = client.get(page)
    assert answer.url == "/prove/?next=%2Fme%2Fcontacts%2Fadd%2F"
    assert client.post("/prove/", {"password": "wrong", "next": page}).status_code == 422
    assert client.get(page).status_code == 302
    assert client.post("/prove/", {"password": PASSWORD, "next": page}).url == page
    assert client.get(page).status_code == 200


def test_an_act_in_the_admin_sends_to_the_proof_and_back_to_its_page(client):
    boss, member = MemberFactory.create(superuser=True, with_password=True), MemberFactory.create()
    client.force_login(boss)
    add = reverse("admin:accounts_rolegrant_add")
    body = {"member": member.pk, "role": "clerk", "scope": ""}
    shift_clock(timedelta(minutes=6))
    answer = client.post(add, body, headers={"referer": f"http://testserver{add}"})
    assert answer.url == "/prove/?next=%2Fadmin%2Faccounts%2Frolegrant%2Fadd%2F"
    assert not RoleGrant.objects.exists()
    client.post("/prove/", {"password": PASSWORD})
    assert client.post(add, body).status_code == 302
    assert RoleGrant.objects.count() == 1


def test_back_never_leads_to_another_site(client):
    boss = MemberFactory.create(superuser=True, with_password=True)
    client.force_login(boss)
    shift_clock(timedelta(minutes=6))
    add = reverse("admin:accounts_rolegrant_add")
    body = {"member": boss.pk, "role": "clerk", "scope": ""}
    answer = client.post(add, body, headers={"referer": "https://evil.example/x"})
    assert "evil" not in answer["Location"]


def test_many_rows_at_once_need_a_fresh_proof_and_one_does_not(client):
    boss, member = MemberFactory.create(superuser=True), MemberFactory.create()
    for number_ in range(3):
        ApiToken.objects.create(
            member=member,
            secret_hash=str(number_),
            scope="read",
            created_at=db_now(),
            expires_at=db_now() + timedelta(days=1),
        )
    client.force_login(boss)
    shift_clock(timedelta(minutes=6))
    page, keys = (
        reverse("admin:accounts_apitoken_changelist"),
        list(ApiToken.objects.values_list("pk", flat=True)),
    )
    many = client.post(page, {"action": "revoke", "_selected_action": keys})
    assert many.url.startswith("/prove/")
    assert not ApiToken.objects.filter(revoked_at__isnull=False).exists()
    client.post(page, {"action": "revoke", "_selected_action": keys[:1]})
    assert ApiToken.objects.filter(revoked_at__isnull=False).count() == 1


def test_a_program_is_told_and_proves_by_a_call():
    MemberFactory.create(handle="lin", with_password=True)
    body = {"login": "lin", "password": PASSWORD}
    signed = Client().post("/api/v1/sign-ins/", body, content_type="application/json").json()
    program = Client(headers={"authorization": f"Bearer {signed['token']['secret']}"})

    def post(path, body, key):
        headers = {"Idempotency-Key": key}
        return program.post(f"/api/v1/me/{path}/", body, content_type="application/json", headers=headers)

    ask = {"contact": "new@example.org"}
    assert post("contacts/codes", ask, "step-up-1").status_code == 202
    shift_clock(timedelta(minutes=6))
    refused = post("contacts/codes", ask, "step-up-2")
    assert (refused.status_code, refused.json()["code"]) == (403, "fresh-proof-needed")
    assert post("proofs", {"password": PASSWORD}, "step-up-3").status_code == 204
    assert post("contacts/codes", ask, "step-up-2").status_code == 202


def test_a_password_is_no_way_around_a_second_factor(client):
    member = MemberFactory.create(with_password=True)
    secret, _ = with_app_proven(member)
    client.force_login(member)
    client.post("/prove/", {"code": number(secret)})
    shift_clock(timedelta(minutes=6))
    assert client.post("/prove/", {"password": PASSWORD}).status_code == 422
    assert client.post("/prove/", {"code": number(secret)}).status_code == 303


def with_app_proven(member):
    member.proven_at = db_now()
    return with_app(member)


def test_a_member_with_neither_is_proven_by_a_code_to_their_own_contact(client):
    member = MemberFactory.create(phone="+8613800138000")
    client.force_login(member)
    shift_clock(timedelta(minutes=6))
    client.post("/prove/send/", {"kind": "phone", "next": "/me/"})
    ref = client.session["proof_ref"]["ref"]
    other = Client()
    other.force_login(MemberFactory.create(phone="+8613800138001"))
    other.post("/prove/send/", {"kind": "phone"})
    stolen = other.session
    stolen["proof_ref"] = {"ref": ref, "masked": "", "kind": "phone"}
    stolen.save()
    assert other.post("/prove/", {"code": digits(ref)}).status_code == 422
    assert client.post("/prove/", {"code": digits(ref), "next": "/me/"}).url == "/me/"


def test_the_team_sets_up_a_second_factor_before_anything_else(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    boss = MemberFactory.create(superuser=True)
    client.force_login(boss)
    for page in ("/admin/", "/", "/me/", "/me/sessions/"):
        assert client.get(page).url == "/me/security/"
    assert client.get("/api/v1/me/").json()["code"] == "team-needs-second-factor"
    assert client.get("/me/security/").status_code == 200
    client.post("/me/authenticator-app/", {"start": "1"})
    client.post("/me/authenticator-app/", {"code": number(secret_of(boss))})
    assert client.get("/admin/").status_code == 200


def test_members_are_not_asked_for_one(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(MemberFactory.create())
    assert client.get("/me/").status_code == 200


def test_a_token_of_the_team_without_a_second_factor_is_refused(settings):
    boss = MemberFactory.create(superuser=True, handle="boss", with_password=True)
    secret, _ = with_app_proven(boss)
    settings.STAFF_SECOND_FACTOR = True
    body = {"login": "boss", "password": PASSWORD, "second_factor": number(secret)}
    signed = Client().post("/api/v1/sign-ins/", body, content_type="application/json").json()
    program = Client(headers={"authorization": f"Bearer {signed['token']['secret']}"})
    assert program.get("/api/v1/me/").status_code == 200
    ApiToken.objects.update(second_factor=False)
    assert program.get("/api/v1/me/").json()["code"] == "team-needs-second-factor"
