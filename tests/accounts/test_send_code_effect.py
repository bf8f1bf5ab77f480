import logging

import pytest
from django.core import mail

from accounts.models import ContactCode
from accounts.operations import send_contact_code
from outbox.models import Job
from outbox.testing import run_jobs
from tests.factories.accounts import digits

pytestmark = pytest.mark.django_db(transaction=True)


def send(contact):
    return send_contact_code(contact=contact, address="192.0.2.1", locale="en").ref


@pytest.fixture
def texts(monkeypatch):
    sent = []

    def send_code(**message: str) -> str:
        sent.append(message)
        return "sms-1"

    monkeypatch.setattr("accounts.providers.sms.send_code", send_code)
    return sent


def test_mails_the_digits():
    ref = send("lin@example.org")
    run_jobs()
    assert mail.outbox[0].to == ["lin@example.org"]
    assert digits(ref) in mail.outbox[0].body


def test_texts_the_digits(texts):
    ref = send("13800138000")
    run_jobs()
    assert (texts[0]["to"], texts[0]["code"]) == ("+8613800138000", digits(ref))


def test_sends_nothing_for_a_code_that_a_newer_one_ended(texts):
    send("13800138000")
    second = send("13800138000")
    run_jobs()
    assert [message["code"] for message in texts] == [digits(second)]
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_leaves_neither_digits_nor_contact_in_jobs_or_logs(texts, caplog):
    caplog.set_level(logging.DEBUG)
    ref = send("13800138000")
    run_jobs()
    left = str(list(Job.objects.values())) + caplog.text
    assert digits(ref) not in left.replace(ref, "")
    assert "13800138000" not in left


def test_a_failing_gateway_is_tried_again_without_telling_the_digits(monkeypatch, caplog):
    def refuse(**message):
        from outbox.effects import NotDone

        raise NotDone("down")

    monkeypatch.setattr("accounts.providers.sms.send_code", refuse)
    ref = send("13800138000")
    run_jobs()
    job = Job.objects.get()
    assert job.state == "todo"
    assert digits(ref) not in job.last_error + caplog.text
    assert ContactCode.objects.get().closed_at is None
