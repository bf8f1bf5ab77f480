from datetime import timedelta

import pytest

from accounts import errors
from accounts.models import Consent, ContactCode, Member
from accounts.notices import MEMBERSHIP
from accounts.operations import Application, join_with_code, purge_contact_codes, send_contact_code
from accounts.queries import contacts_of
from accounts.registration import companions
from common.clock import db_now, shift_clock
from outbox.models import FactRow
from tests.factories.accounts import JOINED, MemberFactory, digits, wrong_digits

pytestmark = pytest.mark.django_db
PHONE = "+8613800138000"


@pytest.fixture
def ref():
    return send_contact_code(contact=PHONE, address="192.0.2.1").ref


def join(ref, code=None, **kwargs):
    values = {
        "display_name": "林 Lin",
        "locale": "zh-hans",
        "notice_hash": MEMBERSHIP.hash,
        "visitor_key": None,
        **kwargs,
    }
    return join_with_code(Application(ref=ref, code=code or digits(ref), **values), now=JOINED)


def registrations():
    return FactRow.objects.filter(kind="accounts.member-registered")


def test_makes_a_member_with_consent_and_fact(ref):
    entry = join(ref, visitor_key="v" * 20)
    assert entry.is_new
    assert entry.member.locale == "zh-hans"
    assert Consent.objects.get(member=entry.member).notice_hash == MEMBERSHIP.hash
    assert registrations().get().payload["visitor_key"] == "v" * 20


def test_the_sealed_contact_becomes_the_members_own(ref):
    member = join(ref).member
    assert [contact.value for contact in contacts_of(Member.objects.get(pk=member.pk))] == [PHONE]
    code = ContactCode.objects.get(public_id=ref)
    assert (code.data_key_id, code.contact_sealed) == (None, "")


def test_costs_few_statements(ref, django_assert_num_queries):
    code = digits(ref)
    with django_assert_num_queries(9):  # savepoint, read, spend, member, consent, fact, hooks, job, release
        join(ref, code)


def test_hashes_no_password(ref, monkeypatch):
    monkeypatch.setattr("django.contrib.auth.hashers.PBKDF2PasswordHasher.encode", None)
    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", None)
    assert not join(ref).member.has_usable_password()


def test_companions_run_in_the_same_transaction(ref, monkeypatch):
    def refuse(member, visitor_key, now):
        assert visitor_key == "visit"
        raise errors.ContactJustUsed

    with monkeypatch.context() as patch, pytest.raises(errors.ContactJustUsed):
        patch.setattr(companions, "_items", [refuse])
        join(ref, visitor_key="visit")
    assert not Member.objects.exists()
    assert not registrations().exists()
    assert join(ref).is_new


def test_signs_in_whoever_has_the_contact_already():
    member = MemberFactory.create(phone=PHONE)
    ref = send_contact_code(contact=PHONE, address="192.0.2.1").ref
    entry = join(ref)
    assert (entry.member, entry.is_new) == (member, False)
    assert Member.objects.count() == 1
    assert not registrations().exists()


def test_the_same_form_twice_makes_one_member(ref):
    first, again = join(ref), join(ref)
    assert (again.member, again.is_new) == (first.member, False)
    assert registrations().count() == 1


def test_the_code_is_good_for_a_repeat_only_for_a_minute(ref):
    join(ref)
    shift_clock(timedelta(seconds=61))
    with pytest.raises(errors.WrongCode):
        join(ref)


def test_forgives_spaces_and_full_width_digits(ref):
    typed = "".join(chr(ord(char) + 0xFEE0) for char in digits(ref))
    assert join(ref, f" {typed[:3]} {typed[3:]}").is_new


def test_counts_wrong_tries_and_ends_after_five(ref):
    for _ in range(5):
        with pytest.raises(errors.WrongCode):
            join(ref, wrong_digits(ref))
    assert ContactCode.objects.get(public_id=ref).tries == 5
    for code in (digits(ref), wrong_digits(ref)):
        with pytest.raises(errors.CodeUsedUp):
            join(ref, code)
    assert not Member.objects.exists()


def test_is_refused_after_ten_minutes(ref):
    shift_clock(timedelta(minutes=10, seconds=1))
    with pytest.raises(errors.WrongCode):
        join(ref)
    assert not Member.objects.exists()


def test_is_refused_with_a_code_that_a_newer_one_ended(ref):
    send_contact_code(contact=PHONE, address="192.0.2.1")
    with pytest.raises(errors.WrongCode):
        join(ref)
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"display_name": " "}, errors.BadDisplayName),
        ({"display_name": "x" * 41}, errors.BadDisplayName),
        ({"display_name": "a\u202eb"}, errors.BadDisplayName),
        ({"display_name": "..."}, errors.BadDisplayName),
        ({"notice_hash": ""}, errors.ConsentNeeded),
        ({"locale": "tlh"}, errors.BadLocale),
        ({"ref": "0" * 20}, errors.WrongCode),
    ],
)
def test_refusals_change_nothing_and_leave_the_code_good(ref, change, refusal):
    with pytest.raises(refusal):
        join(**{"ref": ref, "code": digits(ref), **change})
    assert not Member.objects.exists()
    assert join(ref).is_new


def test_tells_a_suspended_member_only_after_the_code():
    MemberFactory.create(phone=PHONE, suspended=True)
    ref = send_contact_code(contact=PHONE, address="192.0.2.1").ref
    with pytest.raises(errors.WrongCode):
        join(ref, wrong_digits(ref))
    with pytest.raises(errors.MemberSuspended):
        join(ref)


def test_old_codes_are_purged_with_their_keys_but_never_a_members_key(ref):
    member = join(ref).member
    other = send_contact_code(contact="a@example.org", address="192.0.2.1").ref
    assert purge_contact_codes(before=db_now() + timedelta(days=1)) == 2
    assert not ContactCode.objects.filter(public_id__in=[ref, other]).exists()
    assert contacts_of(Member.objects.get(pk=member.pk))
