"""What the credit provider tells us by itself: verified first, then written down and applied, once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from common.access import SYSTEM
from common.logs import log
from outbox.facts import record
from trust import errors, facts
from trust.credit_states import LIVE_CREDIT_STATES, READ_CREDIT_STATES, CreditState, CreditWhy, EventState
from trust.models import CreditAttestation, ProviderEvent
from trust.operations.credit import end_live
from trust.providers.credit import current_credit
from trust.providers.protocol import Event, EventKind, Forged


def receive_credit_news(*, body: bytes, now: datetime) -> int:
    """Verify and apply; returns how many were new. Repeats change nothing, in whatever order they come.

    Raises: CreditOff, ForgedNews, Stale (come again).
    """
    provider = current_credit()
    if provider is None:
        raise errors.CreditOff
    try:
        events = provider.parse_event(body)
    except Forged as forged:
        log("trust", "provider.forged", provider=provider.slug, reason=str(forged))
        raise errors.ForgedNews from None
    return sum(_apply_once(provider.slug, event, now) for event in events)


def _apply_once(provider: str, event: Event, now: datetime) -> bool:
    row = ProviderEvent(
        provider=provider, event_id=event.event_id, kind=event.kind, state=EventState.IGNORED, received_at=now
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # providerevent_once
            return False
        if _apply(event, now):
            ProviderEvent.objects.filter(pk=row.pk).update(state=EventState.APPLIED)
    return True


def _apply(event: Event, now: datetime) -> bool:
    """Whether anything had to be done."""
    row = CreditAttestation.objects.filter(public_id=event.ref, state__in=LIVE_CREDIT_STATES).first()
    if row is None or row.state == CreditState.CONSENT_PENDING:
        return False
    if event.kind == EventKind.WITHDRAWN:
        end_live(row, actor=SYSTEM, now=now, why=CreditWhy.AT_PROVIDER)
        return True
    if event.kind == EventKind.LEVEL_CHANGED and row.state in READ_CREDIT_STATES:
        fact = facts.CreditChanged(
            member_id=row.member_id,
            attestation_id=row.pk,
            event_id=event.event_id,
            occurred_at=now.isoformat(),
        )
        record(fact, subject=f"credit:{row.public_id}")
        return True
    return False
