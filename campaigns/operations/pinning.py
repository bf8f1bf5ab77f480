"""From a visit to a referral: in the registration's own transaction, or afterwards from its fact.

The registration's path is the busiest write of the product, so what it adds is written as SQL, the
new rows first and the advocate's counters, which others may be waiting for, last.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from accounts.registration import INVITATION_PREFIX
from campaigns import errors, facts, rules
from campaigns.models import Campaign, Touch
from campaigns.operations.clock import now_sql
from campaigns.operations.touches import find_link
from campaigns.queries.campaigns import Sealed, sealed_version
from campaigns.rulebook import Rulebook
from campaigns.split_shape import WHOLE_BP
from campaigns.states import AttributionModel, CampaignState
from outbox.facts import Fact, record_all
from trust.operations import declare_conflict

# How far back a touch may lie for any campaign; each campaign's own window is shorter.
OLDEST_TOUCH = timedelta(days=366)
# Newest first: far more than anybody opens, so that also the first of them is among these.
TOUCHES_READ = 500
REFERRAL_CONFLICT = "referral"


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What a registration is pinned to."""

    campaign_id: int
    campaign_ref: str
    version_id: int
    sha256: str
    link_id: int
    advocate_id: int
    touch_id: int | None
    by: "Person | None" = None
    # Whose invitation was opened, too; it matters where the rules share credit.
    other_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who decided that a registration counts for an advocate, why and when, where no touch before it did.

    ``typed_before``: it was the friend herself, who may type a code until then.
    """

    actor_id: int | None
    reason: str
    at: datetime
    typed_before: datetime | None = None


def pin_invitee(member: object, visitor_key: str | None, now: datetime) -> None:
    """The companion of every registration: pins a new member to the campaigns she was invited to.

    A browser's own key never stops a registration: an invitation that is over is left aside. A code that
    was named (``invitation:CODE``) is taken at its word.

    Raises, for a named code: UnknownInvitation, InvitationWithdrawn, CampaignNotStarted, CampaignPaused,
    CampaignEnded.
    """
    if not visitor_key:
        return
    member_id: int = member.pk  # type: ignore[attr-defined]
    if visitor_key.startswith(INVITATION_PREFIX):
        _pin_to_code(member_id, visitor_key.removeprefix(INVITATION_PREFIX), now=now)
        return
    invitations = _invitations_of(visitor_key, member_id=member_id, registered_at=now)
    if invitations:
        _pin_all(invitations, member_id=member_id, registered_at=now, late=False)


@transaction.atomic
def attribute_referral(*, member_id: int, visitor_key: str, registered_at: datetime) -> int:
    """Pin a member who registered elsewhere, by her browser's touches within each campaign's window.

    Returns how many referrals came into being; repeating it makes none.
    """
    invitations = _invitations_of(visitor_key, member_id=member_id, registered_at=registered_at)
    return _pin_all(invitations, member_id=member_id, registered_at=registered_at, late=True)


def pin_by_hand(invitation: Invitation, *, member_id: int, registered_at: datetime) -> bool:
    """By a person's decision: the same rows and news as for any other friend, from that moment on.

    False when the campaign takes nobody now or has this invitee already.
    """
    return bool(_pin_all([invitation], member_id=member_id, registered_at=registered_at, late=True))


def pin_by_code(invitation: Invitation, *, member_id: int, registered_at: datetime) -> bool:
    """By a code that she typed after registering (``by.typed_before``), while the campaign takes people in.

    False when it does not, when the time for it is over, both by the database's clock, or when it has this
    invitee already.
    """
    return bool(_pin_all([invitation], member_id=member_id, registered_at=registered_at, late=True))


def _pin_to_code(member_id: int, code: str, *, now: datetime) -> None:
    link = find_link(code)
    campaign, version = link.campaign, link.campaign.current
    rules.check_takes_referrals(
        state=campaign.state,
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        now=now,
        is_stopped=campaign.brand.is_stopped,
    )
    if link.withdrawn_at is not None or version is None:
        raise errors.InvitationWithdrawn
    named = Invitation(
        campaign_id=campaign.pk,
        campaign_ref=campaign.public_id,
        version_id=version.pk,
        sha256=version.sha256,
        link_id=link.pk,
        advocate_id=link.advocate_id,
        touch_id=None,
    )
    if not _pin_all([named], member_id=member_id, registered_at=now, late=False):
        # The database's clock or state said no after ours had said yes.
        raise errors.CampaignEnded


def _invitations_of(visitor_key: str, *, member_id: int, registered_at: datetime) -> list[Invitation]:
    """One statement while the versions are known to this process."""
    touches = Touch.objects.filter(
        visitor_key=visitor_key,
        occurred_at__gte=registered_at - OLDEST_TOUCH,
        occurred_at__lte=registered_at,
        link__withdrawn_at__isnull=True,
        campaign__current__isnull=False,
    ).order_by("-occurred_at", "-id")
    rows = touches.values_list(
        "pk",
        "occurred_at",
        "link_id",
        "link__advocate_id",
        "campaign_id",
        "campaign__public_id",
        "campaign__current_id",
        "campaign__current__sha256",
    )[:TOUCHES_READ]
    known: dict[int, Invitation] = {}
    seen: list[rules.TouchSeen] = []
    window_days: dict[int, int] = {}
    first_counts: set[int] = set()
    for touch_id, occurred_at, link_id, advocate_id, campaign_id, ref, version_id, sha256 in rows:
        known[touch_id] = Invitation(
            campaign_id=campaign_id,
            campaign_ref=ref,
            version_id=version_id,
            sha256=sha256,
            link_id=link_id,
            advocate_id=advocate_id,
            touch_id=touch_id,
        )
        seen.append(
            rules.TouchSeen(
                touch_id=touch_id, campaign_id=campaign_id, advocate_id=advocate_id, occurred_at=occurred_at
            )
        )
        rulebook = sealed_version(version_id, sha256).rulebook
        window_days[campaign_id] = rulebook.window_days
        if rulebook.first_touch_counts:
            first_counts.add(campaign_id)
    chosen = rules.choose_touches(
        seen,
        invitee_id=member_id,
        registered_at=registered_at,
        window_days=window_days,
        first_counts=first_counts,
    )
    return [_with_other(known[each.touch.touch_id], each.other) for each in chosen]


def _with_other(invitation: Invitation, other: rules.TouchSeen | None) -> Invitation:
    return replace(invitation, other_id=other.advocate_id) if other else invitation


def _pin_all(invitations: list[Invitation], *, member_id: int, registered_at: datetime, late: bool) -> int:
    news: list[tuple[Fact, str]] = []
    for wanted in invitations:
        invitation = _pin_in_force(wanted, member_id=member_id, registered_at=registered_at, late=late)
        if invitation is not None:
            rulebook = _sealed(invitation).rulebook
            sharer_id, sharer_bp = _share(invitation, rulebook)
            fact = facts.ReferralRegistered(
                campaign_id=invitation.campaign_id,
                advocate_id=invitation.advocate_id,
                invitee_id=member_id,
                version_id=invitation.version_id,
                recheck=late or rulebook.counts_at_once,
                occurred_at=registered_at.isoformat(),
                look_again_at=_look_again(rulebook, registered_at, by=invitation.by),
                attributed_at=invitation.by.at.isoformat() if invitation.by else "",
                sharer_id=sharer_id,
                sharer_bp=sharer_bp,
            )
            news.append((fact, invitation.campaign_ref))
            # Whoever invited somebody never decides on their papers, nor the other way round.
            declare_conflict(invitation.advocate_id, member_id, REFERRAL_CONFLICT)
            if sharer_id is not None:
                declare_conflict(sharer_id, member_id, REFERRAL_CONFLICT)
    if news:
        record_all(news)
    return len(news)


def _pin_in_force(
    invitation: Invitation, *, member_id: int, registered_at: datetime, late: bool
) -> Invitation | None:
    """What she is pinned to, if to anything: to better rules than were read, where they are in force now."""
    while not _pin(invitation, member_id=member_id, registered_at=registered_at, late=late):
        now_in_force = _renewed(invitation, member_id=member_id, registered_at=registered_at)
        if now_in_force == invitation:
            return None
        invitation = now_in_force
    return invitation


def _renewed(invitation: Invitation, *, member_id: int, registered_at: datetime) -> Invitation:
    """Under the rules in force, which may have another window and so count another touch."""
    in_force = Campaign.objects.values_list("current_id", "current__sha256").get(pk=invitation.campaign_id)
    version_id, sha256 = in_force[0] or 0, in_force[1] or ""
    if (version_id, sha256) == (invitation.version_id, invitation.sha256):
        return invitation
    for chosen in _chosen_again(invitation, member_id=member_id, registered_at=registered_at):
        if chosen.campaign_id == invitation.campaign_id:
            return chosen
    return replace(invitation, version_id=version_id, sha256=sha256)


def _chosen_again(invitation: Invitation, *, member_id: int, registered_at: datetime) -> list[Invitation]:
    if invitation.touch_id is None or invitation.by is not None:
        return []
    key = Touch.objects.values_list("visitor_key", flat=True).get(pk=invitation.touch_id)
    return _invitations_of(key, member_id=member_id, registered_at=registered_at)


def _sealed(invitation: Invitation) -> Sealed:
    return sealed_version(invitation.version_id, invitation.sha256)


def _share(invitation: Invitation, rulebook: Rulebook) -> tuple[int | None, int]:
    """(with whom the credit is shared, how much of it that one gets in basis points)."""
    share_bp = rulebook.other_share_bp
    if invitation.other_id is None or not share_bp:
        return None, 0
    return invitation.other_id, share_bp


def _look_again(rulebook: Rulebook, registered_at: datetime, *, by: Person | None) -> str:
    after = rulebook.looks_again_after
    if not after or (by is not None and registered_at + after <= by.at):
        return ""
    return (registered_at + after).isoformat()


def _pin(invitation: Invitation, *, member_id: int, registered_at: datetime, late: bool) -> bool:
    """Three statements; False when the campaign takes nobody now, has this invitee already, or other rules.

    The first statement is the claim: it carries the version in force, the campaign's state, and its window
    by the database's clock (for late news: by the time of the registration).
    """
    version = _sealed(invitation)
    moment = _stored(registered_at)
    expires_at = _stored(registered_at + timedelta(days=version.rulebook.window_days))
    shared = _share(invitation, version.rulebook)
    claim = [version.number, invitation.advocate_id, *shared, member_id, moment, expires_at]
    where = [invitation.campaign_id, invitation.version_id]
    typed_before = invitation.by.typed_before if invitation.by else None
    with connection.cursor() as cursor:
        if typed_before is not None:
            statement = _CLAIM.format(states=_LIVE_STATES, moment=now_sql(), more=_TYPED + now_sql())
            cursor.execute(statement, [*claim, *where, moment, _stored(typed_before)])
        elif late:
            statement = _CLAIM.format(states=_LATE_STATES, moment="%s", more="")
            cursor.execute(statement, [*claim, *where, moment, moment])
        else:
            statement = _CLAIM.format(states=_LIVE_STATES, moment=now_sql(), more="")
            cursor.execute(statement, [*claim, *where])
        if cursor.rowcount != 1:
            return False
        whom = [invitation.campaign_id, member_id]
        why = _why(invitation, version.rulebook, moment)
        cursor.execute(_ATTRIBUTE, [*whom, *why, WHOLE_BP - shared[1], *whom])
        cursor.execute(_COUNT, [invitation.campaign_id, invitation.advocate_id])
    return True


def _why(invitation: Invitation, rulebook: Rulebook, moment: str | datetime) -> list[Any]:
    came = [invitation.link_id, invitation.touch_id, _model(invitation, rulebook).value]
    if invitation.by is None:
        return [*came, moment, None, ""]
    return [*came, _stored(invitation.by.at), invitation.by.actor_id, invitation.by.reason]


def _model(invitation: Invitation, rulebook: Rulebook) -> AttributionModel:
    if invitation.by is not None:
        return AttributionModel.TYPED if invitation.by.typed_before else AttributionModel.MANUAL
    if invitation.touch_id is None:
        return AttributionModel.DIRECT
    return AttributionModel.FIRST_TOUCH if rulebook.first_touch_counts else AttributionModel.LAST_TOUCH


_LIVE_STATES = f"('{CampaignState.LIVE.value}')"
_LATE_STATES = f"('{CampaignState.LIVE.value}', '{CampaignState.CLOSING.value}')"


_CLAIM = """
INSERT INTO campaigns_referral (campaign_id, pinned_id, came_under, advocate_id, sharer_id, sharer_bp,
                                invitee_id, state, version,
                                credit_hundredths, levels, registered_at, expires_at)
SELECT id, current_id, %s, %s, %s, %s, %s, 'registered', 0, 0, '["registered"]', %s, %s
  FROM campaigns_campaign
 WHERE id = %s AND current_id = %s AND state IN {states} AND opens_at <= {moment} AND closes_at > {moment}
   {more}
   AND NOT EXISTS (SELECT 1 FROM campaigns_brand
                    WHERE campaigns_brand.id = campaigns_campaign.brand_id AND stopped_at IS NOT NULL)
ON CONFLICT DO NOTHING
"""
# She registered while it was open, and the time for typing a code is not over.
_TYPED = "AND opens_at <= %s AND %s > "
_ATTRIBUTE = """
INSERT INTO campaigns_attribution (campaign_id, invitee_id, link_id, touch_id, model, decided_at,
                                   actor_id, reason, share_bp, revision)
SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, coalesce(max(revision), 0) + 1
  FROM campaigns_attribution WHERE campaign_id = %s AND invitee_id = %s
"""
_COUNT = (
    "UPDATE campaigns_progress SET registered = registered + 1 WHERE campaign_id = %s AND advocate_id = %s"
)


def _stored(moment: datetime) -> str | datetime:
    """As the database stores it: SQLite keeps text, PostgreSQL a timestamp."""
    return connection.ops.adapt_datetimefield_value(moment) or moment
