"""Letting answers wait when many write to one person at once, and letting them go on."""

from datetime import datetime

from django.db import transaction

from common.access import Actor, allow
from common.clock import db_now
from common.errors import NotFound
from groups import brake_rules, errors, facts, queries
from groups.models import Brake, Comment, Post
from groups.states import GroupRole
from outbox.facts import record


def mind_brake(made: Comment, *, now: datetime) -> None:
    """Whether this answer has to wait, or is the one after which the next have to.

    Inside the transaction that wrote it, with the post's row held: answers at once see each other.
    Raises: AnswersWait (not for the post's author and the group's stewards).
    """
    post = made.post
    if made.author_id == post.author_id:
        return
    brake = queries.brake_on(post)
    if brake is None:
        _pull(post, now=now)
    elif queries.role_in(group_id=post.group_id, member_id=made.author_id) < GroupRole.CO_STEWARD:
        raise errors.AnswersWait(retry_after_seconds=int((brake.until - db_now()).total_seconds()) + 1)


def _pull(post: Post, *, now: datetime) -> None:
    at = db_now()
    if not brake_rules.is_too_much(queries.recent_answers(post, since=at - brake_rules.WITHIN)):
        return
    brake = Brake.objects.create(post=post, group_id=post.group_id, at=at, until=at + brake_rules.WAIT)
    news = facts.AnswersPaused(
        brake_id=brake.pk,
        group_id=post.group_id,
        steward_ids=[pk for pk in queries.steward_ids(group_id=post.group_id) if pk != post.author_id],
        occurred_at=now.isoformat(),
    )
    record(news, subject=post.public_id)


@transaction.atomic
def lift_brake(*, actor: Actor, public_id: str) -> Post:
    """Let answers below a post go on at once. Repeating changes nothing. Raises: NotFound."""
    post = queries.post_by_id(public_id)
    allow(actor, "groups.lift-brake", post)
    if post is None:
        raise NotFound
    brake = queries.brake_on(post)
    if brake is not None:
        brake.lift(actor=actor)
    return post
