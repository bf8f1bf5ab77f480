"""A member chooses a code for her invitation that people can remember."""

from datetime import datetime

from django.db import transaction

from campaigns import errors
from campaigns.models import ShareLink, VanityCode
from campaigns.operations.touches import check_link
from campaigns.queries.links import vanity_index
from campaigns.states import Channel
from campaigns.vanity_rules import is_code, is_unfit
from common.access import Actor, allow
from common.errors import NotFound
from common.limits import hit

# The first one, and one change; both go on working.
MOST_CODES = 2
TRIES_PER_HOUR = 20
_HOUR = 3600


def choose_code(
    *, actor: Actor, campaign_id: int, code: str, channel: str = Channel.LINK, now: datetime
) -> VanityCode:
    """Give the member's link for a channel a further code; the others go on working.

    The same code again returns the same row. Call it outside a transaction, so that tries are counted.

    Raises: NotAllowed, NotFound (no link yet), BadCode, UnfitCode, CodeTaken, CodesChosen, TooMany,
    CampaignNotStarted, CampaignPaused, CampaignEnded, InvitationWithdrawn.
    """
    mine = ShareLink.objects.select_related("campaign__brand").filter(
        campaign_id=campaign_id, advocate_id=actor.pk, channel=channel
    )
    link = mine.first() if actor.pk is not None else None
    allow(actor, "campaigns.share-campaign", link.campaign if link else None)
    if link is None:
        raise NotFound
    hit("vanity-codes", str(actor.pk), limit=TRIES_PER_HOUR, per_seconds=_HOUR)
    typed = "".join(code.split()).upper()
    if not is_code(typed):
        raise errors.BadCode(field="code")
    if is_unfit(typed):
        raise errors.UnfitCode(field="code")
    return _write(link, typed, now=now)


@transaction.atomic
def forget_codes(member_id: int) -> None:
    """They may have been her name; the indexes stay, so that nobody else ever gets them."""
    VanityCode.objects.filter(link__advocate_id=member_id).exclude(code="").update(code="")


@transaction.atomic
def _write(link: ShareLink, typed: str, *, now: datetime) -> VanityCode:
    check_link(link, now=now)
    index = vanity_index(typed)
    there = VanityCode.objects.filter(index=index).first()
    if there is not None and there.link_id == link.pk:
        return there
    if there is not None or ShareLink.objects.filter(code=typed).exists():
        raise errors.CodeTaken(field="code")
    place = VanityCode.objects.filter(link=link).count() + 1
    if place > MOST_CODES:
        raise errors.CodesChosen(field="code")
    # Two at once: the loser of either unique key reads what the winner wrote.
    fresh = VanityCode(link=link, code=typed, index=index, place=place, made_at=now)
    VanityCode.objects.bulk_create([fresh], ignore_conflicts=True)
    found = VanityCode.objects.filter(link=link, index=index).first()
    if found is None:
        raise errors.CodeTaken(field="code")
    return found
