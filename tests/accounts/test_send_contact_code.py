from contextlib import suppress

import pytest

from accounts import errors
from accounts.models import ContactCode, Member
from accounts.operations import send_contact_code
from common.errors import TooMany
from outbox.models import FactRow, Job
from tests.factories.accounts import MemberFactory, digits

pytestmark = pytest.mark.django_db
PHONE = "138 0013 8000"


def send(contact=PHONE, address="192.0.2.1"):
    return send_contact_code(contact=contact, address=address)


def test_gives_a_reference_and_a_masked_contact():
    sent = send()
    assert sent.masked == "+86 138****8000"
    assert ContactCode.objects.get(public_id=sent.ref).tries == 0


def test_leaves_neither_digits_nor_contact_in_row_fact_or_job():
    sent = send()
    everything = "".join(str(list(model.objects.values())) for model in (ContactCode, FactRow, Job))
    assert digits(sent.ref) not in everything.replace(sent.ref, "")
    assert "13800138000" not in everything


def test_writes_one_job_for_the_right_channel():
    send("Lin@Example.org")
    assert list(Job.objects.values_list("kind", flat=True)) == ["accounts.send-code-by-mail"]


def test_a_newer_code_ends_the_older_one():
    first, second = send(), send()
    assert ContactCode.objects.get(public_id=first.ref).closed_at is not None
    assert ContactCode.objects.get(public_id=second.ref).closed_at is None


def test_answers_members_and_strangers_alike():
    MemberFactory.create(phone="+8613800138000")
    known, unknown = send(), send("138 0013 8001")
    assert known.kind == unknown.kind
    assert known.masked[:-1] == unknown.masked[:-1]
    assert Job.objects.values("kind").distinct().count() == 1
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("", errors.BadContact),
        ("hello", errors.BadContact),
        ("12345678901", errors.BadPhone),
        ("010-62550000", errors.BadPhone),
        ("a@b", errors.BadEmail),
        ("two@signs@example.org", errors.BadEmail),
    ],
)
def test_refuses_what_cannot_be_written_to_and_changes_nothing(typed, refusal):
    with pytest.raises(refusal):
        send(typed)
    assert not ContactCode.objects.exists()
    assert not Job.objects.exists()


def test_one_network_gets_five_codes_for_a_contact_in_a_quarter_of_an_hour():
    for _ in range(5):
        send()
    with pytest.raises(TooMany):
        send()
    assert ContactCode.objects.count() == 5


def test_many_networks_get_twelve_codes_for_a_contact_in_an_hour():
    refused = 0
    for number in range(20):
        try:
            send_contact_code(contact="13800138000", address=f"192.0.2.{number}")
        except TooMany:
            refused += 1
    assert (ContactCode.objects.count(), refused) == (12, 8)


def test_a_browser_that_its_owner_has_used_is_not_locked_out_by_strangers():
    for number in range(20):
        with suppress(TooMany):
            send_contact_code(contact="13800138000", address=f"192.0.2.{number}")
    assert send_contact_code(contact="13800138000", address="192.0.2.99", browser="known:lin").ref


def test_a_refused_network_does_not_use_up_the_contacts_own_count(settings):
    settings.LIMITS = {"codes-by-network": 0}
    for _ in range(30):
        with pytest.raises(TooMany):
            send()
    settings.LIMITS = {}
    assert send().ref


def test_refuses_one_network_that_asks_for_too_many_contacts(settings):
    settings.LIMITS = {"codes-by-network": 2}
    for last in (1, 2):
        send(f"138 0013 800{last}")
    with pytest.raises(TooMany):
        send("138 0013 8003")
    assert ContactCode.objects.count() == 2


def test_refuses_what_all_together_ask_for_too_often(settings):
    settings.LIMITS = {"codes-in-all": 3}
    for last in (1, 2, 3):
        send_contact_code(contact=f"138 0013 800{last}", address=f"192.0.2.{last}")
    with pytest.raises(TooMany):
        send_contact_code(contact="138 0013 8004", address="192.0.2.4")
