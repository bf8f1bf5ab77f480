"""Flags, cases and decisions in the matrix: what is sent to their addresses, and one operation per verb."""

from collections.abc import Callable, Mapping
from typing import Any

from common.access import allow
from common.clock import db_now
from groups import operations as groups
from groups.models import Introduction, Membership
from groups.queries import introduction_by_id

_FLAG = {"reason": "unkind"}
_DECISION = {"kind": "nudge", "reason": "unkind", "text": "Be kind"}
_WORDS = {"text": "Look again"}
_ASKED = {"mutual": "nobody", "why": "We both keep bees", "contact": "by mail"}
_COMPLAINT, _ANSWER = {"body": "It is too loud"}, {"answer": "We will be quiet"}

BODIES: Mapping[str, Callable[[Any, Any], dict[str, Any]]] = {
    "groups:ask-introduction": lambda w, o: _ASKED,
    "groups:introduction": lambda w, o: {"answer": "yes", "words": "A kind person"},
    "api-person-introductions": lambda w, o: _ASKED,
    "api-introduction-pass-on": lambda w, o: {"words": "A kind person"},
    "api-introduction-accept": lambda w, o: {"contact": "by mail"},
    "api-introduction-decline": lambda w, o: {},
    "groups:radar-spot": lambda w, o: {},
    "api-radar-seen": lambda w, o: {},
    "groups:lift-brake": lambda w, o: {},
    "api-post-lift": lambda w, o: {},
    "groups:flag-post": lambda w, o: _FLAG,
    "groups:flag-comment": lambda w, o: _FLAG,
    "groups:review-case": lambda w, o: _DECISION,
    "groups:take-case": lambda w, o: {},
    "groups:moderation": lambda w, o: _WORDS,
    "groups:undo-moderation": lambda w, o: _WORDS,
    "groups:judge-appeal": lambda w, o: {**_WORDS, "overturned": "yes"},
    "api-post-flag": lambda w, o: _FLAG,
    "api-comment-flag": lambda w, o: _FLAG,
    "groups:complaints": lambda w, o: _COMPLAINT,
    "groups:complaint": lambda w, o: {"helped": "yes"},
    "groups:see-complaint": lambda w, o: {},
    "groups:answer-complaint": lambda w, o: _ANSWER,
    "api-group-complaints": lambda w, o: _COMPLAINT,
    "api-complaint-seen": lambda w, o: {},
    "api-complaint-answer": lambda w, o: _ANSWER,
    "api-complaint-helped": lambda w, o: {"helped": True},
    "api-review-case-take": lambda w, o: {},
    "api-review-case-decide": lambda w, o: _DECISION,
    "api-moderation-undo": lambda w, o: _WORDS,
    "api-moderation-appeal": lambda w, o: _WORDS,
    "api-moderation-judge": lambda w, o: {**_WORDS, "overturned": True},
}


def _introduction(w: Any) -> Introduction | None:
    return introduction_by_id(w.a.flags.introduction.public_id)


def _author(w: Any) -> Membership:
    return Membership.objects.select_related("group").get(
        group=w.a.group, member_id=w.a.flags.review.author_id
    )


CALLS: Mapping[str, Callable[[Any, Any], object]] = {
    "groups.flag": lambda w, actor: groups.flag_post(
        actor=actor, public_id=w.a.flags.flaggable.public_id, now=db_now(), **_FLAG
    ),
    "groups.complain": lambda w, actor: groups.complain(
        actor=actor, group_id=w.a.group.pk, body="It is too loud", on_board=False, now=db_now()
    ),
    "groups.see-complaint": lambda w, actor: allow(actor, "groups.see-complaint", w.a.flags.complained),
    "groups.answer-complaint": lambda w, actor: groups.answer_complaint(
        actor=actor, public_id=w.a.flags.complained.public_id, now=db_now(), **_ANSWER
    ),
    "groups.confirm-complaint": lambda w, actor: groups.confirm_complaint(
        actor=actor, public_id=w.a.flags.complaint.public_id, now=db_now()
    ),
    "groups.lift-brake": lambda w, actor: groups.lift_brake(actor=actor, public_id=w.a.post.public_id),
    "groups.ask-introduction": lambda w, actor: allow(actor, "groups.ask-introduction", w.a.fellow.member_id),
    "groups.see-introduction": lambda w, actor: allow(actor, "groups.see-introduction", _introduction(w)),
    "groups.pass-on-introduction": lambda w, actor: groups.pass_on_introduction(
        actor=actor, public_id=w.a.flags.introduction.public_id, sentence="A kind person", now=db_now()
    ),
    "groups.accept-introduction": lambda w, actor: groups.accept_introduction(
        actor=actor, public_id=w.a.flags.offered.public_id, contact="by mail", now=db_now()
    ),
    "groups.decline-introduction": lambda w, actor: groups.decline_introduction(
        actor=actor, public_id=w.a.flags.introduction.public_id
    ),
    "groups.see-spot": lambda w, actor: groups.see_spot(actor=actor, public_id=w.a.flags.spot.public_id),
    "groups.see-radar": lambda w, actor: allow(actor, "groups.see-radar"),
    "groups.see-desk": lambda w, actor: allow(actor, "groups.see-desk", w.a.group),
    "groups.judge-case": lambda w, actor: groups.claim_case(
        actor=actor, public_id=w.a.flags.review.public_id
    ),
    "groups.restrain-member": lambda w, actor: allow(actor, "groups.restrain-member", _author(w)),
    "groups.see-action": lambda w, actor: allow(actor, "groups.see-action", w.a.flags.appealed),
    "groups.undo-action": lambda w, actor: groups.undo_action(
        actor=actor, public_id=w.a.flags.appealed.public_id, reason="Wrong", now=db_now()
    ),
    "groups.appeal-action": lambda w, actor: groups.appeal_action(
        actor=actor, public_id=w.a.flags.decision.public_id, now=db_now(), **_WORDS
    ),
    "groups.judge-appeal": lambda w, actor: groups.judge_appeal(
        actor=actor, public_id=w.a.flags.appealed.public_id, overturned=True, answer="Right", now=db_now()
    ),
}
