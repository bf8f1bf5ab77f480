"""Drafts in the matrix: what is sent to their addresses, and one operation per verb."""

from collections.abc import Callable, Mapping
from typing import Any

from common.access import allow
from common.clock import db_now
from groups import operations as groups

BODIES: Mapping[str, Callable[[Any, Any], dict[str, Any]]] = {
    "groups:show-draft": lambda w, o: {"body": "May I?", "buddy": w.a.fellow.member.public_id},
    "groups:draft": lambda w, o: {"answer": "good", "advice": "Shorter"},
    "groups:publish-draft": lambda w, o: {"body": "I may"},
    "groups:end-draft": lambda w, o: {},
    "api-group-drafts": lambda w, o: {"body": "May I?", "buddy": w.a.fellow.member.public_id},
    "api-draft-answer": lambda w, o: {"good": True, "advice": "Shorter"},
    "api-draft-publish": lambda w, o: {"body": "I may"},
    "api-draft-end": lambda w, o: {},
}

CALLS: Mapping[str, Callable[[Any, Any], object]] = {
    "groups.see-draft": lambda w, actor: allow(actor, "groups.see-draft", w.a.flags.drafts.own),
    "groups.answer-draft": lambda w, actor: groups.answer_draft(
        actor=actor, public_id=w.a.flags.drafts.shown.public_id, is_good=True, now=db_now()
    ),
    "groups.publish-draft": lambda w, actor: groups.publish_draft(
        actor=actor, public_id=w.a.flags.drafts.own.public_id, body="I may", now=db_now()
    ),
    "groups.end-draft": lambda w, actor: groups.end_draft(
        actor=actor, public_id=w.a.flags.drafts.own.public_id
    ),
}
