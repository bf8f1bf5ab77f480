import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import errors
from accounts.models import BrowserSession, Look, Member, RoleGrant
from accounts.operations import (
    read_contacts,
    remove_second_factor,
    restore_member,
    sign_member_out,
    suspend_member,
)
from common.append_only import WrittenOnce
from common.errors import NotAllowed
from outbox.models import AuditLine, FactRow
from tests.accounts.test_second_factor import with_app
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db
PHONE = "+8613800138000"
WHY = "asked for help by phone"


def steward():
    member = MemberFactory.create(is_staff=True)
    RoleGrant.objects.create(member=member, role="steward", granted_at=timezone.now())
    return member


def act(operation, actor, member, why=WHY):
    return operation(actor=actor, member_id=member.pk, why=why, now=timezone.now())


def test_reading_contacts_leaves_a_line_that_the_member_reads(client):
    member, reader = MemberFactory.create(phone=PHONE), steward()
    assert [contact.value for contact in act(read_contacts, reader, member)] == [PHONE]
    client.force_login(member)
    page = client.get(reverse("accounts:looks")).content.decode()
    assert reader.display_name in page
    assert WHY in page
    items = client.get("/api/v1/me/looks/").json()["items"]
    assert [(one["what"], one["why"]) for one in items] == [("contacts", WHY)]


def test_without_a_reason_nothing_is_read_and_nothing_written():
    member = MemberFactory.create()
    for why in ("", "  ", "x"):
        with pytest.raises(errors.ReasonNeeded):
            act(read_contacts, steward(), member, why)
    assert not Look.objects.exists()


def test_a_line_cannot_be_changed():
    member = MemberFactory.create()
    act(read_contacts, steward(), member)
    with pytest.raises(WrittenOnce):
        Look.objects.all().delete()
    with pytest.raises(WrittenOnce):
        Look.objects.update(why="nothing")


def test_accounts_of_the_team_are_not_the_stewards_to_touch():
    boss = MemberFactory.create(superuser=True)
    for operation in (read_contacts, suspend_member, sign_member_out, remove_second_factor):
        with pytest.raises(NotAllowed):
            act(operation, steward(), boss)
    assert Member.objects.get(pk=boss.pk).state == "active"


def test_suspending_ends_every_session_at_once_and_restoring_opens_again():
    member, boss = MemberFactory.create(), MemberFactory.create(superuser=True)
    browser = Client()
    browser.force_login(member)
    act(suspend_member, boss, member)
    act(suspend_member, boss, member)
    assert browser.get("/me/").status_code == 302
    assert not BrowserSession.objects.filter(member=member).exists()
    act(restore_member, boss, member)
    assert Member.objects.get(pk=member.pk).state == "active"
    assert browser.get("/me/").status_code == 302
    kinds = list(FactRow.objects.values_list("kind", flat=True))
    assert kinds.count("accounts.member-suspended") == kinds.count("accounts.member-restored") == 1
    assert AuditLine.objects.filter(verb="move", why=WHY).count() == 2


def test_nobody_suspends_oneself_or_removes_ones_own_lost_second_factor():
    boss = MemberFactory.create(superuser=True)
    with_app(boss)
    for operation in (suspend_member, remove_second_factor):
        with pytest.raises(errors.NotOneself):
            act(operation, boss, boss)


def test_a_lost_second_factor_goes_with_every_session_and_the_member_is_told():
    member, boss = (
        MemberFactory.create(handle="lin", with_password=True),
        MemberFactory.create(superuser=True),
    )
    with_app(member)
    act(remove_second_factor, boss, member)
    client = Client()
    body = {"login": "lin", "password": "correct horse battery"}
    answer = client.post(reverse("accounts:sign-in-password"), body)
    assert "/prove/" not in answer["Location"]
    assert FactRow.objects.filter(payload__news="app-removed").count() == 1
    with pytest.raises(errors.NotSetUp):
        act(remove_second_factor, boss, member)


def test_the_page_shows_contacts_masked_until_a_reason_was_given(client):
    member = MemberFactory.create(phone=PHONE)
    client.force_login(steward())
    page = reverse("admin:accounts_member_desk", args=[member.pk])
    masked = client.get(page).content.decode()
    assert "138****8000" in masked
    assert PHONE not in masked
    refused = client.post(page, {"act": "read-contacts", "why": ""})
    assert refused.status_code == 422
    assert PHONE not in refused.content.decode()
    assert PHONE in client.post(page, {"act": "read-contacts", "why": WHY}).content.decode()
    assert PHONE not in client.get(page).content.decode()
    assert Look.objects.count() == 1
    shown = client.post(page, {"act": "read-sessions", "why": WHY})
    assert shown.status_code == 200
    client.post(page, {"act": "suspend", "why": WHY})
    assert Member.objects.get(pk=member.pk).state == "suspended"
