"""Ambassadors: asked with what they get written down, agreeing, speaking in their own words, ending."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.queries import active_ids, find_member_by_handle
from campaigns import errors
from campaigns.ambassador_states import AmbassadorState
from campaigns.channel_packs import held_against_words, pack_called, tag_of_partners
from campaigns.facts import AmbassadorAccepted, AmbassadorAsked, AmbassadorClosed, AmbassadorFact
from campaigns.models import Ambassador, Campaign
from campaigns.models.ambassador import RECEIVES_LIMIT, WORDS_LIMIT
from campaigns.states import AMENDABLE_STATES, Channel
from common.access import SYSTEM, Actor, allow
from common.errors import IllegalMove, NotFound
from outbox.audit import note
from outbox.facts import record

LEFT = "member-left"


@transaction.atomic
def appoint_ambassador(
    *, actor: Actor, campaign_id: int, handle: str, receives: str, now: datetime
) -> Ambassador:
    """Ask a member; nothing changes until they agree. ``receives``: what they get, for everybody to read.

    Raises: NotFound, CampaignEnded, ReceivesMissing, NoSuchMember, OwnAppointment, AmbassadorAlready.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.appoint-ambassador", campaign)
    if campaign.state not in AMENDABLE_STATES:
        raise errors.CampaignEnded
    gets = " ".join(receives.split())
    if not gets or len(gets) > RECEIVES_LIMIT:
        raise errors.ReceivesMissing(field="receives")
    member_id = find_member_by_handle(handle)
    if not active_ids([member_id]):
        raise errors.NoSuchMember(field="handle")
    if member_id == actor.pk:
        raise errors.OwnAppointment(field="handle")
    asked = Ambassador(
        campaign=campaign, member_id=member_id, receives=gets, appointed_by_id=actor.pk, appointed_at=now
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        raise errors.AmbassadorAlready(field="handle") from error
    note(actor, verb="campaigns.appoint-ambassador", kind="campaigns.ambassador", key=asked.public_id)
    _tell(AmbassadorAsked, asked)
    return asked


@transaction.atomic
def accept_appointment(*, actor: Actor, ambassador_id: int, now: datetime) -> Ambassador:
    """From now on every link of theirs says so. Again changes nothing.

    Raises: NotFound, IllegalMove (said no, taken back or ended), CampaignEnded.
    """
    mine = _ambassador(actor, "campaigns.answer-appointment", ambassador_id)
    if mine.state == AmbassadorState.ACTIVE:
        return mine
    if mine.campaign.state not in AMENDABLE_STATES:
        raise errors.CampaignEnded
    mine.accept(actor=actor, now=now)
    _tell(AmbassadorAccepted, mine)
    return mine


@transaction.atomic
def decline_appointment(*, actor: Actor, ambassador_id: int, now: datetime) -> Ambassador:
    """Again changes nothing. Raises: NotFound, IllegalMove."""
    mine = _ambassador(actor, "campaigns.answer-appointment", ambassador_id)
    if mine.state != AmbassadorState.DECLINED:
        mine.decline(actor=actor, now=now)
        _tell_closed(mine)
    return mine


@transaction.atomic
def word_appointment(*, actor: Actor, ambassador_id: int, words: str) -> Ambassador:
    """An ambassador's own words to send along; '' for the campaign's.

    Raises: NotFound, IllegalMove (not an ambassador), NotDisclosed, ForbiddenByChannel, WordsTooLong.
    """
    mine = _ambassador(actor, "campaigns.answer-appointment", ambassador_id)
    said = " ".join(words.split())
    if mine.state != AmbassadorState.ACTIVE:
        raise IllegalMove
    if said:
        _check_words(mine.campaign, said)
    Ambassador.objects.filter(pk=mine.pk, state=AmbassadorState.ACTIVE).update(words=said)
    mine.words = said
    return mine


@transaction.atomic
def end_ambassador(*, actor: Actor, ambassador_id: int, reason: str, now: datetime) -> Ambassador:
    """By the brand, with a reason, or by the member. What was passed on before goes on saying so.

    An appointment that nobody has answered is taken back. Again changes nothing.

    Raises: NotFound, ReasonMissing (the brand gave none), IllegalMove (it never began).
    """
    found = _ambassador(actor, "campaigns.end-ambassador", ambassador_id)
    if found.state in (AmbassadorState.ENDED, AmbassadorState.WITHDRAWN):
        return found
    why = " ".join(reason.split())[:300]
    if not why and actor.pk != found.member_id:
        raise errors.ReasonMissing(field="reason")
    if found.state == AmbassadorState.OFFERED:
        found.take_back(actor=actor, why=why, now=now)
    else:
        found.end(actor=actor, why=why, now=now)
    _tell_closed(found)
    return found


def let_go_of_appointments(member_id: int, now: datetime) -> None:
    """The erasure's step: what is open ends, own words go; what was received stays, without a name."""
    mine = Ambassador.objects.select_related("campaign__brand").filter(member_id=member_id)
    for ambassador in mine.filter(state__in=["offered", "active"]).order_by("pk"):
        if ambassador.state == AmbassadorState.OFFERED:
            ambassador.take_back(actor=SYSTEM, why=LEFT, now=now)
        else:
            ambassador.end(actor=SYSTEM, why=LEFT, now=now)
        _tell_closed(ambassador)
    mine.exclude(words="").update(words="")


def _check_words(campaign: Campaign, words: str) -> None:
    """Raises: NotDisclosed, ForbiddenByChannel, WordsTooLong."""
    if len(words) > WORDS_LIMIT:
        raise errors.WordsTooLong(field="words")
    version = campaign.current
    channels = version.rulebook.channels if version else tuple(Channel.values)
    for finding in held_against_words(words, channels=channels, is_paid=True):
        if finding.rule == "disclosure":
            tag = " / ".join(tag_of_partners(language) for language in ("zh-hans", "en"))
            raise errors.NotDisclosed(field="words", tag=tag)
        pack = pack_called(finding.pack)
        raise errors.ForbiddenByChannel(
            field="words",
            platform=pack.name,
            path="words",
            line=finding.line,
            found=finding.found,
            why=finding.why,
            source=f"{pack.source} ({pack.dated})",
        )


def _ambassador(actor: Actor, verb: str, ambassador_id: int) -> Ambassador:
    found = Ambassador.objects.select_related("campaign__brand", "campaign__current")
    ambassador = found.filter(pk=ambassador_id).first()
    allow(actor, verb, ambassador)
    if ambassador is None:
        raise NotFound
    return ambassador


def _tell_closed(ambassador: Ambassador) -> None:
    _tell(AmbassadorClosed, ambassador, state=ambassador.state)


def _tell(kind: type[AmbassadorFact], ambassador: Ambassador, **more: str) -> None:
    fact = kind(
        ambassador_id=ambassador.pk,
        campaign_id=ambassador.campaign_id,
        member_id=ambassador.member_id,
        **more,
    )
    record(fact, subject=ambassador.public_id)
