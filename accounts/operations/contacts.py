"""A member's own phone number and e-mail address: proven by a code before they count."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts import errors, rules
from accounts.facts import AccountChanged
from accounts.models import FormerContact, LinkedLogin, Member, Passkey
from accounts.operations.codes import SentCode, confirm_code, contact_of, send_contact_code, spend_code
from accounts.operations.second_factor import ensure_key
from accounts.providers.logins import logins_that_are_on
from accounts.queries import as_member, contact_place, contacts_of
from accounts.states import AccountNews, CodePurpose, ContactKind
from common.access import Actor, allow
from outbox.audit import note
from outbox.facts import record


def ask_to_add_contact(*, actor: Actor, contact: str, address: str, locale: str) -> SentCode:
    """Send a code to the contact that is to be added, or to take the place of the present one.

    The same for everybody's contacts: whose it is shows only to whoever reads the code.

    Raises: BadContact, BadPhone, BadEmail, TooMany, ContactJustUsed, NeedsFreshProof.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-contact", member)
    return send_contact_code(
        contact=contact,
        address=address,
        locale=locale,
        purpose=CodePurpose.CONTACT,
        member_id=member.pk,
    )


def add_contact(*, actor: Actor, ref: str, code: str, now: datetime) -> ContactKind:
    """Make the proven contact the member's; the one it replaces is told. Repeatable within a minute.

    Raises: WrongCode, CodeUsedUp, ContactTaken.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-contact", member)
    proven = confirm_code(ref=ref, typed=code, purpose=CodePurpose.CONTACT, member_id=member.pk)
    kind = ContactKind(proven.row.kind)
    with transaction.atomic():
        spent = spend_code(proven, hand_over=False)
        if spent.owner_id == member.pk:
            return kind
        contact = contact_of(spent.row)
        if spent.owner_id is not None or contact is None:
            raise errors.ContactTaken
        former = _give_up(member, kind, now)
        _seal(member, contact, spent.row.contact_index)
        news = AccountNews.CONTACT_CHANGED if former else AccountNews.CONTACT_ADDED
        _tell(actor, member, news, former, now)
    return kind


@transaction.atomic
def remove_contact(*, actor: Actor, kind: str, now: datetime) -> None:
    """Give a contact up; it is told. Repeating changes nothing.

    Raises: LastWayIn, NeedsFreshProof.
    """
    member = as_member(actor)
    allow(actor, "accounts.change-contact", member)
    fresh = hold_ways_in(member.pk)
    if not getattr(fresh, f"{ContactKind(kind)}_index"):
        return
    other = ContactKind.EMAIL if kind == ContactKind.PHONE else ContactKind.PHONE
    if not getattr(fresh, f"{other}_index") and not has_way_in_without_contact(fresh.pk):
        raise errors.LastWayIn
    former = _give_up(fresh, ContactKind(kind), now)
    blank = {f"{kind}_index": None, f"{kind}_sealed": ""}
    Member.objects.filter(pk=fresh.pk).update(**blank)
    _tell(actor, fresh, AccountNews.CONTACT_CHANGED, former, now)


def hold_ways_in(member_id: int) -> Member:
    """The member as they are now, whose ways in change one after the other until the transaction ends.

    Else two that are removed at once would each count on the other. SQLite's transactions come one by one.
    """
    return Member.objects.select_for_update(no_key=True).get(pk=member_id)


def has_way_in_without_contact(member_id: int, *, but_passkey: int = 0, but_login: int = 0) -> bool:
    """A passkey, or a linked login of a service that is on. A password alone is none: it can't be set anew.

    Two statements.
    """
    passkeys = Passkey.objects.filter(member_id=member_id).exclude(pk=but_passkey)
    logins = LinkedLogin.objects.filter(member_id=member_id, provider__in=logins_that_are_on())
    return passkeys.exists() or logins.exclude(pk=but_login).exists()


def _give_up(member: Member, kind: ContactKind, now: datetime) -> FormerContact | None:
    index, sealed = getattr(member, f"{kind}_index"), getattr(member, f"{kind}_sealed")
    if not index:
        return None
    return FormerContact.objects.create(
        member=member, kind=kind, contact_index=index, contact_sealed=sealed, ended_at=now
    )


def _seal(member: Member, contact: rules.Contact, index: str) -> None:
    """Raises: ContactTaken, when somebody else was faster."""
    ensure_key(member)
    assert member.data_key is not None  # noqa: S101 - made just before
    sealed = member.data_key.encrypt(contact.value, aad=contact_place(index))
    columns = {f"{contact.kind}_index": index, f"{contact.kind}_sealed": sealed}
    try:
        with transaction.atomic():
            Member.objects.filter(pk=member.pk).update(**columns)
    except IntegrityError as error:  # member_one_per_phone, member_one_per_email
        raise errors.ContactTaken from error
    for name, value in columns.items():
        setattr(member, name, value)


def _tell(actor: Actor, member: Member, news: str, former: FormerContact | None, now: datetime) -> None:
    note(actor, verb=news, kind="accounts.member", key=member.public_id)
    fact = AccountChanged(
        member_id=member.pk,
        news=news,
        former_id=former.pk if former else None,
        occurred_at=now.isoformat(),
    )
    record(fact, subject=f"member:{member.public_id}")


@dataclass(frozen=True, kw_only=True)
class NewsMessage:
    """What leaves the house; it exists only in the memory of the worker that sends it."""

    to: str = field(repr=False)
    news: str
    sentence: str
    locale: str


def write_news_message(
    *, member_id: int, news: str, former_id: int | None, channel: str, **later: object
) -> NewsMessage | None:
    """To the contact that ended, if it is of this channel; else to the member's e-mail address, or to the
    phone of a member without one. Repeatable, writes nothing.
    """
    member = Member.objects.select_related("data_key").get(pk=member_id)
    to = _former_address(member, former_id, channel) if former_id else _present_address(member, channel)
    if not to:
        return None
    with override(member.locale):
        sentence = str(AccountNews(news).label)
    return NewsMessage(to=to, news=news, sentence=sentence, locale=member.locale)


def _former_address(member: Member, former_id: int, channel: str) -> str:
    former = FormerContact.objects.filter(pk=former_id, kind=channel).first()
    if former is None or member.data_key is None or not member.data_key.wrapped:
        return ""
    return member.data_key.decrypt(former.contact_sealed, aad=contact_place(former.contact_index))


def _present_address(member: Member, channel: str) -> str:
    found = {contact.kind: contact.value for contact in contacts_of(member)}
    if channel == ContactKind.PHONE and ContactKind.EMAIL in found:
        return ""
    return found.get(ContactKind(channel), "")


def purge_former_contacts(*, before: datetime) -> int:
    """Forget contacts that ended before ``before``; returns how many. Repeatable."""
    gone, _ = FormerContact.objects.filter(ended_at__lt=before).delete()
    return gone
