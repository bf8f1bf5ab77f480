"""Who may do what in campaigns. A brand's managers run its campaigns; members act for themselves."""

from typing import Any

from accounts.queries import has_role, has_role_somewhere
from accounts.states import Role
from campaigns.models import (
    Ambassador,
    Brand,
    BrandPost,
    Campaign,
    Mention,
    Promise,
    Referral,
    Reward,
    RiskCase,
)
from campaigns.queries.rewards import is_involved
from common.access import Actor, anyone, declare, is_member, predicate


def _manages(actor: Any, brand: Brand | None) -> bool:
    """Without a brand: manages any, for opening a list that is then filtered."""
    if brand is None:
        return has_role_somewhere(actor, Role.MANAGER)
    return has_role(actor, Role.MANAGER, scope=brand.scope)


@predicate
def manages_everything(actor: Actor) -> bool:
    """Not one brand's manager: who makes a brand gives it its first one."""
    return has_role(actor, Role.MANAGER)


@predicate
def manages_brand(actor: Actor, brand: Brand | None) -> bool:
    return _manages(actor, brand)


@predicate
def manages_campaign(actor: Actor, campaign: Campaign | None) -> bool:
    return _manages(actor, campaign.brand if campaign else None)


@predicate
def manages_reward(actor: Actor, reward: Reward | None) -> bool:
    """Nobody decides about what she earned herself, or with her own friends or advocate."""
    if reward is None or not _manages(actor, reward.campaign.brand):
        return False
    return actor.pk is None or not is_involved(reward, member_id=actor.pk)


@predicate
def manages_mention(actor: Actor, mention: Mention | None) -> bool:
    return mention is not None and _manages(actor, mention.post.campaign.brand)


@predicate
def manages_promise(actor: Actor, promise: Promise | None) -> bool:
    return promise is not None and _manages(actor, promise.campaign.brand)


@predicate
def manages_ambassador(actor: Actor, ambassador: Ambassador | None) -> bool:
    return ambassador is not None and _manages(actor, ambassador.campaign.brand)


@predicate
def manages_post(actor: Actor, post: BrandPost | None) -> bool:
    return post is not None and _manages(actor, post.campaign.brand)


@predicate
def is_ambassador(actor: Actor, ambassador: Ambassador | None) -> bool:
    return ambassador is not None and actor.pk is not None and actor.pk == ambassador.member_id


@predicate
def is_public(actor: Actor, campaign: Campaign | None) -> bool:
    return campaign is None or campaign.is_shown


@predicate
def is_beneficiary(actor: Actor, reward: Reward | None) -> bool:
    return reward is not None and actor.pk is not None and actor.pk == reward.beneficiary_id


@predicate
def is_advocate(actor: Actor, referral: Referral | None) -> bool:
    """Whose friend it is."""
    return referral is not None and actor.pk is not None and actor.pk == referral.advocate_id


@predicate
def manages_case(actor: Actor, case: RiskCase | None) -> bool:
    """Nobody decides about herself or about her own friend, nor about one whose credit she shares."""
    if case is None:
        return False
    referral = case.referral
    if actor.pk in (referral.advocate_id, referral.invitee_id, referral.sharer_id):
        return False
    return _manages(actor, case.campaign.brand)


@predicate
def may_reverse(actor: Actor, referral: Referral | None) -> bool:
    """As for cases: nobody about herself, her own friend or one whose credit she shares."""
    if referral is None:
        return _manages(actor, None)
    if actor.pk in (referral.advocate_id, referral.invitee_id, referral.sharer_id):
        return False
    return _manages(actor, referral.campaign.brand)


@predicate
def is_concerned(actor: Actor, case: RiskCase | None) -> bool:
    """The advocate, and the friend whose own reward waits."""
    if case is None or actor.pk is None:
        return False
    return actor.pk in (case.referral.advocate_id, case.referral.invitee_id)


declare("campaigns.create-brand", manages_everything, hidden=False)
declare("campaigns.create-campaign", manages_brand, hidden=False)
declare("campaigns.edit-campaign", manages_campaign)
declare("campaigns.submit-campaign", manages_campaign)
declare("campaigns.send-back-campaign", manages_campaign)
declare("campaigns.approve-campaign", manages_campaign)
declare("campaigns.clone-campaign", manages_campaign)
declare("campaigns.stop-brand", manages_brand)
declare("campaigns.publish-campaign", manages_campaign)
declare("campaigns.amend-campaign", manages_campaign)
declare("campaigns.adopt-amendment", manages_campaign)
declare("campaigns.withdraw-amendment", manages_campaign)
declare("campaigns.pause-campaign", manages_campaign)
declare("campaigns.resume-campaign", manages_campaign)
declare("campaigns.close-campaign", manages_campaign)
declare("campaigns.run-draw", manages_campaign, fresh=True)
declare("campaigns.settle-campaign", manages_campaign)
declare("campaigns.cancel-campaign", manages_campaign)
declare("campaigns.archive-campaign", manages_campaign)
declare("campaigns.manage-campaigns", manages_campaign, hidden=False)
declare("campaigns.view-campaign", is_public | manages_campaign)
declare("campaigns.view-referrals", manages_campaign)
declare("campaigns.attribute-referral", manages_campaign)
declare("campaigns.share-campaign", is_member & is_public)
# Pages look for what a member may see first; the team is told "not yet" of its own draft.
declare("campaigns.play-for-group", is_member & is_public, hidden=False)
declare("campaigns.open-invitation", anyone, hidden=False)
declare("campaigns.type-code", is_member, hidden=False)
declare("campaigns.claim-reward", is_beneficiary)
declare("campaigns.vouch", is_advocate)
declare("campaigns.release-reward", manages_reward)
declare("campaigns.cancel-reward", manages_reward)
declare("campaigns.appoint-ambassador", manages_campaign)
declare("campaigns.answer-appointment", is_ambassador)
declare("campaigns.end-ambassador", manages_ambassador | is_ambassador)
declare("campaigns.write-post", manages_campaign)
declare("campaigns.publish-post", manages_post)
declare("campaigns.follow-post", manages_campaign)
declare("campaigns.answer-mention", manages_mention)
declare("campaigns.break-promise", manages_promise)
declare("campaigns.decide-risk", manages_case)
declare("campaigns.reverse-credit", may_reverse)
declare("campaigns.appeal-risk", is_concerned)
declare("campaigns.set-risk-rule", manages_everything, hidden=False)
