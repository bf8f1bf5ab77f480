"""Pure decisions: contacts, names, codes. No database, clock or network."""

import re
import unicodedata
import zoneinfo
from dataclasses import dataclass

import phonenumbers
from disposable_email_domains import blocklist
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumbers import PhoneNumberType

from accounts import errors
from accounts.states import CODE_DIGITS, DISPLAY_NAME_LENGTH, ContactKind

DEFAULT_REGION = "CN"

_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
# RFC 5321, section 4.5.3.1.3, less the angle brackets: octets, not characters.
_EMAIL_OCTETS = 254


@dataclass(frozen=True, kw_only=True)
class Contact:
    """``value``: E.164 for a phone, lower case for an e-mail."""

    kind: ContactKind
    value: str

    @property
    def masked(self) -> str:
        return mask_phone(self.value) if self.kind == ContactKind.PHONE else mask_email(self.value)


def parse_contact(text: str, *, field: str | None = "contact") -> Contact:
    """A mobile number (``+86`` unless it says otherwise) or an e-mail address, in one spelling.

    Raises: BadContact, BadPhone, BadEmail.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        raise errors.BadContact(field=field)
    if "@" in typed:
        return Contact(kind=ContactKind.EMAIL, value=_parse_email(typed, field))
    return Contact(kind=ContactKind.PHONE, value=_parse_phone(typed, field))


def _parse_email(typed: str, field: str | None) -> str:
    try:
        validate_email(typed)
    except ValidationError as error:
        raise errors.BadEmail(field=field) from error
    if len(typed.encode()) > _EMAIL_OCTETS:
        raise errors.BadEmail(field=field)
    return typed.lower()


def _parse_phone(typed: str, field: str | None) -> str:
    try:
        number = phonenumbers.parse(typed, DEFAULT_REGION)
    except phonenumbers.NumberParseException as error:
        raise errors.BadContact(field=field) from error
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _MOBILE:
        raise errors.BadPhone(field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def alike_mailbox(email: str) -> str:
    """One spelling for the mailboxes that one person makes in a minute: without dots and such between the
    letters, without what follows a plus, without a number at the end: ``li.na+7@x`` is like ``lina2@x``.

    What is a number altogether, as at QQ, or has fewer than three letters, stays as it is.
    """
    name, _, domain = email.lower().rpartition("@")
    plain = re.sub(r"[._-]", "", name.partition("+")[0])
    letters = plain.rstrip("0123456789")
    domain = {"googlemail.com": "gmail.com"}.get(domain, domain)
    return f"{letters if len(letters) >= 3 else plain}@{domain}"


def is_throwaway(email: str) -> bool:
    """Whether the mailbox is at a service that gives one to anybody for minutes; at its subdomains, too.

    The list is the community's of the package ``disposable-email-domains``. Services that forward to a
    mailbox of one's own are not in it.
    """
    labels = email.lower().rpartition("@")[2].strip(".").split(".")
    return any(".".join(labels[start:]) in blocklist for start in range(len(labels) - 1))


def mask_phone(e164: str) -> str:
    """``+8613800138000`` to ``+86 138****8000``; short foreign numbers keep only their last two digits."""
    if e164.startswith("+86") and len(e164) == 14:
        return f"+86 {e164[3:6]}****{e164[-4:]}"
    return f"{e164[:3]}{'*' * (len(e164) - 5)}{e164[-2:]}"


def mask_email(email: str) -> str:
    """``lin@example.org`` to ``l***@example.org``."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}***@{domain}"


def clean_display_name(text: str) -> str:
    """NFC, single spaces; control, bidirectional and other invisible characters are refused.

    Raises: BadDisplayName.
    """
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    if not 1 <= len(name) <= DISPLAY_NAME_LENGTH:
        raise errors.BadDisplayName(field="display_name")
    if any(unicodedata.category(char) in {"Cc", "Cf", "Co", "Cn", "Cs"} for char in name):
        raise errors.BadDisplayName(field="display_name")
    if not any(unicodedata.category(char)[0] in "LN" for char in name):
        raise errors.BadDisplayName(field="display_name")
    return name


def check_time_zone(name: str) -> str:
    """The name, if there is such a time zone. Raises: BadTimeZone."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise errors.BadTimeZone(field="time_zone") from error
    return name


def is_scope(text: str) -> bool:
    """Empty for everywhere, or one brand."""
    return bool(re.fullmatch(r"(brand:[0-9a-z]{20})?", text))


def clean_code(text: str) -> str:
    """The typed code as ASCII digits; spaces, hyphens and full-width digits are forgiven."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))


def code_of(digest: str) -> str:
    """Six digits out of a 64-digit hex digest (bias below 2 to the -230)."""
    return str(int(digest, 16) % 10**CODE_DIGITS).zfill(CODE_DIGITS)
