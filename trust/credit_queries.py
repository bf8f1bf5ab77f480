"""Questions about credit levels. Only from here is a level ever opened, and only behind a live consent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.queries import has_consent
from common.crypto import KeyShredded
from trust.credit_states import LIVE_CREDIT_STATES, READ_CREDIT_STATES, CreditState, CreditWhy, Level
from trust.models import CreditAttestation
from trust.notices import CREDIT

_MOST = 500


def live_credit(member_id: int) -> CreditAttestation | None:
    """One statement."""
    return CreditAttestation.objects.filter(member_id=member_id, state__in=LIVE_CREDIT_STATES).first()


def newest_credit(member_id: int) -> CreditAttestation | None:
    """The last one, whatever became of it. One statement."""
    return CreditAttestation.objects.filter(member_id=member_id).order_by("-pk").first()


def level_place(row: CreditAttestation) -> str:
    """What a sealed level is bound to (``aad``)."""
    return f"credit-level:{row.public_id}"


@dataclass(frozen=True, kw_only=True)
class SeenLevel:
    level: Level
    period: str
    observed_at: datetime
    valid_until: datetime
    simulated: bool

    @property
    def label(self) -> str:
        return str(self.level.label)


def level_in(row: CreditAttestation) -> SeenLevel | None:
    """Opened; the caller knows that a consent is live. One statement for the key."""
    if not row.level_sealed or row.observed_at is None or row.valid_until is None:
        return None
    if row.member.data_key is None:
        return None
    try:
        level = row.member.data_key.decrypt(row.level_sealed, aad=level_place(row))
    except KeyShredded:
        return None
    return SeenLevel(
        level=Level(level),
        period=row.period,
        observed_at=row.observed_at,
        valid_until=row.valid_until,
        simulated=row.simulated,
    )


def current_level(member_id: int, *, now: datetime) -> SeenLevel | None:
    """The level, if it is not out of date and the consent stands. Two statements at most."""
    row = (
        CreditAttestation.objects.filter(member_id=member_id, state=CreditState.CURRENT, valid_until__gt=now)
        .select_related("member__data_key")
        .first()
    )
    if row is None or not has_consent(member_id, CREDIT.key):
        return None
    return level_in(row)


def may_hold_level(member_ids: list[int], *, now: datetime) -> set[int]:
    """Those with an attestation that is not out of date. One statement however many."""
    rows = CreditAttestation.objects.filter(
        member_id__in=member_ids, state=CreditState.CURRENT, valid_until__gt=now
    )
    return set(rows.values_list("member_id", flat=True))


@dataclass(frozen=True, kw_only=True)
class OwnCredit:
    """A member's own view."""

    state: str
    reason: str
    level: SeenLevel | None
    simulated: bool
    began_at: datetime

    @property
    def is_over(self) -> bool:
        return self.state not in LIVE_CREDIT_STATES

    @property
    def is_pending(self) -> bool:
        return self.state == CreditState.CONSENT_PENDING

    @property
    def may_begin(self) -> bool:
        """Not while a level is there or being read."""
        return self.is_over or self.is_pending

    @property
    def state_label(self) -> str:
        return str(CreditState(self.state).label)


def own_credit(member_id: int, *, now: datetime) -> OwnCredit | None:
    """None before the first. What is out of date is shown as such, and to nobody else. Three statements."""
    row = (
        CreditAttestation.objects.filter(member_id=member_id)
        .select_related("member__data_key")
        .order_by("-pk")
        .first()
    )
    if row is None:
        return None
    is_old = row.state == CreditState.CURRENT and row.valid_until is not None and row.valid_until <= now
    readable = row.state in READ_CREDIT_STATES and has_consent(member_id, CREDIT.key)
    return OwnCredit(
        state=CreditState.STALE if is_old else row.state,
        reason=str(CreditWhy(row.reason).label) if row.reason else "",
        level=level_in(row) if readable else None,
        simulated=row.simulated,
        began_at=row.began_at,
    )


def due_for_refresh(now: datetime, limit: int = _MOST) -> list[tuple[int, bool]]:
    """[(id, is out of date)] of what ends within a day, oldest first. One statement."""
    soon: QuerySet[CreditAttestation] = CreditAttestation.objects.filter(
        Q(state=CreditState.STALE) | Q(state=CreditState.CURRENT, valid_until__lte=now + timedelta(days=1))
    )
    rows = soon.order_by("valid_until", "pk").values_list("pk", "state")[:limit]
    return [(pk, state == CreditState.STALE) for pk, state in rows]
