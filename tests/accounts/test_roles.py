import pytest

from accounts import errors
from accounts.models import Member, RoleGrant
from accounts.operations import grant_role, revoke_role
from accounts.queries import has_role, has_role_somewhere, role_scopes
from common.errors import NotAllowed, NotFound
from outbox.models import AuditLine, FactRow
from tests.factories.accounts import JOINED, MemberFactory

pytestmark = pytest.mark.django_db
BRAND = "brand:" + "a" * 20


@pytest.fixture
def boss():
    return MemberFactory.create(superuser=True)


def fresh(member):
    return Member.objects.get(pk=member.pk)


def test_granting_opens_the_admin_and_leaves_a_trail(boss):
    member = MemberFactory.create()
    grant_role(actor=boss, member_id=member.pk, role="certifier", now=JOINED)
    assert has_role(fresh(member), "certifier")
    assert fresh(member).is_staff
    assert AuditLine.objects.get(verb="grant-role").actor_id == boss.pk
    assert FactRow.objects.get().kind == "accounts.role-granted"


def test_a_scoped_role_holds_only_there(boss):
    member = MemberFactory.create()
    grant_role(actor=boss, member_id=member.pk, role="manager", scope=BRAND, now=JOINED)
    found = fresh(member)
    assert has_role(found, "manager", BRAND)
    assert not has_role(found, "manager") and not has_role(found, "manager", "brand:" + "b" * 20)
    assert has_role_somewhere(found, "manager") and role_scopes(found, "manager") == [BRAND]


def test_granting_twice_is_granting_once(boss):
    member = MemberFactory.create()
    for _ in range(2):
        grant_role(actor=boss, member_id=member.pk, role="clerk", now=JOINED)
    assert RoleGrant.objects.count() == 1
    assert FactRow.objects.count() == 1


def test_the_last_role_revoked_closes_the_admin(boss):
    member = MemberFactory.create(certifier=True)
    for _ in range(2):
        revoke_role(actor=boss, member_id=member.pk, role="certifier", now=JOINED)
    assert not has_role(fresh(member), "certifier")
    assert not fresh(member).is_staff
    assert FactRow.objects.count() == 1


def test_roles_cost_one_statement_per_member_object(django_assert_num_queries):
    member = MemberFactory.create(certifier=True)
    with django_assert_num_queries(1):
        assert has_role(member, "certifier") and not has_role(member, "manager")


def test_a_suspended_member_holds_no_role():
    assert not has_role(MemberFactory.create(certifier=True, suspended=True), "certifier")


@pytest.mark.parametrize("traits", [{}, {"manager": True}, {"auditor": True}])
def test_is_refused_to_everybody_but_superusers(traits):
    member = MemberFactory.create()
    for operation in (grant_role, revoke_role):
        with pytest.raises(NotAllowed):
            operation(actor=MemberFactory.create(**traits), member_id=member.pk, role="clerk", now=JOINED)
    assert not RoleGrant.objects.filter(member=member).exists()


@pytest.mark.parametrize(("role", "scope"), [("king", ""), ("clerk", "brand:x"), ("clerk", "everywhere")])
def test_refuses_unknown_roles_and_scopes(boss, role, scope):
    with pytest.raises(errors.UnknownRole):
        grant_role(actor=boss, member_id=MemberFactory.create().pk, role=role, scope=scope, now=JOINED)
    assert not RoleGrant.objects.exists()


def test_refuses_an_unknown_member(boss):
    with pytest.raises(NotFound):
        grant_role(actor=boss, member_id=0, role="clerk", now=JOINED)
