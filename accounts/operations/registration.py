"""Joining. Members come into being here and nowhere else."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import errors, rules
from accounts.facts import MemberRegistered
from accounts.handles import new_handle
from accounts.models import Consent, Member
from accounts.notices import MEMBERSHIP
from accounts.operations.codes import ReadCode, confirm_code, spend_code
from accounts.operations.proofs import complete_sign_in
from accounts.operations.tokens import IssuedToken, write_token
from accounts.queries import contact_index, contact_place
from accounts.registration import companions
from accounts.states import ConsentPurpose, ContactKind, Locale, MemberState, TokenScope
from common.crypto import create_key
from common.logs import log
from outbox.facts import record


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Who came in; ``is_new`` False: they had joined before and are simply signed in."""

    member: Member
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody sends to come in: the proof of a contact, and who they want to be here."""

    ref: str
    code: str
    display_name: str
    locale: str
    notice_hash: str
    visitor_key: str | None
    second_factor: str = ""
    address: str = ""


def join_with_code(application: Application, *, now: datetime) -> Entry:
    """Turn a proven contact into a member, or sign in the member who already has it.

    Asking for the code told nobody which of the two it will be. Sent again within a minute it gives the
    same member. A new member costs: read code, spend code, member, consent, the companions', the fact.

    Raises: BadDisplayName, ConsentNeeded, BadLocale, WrongCode, CodeUsedUp, MemberSuspended, ContactJustUsed.
    """
    name, proven = _check(application)
    with transaction.atomic():
        entry = _join(application, name, proven, now)
    _log_entry(entry)
    return entry


def join_with_code_for_token(
    application: Application, *, label: str, now: datetime
) -> tuple[Entry, IssuedToken]:
    """``join_with_code`` for programs, with a token in the same commit; each call gives another token.

    Raises: as ``join_with_code``; SecondFactorNeeded, WrongProof.
    """
    name, proven = _check(application)
    used = _second_half(application, proven)
    with transaction.atomic():
        entry = _join(application, name, proven, now)
        token = write_token(
            entry.member, scope=TokenScope.WRITE, label=label, now=now, second_factor=used, is_proven=True
        )
    _log_entry(entry)
    return entry, token


def _check(application: Application) -> tuple[str, ReadCode]:
    """Outside the transaction, so that a wrong try stays counted when the rest is refused."""
    name = rules.clean_display_name(application.display_name)
    _check_terms(locale=application.locale, notice_hash=application.notice_hash)
    return name, confirm_code(ref=application.ref, typed=application.code)


def _second_half(application: Application, proven: ReadCode) -> bool:
    """Somebody who had joined before signs in, and owes what a sign-in owes; tries stay counted."""
    if proven.owner_id is None:
        return False
    return complete_sign_in(
        member=active_member(proven.owner_id),
        second_factor=application.second_factor,
        address=application.address,
    )


def _join(application: Application, name: str, proven: ReadCode, now: datetime) -> Entry:
    spent = spend_code(proven, hand_over=proven.owner_id is None)
    if spent.owner_id is not None:
        return Entry(member=active_member(spent.owner_id), is_new=False)
    member = _take_over(Member(display_name=name, locale=application.locale, joined_at=now), spent)
    _save_new(member, notice_hash=application.notice_hash, visitor_key=application.visitor_key, now=now)
    return Entry(member=member, is_new=True)


def _log_entry(entry: Entry) -> None:
    log(__name__, "member.registered" if entry.is_new else "member.signed-in", member=entry.member.pk)


@transaction.atomic
def register_member(
    *,
    display_name: str,
    phone: str | None = None,
    email: str | None = None,
    locale: str = Locale.ENGLISH,
    password: str | None = None,
    visitor_key: str | None = None,
    handle: str | None = None,
    now: datetime,
) -> Member:
    """Make a member whose contacts are known to be theirs: for imports, seeds and trusted callers.

    Raises: BadDisplayName, BadContact, WeakPassword, ContactJustUsed (also: the contact is somebody's).
    """
    if not phone and not email:
        raise errors.BadContact(field="contact")
    member = Member(display_name=rules.clean_display_name(display_name), locale=locale, joined_at=now)
    member.handle = handle or ""
    member.data_key = create_key(f"member:{member.public_id}")
    for text in filter(None, (phone, email)):
        _seal_contact(member, rules.parse_contact(text))
    _set_password(member, password)
    _save_new(member, notice_hash=MEMBERSHIP.hash, visitor_key=visitor_key, now=now)
    return member


def register_without_contact(
    *, display_name: str, locale: str, notice_hash: str, visitor_key: str | None, now: datetime
) -> Member:
    """Inside the caller's transaction: a member whose way in is written down beside it.

    Raises: BadDisplayName, ConsentNeeded, BadLocale.
    """
    name = rules.clean_display_name(display_name)
    _check_terms(locale=locale, notice_hash=notice_hash)
    member = Member(display_name=name, locale=locale, joined_at=now)
    member.data_key = create_key(f"member:{member.public_id}")
    member.set_unusable_password()
    _save_new(member, notice_hash=notice_hash, visitor_key=visitor_key, now=now)
    return member


def _check_terms(*, locale: str, notice_hash: str) -> None:
    if notice_hash != MEMBERSHIP.hash:
        raise errors.ConsentNeeded(field="consent")
    if locale not in Locale.values:
        raise errors.BadLocale(field="locale")


def _take_over(member: Member, code: ReadCode) -> Member:
    """The code's key and sealed contact become the member's as they are: nothing is decrypted here."""
    row = code.row
    member.data_key_id = row.data_key_id
    if row.kind == ContactKind.PHONE:
        member.phone_index, member.phone_sealed = row.contact_index, row.contact_sealed
    else:
        member.email_index, member.email_sealed = row.contact_index, row.contact_sealed
    member.set_unusable_password()
    return member


def _seal_contact(member: Member, contact: rules.Contact) -> None:
    index = contact_index(contact)
    assert member.data_key is not None  # noqa: S101 - made just before
    sealed = member.data_key.encrypt(contact.value, aad=contact_place(index))
    if contact.kind == ContactKind.PHONE:
        member.phone_index, member.phone_sealed = index, sealed
    else:
        member.email_index, member.email_sealed = index, sealed


def _set_password(member: Member, password: str | None) -> None:
    if password is None:
        member.set_unusable_password()
        return
    try:
        validate_password(password, member)
    except ValidationError as error:
        raise errors.WeakPassword(field="password", why=" ".join(error.messages)) from error
    member.set_password(password)


def _save_new(member: Member, *, notice_hash: str, visitor_key: str | None, now: datetime) -> None:
    """Inside the caller's transaction: member, consent, companions, fact."""
    member.handle = member.handle or new_handle()
    try:
        member.save(force_insert=True)
    except IntegrityError as error:  # the contact or, once in a million members, the handle
        raise errors.ContactJustUsed from error
    Consent.objects.create(
        member=member, purpose=ConsentPurpose.MEMBERSHIP, notice_hash=notice_hash, given_at=now
    )
    for companion in companions:
        companion(member, visitor_key, now)
    fact = MemberRegistered(member_id=member.pk, visitor_key=visitor_key, occurred_at=now.isoformat())
    record(fact, subject=f"member:{member.public_id}")


def active_member(member_id: int) -> Member:
    """For somebody who has proven who they are. Raises: MemberSuspended."""
    member = Member.objects.get(pk=member_id)
    if member.state != MemberState.ACTIVE:
        raise errors.MemberSuspended
    return member
