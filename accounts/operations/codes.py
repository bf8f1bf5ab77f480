"""Six-digit codes that prove a contact. Nothing that is stored, queued or logged tells a code.

A code is derived: HMAC (keyed with the installation's pepper) of the row's random id and the contact's
blind index. Checking derives it again; the sending job derives it at the last moment.
"""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts import errors, limits, rules
from accounts.facts import ContactCodeRequested
from accounts.models import ContactCode, Member
from accounts.queries import contact_index, contact_place
from accounts.states import CODE_MINUTES, CODE_REPEAT_SECONDS, CODE_TRIES, CodePurpose, ContactKind, Locale
from common.clock import DbNow, db_now
from common.crypto import blind_index, create_key
from common.errors import Refused
from common.limits import hit_all
from outbox.facts import record


@dataclass(frozen=True, kw_only=True)
class SentCode:
    """``ref`` goes only to the browser that asked; it and the digits together prove the contact."""

    ref: str
    kind: str
    masked: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReadCode:
    """A code's row as it was read, with whose contact it is (None: nobody's yet)."""

    row: ContactCode
    owner_id: int | None


def send_contact_code(
    *,
    contact: str,
    address: str,
    locale: str = Locale.ENGLISH,
    browser: str = "",
    purpose: str = CodePurpose.ENTER,
    member_id: int | None = None,
) -> SentCode:
    """Send a fresh code to a phone or an e-mail address, whoever's it is; an older code ends.

    ``address`` is the network address that asks; it is only counted, hashed. ``browser``: as in
    ``limits.code_tries``. Members and strangers get the same answer for the same work. ``member_id``: who
    is signed in and asks, for the purposes of members.

    Raises: BadContact, BadPhone, BadEmail, TooMany, ContactJustUsed.
    """
    parsed = rules.parse_contact(contact)
    index = contact_index(parsed)
    hit_all(limits.code_tries(contact_index=index, address=address, browser=browser))
    try:
        code = _replace_code(parsed, ContactCode(purpose=purpose, for_member_id=member_id), locale)
    except IntegrityError as error:  # contactcode_one_open_per_contact: a twin was faster
        raise errors.ContactJustUsed from error
    return SentCode(ref=code.public_id, kind=code.kind, masked=parsed.masked, expires_at=code.expires_at)


def find_sent_code(*, ref: str, contact: str) -> SentCode | None:
    """What ``send_contact_code`` answered, for the same contact; None when that code has ended."""
    parsed = rules.parse_contact(contact)
    code = ContactCode.objects.filter(public_id=ref, contact_index=contact_index(parsed)).first()
    if code is None:
        return None
    return SentCode(ref=code.public_id, kind=code.kind, masked=parsed.masked, expires_at=code.expires_at)


def resend_contact_code(
    *, ref: str, address: str, locale: str = Locale.ENGLISH, browser: str = ""
) -> SentCode:
    """Another code to the contact that ``ref`` was sent to; the same limits hold.

    Raises: WrongCode (too long ago, or it already let somebody in), TooMany, ContactJustUsed.
    """
    code = ContactCode.objects.select_related("data_key").filter(public_id=ref).first()
    contact = contact_of(code) if code else None
    if code is None or contact is None:
        raise errors.WrongCode
    return send_contact_code(
        contact=contact.value,
        address=address,
        locale=locale,
        browser=browser,
        purpose=code.purpose,
        member_id=code.for_member_id,
    )


@transaction.atomic
def _replace_code(parsed: rules.Contact, code: ContactCode, locale: str) -> ContactCode:
    index = contact_index(parsed)
    ContactCode.objects.open_for(index, code.purpose, code.for_member_id).update(closed_at=DbNow())
    code.kind, code.contact_index = parsed.kind, index
    code.expires_at = db_now() + timedelta(minutes=CODE_MINUTES)
    code.data_key = create_key(f"contact-code:{code.public_id}")
    code.contact_sealed = code.data_key.encrypt(parsed.value, aad=contact_place(index))
    code.save(force_insert=True)
    fact = ContactCodeRequested(code_id=code.pk, channel=code.kind, locale=locale)
    record(fact, subject=f"contact-code:{code.public_id}")
    return code


@dataclass(frozen=True, kw_only=True)
class CodeMessage:
    """What leaves the house; it exists only in the memory of the worker that sends it."""

    to: str = field(repr=False)
    digits: str = field(repr=False)
    locale: str


def write_code_message(*, code_id: int, locale: str) -> CodeMessage | None:
    """Derive the digits and decrypt the contact; None once the code is over. Repeatable, writes nothing."""
    code = ContactCode.objects.live().select_related("data_key").filter(pk=code_id).first()
    contact = contact_of(code) if code else None
    if code is None or contact is None:
        return None
    return CodeMessage(to=contact.value, digits=digits_of(code), locale=locale)


def digits_of(code: ContactCode) -> str:
    """The six digits: never stored, never logged."""
    return rules.code_of(blind_index(f"{code.public_id}:{code.contact_index}", purpose="contact-code"))


def contact_of(code: ContactCode) -> rules.Contact | None:
    """Where the code goes; None once the contact has moved on to a member."""
    if not code.data_key or not code.contact_sealed:
        return None
    value = code.data_key.decrypt(code.contact_sealed, aad=contact_place(code.contact_index))
    return rules.Contact(kind=ContactKind(code.kind), value=value)


def _read_code(ref: str) -> ReadCode | None:
    """The row and the member who has its contact: one statement, two unique-index probes."""
    by_phone = Member.objects.filter(phone_index=OuterRef("contact_index")).values("pk")
    by_email = Member.objects.filter(email_index=OuterRef("contact_index")).values("pk")
    owner = Coalesce(Subquery(by_phone), Subquery(by_email))
    row = ContactCode.objects.filter(public_id=ref).annotate(owner_id=owner).first()
    return ReadCode(row=row, owner_id=getattr(row, "owner_id", None)) if row else None


def confirm_code(
    *, ref: str, typed: str, purpose: str = CodePurpose.ENTER, member_id: int | None = None
) -> ReadCode:
    """Compare the digits; a wrong try is counted for good. Spends nothing yet.

    A code that was sent for another purpose, or to another member, proves nothing here.

    Exact under parallel load: a try counts by one conditional UPDATE, and a right code can only be
    spent while tries are left. Call it outside a transaction that a refusal rolls back.

    Raises: WrongCode, CodeUsedUp.
    """
    code = _read_code(ref)
    if code is None or (code.row.purpose, code.row.for_member_id) != (purpose, member_id):
        raise errors.WrongCode(field="code")
    if hmac.compare_digest(digits_of(code.row).encode(), rules.clean_code(typed).encode()):
        return code
    counted = ContactCode.objects.live().filter(pk=code.row.pk).update(tries=F("tries") + 1)
    raise errors.WrongCode(field="code") if counted else _why_ended(code.row)


def spend_code(code: ReadCode, *, hand_over: bool) -> ReadCode:
    """Close the proven code, once. ``hand_over``: its key and sealed contact now belong to a new member.

    Within a minute the same right code counts again and changes nothing, so that a double click or a
    lost answer is harmless; the row is then read afresh (its owner may have come into being).

    Raises: WrongCode, CodeUsedUp.
    """
    changes: dict[str, object] = {"tries": F("tries") + 1, "closed_at": DbNow(), "was_right": True}
    if hand_over:
        changes.update(data_key=None, contact_sealed="")
    if ContactCode.objects.live().filter(pk=code.row.pk).update(**changes) == 1:
        return code
    again = _read_code(code.row.public_id)
    if again is None or not _was_just_spent(again.row):
        raise _why_ended(code.row)
    return again


def _was_just_spent(code: ContactCode) -> bool:
    if not code.was_right or code.closed_at is None:
        return False
    return code.closed_at > db_now() - timedelta(seconds=CODE_REPEAT_SECONDS)


def _why_ended(code: ContactCode) -> Refused:
    """The same for right and wrong digits: what is over tells nothing more."""
    used_up = ContactCode.objects.filter(pk=code.pk, tries__gte=CODE_TRIES, was_right=False).exists()
    return errors.CodeUsedUp(field="code") if used_up else errors.WrongCode(field="code")


@transaction.atomic
def purge_contact_codes(*, before: datetime, limit: int = 500) -> int:
    """Delete codes that expired before ``before``, with their keys; returns how many. Repeatable."""
    old = ContactCode.objects.filter(expires_at__lt=before).select_related("data_key")
    rows = list(old.order_by("pk")[:limit])
    keys = [row.data_key for row in rows if row.data_key]
    ContactCode.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for key in keys:
        key.delete()
    return len(rows)
