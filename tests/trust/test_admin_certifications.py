"""Suspending, reinstating and revoking from the list, each with a reason."""

import pytest
from django.urls import reverse
from django.utils import timezone

from outbox.models import AuditLine, FactRow
from tests.factories.accounts import MemberFactory
from tests.factories.evidence import certified
from trust.models import Certification
from trust.operations import declare_employment

pytestmark = pytest.mark.django_db
LIST = "admin:trust_certification_changelist"


@pytest.fixture
def row(client):
    client.force_login(MemberFactory.create(certifier=True))
    return certified(MemberFactory.create())


def press(client, row, action, reason="asked by the employer"):
    sent = {"action": action, "_selected_action": [row.pk], "reason": reason}
    page = client.post(reverse(LIST), sent, follow=True).content.decode()
    row.refresh_from_db()
    return page


def test_it_is_suspended_put_back_and_revoked_with_a_reason(client, row):
    for action, state in (("suspend", "suspended"), ("reinstate", "active"), ("revoke", "revoked")):
        press(client, row, action)
        assert row.state == state
    lines = AuditLine.objects.filter(object_id=row.public_id, why="asked by the employer")
    assert lines.count() == 3
    assert FactRow.objects.filter(kind="trust.certification-revoked").count() == 1


@pytest.mark.parametrize("action", ["suspend", "revoke"])
def test_without_a_reason_nothing_happens(client, row, action):
    assert "Give a reason" in press(client, row, action, reason=" ")
    assert row.state == "active"


def test_what_stood_on_another_job_is_not_put_back(client, row):
    declare_employment(actor=row.member, employer="别的公司", title="经理", now=timezone.now())
    assert "another one now" in press(client, row, "reinstate")
    assert row.state == "suspended"


def test_an_auditor_looks_and_changes_nothing(client, row):
    client.force_login(MemberFactory.create(auditor=True))
    press(client, row, "revoke")
    assert Certification.objects.get(pk=row.pk).state == "active"


@pytest.mark.parametrize("query", ["state__exact=%00", "kind__exact=a%00b", "q=%00"])
def test_a_filter_that_no_database_can_be_asked_for_leads_to_the_plain_list(client, row, query):
    answer = client.get(f"{reverse(LIST)}?{query}")
    assert (answer.status_code, answer["Location"]) == (302, reverse(LIST))


@pytest.mark.parametrize("chosen", ["\0", "1\0", "abc", "9" * 40, ""])
def test_rows_that_no_database_can_be_asked_for_are_not_there(client, row, chosen):
    sent = {"action": "suspend", "_selected_action": [row.pk, chosen], "reason": "asked by the employer"}
    page = client.post(reverse(LIST), sent, follow=True, headers={"Accept-Language": "zh"})
    assert "没有这些记录" in page.content.decode()
    row.refresh_from_db()
    assert row.state == "active"
