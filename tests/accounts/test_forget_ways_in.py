import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import BrowserSession, Look, RecoveryCode
from accounts.operations import forget_ways_in, issue_token, read_contacts
from accounts.security_steps import export
from tests.accounts.test_second_factor import with_app
from tests.factories.accounts import MemberFactory

pytestmark = pytest.mark.django_db


def test_everything_that_signs_in_goes_and_the_looks_stay():
    member, other = MemberFactory.create(), MemberFactory.create()
    browser, neighbour = Client(), Client()
    with_app(member)
    browser.force_login(member)
    neighbour.force_login(other)
    issue_token(actor=member, now=timezone.now())
    boss = MemberFactory.create(superuser=True)
    read_contacts(actor=boss, member_id=member.pk, why="asked for help", now=timezone.now())
    for _ in range(2):
        forget_ways_in(member_id=member.pk)
    assert not BrowserSession.objects.filter(member=member).exists()
    assert not member.api_tokens.exists()
    assert not RecoveryCode.objects.exists()
    assert BrowserSession.objects.filter(member=other).exists()
    assert Look.objects.count() == 1


def test_an_export_tells_no_secret():
    member = MemberFactory.create()
    Client().force_login(member)
    secret, codes = with_app(member)
    told = str(export(member.pk))
    assert "browsers" in told
    assert secret not in told
    assert not any(code in told for code in codes)
