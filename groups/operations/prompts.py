"""Answering a day, and telling the group that one has opened."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member
from common.access import Actor, allow
from common.clock import zone_of
from common.errors import NotFound
from common.files.uploads import SealedUpload
from groups import errors, facts, kind_rules, post_photo_rules, queries, ritual_rules
from groups.board_states import PostAudience, PostKind
from groups.models import Membership, Post, Prompt, PromptAnswer
from groups.operations.board import put_up
from groups.operations.post_photos import put_photos
from groups.ritual_rules import Deeds
from groups.states import MembershipState
from outbox.facts import record

OPENED = "groups.prompt-opened"
A_BATCH = 500


@transaction.atomic
def answer_prompt(
    *,
    actor: Actor,
    public_id: str,
    body: str = "",
    deeds: Deeds | None = None,
    as_is: bool = False,
    photos: Sequence[SealedUpload] = (),
    lines: str = "",
    now: datetime,
) -> Post:
    """Take part in a day of the group: the answer is a post for its members.

    Open until noon of the day after, by the group's clock or the member's, whichever is later. Repeating
    gives the first answer. Raises: NotFound, Muted, PromptOver, WordsMissing, TextTooLong, MayHurt
    (unless ``as_is``), TooMany, PhotosNotAsked (only the weekend’s photos are), TooManyPhotos, the kinds of
    ``BadFile``.
    """
    prompt = queries.prompt_by_id(public_id)
    allow(actor, "groups.answer-prompt", prompt)
    member = as_member(actor)
    if prompt is None:
        raise NotFound
    _lock_prompt(prompt.pk)
    given = PromptAnswer.objects.filter(prompt=prompt, member=member).select_related("post").first()
    if given is not None:
        return given.post
    zones = (zone_of(prompt.group.time_zone), zone_of(member.time_zone))
    if now >= ritual_rules.open_until(prompt.local_date, *zones):
        raise errors.PromptOver
    words = _words(prompt, body, deeds, photos=len(photos))
    post = put_up(
        Post(
            group=prompt.group,
            author=member,
            kind=PostKind.PROMPT,
            audience=PostAudience.FELLOWS,
            body=words,
            sent_anyway=kind_rules.ask_first(words, as_is=as_is),
            prompt=prompt,
            veiled_until=prompt.closes_at if prompt.answer_first else None,
            created_at=now,
        )
    )
    put_photos(post, photos, lines=lines, now=now)
    made_up = ritual_rules.is_made_up(prompt.local_date, zones=zones, now=now)
    PromptAnswer.objects.create(prompt=prompt, member=member, post=post, made_up=made_up, at=now)
    Prompt.objects.filter(pk=prompt.pk).update(answer_count=F("answer_count") + 1)
    _tell_answered(prompt, member.pk, now=now)
    return post


def _tell_answered(prompt: Prompt, member_id: int, *, now: datetime) -> None:
    news = facts.PromptAnswered(
        prompt_id=prompt.pk, group_id=prompt.group_id, member_id=member_id, occurred_at=now.isoformat()
    )
    record(news, subject=prompt.public_id)


def _words(prompt: Prompt, body: str, deeds: Deeds | None, *, photos: int) -> str:
    """Raises: PhotosNotAsked, TooManyPhotos, WordsMissing, TextTooLong."""
    post_photo_rules.check_asked(prompt.kind, photos=photos)
    post_photo_rules.check_number(photos)
    text = body if deeds is None else ritual_rules.composed(deeds, habit_word=_("A habit to change:"))
    return post_photo_rules.check_post_words(text, photos=photos)


def _lock_prompt(prompt_id: int) -> None:
    """Until the transaction ends nobody else answers: the later of two answers finds the first."""
    Prompt.objects.filter(pk=prompt_id).update(answer_count=F("answer_count"))


@transaction.atomic
def tell_of_prompt(*, prompt_id: int, after: int, now: datetime) -> int | None:
    """Tell the next batch of members; returns where to go on, None when everybody is told.

    Who has answered already, or is told already, is not told again.
    """
    prompt = Prompt.objects.get(pk=prompt_id)
    if now >= prompt.closes_at:
        return None
    rows = Membership.objects.filter(
        group_id=prompt.group_id, state=MembershipState.ACTIVE, pk__gt=after
    ).order_by("pk")
    batch = list(rows.values_list("pk", "member_id")[:A_BATCH])
    answered = set(PromptAnswer.objects.filter(prompt=prompt).values_list("member_id", flat=True))
    news = [
        News(
            kind=OPENED,
            member_id=member_id,
            about=f"prompt:{prompt.pk}",
            topic=f"group:{prompt.group_id}",
            expires_at=prompt.closes_at,
            on=prompt.local_date,
        )
        for _pk, member_id in batch
        if member_id not in answered
    ]
    notify(news, now=now, since=prompt.opens_at)
    return batch[-1][0] if len(batch) == A_BATCH else None


@transaction.atomic
def forget_answers(*, member_id: int) -> None:
    """The erasure's step: who answered goes, the day’s count stays. Repeating changes nothing."""
    PromptAnswer.objects.filter(member_id=member_id).delete()
