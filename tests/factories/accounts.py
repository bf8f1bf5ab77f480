"""Members in valid worlds. Rows are made directly: no facts, no companions."""

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import ContactCode, Member, RoleGrant
from accounts.operations.codes import digits_of
from accounts.queries import contact_index, contact_place
from accounts.rules import parse_contact
from accounts.states import ContactKind, Role
from common.crypto import create_key

JOINED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class MemberFactory(DjangoModelFactory[Member]):
    """``phone`` and ``email`` are sealed on the way in. Traits: manager, certifier, clerk, auditor,
    superuser, suspended, with_password ("correct horse battery").
    """

    class Meta:
        model = Member
        skip_postgeneration_save = True

    class Params:
        phone = factory.Sequence(lambda n: f"+86138{n:08d}")
        email = None
        roles: tuple[str, ...] = ()
        manager = factory.Trait(roles=(Role.MANAGER,), is_staff=True)
        certifier = factory.Trait(roles=(Role.CERTIFIER,), is_staff=True)
        clerk = factory.Trait(roles=(Role.CLERK,), is_staff=True)
        auditor = factory.Trait(roles=(Role.AUDITOR,), is_staff=True)
        superuser = factory.Trait(is_staff=True, is_superuser=True)
        suspended = factory.Trait(state="suspended")
        with_password = factory.Trait(password_text="correct horse battery")
        password_text = ""

    handle = factory.Sequence(lambda n: f"member-{n}")
    display_name = factory.Sequence(lambda n: f"Member {n}")
    joined_at = JOINED
    world = factory.LazyAttribute(lambda o: (o.phone, o.email, tuple(o.roles), o.password_text))

    @classmethod
    def _create(cls, model_class: type[Member], *args: Any, **kwargs: Any) -> Member:
        phone, email, roles, password = kwargs.pop("world")
        member = model_class(**kwargs)
        member.data_key = create_key(f"member:{member.public_id}")
        for text in filter(None, (phone, email)):
            _seal(member, text)
        member.set_password(password) if password else member.set_unusable_password()
        member.save(force_insert=True)
        for role in roles:
            RoleGrant.objects.create(member=member, role=role, granted_at=JOINED)
        return member


def _seal(member: Member, text: str) -> None:
    contact = parse_contact(text)
    index = contact_index(contact)
    assert member.data_key
    sealed = member.data_key.encrypt(contact.value, aad=contact_place(index))
    kind = "phone" if contact.kind == ContactKind.PHONE else "email"
    setattr(member, f"{kind}_index", index)
    setattr(member, f"{kind}_sealed", sealed)


def digits(ref: str) -> str:
    """The six digits that were sent for ``ref``."""
    return digits_of(ContactCode.objects.get(public_id=ref))


def wrong_digits(ref: str) -> str:
    return "000000" if digits(ref) != "000000" else "000001"
