"""After the whole way in, no table holds a phone, an e-mail, a code, a legal name or an ID number."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import ContactCode, Member
from outbox.testing import run_jobs
from tests.factories.accounts import MemberFactory, digits
from tests.factories.trust import id_number
from trust.models import Case, Certification

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, EMAIL, NAME, NUMBER = "13800138000", "canary@example.org", "欧阳若曦", id_number(serial=321)


def dump():
    """Every cell of every table as text."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            cells += [f"{table}: {cell}" for row in cursor.fetchall() for cell in row]
    return "\n".join(cells)


def enter(client, contact):
    client.post(reverse("accounts:join"), {"display_name": "Lin", "contact": contact, "consent": "on"})
    code = digits(ContactCode.objects.latest("pk").public_id)
    client.post(reverse("accounts:join-code"), {"code": code, "nonce": "n" * 16})
    return code


@pytest.fixture
def the_whole_way(monkeypatch, caplog):
    monkeypatch.setattr("accounts.providers.sms.send_code", lambda **message: "sms-1")
    caplog.set_level(logging.DEBUG)
    member, other, desk = Client(), Client(), Client()
    codes = [enter(member, PHONE), enter(other, EMAIL)]
    form = {"legal_name": NAME, "id_number": NUMBER, "consent": "on", "nonce": "v" * 16}
    member.post(reverse("trust:verify"), {**form, "id_number": NUMBER[:-1]})
    member.post(reverse("trust:verify"), form)
    run_jobs()
    desk.force_login(MemberFactory.create(certifier=True))
    page = reverse("admin:trust_case_change", args=[Case.objects.get().pk])
    assert NAME in desk.post(page, {"act": "take"}).content.decode()
    desk.post(page, {"act": "decide", "outcome": "approve", "note": NAME})
    run_jobs()
    assert Certification.objects.count() == 1 and Member.objects.count() == 3
    return codes, dump(), caplog.text


def test_no_table_and_no_log_line_tells(the_whole_way):
    codes, tables, logs = the_whole_way
    for secret in (PHONE, EMAIL, "canary", NAME, "欧阳", NUMBER, NUMBER[:17], NUMBER[6:14] + NUMBER[14:17]):
        assert secret not in tables, secret
        assert secret not in logs, secret
    for code in codes:
        assert not re.search(rf"(?<![0-9a-z]){code}(?![0-9a-z])", tables + logs)


def test_the_search_itself_would_find_them(the_whole_way):
    assert "Lin" in the_whole_way[1] and "accounts_member" in the_whole_way[1]
