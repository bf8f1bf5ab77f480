"""Who sees which badge, and what it says. No badge looks the same as never having asked for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from accounts.audience import Audience, may_see
from accounts.visibility import met_by
from trust import credit_queries, credit_rules, evidence_queries
from trust.credit_queries import SeenLevel
from trust.credit_states import BadgeKind
from trust.models import BadgeChoice, Certification, RevealOffer
from trust.states import CaseKind, CertificationState

# Shown to nobody else until the member says so.
DEFAULT_AUDIENCE = Audience.ONLY_ME


@dataclass(frozen=True, kw_only=True)
class Choice:
    audience: int = DEFAULT_AUDIENCE
    floor: str = ""


def choices_of(member_id: int) -> Mapping[str, Choice]:
    """One entry per kind of badge. One statement."""
    rows = {row.badge: row for row in BadgeChoice.objects.filter(member_id=member_id)}
    return {
        kind: Choice(audience=rows[kind].audience, floor=rows[kind].floor) if kind in rows else Choice()
        for kind in BadgeKind.values
    }


@dataclass(frozen=True, kw_only=True)
class JobBadge:
    """``method`` in words; ``granted_at`` tells its age."""

    employer: str
    title: str
    method: str
    granted_at: datetime


@dataclass(frozen=True, kw_only=True)
class CreditBadge:
    """``label``: the level, or the floor with ``is_floor`` ("at least")."""

    label: str
    is_floor: bool
    period: str
    observed_at: datetime
    simulated: bool


def job_badge(member_id: int) -> JobBadge | None:
    """The certified job, while it is the present one. Two statements."""
    row = (
        Certification.objects.filter(
            member_id=member_id, kind=CaseKind.PROFESSIONAL, state=CertificationState.ACTIVE
        )
        .select_related("member__data_key")
        .first()
    )
    job = evidence_queries.current_employment(row.member) if row is not None else None
    if row is None or job is None:
        return None
    return JobBadge(
        employer=job.employer, title=job.title, method=row.get_method_display(), granted_at=row.granted_at
    )


def credit_badge(seen: SeenLevel | None, floor: str) -> CreditBadge | None:
    """What a level says under a floor; nothing at all below it. No statement."""
    if seen is None or (floor and not credit_rules.is_at_least(seen.level, floor)):
        return None
    label = str(type(seen.level)(floor).label) if floor else seen.label
    return CreditBadge(
        label=label,
        is_floor=bool(floor),
        period=seen.period,
        observed_at=seen.observed_at,
        simulated=seen.simulated,
    )


@dataclass(frozen=True, kw_only=True)
class ShownBadges:
    job: JobBadge | None = None
    credit: CreditBadge | None = None


def shown_badges(member_id: int, relation: str, *, now: datetime) -> ShownBadges:
    """What somebody who stands in ``relation`` to the member sees. One to five statements."""
    choices = choices_of(member_id)
    job, credit = choices[BadgeKind.PROFESSIONAL], choices[BadgeKind.CREDIT]
    seen = credit_queries.current_level(member_id, now=now) if may_see(relation, credit.audience) else None
    return ShownBadges(
        job=job_badge(member_id) if may_see(relation, job.audience) else None,
        credit=credit_badge(seen, credit.floor),
    )


def open_offers(member_id: int, *, now: datetime) -> QuerySet[RevealOffer]:
    """Offers to the member that are not answered, from people no block stands against; newest first."""
    mine = RevealOffer.objects.filter(member_id=member_id, other_id=OuterRef("member_id"), until__gt=now)
    offers = RevealOffer.objects.filter(other_id=member_id, until__gt=now).exclude(Exists(mine))
    return offers.filter(met_by(member_id, path="member_id")).select_related("member").order_by("-pk")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """How two members stand: ``mine`` has offered; the levels are there only once both have."""

    mine: bool = False
    until: datetime | None = None
    own_level: SeenLevel | None = None
    other_level: SeenLevel | None = None

    @property
    def is_open(self) -> bool:
        return self.own_level is not None and self.other_level is not None


def pair_of(member_id: int, other_id: int, *, now: datetime) -> Pair:
    """Both levels or neither. Five statements at most."""
    offers = RevealOffer.objects.filter(
        member_id__in=[member_id, other_id], other_id__in=[member_id, other_id], until__gt=now
    )
    by = {row.member_id: row for row in offers}
    if member_id not in by:
        return Pair()
    until = by[member_id].until
    if other_id not in by:
        return Pair(mine=True, until=until)
    own, theirs = (credit_queries.current_level(pk, now=now) for pk in (member_id, other_id))
    if own is None or theirs is None:
        return Pair(mine=True, until=until)
    return Pair(mine=True, until=min(until, by[other_id].until), own_level=own, other_level=theirs)
