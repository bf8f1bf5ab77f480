"""The brand's own posts on a platform: written, held against its pack, planned, stopped, published once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from campaigns import errors
from campaigns.brand_post_rules import POST_LIMITS, forbidden_in, said_there, weight_of
from campaigns.brand_post_states import CHANGEABLE, BrandPostState
from campaigns.channel_packs import pack_called
from campaigns.facts import BrandPostPublished
from campaigns.models import BrandPost, Campaign, ChannelPost
from campaigns.models.brand_post import BRAND_WORDS_LIMIT
from campaigns.queries.brand_posts import address_of
from campaigns.states import PUBLIC_STATES
from common.access import SYSTEM, Actor, allow
from common.errors import IllegalMove, NotFound
from groups.queries import group_id_of, stewarded_ids
from outbox.audit import note
from outbox.facts import record
from outbox.jobs import Work, enqueue

PUBLISH = "campaigns.publish-post"


@dataclass(frozen=True, kw_only=True)
class ToSay:
    """``words``: without the address, by which a lost post is found again; ``since``: not before that."""

    channel: str
    words: str
    address: str
    since: datetime


@transaction.atomic
def write_brand_post(
    *, actor: Actor, campaign_id: int, channel: str, words: str, group: str, now: datetime
) -> BrandPost:
    """A draft that nobody else sees. ``group``: whose stewards answer complaints there; '' follows nothing.

    Raises: NotFound, BadChannel, WordsMissing, PostTooLong, ForbiddenByChannel, NotYourGroup.
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.write-post", campaign)
    if channel not in POST_LIMITS:
        raise errors.BadChannel(field="channel")
    _check(campaign, channel, words)
    if group and (group_id_of(group), actor.pk) not in stewarded_ids(member_ids=[actor.pk or 0]):
        raise errors.NotYourGroup(field="group")
    post = BrandPost.objects.create(
        campaign=campaign,
        channel=channel,
        words=words.strip(),
        group=group,
        author_id=actor.pk,
        written_at=now,
    )
    note(actor, verb="campaigns.write-post", kind="campaigns.brandpost", key=post.public_id)
    return post


@transaction.atomic
def reword_brand_post(*, actor: Actor, post_id: int, words: str) -> BrandPost:
    """Other words for a draft, or for what the platform did not take.

    Raises: NotFound, IllegalMove, WordsMissing, PostTooLong, ForbiddenByChannel.
    """
    post = _post(actor, post_id)
    _check(post.campaign, post.channel, words)
    open_ones = BrandPost.objects.filter(pk=post.pk, version=post.version, state__in=CHANGEABLE)
    if not open_ones.update(words=words.strip(), version=post.version + 1):
        raise IllegalMove
    return _post(actor, post_id)


@transaction.atomic
def plan_brand_post(*, actor: Actor, post_id: int, at: datetime | None, now: datetime) -> BrandPost:
    """Publish it at that time, or at once. The platform's pack is asked again.

    Raises: NotFound, IllegalMove (planned already, or published), CampaignNotPublic, ForbiddenByChannel,
    PostTooLong.
    """
    post = _post(actor, post_id)
    if post.campaign.state not in PUBLIC_STATES:
        raise errors.CampaignNotPublic
    _check(post.campaign, post.channel, post.words)
    post.plan(actor=actor, at=max(at or now, now))
    work = Work(
        kind=PUBLISH,
        payload={"post": post.public_id, "round": post.round},
        run_at=post.publish_at,
        dedupe=f"{PUBLISH}:{post.public_id}:{post.round}",
    )
    enqueue(work)
    return post


@transaction.atomic
def stop_brand_post(*, actor: Actor, post_id: int) -> BrandPost:
    """Back to a draft, as long as nothing has left. Again changes nothing.

    Raises: NotFound, IllegalMove (it leaves, or stands there).
    """
    post = _post(actor, post_id)
    if post.state != BrandPostState.DRAFT:
        post.stop(actor=actor)
    return post


@transaction.atomic
def begin_brand_post(*, public_id: str, round_: int, now: datetime) -> ToSay | None:
    """What to say; None where it was stopped, planned anew, or stands already. After a crash the same."""
    post = BrandPost.objects.select_related("campaign__brand").filter(public_id=public_id).first()
    if post is None or post.round != round_:
        return None
    if post.state == BrandPostState.PLANNED:
        if post.campaign.state not in PUBLIC_STATES or post.campaign.brand.is_stopped:
            post.stop(actor=SYSTEM)
            return None
        post.begin(actor=SYSTEM, now=now)
    if post.state != BrandPostState.SENDING or post.began_at is None:
        return None
    return ToSay(
        channel=post.channel,
        words=said_there(post.channel, post.words),
        address=address_of(post.campaign),
        since=post.began_at,
    )


@transaction.atomic
def note_published(*, public_id: str, ref: str, now: datetime) -> None:
    """It stands there; what is said under it is read from now on. Repeating changes nothing."""
    post = BrandPost.objects.get(public_id=public_id)
    if post.state != BrandPostState.SENDING:
        return
    post.stand(actor=SYSTEM, ref=ref, now=now)
    if post.group:
        followed = ChannelPost(
            campaign_id=post.campaign_id, channel=post.channel, ref=ref, group=post.group, added_at=now
        )
        ChannelPost.objects.bulk_create([followed], ignore_conflicts=True)
    fact = BrandPostPublished(campaign_id=post.campaign_id, channel=post.channel, ref=ref)
    record(fact, subject=post.public_id)


@transaction.atomic
def note_not_taken(*, public_id: str, word: str) -> None:
    """The platform said no: other words may be found. Repeating changes nothing."""
    post = BrandPost.objects.get(public_id=public_id)
    if post.state == BrandPostState.SENDING:
        post.refuse(actor=SYSTEM, word=word[:40])


def _check(campaign: Campaign, channel: str, words: str) -> None:
    """Raises: WordsMissing, PostTooLong, ForbiddenByChannel."""
    if not words.strip():
        raise errors.WordsMissing(field="words")
    for finding in forbidden_in(channel, words):
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
    whole = f"{said_there(channel, words)} {address_of(campaign)}"
    if len(words) > BRAND_WORDS_LIMIT or weight_of(whole) > POST_LIMITS[channel]:
        raise errors.PostTooLong(field="words", most=POST_LIMITS[channel], has=weight_of(whole))


def _post(actor: Actor, post_id: int) -> BrandPost:
    post = BrandPost.objects.select_related("campaign__brand").filter(pk=post_id).first()
    allow(actor, "campaigns.publish-post", post)
    if post is None:
        raise NotFound
    return post
