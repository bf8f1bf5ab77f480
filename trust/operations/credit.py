"""A credit level from elsewhere: asked for with the member's permission, read by a job, gone when withdrawn.

No answer, no news and no silence of the provider changes a level; only a signed level and the member do.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from accounts.operations import give_consent, withdraw_consent
from accounts.queries import as_member, has_consent, member_with_key
from common.access import SYSTEM, Actor, allow
from common.crypto import KeyShredded
from common.http.errors import CallFailed, Declined, NotDone
from outbox.facts import record
from trust import credit_queries, credit_rules, errors, facts
from trust.credit_states import (
    CONSENT_MINUTES,
    LIVE_CREDIT_STATES,
    READ_CREDIT_STATES,
    CreditState,
    CreditWhy,
)
from trust.models import CreditAttestation
from trust.notices import CREDIT
from trust.operations.permissions import Begun, Permission
from trust.providers.credit import current_credit
from trust.providers.protocol import CodeSpent, CreditProvider, Outcome

CREDIT_PERMISSION = Permission(
    model=CreditAttestation,
    pending=CreditState.CONSENT_PENDING,
    column="access_sealed",
    place="credit-access",
    minutes=CONSENT_MINUTES,
    longest=200,
    taken=errors.CreditHeld,
    too_late=errors.CreditTooLate,
)


def _provider() -> CreditProvider:
    provider = current_credit()
    if provider is None:
        raise errors.CreditOff
    return provider


@transaction.atomic
def begin_credit(*, actor: Actor, notice_hash: str, now: datetime) -> Begun[CreditAttestation]:
    """Agree, and open the way to the provider's own consent page. An unanswered earlier way is closed.

    Raises: NeedsSignIn, CreditOff, CreditHeld, ConsentNeeded, MemberWithoutKey.
    """
    allow(actor, "trust.show-credit")
    provider, member = _provider(), as_member(actor)
    if member.data_key_id is None:
        raise errors.MemberWithoutKey
    give_consent(actor=actor, purpose=CREDIT.key, notice_hash=notice_hash, now=now)
    live = credit_queries.live_credit(member.pk)
    if live is not None and live.state != CreditState.CONSENT_PENDING:
        raise errors.CreditHeld
    if live is not None:
        live.withdraw(actor=actor, now=now)
    row = CreditAttestation(
        member=member,
        state=CreditState.CONSENT_PENDING,
        provider=provider.slug,
        simulated=provider.simulated,
        began_at=now,
    )
    return CREDIT_PERMISSION.begin(row)


@transaction.atomic
def answer_credit(*, actor: Actor, secret: str, code: str, now: datetime) -> CreditAttestation:
    """The browser is back from the consent page, with a code or without: allowed or denied. Works once.

    Raises: NeedsSignIn, NotFound (unknown, used or somebody else's secret), CreditTooLate.
    """
    allow(actor, "trust.show-credit")
    row = CREDIT_PERMISSION.returned(actor=actor, secret=secret, code=code, now=now)
    if not code:
        row.deny(actor=actor, now=now)
        return row
    row.authorise(actor=actor, access_sealed=CREDIT_PERMISSION.seal(row, {"code": code}))
    fact = facts.CreditAuthorised(member_id=row.member_id, attestation_id=row.pk, occurred_at=now.isoformat())
    record(fact, subject=f"credit:{row.public_id}")
    return row


def fetch_credit(*, attestation_id: int, now: datetime) -> None:
    """Ask for the level and write it down. Repeatable; outside any transaction.

    Raises: NotDone (unavailable: nothing changed, ask again later).
    """
    row = CreditAttestation.objects.filter(pk=attestation_id).first()
    provider = current_credit()
    if row is None or provider is None or row.state not in (CreditState.AUTHORISED, *READ_CREDIT_STATES):
        return
    if not has_consent(row.member_id, CREDIT.key):
        return
    try:
        token = CREDIT_PERMISSION.token(row, partial(provider.complete, ref=row.public_id))
        answer = provider.query(token, ref=row.public_id)
    except KeyShredded:
        return
    except CodeSpent:
        _fail(row, CreditWhy.TOO_LATE, now)
    except Declined:
        _fail(row, CreditWhy.REFUSED, now)
    except CallFailed as failed:
        raise NotDone(failed.reason, "unavailable") from None
    else:
        if answer.outcome == Outcome.MATCH:
            _observe(row, answer.data["level"], now)
        else:
            _fail(row, CreditWhy.NOT_EVALUATED, now)


def _observe(row: CreditAttestation, level: str, now: datetime) -> None:
    """Raises: Stale where the member was faster."""
    with transaction.atomic(durable=True):
        seal = member_with_key(row.member_id).data_key
        if seal is None:
            return
        row.observe(
            actor=SYSTEM,
            level_sealed=seal.encrypt(level, aad=credit_queries.level_place(row)),
            period=credit_rules.period_of(now),
            now=now,
            valid_until=credit_rules.valid_until(now),
        )
        fact = facts.CreditObserved(
            member_id=row.member_id, attestation_id=row.pk, occurred_at=now.isoformat()
        )
        record(fact, subject=f"credit:{row.public_id}")


def _fail(row: CreditAttestation, why: CreditWhy, now: datetime) -> None:
    """A clear no to the first question ends it; a later no leaves what was seen until it is out of date."""
    if row.state != CreditState.AUTHORISED:
        return
    with transaction.atomic(durable=True):
        row.fail(actor=SYSTEM, why=why, now=now)


@transaction.atomic
def withdraw_credit(*, actor: Actor, now: datetime) -> None:
    """Take the permission back: the level is gone at once, here and for everybody. Repeating is harmless."""
    allow(actor, "trust.show-credit")
    withdraw_consent(actor=actor, purpose=CREDIT.key, now=now)
    drop_credit(member_id=as_member(actor).pk, actor=actor, now=now)


def drop_credit(*, member_id: int, actor: Actor = SYSTEM, now: datetime) -> None:
    """Inside the caller's transaction. Repeating changes nothing; the provider is told by a job."""
    row = credit_queries.live_credit(member_id)
    if row is not None:
        end_live(row, actor=actor, now=now)


@transaction.atomic
def drop_without_consent(*, member_id: int, now: datetime) -> None:
    """A consent ended elsewhere. Whoever has agreed again meanwhile keeps everything."""
    if not has_consent(member_id, CREDIT.key):
        drop_credit(member_id=member_id, now=now)


def end_live(row: CreditAttestation, *, actor: Actor, now: datetime, why: str = "") -> None:
    """Inside the caller's transaction. Raises: Stale."""
    row.withdraw(actor=actor, now=now, why=why)
    fact = facts.CreditWithdrawn(member_id=row.member_id, attestation_id=row.pk, occurred_at=now.isoformat())
    record(fact, subject=f"credit:{row.public_id}")


def end_credit_at_provider(*, attestation_id: int) -> None:
    """Tell the provider that the permission is over, then forget the access. Repeatable.

    Raises: NotDone (unavailable; a day later the access is forgotten all the same).
    """
    row = CreditAttestation.objects.filter(pk=attestation_id, state=CreditState.WITHDRAWN).first()
    provider = current_credit()
    if row is None or not row.access_sealed:
        return
    try:
        token = CREDIT_PERMISSION.opened(row).get("token", "")
        if provider is not None and token:
            provider.withdraw(token, ref=row.public_id)
    except (Declined, KeyShredded):
        pass  # it is over there already, or nobody can say any more what it was
    except CallFailed as failed:
        raise NotDone(failed.reason, "unavailable") from None
    CreditAttestation.objects.filter(pk=row.pk).update(access_sealed="")


def age_credit(*, now: datetime, limit: int = 500) -> int:
    """What is out of date becomes stale, what was withdrawn a day ago is forgotten; returns how many.

    Pages ask for the date themselves and don't wait for this.
    """
    over = CreditAttestation.objects.filter(state=CreditState.CURRENT, valid_until__lte=now)
    done = 0
    for row in over.order_by("pk")[:limit]:
        with transaction.atomic():
            row.grow_stale(actor=SYSTEM)
        done += 1
    _close_unanswered(now, limit)
    ended = CreditAttestation.objects.exclude(state__in=LIVE_CREDIT_STATES).exclude(access_sealed="")
    return done + ended.filter(ended_at__lte=now - timedelta(hours=23)).update(access_sealed="")


def _close_unanswered(now: datetime, limit: int) -> None:
    since = now - timedelta(minutes=CONSENT_MINUTES)
    open_ = CreditAttestation.objects.filter(state=CreditState.CONSENT_PENDING, began_at__lte=since)
    for row in open_.order_by("pk")[:limit]:
        with transaction.atomic():
            row.fail(actor=SYSTEM, why=CreditWhy.TOO_LATE, now=now)
