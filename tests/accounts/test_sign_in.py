import pytest

from accounts import errors
from accounts.models import ContactCode, Member
from accounts.operations import send_contact_code, sign_in_with_code, sign_in_with_password
from common.errors import TooMany
from tests.factories.accounts import MemberFactory, digits, wrong_digits

pytestmark = pytest.mark.django_db
PHONE = "+8613800138000"
PASSWORD = "correct horse battery"


def send(contact=PHONE):
    return send_contact_code(contact=contact, address="192.0.2.1").ref


def with_password(login, password=PASSWORD):
    return sign_in_with_password(login=login, password=password, address="192.0.2.1")


@pytest.mark.parametrize("contact", [PHONE, "Lin@Example.org"])
def test_a_code_signs_its_owner_in(contact):
    member = MemberFactory.create(phone=PHONE, email="lin@example.org")
    ref = send(contact)
    assert sign_in_with_code(ref=ref, code=digits(ref)) == member


def test_a_wrong_code_is_counted():
    MemberFactory.create(phone=PHONE)
    ref = send()
    with pytest.raises(errors.WrongCode):
        sign_in_with_code(ref=ref, code=wrong_digits(ref))
    assert ContactCode.objects.get(public_id=ref).tries == 1


def test_a_proven_contact_without_member_is_told_to_join_and_keeps_the_code():
    ref = send()
    with pytest.raises(errors.NotJoinedYet):
        sign_in_with_code(ref=ref, code=digits(ref))
    assert ContactCode.objects.get(public_id=ref).closed_at is None
    assert not Member.objects.exists()


@pytest.mark.parametrize("login", ["138 0013 8000", "LIN@example.org", "Member-Lin"])
def test_a_password_signs_in_by_phone_mail_or_handle(login):
    member = MemberFactory.create(
        handle="member-lin", phone=PHONE, email="lin@example.org", with_password=True
    )
    assert with_password(login) == member


def test_one_answer_for_unknown_wrong_without_password_and_suspended():
    MemberFactory.create(phone=PHONE, with_password=True)
    MemberFactory.create(phone="+8613800138001")
    MemberFactory.create(phone="+8613800138002", with_password=True, suspended=True)
    attempts = [
        ("13800138000", "wrong"),
        ("13800138001", PASSWORD),
        ("13800138002", PASSWORD),
        ("13800138003", PASSWORD),
        ("nobody", PASSWORD),
    ]
    for login, password in attempts:
        with pytest.raises(errors.WrongSignIn):
            with_password(login, password)


def test_tries_are_limited_even_with_the_right_password():
    MemberFactory.create(phone=PHONE, with_password=True)
    for _ in range(10):
        with pytest.raises(errors.WrongSignIn):
            with_password(PHONE, "wrong")
    with pytest.raises(TooMany):
        with_password(PHONE)
