from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import errors
from accounts.models import AuthenticatorApp, Member, RecoveryCode
from accounts.operations import (
    app_setup,
    confirm_app,
    prove_with_second_factor,
    remove_app,
    replace_recovery_codes,
    start_app,
)
from common.clock import db_now, shift_clock
from common.errors import TooMany
from tests.factories.accounts import MemberFactory
from tests.racing import race

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.1"


def number(secret, steps=0):
    return pyotp.TOTP(secret).at(db_now() + timedelta(seconds=30 * steps))


def secret_of(member):
    setup = app_setup(member)
    assert setup
    return setup.secret


def with_app(member):
    """(secret, recovery codes) of an app that was just set up; the present number is used up by it."""
    start_app(actor=member, now=timezone.now())
    secret = secret_of(member)
    return secret, confirm_app(actor=member, typed=number(secret, -1), now=timezone.now())


def prove(member, typed):
    prove_with_second_factor(member=member, typed=typed, address=ADDRESS)


def test_nothing_is_asked_for_before_a_number_was_confirmed():
    member = MemberFactory.create()
    start_app(actor=member, now=timezone.now())
    with pytest.raises(errors.WrongProof):
        confirm_app(actor=member, typed="000000", now=timezone.now())
    assert AuthenticatorApp.objects.get().confirmed_at is None


def test_a_number_counts_once():
    member = MemberFactory.create()
    secret, _ = with_app(member)
    prove(member, number(secret))
    with pytest.raises(errors.WrongProof):
        prove(member, number(secret))
    with pytest.raises(errors.WrongProof):
        prove(member, number(secret, -1))


def test_old_numbers_and_those_of_the_future_do_not_count():
    member = MemberFactory.create()
    secret, _ = with_app(member)
    for steps in (-3, 3):
        with pytest.raises(errors.WrongProof):
            prove(member, number(secret, steps))


def test_a_recovery_code_counts_once_however_it_is_typed():
    member = MemberFactory.create()
    _, codes = with_app(member)
    prove(member, f" {codes[0].lower()} ")
    with pytest.raises(errors.WrongProof):
        prove(member, codes[0])
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 1


def test_new_recovery_codes_end_the_old_ones():
    member = MemberFactory.create()
    _, codes = with_app(member)
    fresh = replace_recovery_codes(actor=member)
    with pytest.raises(errors.WrongProof):
        prove(member, codes[0])
    prove(member, fresh[0])


def test_neither_secret_nor_codes_are_readable_in_the_database():
    member = MemberFactory.create()
    secret, codes = with_app(member)
    stored = str(list(AuthenticatorApp.objects.values()) + list(RecoveryCode.objects.values()))
    assert secret not in stored
    assert not any(code.replace("-", "") in stored for code in codes)


def test_tries_are_limited():
    member = MemberFactory.create()
    secret, _ = with_app(member)
    for _ in range(10):
        with pytest.raises(errors.WrongProof):
            prove(member, "000000")
    with pytest.raises(TooMany):
        prove(member, number(secret))


def test_removing_it_twice_is_removing_it_once():
    member = MemberFactory.create()
    with_app(member)
    remove_app(actor=member, now=timezone.now())
    remove_app(actor=member, now=timezone.now())
    assert not AuthenticatorApp.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_a_member_made_on_the_command_line_gets_a_key():
    member = Member.objects.create_superuser("root", "Root", "correct horse battery")
    with_app(member)
    assert Member.objects.get().data_key is not None


def sign_in(client, **more):
    body = {"login": "lin", "password": "correct horse battery", **more}
    return client.post(reverse("accounts:sign-in-password"), body)


def test_a_password_is_half_a_sign_in(client):
    member = MemberFactory.create(handle="lin", with_password=True)
    secret, _ = with_app(member)
    answer = sign_in(client, next="/me/security/")
    assert answer.url == "/prove/?next=%2Fme%2Fsecurity%2F"
    assert client.get("/me/").url.startswith("/sign-in/")
    assert client.get("/api/v1/me/").status_code == 401
    wrong = client.post("/prove/", {"code": "000000", "next": "/me/"})
    assert wrong.status_code == 422
    right = client.post("/prove/", {"code": number(secret), "next": "/me/security/"})
    assert right.url == "/me/security/"
    assert client.get("/me/").status_code == 200


def test_half_a_sign_in_does_not_open_the_admin(client):
    member = MemberFactory.create(handle="lin", with_password=True, superuser=True)
    secret, _ = with_app(member)
    client.post("/admin/login/", {"username": "lin", "password": "correct horse battery"})
    answer = client.get("/admin/")
    assert answer.url.startswith("/prove/")
    client.post("/prove/", {"code": number(secret)})
    assert client.get("/admin/").status_code == 200


def program_signs_in(body):
    return Client().post("/api/v1/sign-ins/", body, content_type="application/json")


def test_programs_send_both_halves():
    member = MemberFactory.create(handle="lin", with_password=True)
    secret, _ = with_app(member)
    body = {"login": "lin", "password": "correct horse battery"}
    first = program_signs_in(body)
    assert (first.status_code, first.json()["code"]) == (403, "second-factor-needed")
    second = program_signs_in({**body, "second_factor": number(secret)})
    assert second.status_code == 201
    assert member.api_tokens.get().second_factor


def test_the_page_shows_the_codes_once(client):
    member = MemberFactory.create()
    client.force_login(member)
    page = reverse("accounts:app")
    client.post(page, {"start": "1"})
    secret = secret_of(member)
    assert secret in client.get(page).content.decode()
    shown = client.post(page, {"code": number(secret)})
    assert shown.status_code == 200
    assert len(shown.context["codes"]) == 10
    assert shown.context["codes"][0] not in client.get(page).content.decode()
    assert client.get("/me/").status_code == 200


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_number_sent_ten_times_at_once_counts_once():
    member = MemberFactory.create()
    secret, _ = with_app(member)
    typed = number(secret)
    results = race([lambda: prove(member, typed)] * 8)
    assert [type(result) for result in results].count(type(None)) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_recovery_code_sent_at_once_counts_once():
    member = MemberFactory.create()
    _, codes = with_app(member)
    results = race([lambda: prove(member, codes[0])] * 8)
    assert [type(result) for result in results].count(type(None)) == 1


def test_the_clock_of_the_database_counts():
    member = MemberFactory.create()
    secret, _ = with_app(member)
    late = number(secret, 20)
    shift_clock(timedelta(minutes=10))
    prove(member, late)
