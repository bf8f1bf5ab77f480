import pytest
from django.urls import reverse

from accounts.models import ApiToken, RoleGrant
from accounts.operations import issue_token
from common.clock import db_now
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    boss = MemberFactory.create(superuser=True)
    client.force_login(boss)
    return boss


def page(client, name, *args):
    return client.get(reverse(f"admin:accounts_{name}", args=args))


def test_members_are_found_by_name_and_never_shown_with_a_contact(client, boss):
    member = MemberFactory.create(phone="+8613800138000", handle="calm-heron-7k2m9x")
    found = client.get(reverse("admin:accounts_member_changelist"), {"q": "calm-heron"}).content.decode()
    shown = page(client, "member_change", member.pk).content.decode()
    assert member.public_id in found
    for text in (found, shown):
        assert "13800138000" not in text and member.phone_index not in text


@pytest.mark.parametrize(
    ("text", "is_found"), [("138 0013 8000", True), ("1380013800", False), ("0013", False)]
)
def test_members_are_found_by_a_whole_phone_number_only(client, boss, text, is_found):
    member = MemberFactory.create(phone="+8613800138000")
    found = client.get(reverse("admin:accounts_member_changelist"), {"q": text}).content.decode()
    assert (member.public_id in found) is is_found


@pytest.mark.parametrize("members", [1, 15])
def test_the_list_costs_the_same_however_long(client, boss, members, django_assert_max_num_queries):
    MemberFactory.create_batch(members)
    with django_assert_max_num_queries(7):
        page(client, "member_changelist")


def test_a_role_is_granted_and_revoked_through_operations(client, boss):
    member = MemberFactory.create()
    form = {"member": member.pk, "role": "certifier", "scope": ""}
    client.post(reverse("admin:accounts_rolegrant_add"), form)
    grant = RoleGrant.objects.get(member=member)
    assert grant.granted_by == boss
    revoke = {"action": "revoke", "_selected_action": [grant.pk]}
    client.post(reverse("admin:accounts_rolegrant_changelist"), revoke)
    grant.refresh_from_db()
    assert grant.revoked_at is not None


def test_an_unknown_scope_is_refused_on_the_form(client, boss):
    form = {"member": MemberFactory.create().pk, "role": "manager", "scope": "brand:?"}
    answer = client.post(reverse("admin:accounts_rolegrant_add"), form)
    assert answer.status_code == 200
    assert not RoleGrant.objects.exists()


def test_tokens_are_revoked_and_their_hash_is_not_shown(client, boss):
    member = MemberFactory.create()
    issue_token(actor=member, now=db_now())
    token = ApiToken.objects.get()
    assert token.secret_hash not in page(client, "apitoken_change", token.pk).content.decode()
    revoke = {"action": "revoke", "_selected_action": [token.pk]}
    client.post(reverse("admin:accounts_apitoken_changelist"), revoke)
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize("traits", [{"certifier": True}, {"clerk": True}])
def test_roles_and_tokens_are_closed_to_other_staff(client, traits):
    client.force_login(MemberFactory.create(**traits))
    for name in ("rolegrant_changelist", "rolegrant_add", "apitoken_changelist"):
        assert page(client, name).status_code == 403


def test_the_admin_lets_staff_in_by_their_password(client):
    MemberFactory.create(handle="boss", superuser=True, with_password=True)
    form = {"username": "boss", "password": "correct horse battery", "next": "/admin/"}
    assert client.post("/admin/login/", form).status_code == 302
    assert "_auth_user_id" in client.session
