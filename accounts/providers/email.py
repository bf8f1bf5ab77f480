"""Letters by SMTP (or whatever Django's e-mail setting says), with what can be known about each.

Mail servers know no keys and answer no questions: a letter whose outcome nobody saw is never sent again.
"""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from accounts.notifications import CalendarPart
from common.http.errors import Declined, NotDone, OutcomeUnknown


@dataclass(frozen=True, kw_only=True)
class Letter:
    """``ref``: stands in the Message-ID, so that a receiver can tell a repeat. ``calendar``: mail programs
    put it into their calendar (RFC 6047).
    """

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    calendar: CalendarPart | None = None
    ref: str = ""


def send_letter(letter: Letter) -> None:
    """Raises: NotDone (the server can't be reached, or said no for now), Declined (it said no for good),
    OutcomeUnknown.
    """
    headers = dict(letter.headers)
    if letter.ref:
        headers["Message-ID"] = f"<{letter.ref}@{_domain()}>"
    connection = get_connection()
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.to],
        headers=headers,
        connection=connection,
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        kind = f"text/calendar; method={letter.calendar.method}"
        mail.attach_alternative(letter.calendar.text, kind)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotDone("mail-closed", type(error).__name__) from error
    try:
        connection.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        refused = Declined if codes and all(code >= 500 for code in codes) else NotDone
        raise refused("mail-recipient") from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise NotDone("mail-refused", str(error.smtp_code)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise OutcomeUnknown("mail-unknown", type(error).__name__) from error
    finally:
        _close(connection)


def _close(connection: object) -> None:
    """A server that hangs up on QUIT changes nothing about the letter."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        pass


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
