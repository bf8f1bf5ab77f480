"""Jobs about what is said elsewhere: reading on, answering, forgetting."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from campaigns.operations.conversations import (
    SEND,
    forget_mentions,
    note_answer,
    note_refusal,
    note_said,
    note_trouble,
    waiting_answer,
)
from campaigns.providers.conversations import Answer, Conversation, conversation_on
from campaigns.queries.conversations import followed_posts, post_by_id
from campaigns.states import MentionKind
from common.clock import db_now
from common.http.errors import CallFailed, Declined
from outbox.effects import Capability, Effect, NotDone, effect
from outbox.jobs import enqueue, job, periodic

logger = logging.getLogger(__name__)
EVERY_SECONDS = 300
# Words of strangers are kept so long.
KEPT = timedelta(days=180)


@periodic("campaigns.read-posts", every_seconds=EVERY_SECONDS)
def read_posts(**later: object) -> None:
    now = db_now()
    slot = int(now.timestamp()) // EVERY_SECONDS
    for post_id in followed_posts(now=now):
        enqueue(read_post.work(post_id=post_id, dedupe=f"campaigns.read-post:{post_id}@{slot}"))


@job("campaigns.read-post", max_errors=1, lease_seconds=180, transactional=False)
def read_post(*, post_id: int, **later: object) -> None:
    """What can't be read now is read at the next turn; managers see why."""
    post = post_by_id(post_id)
    there = conversation_on(post.channel)
    if there is None or post.stopped_at:
        return
    since = {MentionKind.COMMENT: post.newest_comment, MentionKind.REPOST: post.newest_repost}
    try:
        said = [one for kind, newest in since.items() for one in there.said(post.ref, kind, since=newest)]
        standing = there.standing(post.ref)
    except CallFailed as failed:
        note_trouble(post_id=post_id, word=failed.reason, now=db_now())
        return
    note_said(post_id=post_id, said=said, standing=standing, now=db_now())


@dataclass(frozen=True, kw_only=True)
class Sent:
    """``ref``: its number there; '' where it was refused."""

    words: str
    ref: str


class SendAnswer(Effect[Answer, Sent]):
    """The platform has no keys: after a lost answer we look first whether it stands."""

    capability = Capability.QUERY

    def prepare(self, payload: dict[str, Any]) -> Answer | None:
        return waiting_answer(payload["mention"])

    def send(self, request: Answer, *, ref: str) -> Sent:
        try:
            return Sent(words=request.words, ref=_there(request).answer(request))
        except Declined as declined:
            logger.info("answer.refused code=%s", declined.reason)
            return Sent(words=request.words, ref="")

    def query(self, request: Answer, *, ref: str) -> Sent | None:
        found = _there(request).find_answer(request)
        return Sent(words=request.words, ref=found) if found else None

    def apply(self, payload: dict[str, Any], answer: Sent) -> None:
        if not answer.ref:
            note_refusal(public_id=payload["mention"])
            return
        note_answer(public_id=payload["mention"], words=answer.words, ref=answer.ref, now=db_now())


def _there(asked: Answer) -> Conversation:
    there = conversation_on(asked.channel)
    if there is None:
        raise NotDone("off", "no access to the platform")
    return there


send_answer = effect(SEND, queue="messages", max_errors=20)(SendAnswer)


@periodic("campaigns.forget-mentions", every_seconds=86_400)
def forget(**later: object) -> None:
    forget_mentions(before=db_now() - KEPT)
