import pytest

from accounts import errors, rules
from accounts.states import MEMBER_MOVES, ContactKind, MemberState
from common.moves import unreachable


@pytest.mark.parametrize(
    "typed",
    ["13800138000", " 138 0013 8000", "+86 138-0013-8000", "008613800138000", "１３８００１３８０００"],
)
def test_a_phone_has_one_spelling(typed):
    contact = rules.parse_contact(typed)
    assert (contact.kind, contact.value) == (ContactKind.PHONE, "+8613800138000")


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("li.na@x.example", "lina+7@x.example", True),
        ("lina2@x.example", "li_na1990@x.example", True),
        ("lina@gmail.com", "lina@googlemail.com", True),
        ("lina@x.example", "lina@y.example", False),
        ("lina@x.example", "lisa@x.example", False),
        ("10001234@qq.example", "10004321@qq.example", False),
        ("li2@x.example", "li3@x.example", False),
    ],
)
def test_mailboxes_of_one_hand_are_alike(one: str, other: str, are_alike: bool) -> None:
    assert (rules.alike_mailbox(one) == rules.alike_mailbox(other)) is are_alike


@pytest.mark.parametrize(
    ("email", "is_one"),
    [
        ("a@mailinator.com", True),
        ("a@Box.Mailinator.com", True),
        ("a@mailinator.com.example", False),
        ("a@mailinator.example", False),
        ("mailinator.com@qq.com", False),
        ("a@duck.com", False),
        ("a@privaterelay.appleid.com", False),
    ],
)
def test_a_throwaway_mailbox_is_known_by_its_service(email: str, is_one: bool) -> None:
    assert rules.is_throwaway(email) is is_one


def test_other_countries_name_theirs():
    assert rules.parse_contact("+852 9123 4567").value == "+85291234567"


def test_an_email_is_lower_case():
    assert rules.parse_contact(" Lin@Example.ORG ").value == "lin@example.org"


@pytest.mark.parametrize(
    "typed", ["", "nobody", "010-62550000", "1380013800", "@", "a@b@c.de", f"a@{'中' * 60}.{'中' * 60}.com"]
)
def test_refuses_what_cannot_be_written_to(typed):
    with pytest.raises(errors.BadContact):
        rules.parse_contact(typed)


@pytest.mark.parametrize(
    ("typed", "masked"),
    [
        ("13800138000", "+86 138****8000"),
        ("+85291234567", "+85*******67"),
        ("lin@example.org", "l***@example.org"),
    ],
)
def test_masks_contacts(typed, masked):
    assert rules.parse_contact(typed).masked == masked


def test_a_display_name_is_tidied():
    assert rules.clean_display_name("  林\t Lin ") == "林 Lin"


def test_codes_have_six_digits_whatever_the_digest():
    assert rules.code_of("0" * 64) == "000000"
    assert len(rules.code_of("f" * 64)) == 6


def test_every_member_state_can_be_reached():
    assert unreachable(MEMBER_MOVES, MemberState.ACTIVE) == set()
