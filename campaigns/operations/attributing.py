"""A person says whose friend somebody is who registered without an invitation, or before typing it."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.leaving_queries import left_on
from accounts.queries import active_ids, find_member_by_handle, joined_at
from accounts.visibility import are_blocked
from campaigns import errors, rules
from campaigns.models import Attribution, Campaign, Decision, Referral, ShareLink
from campaigns.operations.pinning import Invitation, Person, pin_by_hand
from campaigns.states import ATTRIBUTED, AttributionModel
from common.access import Actor, allow
from outbox.audit import note

REASON_LIMIT = 300


@transaction.atomic
def attribute_by_hand(
    *,
    actor: Actor,
    campaign_id: int,
    invitee_handle: str,
    advocate_handle: str,
    reason: str,
    now: datetime,
) -> Referral:
    """Write a friend down for an advocate who had an invitation already when the friend registered.

    From then on she is a friend like any other: what she has shown counts from this decision on, and the
    rules of risk look at her. Nobody is ever given to somebody else: the same decision again returns the
    same referral, another one is refused.

    Raises: NotFound, ReasonMissing, NoSuchMember, SamePerson, OwnAttribution, AlreadyInvited,
    CampaignNotStarted, CampaignPaused, CampaignEnded, RegisteredOutside, AttributionTooLate,
    NoInvitationThen, NotTogether.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.attribute-referral", campaign)
    why = " ".join(reason.split())[:REASON_LIMIT]
    if not why:
        raise errors.ReasonMissing(field="reason")
    invitee_id = _member(invitee_handle, field="invitee_handle")
    advocate_id = _member(advocate_handle, field="advocate_handle")
    if invitee_id == advocate_id:
        raise errors.SamePerson(field="advocate_handle")
    _check_own(actor, {invitee_id, advocate_id})
    there = _by_hand_before(campaign_id, invitee_id=invitee_id, advocate_id=advocate_id)
    if there is not None:
        return there
    registered_at = joined_at([invitee_id])[invitee_id]
    invitation = _invitation(campaign, advocate_id, invitee_id, registered_at=registered_at, now=now)
    by = Person(actor_id=actor.pk, reason=why, at=now)
    referral = _write(invitation, invitee_id, registered_at=registered_at, by=by)
    note(actor, verb="campaigns.attribute-referral", kind="campaigns.referral", key=str(referral.pk), why=why)
    return referral


def _member(handle: str, *, field: str) -> int:
    member_id = find_member_by_handle(handle)
    if not active_ids([member_id]):
        raise errors.NoSuchMember(field=field)
    return member_id


def _check_own(actor: Actor, pair: set[int]) -> None:
    """Nobody decides about herself, nor about whom she invited or was invited by, or shares with somebody."""
    brought = Q(advocate_id=actor.pk) | Q(sharer_id=actor.pk)
    brought_her = Q(advocate_id__in=pair) | Q(sharer_id__in=pair)
    hers = brought & Q(invitee_id__in=pair) | brought_her & Q(invitee_id=actor.pk)
    if actor.pk is not None and (actor.pk in pair or Referral.objects.filter(hers).exists()):
        raise errors.OwnAttribution


def _by_hand_before(campaign_id: int, *, invitee_id: int, advocate_id: int) -> Referral | None:
    """The same decision, made before. Raises: AlreadyInvited."""
    found = Referral.objects.filter(campaign_id=campaign_id, invitee_id=invitee_id).first()
    if found is None:
        return None
    whys = Attribution.objects.filter(campaign_id=campaign_id, invitee_id=invitee_id)
    if found.advocate_id != advocate_id or whys.exclude(model=AttributionModel.MANUAL).exists():
        raise errors.AlreadyInvited(field="invitee_handle")
    return found


def _invitation(
    campaign: Campaign, advocate_id: int, invitee_id: int, *, registered_at: datetime, now: datetime
) -> Invitation:
    """The advocate's first invitation, if everything that holds for other friends holds here."""
    rules.check_attributable(
        state=campaign.state,
        opens_at=campaign.opens_at,
        # It may have been closed before its announced end.
        closes_at=min(campaign.closes_at, campaign.closed_at or campaign.closes_at),
        registered_at=registered_at,
        is_stopped=campaign.brand.is_stopped,
    )
    version = campaign.current
    if version is None or now >= registered_at + timedelta(days=version.rulebook.window_days):
        raise errors.AttributionTooLate(field="invitee_handle")
    links = ShareLink.objects.filter(campaign=campaign, advocate_id=advocate_id, withdrawn_at__isnull=True)
    # What did not exist yet can't have brought her; it also keeps circles of invitations out.
    link = links.filter(created_at__lte=registered_at).order_by("created_at", "pk").first()
    if link is None:
        raise errors.NoInvitationThen(field="advocate_handle")
    # Last, so that blocks can't be asked for between people whom the campaign never brought together.
    left = left_on(invitee_id)
    was_here = left is not None and campaign.published_at is not None and campaign.published_at.date() <= left
    if was_here or are_blocked(advocate_id, invitee_id):
        raise errors.NotTogether(field="advocate_handle")
    return Invitation(
        campaign_id=campaign.pk,
        campaign_ref=campaign.public_id,
        version_id=version.pk,
        sha256=version.sha256,
        link_id=link.pk,
        advocate_id=advocate_id,
        touch_id=None,
    )


def _write(invitation: Invitation, invitee_id: int, *, registered_at: datetime, by: Person) -> Referral:
    """Raises: AlreadyInvited (somebody was faster), CampaignEnded (the campaign took nobody any more)."""
    decided = pin_by_hand(replace(invitation, by=by), member_id=invitee_id, registered_at=registered_at)
    found = Referral.objects.filter(campaign_id=invitation.campaign_id, invitee_id=invitee_id).first()
    if found is None:
        raise errors.CampaignEnded
    if not decided:
        raise errors.AlreadyInvited(field="invitee_handle")
    Decision(
        campaign_id=found.campaign_id,
        pinned_id=found.pinned_id,
        referral=found,
        rule="referral",
        code=ATTRIBUTED,
        data={"reason": by.reason},
        actor_id=by.actor_id,
        decided_at=by.at,
    ).save(force_insert=True)
    return found
