"""Consents: one live row per purpose, with the hash of the text that was shown."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import errors
from accounts.facts import ConsentWithdrawn
from accounts.models import Consent, NoticeText
from accounts.notices import notice, notices
from accounts.queries import as_member
from common.access import Actor, allow
from common.errors import NotFound
from outbox.facts import record


@transaction.atomic
def give_consent(*, actor: Actor, purpose: str, notice_hash: str, now: datetime) -> Consent:
    """Agree to a purpose in the words of its present notice; an older wording's consent ends.

    Repeating the call returns the same consent.

    Raises: ConsentNeeded (another wording than the present one, or an unknown purpose).
    """
    member = as_member(actor)
    allow(actor, "accounts.give-consent", member)
    shown = notice(purpose)
    if shown is None or shown.hash != notice_hash:
        raise errors.ConsentNeeded(field="consent")
    live = Consent.objects.filter(member=member, purpose=purpose, withdrawn_at__isnull=True)
    live.exclude(notice_hash=notice_hash).update(withdrawn_at=now)
    try:
        with transaction.atomic():
            return Consent.objects.create(
                member=member, purpose=purpose, notice_hash=notice_hash, given_at=now
            )
    except IntegrityError:  # consent_one_live_per_purpose
        return live.get()


@transaction.atomic
def withdraw_consent(*, actor: Actor, purpose: str, now: datetime) -> None:
    """End a consent at once, and tell the apps that rely on it. Repeating changes nothing.

    Raises: NotFound (no such purpose), ConsentOfMembership.
    """
    member = as_member(actor)
    allow(actor, "accounts.withdraw-consent", member)
    shown = notice(purpose)
    if shown is not None and not shown.when_withdrawn:
        raise errors.ConsentOfMembership
    live = Consent.objects.filter(member=member, purpose=purpose, withdrawn_at__isnull=True)
    if live.update(withdrawn_at=now):
        fact = ConsentWithdrawn(member_id=member.pk, purpose=purpose, occurred_at=now.isoformat())
        record(fact, subject=f"member:{member.public_id}")
    elif shown is None:
        raise NotFound


def keep_notice_texts(*, now: datetime) -> int:
    """Keep the present words of every notice, for the day when they change; returns how many were new."""
    known = set(NoticeText.objects.values_list("hash", flat=True))
    fresh = []
    for item in notices:
        if item.hash not in known:
            title, points = item.in_every_language()
            fresh.append(
                NoticeText(hash=item.hash, purpose=item.key, title=title, points=points, first_used_at=now)
            )
    NoticeText.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
