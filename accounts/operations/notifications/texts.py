"""A manager's own words for a kind of notification, and a look at them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from accounts import notification_errors as errors
from accounts.models import Member, NotificationText
from accounts.notification_queries import Words, words
from accounts.notifications import NotificationKind, Sight, kind_of
from accounts.operations.notifications.composing import Composed, absolute, entry_of
from accounts.queries import as_member, contacts_of
from accounts.states import ContactKind
from common.access import Actor, allow
from common.placeholders import BrokenText, unknown_gaps
from common.texts import Texts
from outbox import jobs
from outbox.audit import note
from outbox.jobs import Work

TEST_LETTER = "accounts.send-test-letter"


@transaction.atomic
def write_text(
    *, actor: Actor, kind_key: str, subject: Texts, body: Texts, now: datetime
) -> NotificationText:
    """The words from now on, also of messages that are planned. A language left empty has the product's.

    Repeating changes nothing.

    Raises: NotAllowed, UnknownKind, BrokenText, UnknownGap, PersonalGap.
    """
    allow(actor, "accounts.edit-notification-texts")
    check_text(kind_key, subject=subject, body=body)
    row, _created = NotificationText.objects.update_or_create(
        kind=kind_key,
        defaults={
            "subject": dict(subject),
            "body": dict(body),
            "changed_at": now,
            "changed_by_id": actor.pk,
        },
    )
    note(actor, verb="write-text", kind="accounts.notificationtext", key=kind_key[:40])
    return row


def check_text(kind_key: str, *, subject: Texts, body: Texts) -> NotificationKind:
    """Raises: UnknownKind, BrokenText, UnknownGap, PersonalGap."""
    kind = kind_of(kind_key)
    if kind is None:
        raise errors.UnknownKind(field="kind")
    for field, texts in (("subject", subject), ("body", body)):
        for text in texts.values():
            _check(kind, field, text)
    return kind


def _check(kind: NotificationKind, field: str, text: str) -> None:
    try:
        unknown = unknown_gaps(text, kind.fields)
        personal = [] if field == "body" else [n for n in kind.personal if n in used(text)]
    except BrokenText as broken:
        raise errors.BrokenText(field=field, piece=broken.piece) from broken
    if unknown:
        known = ", ".join(kind.fields) or "–"
        raise errors.UnknownGap(field=field, names=", ".join(unknown), known=known)
    if personal:
        raise errors.PersonalGap(field=field, names=", ".join(personal))


def used(text: str) -> list[str]:
    return unknown_gaps(text, ())


def preview(kind: NotificationKind, texts: Words) -> Mapping[str, tuple[str, str]]:
    """{language: (subject, body)} with the kind's example. No statement."""
    shown = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            shown[language] = texts.filled(kind, kind.example)
    return shown


@transaction.atomic
def send_test(*, actor: Actor, kind_key: str, now: datetime) -> None:
    """Send oneself an example by e-mail, in one's own language. Twice in a minute is once.

    Raises: NeedsSignIn, NotAllowed, UnknownKind, NoOwnAddress.
    """
    member = as_member(actor)
    allow(actor, "accounts.edit-notification-texts")
    if kind_of(kind_key) is None:
        raise errors.UnknownKind
    if not member.email_index:
        raise errors.NoOwnAddress
    key = f"{TEST_LETTER}:{member.pk}:{kind_key}:{now:%Y%m%d%H%M}"
    jobs.add([Work(kind=TEST_LETTER, payload={"member_id": member.pk, "kind": kind_key}, dedupe=key)])


@dataclass(frozen=True, kw_only=True)
class ExampleLetter:
    address: str
    composed: Composed


def write_test_letter(*, member_id: int, kind_key: str) -> ExampleLetter | None:
    """None when there is no such kind or address any more. A few statements."""
    member = Member.objects.select_related("data_key").filter(pk=member_id).first()
    kind = kind_of(kind_key)
    if member is None or kind is None:
        return None
    address = next((one.value for one in contacts_of(member) if one.kind == ContactKind.EMAIL), "")
    if not address:
        return None
    with override(member.locale):
        entry = entry_of(kind, Sight(values=kind.example, path="/"), words())
    return ExampleLetter(
        address=address,
        composed=Composed(
            locale=member.locale,
            subject=f"[test] {entry.subject}",
            entries=(entry,),
            home_url=absolute("/"),
            settings_url=absolute("/notifications/settings/"),
        ),
    )
