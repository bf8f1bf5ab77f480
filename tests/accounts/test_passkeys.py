from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import ceremonies, errors
from accounts.models import Passkey
from accounts.operations import (
    add_passkey,
    ask_for_passkey,
    remove_contact,
    remove_passkey,
    rename_passkey,
    sign_in_with_passkey,
)
from common.errors import NotFound
from outbox.models import FactRow
from tests.accounts.software_key import PRESENT, SoftwareKey
from tests.factories.accounts import MemberFactory
from tests.racing import race

pytestmark = pytest.mark.django_db
HOST = "testserver"


def added(member, key=None, name="my phone"):
    key = key or SoftwareKey()
    question = ask_for_passkey(actor=member, host=HOST)
    row = add_passkey(
        actor=member,
        name=name,
        host=HOST,
        token=question.token,
        answer=key.create(question.options),
        now=timezone.now(),
    )
    return key, row


def sign_in(key, **how):
    question = ceremonies.ask_to_sign_in(host=HOST)
    return sign_in_with_passkey(
        host=HOST, token=question.token, answer=key.get(question.options, **how), now=timezone.now()
    )


def test_a_passkey_signs_its_member_in_and_names_nobody_before():
    member = MemberFactory.create()
    key, _ = added(member)
    assert "allowCredentials" not in str(ceremonies.ask_to_sign_in(host=HOST).options) or not (
        ceremonies.ask_to_sign_in(host=HOST).options["publicKey"].get("allowCredentials")
    )
    assert sign_in(key) == member
    assert FactRow.objects.filter(payload__news="passkey-added").count() == 1


def test_a_challenge_counts_once():
    key, _ = added(MemberFactory.create())
    question = ceremonies.ask_to_sign_in(host=HOST)
    answer = key.get(question.options)
    again = {"host": HOST, "token": question.token, "answer": answer, "now": timezone.now()}
    sign_in_with_passkey(**again)
    with pytest.raises(errors.BadPasskey):
        sign_in_with_passkey(**again)


def test_a_counter_that_stands_still_is_a_copy():
    key, row = added(MemberFactory.create())
    sign_in(key)
    with pytest.raises(errors.BadPasskey):
        sign_in(key, count=False)
    assert Passkey.objects.get(pk=row.pk).sign_count == 1


@pytest.mark.parametrize(
    "broken",
    [
        lambda key: setattr(key, "origin", "https://evil.example"),
        lambda key: setattr(key, "host", "evil.example"),
        lambda key: setattr(key, "private", SoftwareKey().private),
    ],
)
def test_another_site_or_key_is_refused(broken):
    key, _ = added(MemberFactory.create())
    broken(key)
    with pytest.raises(errors.BadPasskey):
        sign_in(key)


def test_a_touch_without_finger_or_pin_is_not_enough():
    key, _ = added(MemberFactory.create())
    with pytest.raises(errors.BadPasskey):
        sign_in(key, flags=PRESENT)


def test_an_unknown_passkey_and_garbage_are_refused_alike():
    question = ceremonies.ask_to_sign_in(host=HOST)
    for answer in (SoftwareKey().get(question.options), "{}", "[]", "no json"):
        with pytest.raises(errors.BadPasskey):
            sign_in_with_passkey(host=HOST, token=question.token, answer=answer, now=timezone.now())


def test_a_challenge_of_another_member_adds_nothing():
    one, other = MemberFactory.create(), MemberFactory.create()
    question = ask_for_passkey(actor=one, host=HOST)
    with pytest.raises(errors.BadPasskey):
        add_passkey(
            actor=other,
            name="mine",
            host=HOST,
            token=question.token,
            answer=SoftwareKey().create(question.options),
            now=timezone.now(),
        )
    assert not Passkey.objects.exists()


def test_a_suspended_member_is_told_so_after_the_proof():
    member = MemberFactory.create()
    key, _ = added(member)
    type(member).objects.filter(pk=member.pk).update(state="suspended")
    with pytest.raises(errors.MemberSuspended):
        sign_in(key)


def test_names_can_be_changed_by_their_owner_only():
    member = MemberFactory.create()
    _, row = added(member)
    rename_passkey(actor=member, public_id=row.public_id, name="  old   phone ")
    assert Passkey.objects.get().name == "old phone"
    with pytest.raises(NotFound):
        rename_passkey(actor=MemberFactory.create(), public_id=row.public_id, name="x")
    with pytest.raises(errors.BadPasskeyName):
        rename_passkey(actor=member, public_id=row.public_id, name=" ")


def test_the_last_way_in_stays():
    member = MemberFactory.create()
    _, row = added(member)
    type(member).objects.filter(pk=member.pk).update(phone_index=None, phone_sealed="")
    with pytest.raises(errors.LastWayIn):
        remove_passkey(actor=member, public_id=row.public_id)
    assert Passkey.objects.exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_contact", [True, False])
def test_the_last_two_ways_in_removed_at_once_leave_one(has_contact):
    member = MemberFactory.create(phone="+8613800138000")
    rows = [added(member)[1] for _ in range(1 if has_contact else 2)]
    acts = [partial(remove_passkey, actor=member, public_id=row.public_id) for row in rows]
    if has_contact:
        acts.append(partial(remove_contact, actor=member, kind="phone", now=timezone.now()))
    else:
        type(member).objects.filter(pk=member.pk).update(phone_index=None, phone_sealed="")
    results = race(acts)
    assert [isinstance(one, errors.LastWayIn) for one in results].count(True) == 1
    member.refresh_from_db()
    assert Passkey.objects.count() + bool(member.phone_index) == 1


def test_the_pages_add_use_and_remove_a_passkey(client):
    member = MemberFactory.create()
    client.force_login(member)
    client = type(client)(headers={"host": "localhost"})
    client.force_login(member)
    page = client.get(reverse("accounts:passkeys"))
    question = page.context["question"]
    key = SoftwareKey("localhost", "http://localhost:8000")
    body = {"name": "laptop", "token": question.token, "answer": key.create(question.options)}
    assert client.post(reverse("accounts:passkeys"), body).status_code == 303
    client.post(reverse("accounts:sign-out"))
    question = client.get(reverse("accounts:sign-in-passkey")).context["question"]
    body = {"token": question.token, "answer": key.get(question.options), "next": "/me/"}
    assert client.post(reverse("accounts:sign-in-passkey"), body).url == "/me/"
    row = Passkey.objects.get()
    assert "laptop" in client.get(reverse("accounts:passkey", args=[row.public_id])).content.decode()
    assert client.post(reverse("accounts:passkey-remove", args=[row.public_id])).status_code == 303
    assert not Passkey.objects.exists()


def test_without_javascript_the_page_says_so(client):
    page = client.get(reverse("accounts:sign-in-passkey")).content.decode()
    assert "Passkeys need JavaScript" in page
    refused = client.post(reverse("accounts:sign-in-passkey"), {"token": "x", "answer": ""})
    assert refused.status_code == 422
