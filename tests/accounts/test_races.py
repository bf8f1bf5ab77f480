"""Two or more real connections at once, on both engines."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from accounts import errors
from accounts.models import ContactCode, Member
from accounts.notices import MEMBERSHIP
from accounts.operations import (
    Application,
    change_password,
    grant_role,
    join_with_code,
    register_member,
    send_contact_code,
    sign_in_with_password,
)
from accounts.web.sessions import _PENDING, begin_session
from common.errors import TooMany
from outbox.models import AuditLine, FactRow
from tests.factories.accounts import JOINED, MemberFactory, digits, wrong_digits
from tests.racing import finished, race

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.race,
]
PHONE = "+8613800138000"


def send():
    return send_contact_code(contact=PHONE, address="192.0.2.1").ref


def join(ref, code):
    application = Application(
        ref=ref,
        code=code,
        display_name="Lin",
        locale="en",
        notice_hash=MEMBERSHIP.hash,
        visitor_key=None,
    )
    return join_with_code(application, now=JOINED)


def kinds(results):
    return [type(result) for result in results]


def test_twenty_submits_of_one_form_make_one_member():
    ref = send()
    code = digits(ref)
    results = finished(race([lambda: join(ref, code)] * 20))
    assert len({entry.member.pk for entry in results}) == 1
    assert sum(entry.is_new for entry in results) == 1
    assert Member.objects.count() == 1
    assert FactRow.objects.filter(kind="accounts.member-registered").count() == 1


def test_thirty_wrong_tries_count_exactly_five():
    ref = send()
    wrong = wrong_digits(ref)
    results = kinds(race([lambda: join(ref, wrong)] * 30))
    assert results.count(errors.WrongCode) == 5
    assert results.count(errors.CodeUsedUp) == 25
    assert ContactCode.objects.get().tries == 5


def test_two_registrations_of_one_contact_make_one_member():
    results = race([lambda: register_member(display_name="Lin", phone=PHONE, now=JOINED)] * 8)
    assert kinds(results).count(Member) == 1
    assert kinds(results).count(errors.ContactJustUsed) == 7
    assert Member.objects.count() == 1


def test_two_codes_asked_for_at_once_leave_one_open():
    results = race([send] * 5)
    assert set(kinds(results)) <= {str, errors.ContactJustUsed}
    assert ContactCode.objects.filter(closed_at__isnull=True).count() == 1


def test_password_tries_are_limited_exactly():
    MemberFactory.create(phone=PHONE, with_password=True)
    results = kinds(
        race([lambda: sign_in_with_password(login=PHONE, password="wrong", address="192.0.2.1")] * 25)
    )
    assert results.count(errors.WrongSignIn) == 10
    assert results.count(TooMany) == 15


def test_one_role_granted_at_once_is_one_grant():
    boss, member = MemberFactory.create(superuser=True), MemberFactory.create()
    race([lambda: grant_role(actor=boss, member_id=member.pk, role="clerk", now=JOINED)] * 6)
    assert member.role_grants.count() == 1
    assert FactRow.objects.filter(kind="accounts.role-granted").count() == 1


def test_one_form_sent_eight_times_changes_the_password_once():
    member, new = MemberFactory.create(with_password=True), "another battery staple"

    def change():
        return change_password(
            actor=member, old="correct horse battery", new=new, address="192.0.2.1", now=JOINED
        )

    assert kinds(race([change] * 8)) == [Member] * 8
    assert Member.objects.get().check_password(new)
    assert AuditLine.objects.filter(verb="password-changed").count() == 1


def test_eight_browsers_with_one_old_key_are_all_signed_in():
    """Whoever presses twice comes with the same key before the first answer is there."""
    ref = send()
    code = digits(ref)
    old = SessionStore()
    old[_PENDING] = {"ref": ref}
    old.create()

    def enter():
        request = RequestFactory().get("/")
        request.session = SessionStore(old.session_key)
        begin_session(request, join(ref, code).member)
        return request.session.session_key

    keys = finished(race([enter] * 8))
    assert len({old.session_key, *keys}) == 9
    assert SessionStore(old.session_key)[_PENDING] == {"ref": ref}
