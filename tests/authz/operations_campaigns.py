"""One operation per verb of campaigns, called by each actor directly on an object of world A."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import Member
from campaigns.models import BrandPost, Promise
from campaigns.operations import (
    ambassadors,
    amendments,
    attributing,
    boards,
    brand_posts,
    claims,
    conversations,
    drafts,
    lifecycle,
    promises,
    publishing,
    reversing,
    rewards,
    risk,
    share_links,
    stopping,
    typed_codes,
    vouching,
)
from campaigns.operations.draws import freezing
from tests.authz.amending import WALK_IN
from tests.authz.bodies import _TITLE
from tests.authz.parts import NOW
from tests.authz.world import World
from tests.factories.campaigns import CLOSES, OPENS

WHY = {"reason": "matrix"}


def _later(w: World) -> dict[str, Any]:
    return {"opens_at": OPENS, "closes_at": CLOSES}


def _better() -> amendments.AmendmentDraft:
    return amendments.AmendmentDraft(texts={"share": {"en": "Come along with me."}})


CAMPAIGN_CALLS: Mapping[str, Callable[[World, Any], object]] = {
    "campaigns.adopt-amendment": lambda w, actor: amendments.adopt_amendment(
        actor=actor, amendment_id=w.a.amendment.pk, now=NOW
    ),
    "campaigns.amend-campaign": lambda w, actor: amendments.propose_amendment(
        actor=actor, campaign_id=w.a.live.pk, draft=_better(), note="sooner", now=NOW
    ),
    "campaigns.appeal-risk": lambda w, actor: risk.appeal_case(
        actor=actor, case_id=w.a.confirmed.pk, text="We are sisters.", now=NOW
    ),
    "campaigns.vouch": lambda w, actor: vouching.give_vouch(actor=actor, referral_id=w.a.referral.pk),
    "campaigns.decide-risk": lambda w, actor: risk.release_case(
        actor=actor, case_id=w.a.on_hold.pk, now=NOW, **WHY
    ),
    "campaigns.set-risk-rule": lambda w, actor: risk.set_rule(
        actor=actor, code="ring", points=1, state="dry", now=NOW
    ),
    "campaigns.withdraw-amendment": lambda w, actor: amendments.withdraw_amendment(
        actor=actor, amendment_id=w.a.amendment.pk, now=NOW, **WHY
    ),
    "campaigns.approve-campaign": lambda w, actor: drafts.approve_campaign(
        actor=actor, campaign_id=w.a.draft.pk, revision=0
    ),
    "campaigns.archive-campaign": lambda w, actor: lifecycle.archive_campaign(
        actor=actor, campaign_id=w.a.ended.pk
    ),
    "campaigns.answer-mention": lambda w, actor: conversations.answer_mention(
        actor=actor, mention_id=w.a.mention.pk, words="Thank you", now=NOW
    ),
    "campaigns.appoint-ambassador": lambda w, actor: ambassadors.appoint_ambassador(
        actor=actor, campaign_id=w.a.live.pk, handle=w.members["steward"].handle, receives="Tea", now=NOW
    ),
    "campaigns.attribute-referral": lambda w, actor: attributing.attribute_by_hand(
        actor=actor,
        campaign_id=w.a.live.pk,
        invitee_handle=Member.objects.filter(display_name=WALK_IN)[0].handle,
        advocate_handle=w.a.member.handle,
        now=NOW,
        **WHY,
    ),
    "campaigns.answer-appointment": lambda w, actor: ambassadors.accept_appointment(
        actor=actor, ambassador_id=w.a.appointment.pk, now=NOW
    ),
    "campaigns.end-ambassador": lambda w, actor: ambassadors.end_ambassador(
        actor=actor, ambassador_id=w.a.appointment.pk, now=NOW, **WHY
    ),
    "campaigns.write-post": lambda w, actor: brand_posts.write_brand_post(
        actor=actor, campaign_id=w.a.live.pk, channel="weibo", words="Come", group="", now=NOW
    ),
    "campaigns.publish-post": lambda w, actor: brand_posts.reword_brand_post(
        actor=actor,
        post_id=BrandPost.objects.get(campaign__brand=w.a.brand, state="draft").pk,
        words="Come along",
    ),
    "campaigns.follow-post": lambda w, actor: conversations.follow_post(
        actor=actor, campaign_id=w.a.live.pk, channel="weibo", ref="1", group="", now=NOW
    ),
    "campaigns.break-promise": lambda w, actor: promises.break_promise(
        actor=actor, promise_id=Promise.objects.filter(campaign__brand=w.a.brand)[0].pk, **WHY
    ),
    "campaigns.cancel-campaign": lambda w, actor: lifecycle.cancel_campaign(
        actor=actor, campaign_id=w.a.draft.pk, **WHY
    ),
    "campaigns.cancel-reward": lambda w, actor: rewards.cancel_reward(
        actor=actor, reward_id=w.a.reward.pk, now=NOW, **WHY
    ),
    "campaigns.claim-reward": lambda w, actor: claims.claim_reward(
        actor=actor, reward_id=w.a.reward.pk, now=NOW
    ),
    "campaigns.clone-campaign": lambda w, actor: drafts.clone_campaign(
        actor=actor, campaign_id=w.a.draft.pk, now=NOW
    ),
    "campaigns.close-campaign": lambda w, actor: lifecycle.close_campaign(
        actor=actor, campaign_id=w.a.live.pk, now=NOW, **WHY
    ),
    "campaigns.create-brand": lambda w, actor: drafts.create_brand(
        actor=actor, slug="new-brand", name={"en": "New"}
    ),
    "campaigns.create-campaign": lambda w, actor: drafts.create_campaign(
        actor=actor, brand_id=w.a.brand.pk, title=_TITLE, **_later(w)
    ),
    "campaigns.edit-campaign": lambda w, actor: drafts.edit_draft(
        actor=actor, campaign_id=w.a.draft.pk, changes=drafts.DraftChanges(title=_TITLE)
    ),
    "campaigns.pause-campaign": lambda w, actor: lifecycle.pause_campaign(
        actor=actor, campaign_id=w.a.live.pk, **WHY
    ),
    "campaigns.publish-campaign": lambda w, actor: publishing.publish_campaign(
        actor=actor, campaign_id=w.a.draft.pk, now=NOW
    ),
    "campaigns.release-reward": lambda w, actor: rewards.release_reward(
        actor=actor, reward_id=w.a.reward.pk, now=NOW, **WHY
    ),
    "campaigns.resume-campaign": lambda w, actor: lifecycle.resume_campaign(
        actor=actor, campaign_id=w.a.live.pk
    ),
    "campaigns.run-draw": lambda w, actor: freezing.call_draw(actor=actor, campaign_id=w.a.live.pk),
    "campaigns.reverse-credit": lambda w, actor: reversing.reverse_credit(
        actor=actor, referral_id=w.a.confirmed.referral_id, now=NOW, **WHY
    ),
    "campaigns.send-back-campaign": lambda w, actor: drafts.send_back(
        actor=actor, campaign_id=w.a.draft.pk, **WHY
    ),
    "campaigns.settle-campaign": lambda w, actor: lifecycle.settle_campaign(
        actor=actor, campaign_id=w.a.ended.pk, now=NOW
    ),
    "campaigns.share-campaign": lambda w, actor: share_links.make_share_link(
        actor=actor, campaign_id=w.a.live.pk, now=NOW
    ),
    "campaigns.type-code": lambda w, actor: typed_codes.type_code(actor=actor, code=w.b.share_code, now=NOW),
    "campaigns.stop-brand": lambda w, actor: stopping.stop_brand(
        actor=actor, brand_id=w.a.brand.pk, now=NOW, **WHY
    ),
    "campaigns.submit-campaign": lambda w, actor: drafts.submit_for_review(
        actor=actor, campaign_id=w.a.draft.pk
    ),
    "campaigns.play-for-group": lambda w, actor: boards.show_name(
        actor=actor, campaign_id=w.a.live.pk, shown=True
    ),
}
