import pytest

from accounts import errors
from accounts.models import Member
from accounts.operations import register_member
from accounts.queries import contacts_of, find_member_by_contact
from accounts.rules import parse_contact
from outbox.models import FactRow
from tests.factories.accounts import JOINED

pytestmark = pytest.mark.django_db


def register(**kwargs):
    return register_member(**{"display_name": "Lin", "phone": "13800138000", "now": JOINED, **kwargs})


def test_keeps_both_contacts_in_one_spelling_and_unreadable():
    member = register(email="Lin@Example.ORG")
    assert [c.value for c in contacts_of(member)] == ["+8613800138000", "lin@example.org"]
    stored = str(Member.objects.values().get())
    assert "13800138000" not in stored and "example" not in stored.lower()


def test_is_found_by_any_spelling_of_the_contact():
    member = register()
    assert find_member_by_contact(parse_contact("0086 138-0013-8000")) == member


def test_gives_a_readable_handle_that_tells_nothing():
    member = register(display_name="林小明")
    assert len(member.handle.split("-")) == 3
    assert member.handle.isascii()


def test_the_password_is_optional():
    assert not register().has_usable_password()
    assert register(phone="13800138001", password="correct horse battery").check_password(
        "correct horse battery"
    )


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"phone": None}, errors.BadContact),
        ({"phone": "123"}, errors.BadPhone),
        ({"display_name": ""}, errors.BadDisplayName),
        ({"password": "short"}, errors.WeakPassword),
    ],
)
def test_refuses_bad_input_and_changes_nothing(change, refusal):
    with pytest.raises(refusal):
        register(**change)
    assert not Member.objects.exists()
    assert not FactRow.objects.exists()


def test_refuses_a_contact_that_is_somebodys_without_saying_so():
    register()
    with pytest.raises(errors.ContactJustUsed) as caught:
        register(display_name="Other")
    assert "account" not in caught.value.text
    assert Member.objects.count() == 1
