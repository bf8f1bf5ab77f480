from functools import partial

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import errors
from accounts.models import ContactCode, FormerContact, Member, Passkey
from accounts.operations import (
    add_contact,
    ask_to_add_contact,
    purge_former_contacts,
    remove_contact,
    sign_in_with_code,
    write_news_message,
)
from accounts.queries import contacts_of
from outbox.models import Job
from tests.factories.accounts import MemberFactory, digits, wrong_digits
from tests.racing import race

pytestmark = pytest.mark.django_db
OLD, NEW, MAIL = "+8613800138000", "+8613900139000", "lin@example.org"


def ask(member, contact):
    return ask_to_add_contact(actor=member, contact=contact, address="192.0.2.1", locale="en").ref


def add(member, contact):
    ref = ask(member, contact)
    return add_contact(actor=member, ref=ref, code=digits(ref), now=timezone.now())


def values(member):
    return {contact.value for contact in contacts_of(Member.objects.get(pk=member.pk))}


def test_a_proven_contact_is_added_sealed():
    member = MemberFactory.create(phone=OLD)
    add(member, MAIL)
    assert values(member) == {OLD, MAIL}
    assert MAIL not in str(list(Member.objects.values()))


def test_a_new_number_takes_the_place_of_the_old_one_which_is_told():
    member = MemberFactory.create(phone=OLD)
    add(member, NEW)
    assert values(member) == {NEW}
    former = FormerContact.objects.get()
    told = write_news_message(
        member_id=member.pk, news="contact-changed", former_id=former.pk, channel="phone"
    )
    assert told and told.to == OLD
    assert Job.objects.filter(kind="accounts.tell-news-by-sms").count() == 1
    assert not mail.outbox


def test_an_unproven_contact_changes_nothing():
    member = MemberFactory.create(phone=OLD)
    ref = ask(member, NEW)
    with pytest.raises(errors.WrongCode):
        add_contact(actor=member, ref=ref, code=wrong_digits(ref), now=timezone.now())
    assert values(member) == {OLD}
    assert ContactCode.objects.get().tries == 1


def test_sent_twice_it_is_added_once():
    member = MemberFactory.create(phone=OLD)
    ref = ask(member, NEW)
    for _ in range(2):
        add_contact(actor=member, ref=ref, code=digits(ref), now=timezone.now())
    assert FormerContact.objects.count() == 1


def test_a_taken_contact_shows_only_to_whoever_reads_its_code():
    MemberFactory.create(phone=NEW)
    member = MemberFactory.create(phone=OLD)
    client = Client()
    client.force_login(member)
    answers = []
    for contact in (NEW, "+8613900139001"):
        first = client.post(reverse("accounts:contact-add"), {"contact": contact})
        page = client.get(reverse("accounts:contact-code"))
        answers.append((first.status_code, first["Location"], len(page.content)))
    assert answers[0] == answers[1]
    with pytest.raises(errors.ContactTaken):
        add(member, NEW)
    assert values(member) == {OLD}


def test_a_code_counts_only_for_its_member_and_purpose():
    one, other = MemberFactory.create(phone=OLD), MemberFactory.create()
    ref = ask(one, NEW)
    with pytest.raises(errors.WrongCode):
        add_contact(actor=other, ref=ref, code=digits(ref), now=timezone.now())
    with pytest.raises(errors.WrongCode):
        sign_in_with_code(ref=ref, code=digits(ref))


def test_a_strangers_request_does_not_end_ones_own_code():
    one, other = MemberFactory.create(phone=OLD), MemberFactory.create()
    ref = ask(one, NEW)
    ask(other, NEW)
    add_contact(actor=one, ref=ref, code=digits(ref), now=timezone.now())
    assert values(one) == {NEW}


def test_the_last_contact_stays():
    member = MemberFactory.create(phone=OLD, with_password=True)
    with pytest.raises(errors.LastWayIn):
        remove_contact(actor=member, kind="phone", now=timezone.now())
    assert values(member) == {OLD}


def test_one_of_two_contacts_can_go_and_so_can_the_last_beside_a_passkey():
    member = MemberFactory.create(phone=OLD, email=MAIL)
    remove_contact(actor=member, kind="phone", now=timezone.now())
    remove_contact(actor=member, kind="phone", now=timezone.now())
    assert values(member) == {MAIL}
    Passkey.objects.create(
        member=member, name="k", credential_hash="x", credential_data=b"", created_at=timezone.now()
    )
    remove_contact(actor=member, kind="email", now=timezone.now())
    assert values(member) == set()


def test_former_contacts_are_forgotten():
    member = MemberFactory.create(phone=OLD)
    add(member, NEW)
    assert purge_former_contacts(before=timezone.now()) == 1


def test_the_pages_walk_through_it(client):
    member = MemberFactory.create(phone=OLD)
    client.force_login(member)
    client.post(reverse("accounts:contact-add"), {"contact": MAIL})
    ref = client.session["entering"]["ref"]
    again = client.post(reverse("accounts:resend-code"))
    assert again.url == reverse("accounts:contact-code")
    assert client.session["entering"]["ref"] != ref
    ref = client.session["entering"]["ref"]
    assert client.post(reverse("accounts:contact-code"), {"code": digits(ref)}).status_code == 303
    page = client.get(reverse("accounts:security")).content.decode()
    assert "l***@example.org" in page
    assert MAIL not in page
    client.post(reverse("accounts:contact-remove", args=["phone"]))
    assert values(member) == {MAIL}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_both_contacts_removed_at_once_leave_one():
    member = MemberFactory.create(phone=OLD, email=MAIL)
    acts = [
        partial(remove_contact, actor=member, kind=kind, now=timezone.now()) for kind in ("phone", "email")
    ]
    race(acts)
    assert len(values(member)) == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_members_prove_one_contact_at_once_and_one_gets_it():
    members = [MemberFactory.create() for _ in range(4)]
    refs = [ask(member, NEW) for member in members]

    def prove(member, ref):
        return add_contact(actor=member, ref=ref, code=digits(ref), now=timezone.now())

    results = race([partial(prove, *pair) for pair in zip(members, refs, strict=True)])
    assert [isinstance(one, errors.ContactTaken) for one in results].count(True) == 3
    assert sum(NEW in values(member) for member in members) == 1
