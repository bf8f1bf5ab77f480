"""Writing on the board, and taking it back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.notifications import News
from accounts.operations.notifications import notify
from accounts.queries import as_member
from common.access import Actor, allow
from common.clock import db_now
from common.errors import NotFound
from common.files.uploads import SealedUpload
from common.limits import Limit, hit_all
from common.search import remove_entries
from groups import board_rules, errors, facts, kind_rules, post_photo_rules, queries, words_rules
from groups.board_states import (
    COMMENT_LIMIT,
    FREE_KINDS,
    MOST_PINS,
    POST_LIMIT,
    PostAudience,
    PostKind,
    PostState,
    ReactionKind,
)
from groups.complaint_states import UNSETTLED
from groups.models import Comment, Complaint, Group, Post, Reaction
from groups.operations.acts import note_act
from groups.operations.brakes import mind_brake
from groups.operations.indexing import SEARCH, index_post
from groups.operations.post_photos import put_photos, take_down_of
from groups.operations.seats import lock_group
from groups.operations.shields import let_shield_go, shield
from outbox.facts import record
from trust.queries import held_certifications

MENTIONED = "groups.mentioned"


@transaction.atomic
def write_post(
    *,
    actor: Actor,
    group_id: int,
    body: str,
    audience: int = PostAudience.FELLOWS,
    kind: str = PostKind.NOTE,
    as_is: bool = False,
    photos: Sequence[SealedUpload] = (),
    lines: str = "",
    now: datetime,
) -> Post:
    """Put something on the board. Who may read it is fixed now, and is no wider than the group is now.

    ``as_is``: whoever was asked about words that may hurt sends them all the same. ``photos`` are made safe
    by a job and shown with the post; ``lines``: what is to be seen, a line per photo.
    Raises: NotFound (not in the group, or not with this kind), Muted, WordsMissing, TextTooLong,
    UnknownChoice, MayHurt, TooMany, TooManyPhotos, the kinds of ``BadFile``.
    """
    group = Group.objects.filter(pk=group_id).first()
    allow(actor, "groups.announce" if kind == PostKind.ANNOUNCEMENT else "groups.post", group)
    author = as_member(actor)
    if group is None:
        raise NotFound
    post_photo_rules.check_number(len(photos))
    words = post_photo_rules.check_post_words(body, photos=len(photos))
    if kind not in FREE_KINDS:
        raise errors.UnknownChoice(field="kind")
    board_rules.check_audience(audience, group.visibility)
    anyway = kind_rules.ask_first(words, as_is=as_is)
    given = {"kind": kind, "audience": audience, "body": words, "sent_anyway": anyway}
    post = put_up(Post(group=group, author=author, created_at=now, **given))
    put_photos(post, photos, lines=lines, now=now)
    if kind == PostKind.ANNOUNCEMENT:
        note_act(group, actor, "announce", why=post.public_id)
    return post


def put_up(post: Post) -> Post:
    """Save a new post with everything that follows from it; the operation around it has judged.

    Raises: Muted, TooMany.
    """
    check_not_muted(post.group_id, post.author_id)
    _count(post.author_id, board_rules.POSTS, board_rules.POSTS_CERTIFIED)
    post.save(force_insert=True)
    index_post(post)
    news = facts.PostWritten(
        post_id=post.pk,
        group_id=post.group_id,
        member_id=post.author_id,
        occurred_at=post.created_at.isoformat(),
    )
    record(news, subject=post.public_id)
    _tell_mentioned(post, now=post.created_at)
    return post


@transaction.atomic
def edit_post(*, actor: Actor, public_id: str, body: str, as_is: bool = False, now: datetime) -> Post:
    """Other words, the same readers. Raises: NotFound, Muted, WordsMissing, TextTooLong, MayHurt."""
    post = _own(actor, "groups.edit-post", public_id)
    check_not_muted(post.group_id, post.author_id)
    words = words_rules.check_words(body, limit=POST_LIMIT)
    if words != post.body:
        post.edit(body=words, anyway=kind_rules.ask_first(words, as_is=as_is), now=now)
        post.refresh_from_db(fields=["cover"])  # a steward may have decided meanwhile
        index_post(post)
    return post


@transaction.atomic
def delete_post(*, actor: Actor, public_id: str) -> Post:
    """The words go for good, their place and what others wrote below stay. Repeating changes nothing.

    Raises: NotFound.
    """
    post = _own(actor, "groups.delete-post", public_id)
    if post.state != PostState.DELETED:
        Post.objects.filter(pk=post.pk).update(pinned_at=None)
        post.delete_words(actor=actor)
        take_down_of(post, actor=actor, now=db_now())
        remove_entries(source=SEARCH, object_id=post.pk)
        for complaint in Complaint.objects.filter(post=post, state__in=UNSETTLED):
            complaint.confirm(actor=actor, now=db_now())  # whoever takes their words back waits for nothing
    return post


@transaction.atomic
def pin_post(*, actor: Actor, public_id: str, pinned: bool, now: datetime) -> Post:
    """Keep a post on top, the newest three; or let it go again. Repeating changes nothing.

    Raises: NotFound, TooManyPins.
    """
    post = queries.post_by_id(public_id)
    allow(actor, "groups.pin-post", post)
    if post is None or not post.is_shown:
        raise NotFound
    lock_group(post.group_id)  # two at once see each other's
    post.refresh_from_db(fields=["pinned_at"])
    if pinned == (post.pinned_at is not None):
        return post
    others = Post.objects.filter(group_id=post.group_id, pinned_at__isnull=False)
    if pinned and others.count() >= MOST_PINS:
        raise errors.TooManyPins(most=MOST_PINS)
    post.pinned_at = now if pinned else None
    post.save(update_fields=["pinned_at"])
    note_act(post.group, actor, "pin-post" if pinned else "unpin-post", why=post.public_id)
    return post


@transaction.atomic
def comment(*, actor: Actor, public_id: str, body: str, as_is: bool = False, now: datetime) -> Comment:
    """Answer a post that one may read.

    Raises: NotFound, Muted, WordsMissing, TextTooLong, MayHurt (unless ``as_is``), TooMany,
    AnswersWait.
    """
    post = queries.post_by_id(public_id)
    allow(actor, "groups.comment", post)
    author = as_member(actor)
    if post is None or not post.is_shown:
        raise NotFound
    check_not_muted(post.group_id, author.pk)
    words = words_rules.check_words(body, limit=COMMENT_LIMIT)
    anyway = kind_rules.ask_first(words, as_is=as_is)
    _count(author.pk, board_rules.COMMENTS, board_rules.COMMENTS_CERTIFIED)
    made = Comment.objects.create(post=post, author=author, body=words, sent_anyway=anyway, created_at=now)
    Post.objects.filter(pk=post.pk).update(comment_count=F("comment_count") + 1)
    news = facts.CommentWritten(
        comment_id=made.pk,
        group_id=post.group_id,
        post_id=post.pk,
        post_author_id=post.author_id,
        member_id=author.pk,
        occurred_at=now.isoformat(),
    )
    record(news, subject=post.public_id)
    mind_brake(made, now=now)
    if anyway:
        shield(made, now=now)
    let_shield_go(post, now=now)
    return made


@transaction.atomic
def delete_comment(*, actor: Actor, public_id: str) -> Comment:
    """Its words go for good, its place stays. Repeating changes nothing. Raises: NotFound."""
    made = queries.comment_by_id(public_id)
    allow(actor, "groups.delete-comment", made)
    if made is None:
        raise NotFound
    if made.state != PostState.DELETED:
        made.delete_words(actor=actor)
    return made


@transaction.atomic
def react(*, actor: Actor, public_id: str, kind: str, now: datetime) -> None:
    """One sign per reader and post; another replaces it, '' takes it back.

    Raises: NotFound, UnknownChoice.
    """
    post = queries.post_by_id(public_id)
    allow(actor, "groups.react", post)
    reader = as_member(actor)
    if post is None or not post.is_shown:
        raise NotFound
    if kind and kind not in ReactionKind.values:
        raise errors.UnknownChoice(field="kind")
    if not kind:
        Reaction.objects.filter(post=post, member=reader).delete()
        return
    Reaction.objects.update_or_create(post=post, member=reader, defaults={"kind": kind, "at": now})


def _tell_mentioned(post: Post, *, now: datetime) -> None:
    """Only members of the group who may read it."""
    handles = board_rules.mentioned(post.body)
    told = queries.mentionable(post=post, handles=handles) if handles else []
    news = [
        News(
            kind=MENTIONED,
            member_id=member_id,
            about=f"post:{post.pk}",
            topic=f"group:{post.group_id}",
            by_id=post.author_id,
        )
        for member_id in told
    ]
    notify(news, now=now, since=now)


def _own(actor: Actor, verb: str, public_id: str) -> Post:
    post = queries.post_by_id(public_id)
    allow(actor, verb, post)
    if post is None:
        raise NotFound
    return post


def _count(member_id: int, plain: Limit, certified: Limit) -> None:
    """Whom somebody has checked may write more."""
    limit = certified if held_certifications([member_id])[member_id] else plain
    hit_all([(limit, str(member_id))])


def check_not_muted(group_id: int, member_id: int) -> None:
    """Raises: Muted. One statement."""
    if queries.mute_of(group_id=group_id, member_id=member_id) is not None:
        raise errors.Muted
