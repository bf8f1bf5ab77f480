"""Flags, cases and decisions of a group."""

from dataclasses import dataclass
from typing import Any

from accounts.models import Member
from common.clock import db_now
from common.crypto import create_key
from groups import operations
from groups.brake_rules import WAIT
from groups.introduction_states import LASTS
from groups.models import (
    Brake,
    Comment,
    Complaint,
    Group,
    Introduction,
    ModerationAction,
    Post,
    RadarSpot,
    ReviewCase,
)
from groups.moderation_states import ActionKind
from groups.operations import Decision
from tests.factories.drafts import Drafts
from tests.factories.drafts import set_up as shown_drafts
from tests.factories.groups import NOW, member, place
from tests.factories.stewardship import Stewardship
from tests.factories.stewardship import set_up as silent_stewards


def said(made: Group, author: Member, body: str = "Go away") -> Post:
    return operations.write_post(actor=author, group_id=made.pk, body=body, now=NOW)


def flagged(words: Post | Comment, by: Member, reason: str = "unkind", **given: Any) -> ReviewCase:
    """The case about a post or comment after one more flag."""
    flag_one = operations.flag_post if isinstance(words, Post) else operations.flag_comment
    flag = flag_one(actor=by, public_id=words.public_id, reason=reason, **{"now": db_now(), **given})
    return ReviewCase.objects.get(pk=flag.case_id)


def decided(case: ReviewCase, by: Member, kind: str = ActionKind.NUDGE, **given: Any) -> ModerationAction:
    operations.claim_case(actor=by, public_id=case.public_id)
    return operations.decide_case(
        actor=by,
        public_id=case.public_id,
        given=Decision(**{"kind": kind, "text": "Be kind", "reason": "unkind", **given}),
        now=db_now(),
    )


def complained(made: Group, who: Member) -> Complaint:
    return operations.complain(
        actor=who, group_id=made.pk, body="It is too loud", on_board=False, now=db_now()
    )


def introduction(asker: Member, mutual: Member, target: Member, **columns: Any) -> Introduction:
    """Without how to reach anybody."""
    now = db_now()
    given = {"why": "We both keep bees", "created_at": now, "expires_at": now + LASTS, **columns}
    key = create_key("groups.introduction")
    return Introduction.objects.create(asker=asker, mutual=mutual, target=target, data_key=key, **given)


@dataclass(frozen=True, kw_only=True)
class Flags:
    """A fellow's post that nobody flagged, a case in the steward's hands, a decision about the steward by a
    co-steward, and one about the fellow that is appealed against; something on the radar; a complaint of
    the steward's and one of the fellow's; the steward is asked for an introduction, and offered one;
    ``stewardship``: groups whose stewards are silent; ``drafts``: one by the steward, one shown to them.
    """

    flaggable: Post
    review: ReviewCase
    decision: ModerationAction
    appealed: ModerationAction
    spot: RadarSpot
    introduction: Introduction
    offered: Introduction
    complaint: Complaint
    complained: Complaint
    stewardship: Stewardship
    drafts: Drafts


def set_up(made: Group, steward: Member, fellow: Member) -> Flags:
    other = member()
    operations.join_group(actor=other, group_id=made.pk, now=NOW)
    operations.accept_request(actor=steward, public_id=place(made, other).public_id, now=NOW)
    operations.give_role(actor=steward, public_id=place(made, other).public_id, role=20)
    case = flagged(said(made, fellow), steward)
    operations.claim_case(actor=steward, public_id=case.public_id)
    own = decided(flagged(said(made, steward), fellow), other)
    theirs = decided(flagged(said(made, fellow), steward), other)
    operations.appeal_action(actor=fellow, public_id=theirs.public_id, text="Look again", now=db_now())
    post = said(made, fellow, "Rain")
    Brake.objects.create(post=post, group=made, state="lifted", at=NOW, until=NOW + WAIT)
    return Flags(
        flaggable=post,
        review=case,
        decision=own,
        appealed=theirs,
        spot=RadarSpot.objects.create(group=made, kind="topic", size=3, opened_at=db_now(), last_at=db_now()),
        introduction=introduction(fellow, steward, other),
        offered=introduction(fellow, other, steward, state="passed_on", sentence="A kind person"),
        complaint=complained(made, steward),
        complained=complained(made, fellow),
        stewardship=silent_stewards(made, steward),
        drafts=shown_drafts(steward),
    )
