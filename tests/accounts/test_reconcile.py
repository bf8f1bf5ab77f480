import pytest

from accounts.models import ContactCode, Member, RoleGrant
from accounts.operations import send_contact_code
from accounts.reconcile import CHECKS
from tests.factories.accounts import JOINED, MemberFactory

pytestmark = pytest.mark.django_db


def violations():
    return {check.key: len(check.run()) for check in CHECKS if check.run()}


def test_a_valid_world_has_none():
    MemberFactory.create(manager=True)
    MemberFactory.create(superuser=True, phone=None)
    send_contact_code(contact="13800138000", address="192.0.2.1")
    assert violations() == {}


def test_finds_staff_without_role():
    MemberFactory.create(is_staff=True)
    assert violations() == {"accounts.staff-roles": 1}


def test_finds_members_nobody_can_reach():
    MemberFactory.create(phone=None)
    assert violations() == {"accounts.contacts": 1}


def test_finds_roles_of_the_erased():
    member = MemberFactory.create(phone=None, state="erased")
    RoleGrant.objects.create(member=member, role="clerk", granted_at=JOINED)
    assert violations() == {"accounts.erased-roles": 1, "accounts.erased-keys": 1}


def test_finds_a_key_that_serves_two():
    send_contact_code(contact="13800138000", address="192.0.2.1")
    ContactCode.objects.update(data_key=MemberFactory.create().data_key)
    assert Member.objects.count() == 1
    assert violations() == {"accounts.code-keys": 1}
