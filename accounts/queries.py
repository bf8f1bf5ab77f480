"""Questions about members. Each says what it costs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from accounts.errors import BadContact
from accounts.models import ApiToken, Consent, LinkedLogin, Member, RoleGrant
from accounts.rules import Contact, alike_mailbox, is_throwaway, parse_contact
from accounts.states import ContactKind, MemberState
from common.access import Actor
from common.crypto import CannotDecrypt, KeyShredded, blind_index
from common.errors import NeedsSignIn

_GRANTS = "_live_role_grants"


def contact_index(contact: Contact) -> str:
    """The keyed blind index a contact is found by. No statement."""
    return blind_index(contact.value, purpose=f"contact:{contact.kind}")


def contact_place(index: str) -> str:
    """What a sealed contact is bound to (``aad``): the same in the code's row and in the member's."""
    return f"contact:{index}"


def login_subject(login: str) -> str:
    """What tries for a login are counted by: one spelling of a contact or handle. No statement."""
    try:
        return contact_index(parse_contact(login))
    except BadContact:
        return login.strip().lower()[:80]


def own_login_subjects(member: Member) -> list[str]:
    """Everything the member can type to come in. No statement."""
    return list(filter(None, (member.handle, member.phone_index, member.email_index)))


def find_member_by_login(login: str) -> Member | None:
    """By handle, phone or e-mail: one statement whatever was typed, found or not."""
    subject = login_subject(login)
    found = Member.objects.filter(Q(handle=subject) | Q(phone_index=subject) | Q(email_index=subject))
    return found.first()


def find_member_by_contact(contact: Contact) -> Member | None:
    """One statement."""
    column = "phone_index" if contact.kind == ContactKind.PHONE else "email_index"
    return Member.objects.filter(**{column: contact_index(contact)}).first()


def contacts_of(member: Member) -> list[Contact]:
    """The member's own contacts, decrypted: for sending to them or for showing them masked.

    One statement when the data key is not loaded yet.
    """
    found = []
    for kind, index, sealed in (
        (ContactKind.PHONE, member.phone_index, member.phone_sealed),
        (ContactKind.EMAIL, member.email_index, member.email_sealed),
    ):
        if index and sealed and member.data_key:
            try:
                value = member.data_key.decrypt(sealed, aad=contact_place(index))
            except KeyShredded:
                continue
            found.append(Contact(kind=kind, value=value))
    return found


@dataclass(frozen=True, kw_only=True)
class Mailboxes:
    """What the e-mail address of one member tells beside those of others.

    ``alike``: others with an address that is alike (``rules.alike_mailbox``). ``is_throwaway``: hers is at a
    service whose addresses are given to anybody for minutes; ``throwaway_others``: so many others' are.
    """

    alike: int = 0
    is_throwaway: bool = False
    throwaway_others: int = 0


def compare_mailboxes(member_id: int, others: Collection[int]) -> Mailboxes:
    """One statement. Nobody is shown or told an address; none is kept in another form for this."""
    rows = Member.objects.filter(pk__in={member_id, *others}, email_index__isnull=False)
    addresses = {
        member.pk: contact.value
        for member in rows.select_related("data_key")
        for contact in contacts_of(member)
        if contact.kind == ContactKind.EMAIL
    }
    hers = addresses.pop(member_id, None)
    if hers is None:
        return Mailboxes()
    return Mailboxes(
        alike=sum(alike_mailbox(other) == alike_mailbox(hers) for other in addresses.values()),
        is_throwaway=is_throwaway(hers),
        throwaway_others=sum(map(is_throwaway, addresses.values())),
    )


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """When an account was made, and whether a phone or an e-mail address of it was ever proven."""

    joined_at: datetime
    is_reachable: bool


def beginnings_of(member_ids: Collection[int]) -> dict[int, Beginning]:
    """By member. One statement."""
    rows = Member.objects.filter(pk__in=member_ids)
    return {
        pk: Beginning(joined_at=joined_at, is_reachable=bool(phone or email))
        for pk, joined_at, phone, email in rows.values_list("pk", "joined_at", "phone_index", "email_index")
    }


def staff_ids() -> set[int]:
    """Who may enter the admin. One statement; there are few."""
    return set(Member.objects.filter(is_staff=True).values_list("pk", flat=True))


def wechat_reader_of(member_id: int) -> str:
    """Under what the community's account at WeChat writes to the member; empty where it is not known, or no
    more. One statement.
    """
    found = LinkedLogin.objects.filter(member_id=member_id, provider="wechat").exclude(reader_sealed="")
    linked = found.select_related("member__data_key").first()
    if linked is None or linked.member.data_key is None:
        return ""
    try:
        return linked.member.data_key.decrypt(linked.reader_sealed, aad=linked.reader_place)
    except (KeyShredded, CannotDecrypt):
        return ""


def payee_of(member_id: int) -> str:
    """Under what WeChat pays money to the member; empty where it is not known, or no more. One statement."""
    found = LinkedLogin.objects.filter(member_id=member_id, provider="wechat").exclude(payee_sealed="")
    linked = found.select_related("member__data_key").first()
    if linked is None or linked.member.data_key is None:
        return ""
    try:
        return linked.member.data_key.decrypt(linked.payee_sealed, aad=linked.payee_place)
    except KeyShredded:
        return ""


def as_member(actor: Actor) -> Member:
    """The member who acts. No statement. Raises: NeedsSignIn for visitors and jobs."""
    if not isinstance(actor, Member):
        raise NeedsSignIn
    return actor


def active_member(member_id: int) -> Member | None:
    """Somebody who is here: neither suspended nor erased. One statement."""
    return Member.objects.filter(pk=member_id, state=MemberState.ACTIVE).first()


def _live_grants(member: Member) -> list[tuple[str, str]]:
    """(role, scope) pairs, read once per member object, that is once per request."""
    cached: list[tuple[str, str]] | None = getattr(member, _GRANTS, None)
    if cached is None:
        live = RoleGrant.objects.filter(member_id=member.pk, revoked_at__isnull=True)
        cached = list(live.values_list("role", "scope"))
        setattr(member, _GRANTS, cached)
    return cached


def has_role(member: Actor, role: str, scope: str = "") -> bool:
    """Whether the member holds the role there. A grant without scope holds everywhere.

    Superusers hold every role. One statement per member object, then none.
    """
    if not isinstance(member, Member) or not member.is_active:
        return False
    if member.is_superuser:
        return True
    return any(held == role and where in ("", scope) for held, where in _live_grants(member))


def has_role_somewhere(member: Actor, role: str) -> bool:
    """Whether the member holds the role in any scope; for opening a list that is then filtered."""
    return has_role(member, role) or any(held == role for held, _where in _role_pairs(member))


def has_some_role(member: Actor) -> bool:
    return bool(_role_pairs(member))


def role_scopes(member: Actor, role: str) -> list[str]:
    """The scopes in which the member holds the role; "" among them means everywhere."""
    if isinstance(member, Member) and member.is_active and member.is_superuser:
        return [""]
    return [where for held, where in _role_pairs(member) if held == role]


def role_scopes_of(member_id: int, role: str) -> list[str]:
    """The scopes of live grants, superuser or not. One statement."""
    live = RoleGrant.objects.filter(member_id=member_id, role=role, revoked_at__isnull=True)
    return list(live.values_list("scope", flat=True))


def holders_of(role: str, scope: str) -> list[int]:
    """Ids of active members with the role there or everywhere, ascending. One statement."""
    live = RoleGrant.objects.filter(role=role, scope__in=["", scope], revoked_at__isnull=True)
    return sorted(set(live.filter(member__state="active").values_list("member_id", flat=True)))


def _role_pairs(member: Actor) -> list[tuple[str, str]]:
    return _live_grants(member) if isinstance(member, Member) and member.is_active else []


@dataclass(frozen=True, kw_only=True)
class PublicName:
    """What everybody may see of a member."""

    public_id: str
    handle: str
    display_name: str


def public_names(member_ids: list[int]) -> dict[int, PublicName]:
    """{member id: names}; one statement however many."""
    rows = Member.objects.filter(pk__in=member_ids).values_list("pk", "public_id", "handle", "display_name")
    return {
        pk: PublicName(public_id=public_id, handle=handle, display_name=name)
        for pk, public_id, handle, name in rows
    }


def find_member_id(public_id: str) -> int | None:
    """One statement."""
    return Member.objects.filter(public_id=public_id).values_list("pk", flat=True).first()


def active_ids_by_public_id(public_ids: Collection[str]) -> dict[str, int]:
    """{public id: id} of members who are here and not suspended. One statement."""
    found = Member.objects.filter(public_id__in=public_ids, state=MemberState.ACTIVE)
    return dict(found.values_list("public_id", "pk"))


def public_ids_of(member_ids: Collection[int]) -> dict[int, str]:
    """{id: public id}. One statement."""
    return dict(Member.objects.filter(pk__in=member_ids).values_list("pk", "public_id"))


def find_member_by_handle(handle: str) -> int:
    """The id of who goes by ``handle``, with or without its @; 0 for nobody. One statement."""
    found = Member.objects.filter(handle__iexact=handle.strip().removeprefix("@"))
    return found.values_list("pk", flat=True).first() or 0


def member_with_key(member_id: int) -> Member:
    """For reading what was sealed for its owner. One statement."""
    return Member.objects.select_related("data_key").get(pk=member_id)


def active_ids(member_ids: Sequence[int]) -> set[int]:
    """Which of them are members still, and not suspended. One statement per 500."""
    found: set[int] = set()
    for start in range(0, len(member_ids), 500):
        some = Member.objects.filter(pk__in=member_ids[start : start + 500], state=MemberState.ACTIVE)
        found.update(some.values_list("pk", flat=True))
    return found


def joined_at(member_ids: list[int]) -> dict[int, datetime]:
    """{member id: when they joined}; one statement however many."""
    return dict(Member.objects.filter(pk__in=member_ids).values_list("pk", "joined_at"))


def has_live_consent(member_id: int, purpose: str, notice_hash: str) -> bool:
    """One statement."""
    return Consent.objects.filter(
        member_id=member_id, purpose=purpose, notice_hash=notice_hash, withdrawn_at__isnull=True
    ).exists()


def has_consent(member_id: int, purpose: str) -> bool:
    """Whether the member agrees to the purpose, in whichever wording. One statement."""
    return Consent.objects.filter(member_id=member_id, purpose=purpose, withdrawn_at__isnull=True).exists()


def live_tokens(member_id: int) -> list[ApiToken]:
    """Newest first. One statement."""
    return list(ApiToken.objects.live().filter(member_id=member_id))


def name_matches(text: str) -> Q:
    """For the admin's search: handle, public id, display name, or a whole contact by its blind index."""
    subject = login_subject(text)
    named = Q(handle__istartswith=text) | Q(public_id=text) | Q(display_name__icontains=text)
    return named | Q(phone_index=subject) | Q(email_index=subject)
