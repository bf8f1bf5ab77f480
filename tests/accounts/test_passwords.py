import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import errors
from accounts.models import ApiToken, Member
from accounts.operations import ask_to_reset_password, change_password, issue_token, reset_password
from common.errors import TooMany
from outbox.models import AuditLine
from tests.accounts.test_second_factor import with_app
from tests.factories.accounts import MemberFactory, digits

pytestmark = pytest.mark.django_db
OLD, NEW = "correct horse battery", "another battery staple"
PHONE = "+8613800138000"


def change(member, old=OLD, new=NEW):
    return change_password(actor=member, old=old, new=new, address="192.0.2.1", now=timezone.now())


def ask(contact=PHONE):
    return ask_to_reset_password(contact=contact, address="192.0.2.1", locale="en").ref


def test_a_member_without_one_sets_one():
    member = MemberFactory.create()
    change(member, old="")
    assert Member.objects.get().check_password(NEW)


def test_the_present_one_is_asked_for_and_tries_are_limited():
    member = MemberFactory.create(with_password=True)
    for _ in range(10):
        with pytest.raises(errors.WrongProof):
            change(member, old="wrong")
    with pytest.raises(TooMany):
        change(member)
    assert Member.objects.get().check_password(OLD)


@pytest.mark.parametrize("weak", ["short", "password123", "1234567890"])
def test_a_weak_one_is_refused_with_the_reason(weak):
    member = MemberFactory.create(with_password=True)
    with pytest.raises(errors.WeakPassword) as caught:
        change(member, new=weak)
    assert len(caught.value.text) > 30
    assert Member.objects.get().check_password(OLD)


def test_changing_it_signs_out_everything_but_this_browser(client):
    member = MemberFactory.create(with_password=True)
    other = Client()
    client.force_login(member)
    other.force_login(member)
    issue_token(actor=member, now=timezone.now())
    client.post(reverse("accounts:password"), {"old": OLD, "new": NEW})
    assert client.get("/me/").status_code == 200
    assert len(client.get(reverse("accounts:sessions")).context["browsers"]) == 1
    assert other.get("/me/").status_code == 302
    assert not ApiToken.objects.live().exists()


def test_a_password_is_nowhere_in_the_trail():
    change(MemberFactory.create(with_password=True))
    assert NEW not in str(list(AuditLine.objects.values()))


def test_a_code_sets_a_new_one_and_ends_every_session(client):
    member = MemberFactory.create(phone=PHONE, with_password=True)
    client.force_login(member)
    visitor = Client()
    visitor.post(reverse("accounts:reset"), {"contact": PHONE})
    ref = visitor.session["entering"]["ref"]
    answer = visitor.post(reverse("accounts:reset-code"), {"code": digits(ref), "new": NEW})
    assert answer["Location"] == reverse("accounts:sign-in-password")
    assert Member.objects.get().check_password(NEW)
    assert client.get("/me/").status_code == 302


def test_a_weak_one_leaves_the_code_good():
    MemberFactory.create(phone=PHONE, with_password=True)
    ref = ask()
    with pytest.raises(errors.WeakPassword):
        reset_password(ref=ref, code=digits(ref), new="short", now=timezone.now())
    reset_password(ref=ref, code=digits(ref), new=NEW, now=timezone.now())
    assert Member.objects.get().check_password(NEW)


def test_known_and_unknown_contacts_get_the_same_pages():
    MemberFactory.create(phone=PHONE)
    answers = []
    for contact in (PHONE, "+8613800138001"):
        visitor = Client()
        first = visitor.post(reverse("accounts:reset"), {"contact": contact})
        page = visitor.get(reverse("accounts:reset-code"))
        wrong = visitor.post(reverse("accounts:reset-code"), {"code": "000000", "new": NEW})
        answers.append((first.status_code, first["Location"], len(page.content), wrong.status_code))
    assert answers[0] == answers[1]


def test_a_code_for_signing_in_resets_nothing(client):
    member = MemberFactory.create(phone=PHONE, with_password=True)
    client.post(reverse("accounts:sign-in"), {"contact": PHONE})
    ref = client.session["entering"]["ref"]
    with pytest.raises(errors.WrongCode):
        reset_password(ref=ref, code=digits(ref), new=NEW, now=timezone.now())
    assert Member.objects.get(pk=member.pk).check_password(OLD)


def test_nobodys_contact_and_a_suspended_member_are_told_after_the_proof():
    MemberFactory.create(phone=PHONE, suspended=True)
    for contact, refusal in ((PHONE, errors.MemberSuspended), ("+8613800138001", errors.NotJoinedYet)):
        ref = ask(contact)
        with pytest.raises(refusal):
            reset_password(ref=ref, code=digits(ref), new=NEW, now=timezone.now())


def test_a_new_password_does_not_take_the_second_factor_away(client):
    member = MemberFactory.create(phone=PHONE, handle="lin", with_password=True)
    with_app(member)
    ref = ask()
    reset_password(ref=ref, code=digits(ref), new=NEW, now=timezone.now())
    answer = client.post(reverse("accounts:sign-in-password"), {"login": "lin", "password": NEW})
    assert answer.url.startswith("/prove/")
