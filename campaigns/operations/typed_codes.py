"""Somebody types a code of a friend: on her way in, or within the campaign's hours after joining."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.queries import joined_at
from accounts.visibility import are_blocked
from campaigns import errors
from campaigns.models import Referral, ShareLink, Touch
from campaigns.operations.pinning import Invitation, Person, pin_by_code
from campaigns.operations.touches import find_link, open_invitation, open_link, write_touch
from campaigns.states import TouchKind
from common.access import Actor, allow
from common.errors import NotFound
from common.ids import new_public_id
from common.limits import hit, network_of

# Whoever has a code types it once or twice; more is guessing.
PER_MEMBER_PER_HOUR = 10
PER_NETWORK_PER_HOUR = 60
_HOUR = 3600


def open_typed_code(*, actor: Actor, code: str, visitor_key: str, address: str, now: datetime) -> ShareLink:
    """A visitor types a code: a touch of its own kind, as if she had opened the invitation's page.

    Call it outside a transaction, so that wrong codes are counted.

    Raises: as ``open_invitation``, and TooMany.
    """
    hit("codes-by-network", network_of(address), limit=PER_NETWORK_PER_HOUR, per_seconds=_HOUR)
    open_invitation(
        actor=actor, code=code, visitor_key=visitor_key, kind=TouchKind.CODE, address=address, now=now
    )
    return find_link(code)


def type_code(*, actor: Actor, code: str, visitor_key: str = "", now: datetime) -> Referral:
    """A member who registered lately says who invited her: she becomes that advocate's friend.

    As for whom a person writes down, what she has shown since registering counts from now on. The same code
    again returns the same referral. Call it outside a transaction, so that wrong codes are counted.

    ``visitor_key``: of her browser, for the look at the referral.

    Raises: NotAllowed, TooMany, UnknownInvitation, InvitationWithdrawn, OwnInvitation, CampaignNotStarted,
    CampaignPaused, CampaignEnded, AlreadyInvited, JoinedBefore, CodeTooLate.
    """
    allow(actor, "campaigns.type-code")
    if actor.pk is None:
        raise NotFound  # jobs were invited by nobody
    hit("codes-by-member", str(actor.pk), limit=PER_MEMBER_PER_HOUR, per_seconds=_HOUR)
    return _take_up(actor, actor.pk, code=code, visitor_key=visitor_key or new_public_id(), now=now)


@transaction.atomic
def _take_up(actor: Actor, member_id: int, *, code: str, visitor_key: str, now: datetime) -> Referral:
    link = find_link(code)
    if are_blocked(link.advocate_id, member_id):
        raise errors.UnknownInvitation
    before = Referral.objects.filter(campaign_id=link.campaign_id, invitee_id=member_id).first()
    if before is not None and before.advocate_id == link.advocate_id:
        return before
    link = open_link(code, actor=actor, now=now)
    registered_at = joined_at([member_id])[member_id]
    until = _until(link, registered_at)
    touch = write_touch(link, visitor_key=visitor_key, kind=TouchKind.CODE, now=now)
    by = Person(actor_id=member_id, reason="", at=now, typed_before=until)
    decided = pin_by_code(_invitation(link, touch, by=by), member_id=member_id, registered_at=registered_at)
    found = Referral.objects.filter(campaign_id=link.campaign_id, invitee_id=member_id).first()
    if found is None:
        # By the database's clock, or a state that changed after it was read.
        raise errors.CodeTooLate(field="code")
    if not decided and found.advocate_id != link.advocate_id:
        raise errors.AlreadyInvited(field="code")
    return found


def _until(link: ShareLink, registered_at: datetime) -> datetime:
    """Raises: JoinedBefore. What did not exist yet can't have brought her; it also keeps circles out."""
    if registered_at < link.campaign.opens_at or registered_at < link.created_at:
        raise errors.JoinedBefore(field="code")
    version = link.campaign.current
    return registered_at + timedelta(hours=version.rulebook.code_hours if version else 0)


def _invitation(link: ShareLink, touch: Touch, *, by: Person) -> Invitation:
    version = link.campaign.current
    if version is None:
        raise errors.UnknownInvitation
    return Invitation(
        campaign_id=link.campaign_id,
        campaign_ref=link.campaign.public_id,
        version_id=version.pk,
        sha256=version.sha256,
        link_id=link.pk,
        advocate_id=link.advocate_id,
        touch_id=touch.pk,
        by=by,
    )
