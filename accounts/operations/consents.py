"""Consents: one live row per purpose, with the hash of the text that was shown."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts import errors
from accounts.models import Consent
from accounts.notices import notice
from accounts.queries import as_member
from common.access import Actor, allow


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
