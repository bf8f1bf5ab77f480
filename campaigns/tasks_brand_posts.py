"""The job that publishes a brand's post: once, also when the platform's answer is lost."""

import logging
from dataclasses import dataclass
from typing import Any

from campaigns.operations.brand_posts import PUBLISH, ToSay, begin_brand_post, note_not_taken, note_published
from campaigns.providers.conversations import Conversation, conversation_on
from common.clock import db_now
from common.http.errors import Declined
from outbox.effects import Capability, Effect, NotDone, effect

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Posted:
    """``ref``: its number there; '' where it was refused, then ``trouble`` says with what number."""

    ref: str = ""
    trouble: str = ""


class PublishPost(Effect[ToSay, Posted]):
    """The platform has no keys: after a lost answer we look in our own timeline before posting again."""

    capability = Capability.QUERY

    def prepare(self, payload: dict[str, Any]) -> ToSay | None:
        return begin_brand_post(public_id=payload["post"], round_=payload["round"], now=db_now())

    def send(self, request: ToSay, *, ref: str) -> Posted:
        try:
            return Posted(ref=_there(request).publish(request.words, request.address))
        except Declined as declined:
            logger.info("post.refused code=%s", declined.reason)
            return Posted(trouble=declined.reason)

    def query(self, request: ToSay, *, ref: str) -> Posted | None:
        found = _there(request).find_post(request.words, since=request.since)
        return Posted(ref=found) if found else None

    def apply(self, payload: dict[str, Any], answer: Posted) -> None:
        if answer.ref:
            note_published(public_id=payload["post"], ref=answer.ref, now=db_now())
        else:
            note_not_taken(public_id=payload["post"], word=answer.trouble)


def _there(asked: ToSay) -> Conversation:
    there = conversation_on(asked.channel)
    if there is None:
        raise NotDone("off", "no access to the platform")
    return there


publish_post = effect(PUBLISH, queue="messages", max_errors=20)(PublishPost)
