"""What people say elsewhere about a campaign: following a post, writing down, answering."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from campaigns import errors
from campaigns.conversation_rules import Said, complains, is_zombie
from campaigns.models import Campaign, ChannelPost, Mention
from campaigns.providers.conversations import ANSWER_LIMITS, Answer
from campaigns.states import MentionKind
from common.access import Actor, allow
from common.crypto import blind_index
from common.errors import NotFound
from groups.operations import answer_from_elsewhere, complain_from_elsewhere, forget_words_from_elsewhere
from groups.queries import answer_to, group_id_of, stewarded_ids
from outbox.audit import note
from outbox.jobs import Work, enqueue

SOURCE = "campaigns.mention:"
SEND = "campaigns.answer-mention"
# Neither on its way nor there; of what is there the words can be gone.
_OPEN = Q(answer="", answer_ref="")


@transaction.atomic
def follow_post(
    *, actor: Actor, campaign_id: int, channel: str, ref: str, group: str, now: datetime
) -> ChannelPost:
    """Read what is said under the brand's post from now on. ``group``: whose stewards answer complaints.

    Again it is the same post, also where it was no longer followed; the group stays the first one.
    Raises: NotFound, BadPost, NotYourGroup, PostFollowed (by another campaign).
    """
    campaign = Campaign.objects.one(campaign_id)
    allow(actor, "campaigns.follow-post", campaign)
    if channel not in ANSWER_LIMITS or not ref.isascii() or not ref.isdigit() or len(ref) > 20:
        raise errors.BadPost(field="ref")
    # Nobody loads work on the stewards of a group that isn't theirs.
    if (group_id_of(group), actor.pk) not in stewarded_ids(member_ids=[actor.pk or 0]):
        raise errors.NotYourGroup(field="group")
    fresh = ChannelPost(campaign=campaign, channel=channel, ref=ref, group=group, added_at=now)
    ChannelPost.objects.bulk_create([fresh], ignore_conflicts=True)
    post = ChannelPost.objects.get(channel=channel, ref=ref)
    if post.campaign_id != campaign.pk:
        raise errors.PostFollowed(field="ref")
    again = ChannelPost.objects.filter(pk=post.pk, stopped_at__isnull=False).update(stopped_at=None)
    if again or post.public_id == fresh.public_id:
        note(actor, verb="campaigns.follow-post", kind="campaigns.channelpost", key=post.public_id)
    post.stopped_at = None
    return post


@transaction.atomic
def unfollow_post(*, actor: Actor, post_id: int, now: datetime) -> ChannelPost:
    """Read no further. What was said stays, counts and can be answered. Again changes nothing.

    Raises: NotFound.
    """
    post = ChannelPost.objects.select_related("campaign__brand").filter(pk=post_id).first()
    allow(actor, "campaigns.follow-post", post.campaign if post else None)
    if post is None:
        raise NotFound
    if ChannelPost.objects.filter(pk=post.pk, stopped_at=None).update(stopped_at=now):
        note(actor, verb="campaigns.unfollow-post", kind="campaigns.channelpost", key=post.public_id)
        post.stopped_at = now
    return post


@transaction.atomic
def note_said(*, post_id: int, said: Sequence[Said], standing: tuple[int, int], now: datetime) -> int:
    """Write down what is new; what complains starts the stewards' clock. Returns how many are new.

    Repeating it, or reading it twice at once, changes nothing.
    """
    post = ChannelPost.objects.get(pk=post_id)
    rows = [
        Mention(
            post=post,
            kind=one.kind,
            ref=one.ref,
            author_index=blind_index(f"{post.channel}:{one.author.key}", purpose="mention-author"),
            followers=one.author.followers,
            text=one.text,
            said_at=one.at,
            is_zombie=is_zombie(one.author, now=now),
            is_complaint=complains(one.text),
        )
        for one in said
    ]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
    ours = [row.public_id for row in rows]
    new = list(Mention.objects.filter(public_id__in=ours))
    for mention in new:
        if mention.is_complaint:
            _complain(mention, post, now=now)
    followers, likes = standing
    ChannelPost.objects.filter(pk=post.pk).update(
        pulled_at=now,
        trouble="",
        followers=followers,
        likes=likes,
        newest_comment=_newest(said, MentionKind.COMMENT, post.newest_comment),
        newest_repost=_newest(said, MentionKind.REPOST, post.newest_repost),
    )
    return len(new)


def note_trouble(*, post_id: int, word: str, now: datetime) -> None:
    """The platform could not be read; managers see why."""
    ChannelPost.objects.filter(pk=post_id).update(trouble=word[:40], pulled_at=now)


@transaction.atomic
def hand_to_stewards(*, actor: Actor, mention_id: int, now: datetime) -> Mention:
    """A person sees a complaint that the words did not give away. Again changes nothing.

    Raises: NotFound, AlreadyAnswered (by the brand: nobody says two things to one person).
    """
    mention = _mention(actor, mention_id)
    if mention.is_complaint:
        return mention
    if Mention.objects.filter(_OPEN, pk=mention.pk, is_complaint=False).update(is_complaint=True):
        _complain(mention, mention.post, now=now)
    elif not Mention.objects.filter(pk=mention.pk, is_complaint=True).exists():
        raise errors.AlreadyAnswered
    return _mention(actor, mention_id)


@transaction.atomic
def answer_mention(*, actor: Actor, mention_id: int, words: str, now: datetime) -> Mention:
    """The brand's answer, sent by a job. Where the stewards' clock runs it stops, as if they had answered.

    Raises: NotFound, BadAnswer, AlreadyAnswered (also by the stewards, unless it was not taken).
    """
    mention = _mention(actor, mention_id)
    said = words.strip()
    if not said or len(said) > ANSWER_LIMITS[mention.post.channel]:
        raise errors.BadAnswer(field="words")
    source = f"{SOURCE}{mention.public_id}"
    if not Mention.objects.filter(_OPEN, pk=mention.pk).update(answer=said):
        raise errors.AlreadyAnswered
    # The fact of the stewards' answer sends it; what waits for none is sent from here.
    if not (mention.is_complaint and answer_from_elsewhere(source=source, answer=said, now=now)):
        if not mention.refusals and answer_to(source):
            raise errors.AlreadyAnswered  # the stewards', on its way
        enqueue(answer_work(public_id=mention.public_id, part=f"again-{mention.refusals}"))
    note(actor, verb="campaigns.answer-mention", kind="campaigns.mention", key=mention.public_id)
    return _mention(actor, mention_id)


def answer_work(*, public_id: str, part: str) -> Work:
    """Once for each ``part``; the words are looked up when they are sent."""
    return Work(kind=SEND, payload={"mention": public_id}, dedupe=f"{SEND}:{public_id}:{part}")


@transaction.atomic
def note_answer(*, public_id: str, words: str, ref: str, now: datetime) -> None:
    """It stands there. Repeating changes nothing."""
    Mention.objects.filter(public_id=public_id, answer_ref="").update(
        answer=words, answer_ref=ref, answered_at=now
    )


@transaction.atomic
def note_refusal(*, public_id: str) -> None:
    """The platform did not take it; managers see that and may find other words."""
    Mention.objects.filter(public_id=public_id, answer_ref="").update(answer="", refusals=F("refusals") + 1)


def forget_mentions(*, before: datetime) -> int:
    """Words of strangers go in time; what they counted for stays. Returns how many. Repeatable."""
    old = Mention.objects.filter(said_at__lt=before).exclude(text="", answer="")
    return old.update(text="", answer="") + forget_words_from_elsewhere(before=before)


def waiting_answer(public_id: str) -> Answer | None:
    """What is to be said, the manager's words or the stewards'; None where it stands already."""
    mention = Mention.objects.select_related("post").filter(public_id=public_id).first()
    if mention is None or mention.answer_ref:
        return None
    words = mention.answer or answer_to(f"{SOURCE}{public_id}")
    if not words:
        return None
    post, kind = mention.post, mention.kind
    return Answer(channel=post.channel, post=post.ref, kind=kind, ref=mention.ref, words=words)


def _complain(mention: Mention, post: ChannelPost, *, now: datetime) -> None:
    group_id = group_id_of(post.group)
    if group_id:
        source, words = f"{SOURCE}{mention.public_id}", mention.text or mention.ref
        limit = ANSWER_LIMITS[post.channel]
        complain_from_elsewhere(group_id=group_id, source=source, words=words, answer_limit=limit, now=now)


def _mention(actor: Actor, mention_id: int) -> Mention:
    mention = Mention.objects.select_related("post__campaign__brand").filter(pk=mention_id).first()
    allow(actor, "campaigns.answer-mention", mention)
    if mention is None:
        raise NotFound
    return mention


def _newest(said: Sequence[Said], kind: str, before: str) -> str:
    """Numbers grow with time."""
    refs = [one.ref for one in said if one.kind == kind]
    return max([before, *refs], key=lambda ref: int(ref or 0))
