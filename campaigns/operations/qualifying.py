"""Credit rises when a friend's trust rises; a referral qualifies; the threshold earns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from accounts.leaving_queries import left_on
from accounts.states import MemberState
from campaigns import facts, rules
from campaigns.conditions import Deed, Evidence, fulfils
from campaigns.last_mile_facts import OneFriendShort
from campaigns.last_mile_rules import nearly_reached
from campaigns.models import CreditEntry, Decision, Progress, Referral
from campaigns.operations.rewards import grant_rewards, grant_welcome
from campaigns.operations.teams import add_to_team
from campaigns.operations.vouch_credit import prove_vouch
from campaigns.queries.campaigns import sealed_version
from campaigns.queries.deeds import deeds_of
from campaigns.rulebook import Rulebook
from campaigns.split_shape import share_of
from campaigns.states import OPEN_REFERRALS, QUALIFYING_STATES, ReferralState
from campaigns.vouch_states import VOUCHED_DEEDS
from common.access import SYSTEM
from common.clock import DbNow
from common.errors import Stale
from outbox.facts import record
from trust.queries import certified_since

EXPIRE_AT_ONCE = 500
LAST_MOMENT = timedelta(microseconds=1)


def recheck_referrals(
    *, member_id: int, happened_at: datetime, now: datetime, deed: Deed | None = None
) -> int:
    """Bring every open referral of this invitee up to what she has shown by now; returns how many rose.

    ``happened_at``: when the news came about; it counts inside the referral's window even if it is told
    late. ``deed``: what it told of, where it is not a certificate; rules that don't ask for it are not
    looked at. Credit never falls here. Repeating the call changes nothing.
    """
    shown = _Shown(certified=certified_since(member_id))
    # Ascending by campaign: the progress rows are locked in one order everywhere.
    open_ones = Referral.objects.filter(
        credited_to_somebody(),
        invitee_id=member_id,
        state__in=OPEN_REFERRALS,
        campaign__state__in=QUALIFYING_STATES,
    )
    if deed is not None and deed.brand:
        open_ones = open_ones.filter(campaign__brand__public_id=deed.brand.removeprefix("brand:"))
    rose = 0
    columns = ("pk", "campaign_id", "advocate_id", "sharer_id", "pinned_id", "pinned__sha256")
    for referral_id, campaign_id, advocate_id, sharer_id, pinned_id, sha256 in open_ones.order_by(
        "campaign_id"
    ).values_list(*columns):
        if deed is not None and not _asks_for(sealed_version(pinned_id, sha256).rulebook, deed):
            continue
        with transaction.atomic():
            locked = lock_all(campaign_id, {advocate_id, sharer_id})
            referral = Referral.objects.select_related("pinned", "campaign").get(pk=referral_id)
            raised = _raise_one(referral, locked, shown=shown, happened_at=happened_at, now=now)
            rose += settle_vouch(referral, locked, now=now) or raised
    return rose


def _asks_for(rulebook: Rulebook, deed: Deed) -> bool:
    proves = rulebook.vouching is not None and deed.kind in VOUCHED_DEEDS
    return proves or any(fulfils(condition, deed) for condition in rulebook.conditions)


@dataclass(kw_only=True)
class _Shown:
    """One invitee's certificates since when."""

    certified: Mapping[str, datetime]

    def levels(self, referral: Referral) -> frozenset[str]:
        """Certificates from inside the window."""
        return rules.held_levels(
            {kind for kind, since in self.certified.items() if since < referral.expires_at}
        )

    def evidence(self, referral: Referral, *, now: datetime) -> Evidence | None:
        if not referral.pinned.rulebook.conditions:
            return None
        return evidence_of(referral, now=now)


def evidence_of(referral: Referral, *, now: datetime) -> Evidence:
    deeds = deeds_of([referral.invitee_id], campaign_id=referral.campaign_id)
    return Evidence(
        deeds=deeds[referral.invitee_id],
        registered_at=referral.registered_at,
        expires_at=referral.expires_at,
        now=now,
    )


def lock_progress(campaign_id: int, advocate_id: int) -> Progress:
    """The advocate's counters; nobody else changes them until the commit. An UPDATE locks on both engines."""
    row = Progress.objects.filter(campaign_id=campaign_id, advocate_id=advocate_id)
    row.update(registered=F("registered"))
    return row.get()


Locked = Mapping[int, Progress]


def lock_all(campaign_id: int, advocate_ids: Collection[int | None]) -> Locked:
    """By advocate, ascending, so that two who share friends with each other never wait in a circle."""
    wanted = sorted(advocate_id for advocate_id in advocate_ids if advocate_id is not None)
    return {advocate_id: lock_progress(campaign_id, advocate_id) for advocate_id in wanted}


def _raise_one(
    referral: Referral, locked: Locked, *, shown: _Shown, happened_at: datetime, now: datetime
) -> bool:
    """All rows were read under the lock. Raises: Stale, when somebody else ended the referral meanwhile."""
    if referral.state not in OPEN_REFERRALS or referral.campaign.state not in QUALIFYING_STATES:
        return False  # ended, or its campaign was, while the lock was waited for
    if happened_at >= referral.expires_at:
        _tell_too_late(referral, happened_at, now=now)
        return False
    if _was_here_before(referral):
        _tell_returned(referral, now=now)
        return False
    rulebook = referral.pinned.rulebook
    rise = _judge(referral, rulebook, shown=shown, now=now)
    if not rise.added_hundredths and not rise.qualifies:
        return False
    _write_rise(referral, rise, levels=sorted(rise.levels), now=now)
    _trace(referral, rulebook, rise, now=now)
    added = _added(referral, rise)
    for advocate_id, progress in locked.items():
        if advocate_id in added:
            _credit(progress, referral, rulebook, added[advocate_id], happened_at=happened_at, now=now)
    if rise.qualifies:
        grant_welcome(referral, rulebook=rulebook, now=now)
    return True


def _judge(referral: Referral, rulebook: Rulebook, *, shown: _Shown, now: datetime) -> rules.Rise:
    """What she has shown is compared with what it earned; what came from a word for her comes on top."""
    rise = rules.judge(
        rulebook,
        levels=shown.levels(referral),
        credit_hundredths=referral.credit_hundredths - referral.vouched_hundredths,
        qualified=referral.qualified_at is not None,
        evidence=shown.evidence(referral, now=now),
    )
    return replace(rise, credit_hundredths=rise.credit_hundredths + referral.vouched_hundredths)


def settle_vouch(referral: Referral, locked: Locked, *, now: datetime) -> bool:
    """Give the advocate what her word for a friend is worth by now; whether that was something.

    All rows were read under the lock. Raises: Stale.
    """
    if referral.state not in OPEN_REFERRALS or referral.campaign.state not in QUALIFYING_STATES:
        return False
    rulebook = referral.pinned.rulebook
    if rulebook.vouching is None or _was_here_before(referral):
        return False
    added = prove_vouch(referral, rulebook, now=now)
    if added:
        progress = locked[referral.advocate_id]
        _credit(progress, referral, rulebook, _Added(hundredths=added), happened_at=now, now=now)
    return bool(added)


@dataclass(frozen=True, kw_only=True)
class _Added:
    hundredths: int
    qualified: int = 0


def _added(referral: Referral, rise: rules.Rise) -> Mapping[int, _Added]:
    """What one rise brings to whom. The shares are whole hundredths and add up to it."""
    shared = _shared(referral, rise)
    rest = rise.added_hundredths - shared
    found = {referral.advocate_id: _Added(hundredths=rest, qualified=int(rise.qualifies))}
    if referral.sharer_id is not None and shared:
        found[referral.sharer_id] = _Added(hundredths=shared)
    return found


def _shared(referral: Referral, rise: rules.Rise) -> int:
    """The other advocate's part of what a rise adds."""
    former, share_bp = rise.credit_hundredths - rise.added_hundredths, referral.sharer_bp
    return share_of(rise.credit_hundredths, share_bp) - share_of(former, share_bp)


def _credit(
    progress: Progress,
    referral: Referral,
    rulebook: Rulebook,
    added: _Added,
    *,
    happened_at: datetime,
    now: datetime,
) -> None:
    """To one advocate, with what it earns. Whoever has left keeps the sum and earns nothing more."""
    progress.credit_hundredths += added.hundredths
    progress.qualified += added.qualified
    if not has_left(progress, referral):
        grant_rewards(progress, rulebook=rulebook, cause=referral, now=now)
    if added.hundredths:
        progress.reached_at = max(progress.reached_at or happened_at, happened_at)
    progress.save(update_fields=["credit_hundredths", "qualified", "rewards", "reached_at"])
    tell_if_one_short(progress, rulebook, subject=referral.campaign.public_id)
    if added.hundredths and progress.team_id is not None:
        add_to_team(progress.team_id, added_hundredths=added.hundredths, reached_at=happened_at)


def credited_to_somebody() -> Q:
    """Friends of an advocate who has left are not looked at any more, but where their credit is shared."""
    staying = [state for state in MemberState if state != MemberState.ERASED]
    return Q(advocate__state__in=staying) | Q(sharer__state__in=staying)


def has_left(progress: Progress, referral: Referral) -> bool:
    """Only of the two who share a friend: nobody else's are looked at once the advocate has left."""
    if referral.sharer is None:
        return False
    who = referral.sharer if progress.advocate_id == referral.sharer_id else referral.advocate
    return who.state == MemberState.ERASED


def tell_if_one_short(progress: Progress, rulebook: Rulebook, *, subject: str) -> None:
    """The news for which a unit is kept. Only where the rules keep any; inside the credit's transaction."""
    if nearly_reached(rulebook, credit_hundredths=progress.credit_hundredths):
        fact = OneFriendShort(campaign_id=progress.campaign_id, advocate_id=progress.advocate_id)
        record(fact, subject=subject)


def raise_again(referral: Referral, locked: Locked, *, now: datetime) -> bool:
    """Judge a referral whose rules got better. All rows were read under the progress rows' locks."""
    shown = _Shown(certified=certified_since(referral.invitee_id))
    return _raise_one(referral, locked, shown=shown, happened_at=now, now=now)


def _write_rise(referral: Referral, rise: rules.Rise, *, levels: list[str], now: datetime) -> None:
    """Raises: Stale; the caller's transaction then takes everything back."""
    if rise.qualifies:
        referral.qualify(actor=SYSTEM, credit_hundredths=rise.credit_hundredths, levels=levels, now=now)
        fact = facts.ReferralQualified(
            referral_id=referral.pk,
            campaign_id=referral.campaign_id,
            advocate_id=referral.advocate_id,
            invitee_id=referral.invitee_id,
            occurred_at=now.isoformat(),
            sharer_id=referral.sharer_id,
        )
        record(fact, subject=referral.campaign.public_id)
    elif not referral.raise_credit(credit_hundredths=rise.credit_hundredths, levels=levels):
        raise Stale
    shared, cause = _shared(referral, rise), _cause(referral, levels)
    _enter(referral, cause, rise.added_hundredths - shared, sharer_id=None, now=now)
    _enter(referral, f"share:{cause}"[:40], shared, sharer_id=referral.sharer_id, now=now)


def _enter(referral: Referral, cause: str, hundredths: int, *, sharer_id: int | None, now: datetime) -> None:
    if hundredths:
        CreditEntry(
            referral=referral,
            sharer_id=sharer_id,
            cause=cause,
            amount_hundredths=hundredths,
            occurred_at=now,
        ).save(force_insert=True)


def _cause(referral: Referral, levels: list[str]) -> str:
    """Better rules may raise the credit again for the same certificates, once a version."""
    shown = "+".join(levels)
    number = referral.pinned.number
    return (shown if number == 1 else f"v{number}:{shown}")[:40]


def _trace(referral: Referral, rulebook: Rulebook, rise: rules.Rise, *, now: datetime) -> None:
    """``credit``: what she counts for the advocate who reads it."""
    credit = rise.credit_hundredths - share_of(rise.credit_hundredths, referral.sharer_bp)
    if rise.qualifies:
        _decide(referral, "counts-shared" if referral.sharer_bp else "counts", now=now, on=now, credit=credit)
        return
    if rise.missing:
        inputs = {"missing": rise.missing, "match": rulebook.match, "until": referral.expires_at}
        _decide(referral, "partly", now=now, credit=credit, **inputs)
        return
    counted = [level for level in sorted(rise.levels) if rulebook.credit.get(level, 0)]
    _decide(referral, "counts-more", now=now, credit=credit, levels=counted)


def _was_here_before(referral: Referral) -> bool:
    """Whoever leaves and comes back is nobody's new friend in a campaign that they had already met."""
    left = left_on(referral.invitee_id)
    published_at = referral.campaign.published_at
    return left is not None and published_at is not None and published_at.date() <= left


def _tell_returned(referral: Referral, *, now: datetime) -> None:
    """Once."""
    if not Decision.objects.filter(referral=referral, code="returned").exists():
        _decide(referral, "returned", now=now)


def _tell_too_late(referral: Referral, happened_at: datetime, *, now: datetime) -> None:
    """Once: told again, the news is no newer. Whoever counts already needs nothing more."""
    if (
        referral.qualified_at is None
        and not Decision.objects.filter(referral=referral, code="too-late").exists()
    ):
        _decide(referral, "too-late", now=now, on=happened_at, until=referral.expires_at)


def expire_referrals(*, now: datetime) -> int:
    """End what did not qualify within its window, by the database's clock; returns how many.

    What happened up to the window's end counts first, whoever has not looked at it yet.
    """
    due = Referral.objects.filter(state=ReferralState.REGISTERED, expires_at__lte=DbNow())
    columns = ("pk", "campaign_id", "advocate_id", "sharer_id")
    rows = due.order_by("expires_at").values_list(*columns)[:EXPIRE_AT_ONCE]
    return sum(_expire(pk, campaign_id, {*who}, now=now) for pk, campaign_id, *who in rows)


def _expire(referral_id: int, campaign_id: int, advocate_ids: set[int | None], *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            locked = lock_all(campaign_id, advocate_ids)
            found = Referral.objects.select_related("pinned", "campaign", "advocate", "sharer")
            referral = found.get(pk=referral_id)
            last = referral.expires_at - LAST_MOMENT
            if _is_credited(referral):
                shown = _Shown(certified=certified_since(referral.invitee_id))
                _raise_one(referral, locked, shown=shown, happened_at=last, now=now)
            return _end(referral, now=now)
    except Stale:
        return False  # somebody was faster; the next run looks again


def _is_credited(referral: Referral) -> bool:
    both = (referral.advocate, referral.sharer)
    return any(who is not None and who.state != MemberState.ERASED for who in both)


def _end(referral: Referral, *, now: datetime) -> bool:
    """Raises: Stale."""
    if referral.state != ReferralState.REGISTERED:
        return False
    referral.expire(actor=SYSTEM)
    rulebook = referral.pinned.rulebook
    evidence = evidence_of(referral, now=now) if rulebook.conditions else None
    missing = rules.what_is_missing(rulebook, levels=referral.levels, evidence=evidence)
    inputs = {"missing": missing, "match": rulebook.match, "until": referral.expires_at}
    _decide(referral, "expired", now=now, **inputs)
    return True


def _decide(referral: Referral, code: str, *, now: datetime, **inputs: object) -> None:
    data = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in inputs.items()}
    Decision(
        campaign_id=referral.campaign_id,
        pinned_id=referral.pinned_id,
        referral=referral,
        rule="referral",
        code=code,
        data=data,
        decided_at=now,
    ).save(force_insert=True)
