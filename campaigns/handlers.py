"""What campaigns does about news. Pure translation into work: no queries here."""

from dataclasses import replace
from datetime import datetime

from accounts.facts import MemberRegistered
from accounts.notifications import tell
from accounts.registration import companions
from campaigns import notification_kinds as kinds
from campaigns import tasks
from campaigns.draw_facts import DrawPublished, DrawVoided
from campaigns.facts import (
    AlarmSounded,
    CampaignsReplayed,
    ReferralAmended,
    ReferralQualified,
    ReferralRegistered,
    RewardEarned,
)
from campaigns.operations.gift_news import GiftNews
from campaigns.operations.pinning import pin_invitee
from campaigns.operations.telling import topic
from gifts.facts import (
    GiftDeclined,
    GiftDelivered,
    GiftFact,
    GiftOffered,
    GiftOfferedAgain,
    GiftPassedOn,
    GiftSubstituted,
    GiftSwapped,
    OfferExpired,
)
from groups.facts import RadarRaised
from outbox.facts import on
from outbox.jobs import Work
from trust.facts import CertificationApproved


@on(MemberRegistered)
def attribute_referral(fact: MemberRegistered) -> Work | None:
    """Only where the registration itself did not do it: its companion is in the same commit."""
    if not fact.visitor_key or pin_invitee in companions:
        return None
    return tasks.attribute_referral.work(
        member_id=fact.member_id, visitor_key=fact.visitor_key, registered_at=fact.occurred_at
    )


@on(ReferralRegistered)
def recheck_registered(fact: ReferralRegistered) -> Work | None:
    if not fact.recheck:
        return None
    happened_at = fact.attributed_at or fact.occurred_at
    return tasks.recheck_referrals.work(member_id=fact.invitee_id, happened_at=happened_at)


@on(ReferralAmended)
@on(ReferralRegistered)
def look_again(fact: ReferralRegistered | ReferralAmended) -> Work | None:
    """When the account is old enough, whatever else has happened by then. One job for each age."""
    if not fact.look_again_at:
        return None
    return tasks.recheck_referrals.work(
        member_id=fact.invitee_id,
        happened_at=fact.look_again_at,
        run_at=datetime.fromisoformat(fact.look_again_at),
        dedupe=f"{tasks.recheck_referrals.name}:{fact.invitee_id}@{fact.look_again_at}",
    )


@on(CertificationApproved)
def recheck_certified(fact: CertificationApproved) -> Work:
    return tasks.recheck_referrals.work(member_id=fact.member_id, happened_at=fact.occurred_at)


@on(RewardEarned)
def assess_reward(fact: RewardEarned) -> Work:
    run_at = datetime.fromisoformat(fact.hold_until) if fact.hold_until else None
    return tasks.assess_reward.work(reward_id=fact.reward_id, run_at=run_at)


@on(DrawVoided)
def excuse_draw(fact: DrawVoided) -> Work:
    return tasks.excuse_empty_draw.work(campaign_id=fact.campaign_id)


@on(GiftOffered)
def follow_offer(fact: GiftOffered) -> Work | None:
    return _follow(fact, GiftNews.OFFERED)


@on(GiftDelivered)
def follow_delivery(fact: GiftDelivered) -> Work | None:
    return _follow(fact, GiftNews.DELIVERED)


@on(GiftDeclined)
def follow_no(fact: GiftDeclined) -> Work | None:
    return _follow(fact, GiftNews.DECLINED, moved_on=fact.next_recipient_id is not None)


@on(OfferExpired)
def follow_silence(fact: OfferExpired) -> Work | None:
    return _follow(fact, GiftNews.EXPIRED, moved_on=fact.next_recipient_id is not None)


@on(GiftSwapped)
def follow_swap(fact: GiftSwapped) -> Work | None:
    """What was promised first is promised no more."""
    return _follow(fact, GiftNews.DECLINED, moved_on=True)


@on(GiftSwapped)
def follow_choice(fact: GiftSwapped) -> Work | None:
    """What was taken instead is."""
    return _follow(replace(fact, gift_id=fact.next_gift_id), GiftNews.OFFERED)


@on(GiftOfferedAgain)
def follow_another_try(fact: GiftOfferedAgain) -> Work | None:
    return _follow(fact, GiftNews.OFFERED_AGAIN, next_gift_id=fact.next_gift_id)


@on(GiftSubstituted)
def follow_substitute(fact: GiftSubstituted) -> Work | None:
    return _follow(fact, GiftNews.SUBSTITUTED, next_gift_id=fact.next_gift_id)


@on(GiftPassedOn)
def follow_passing_on(fact: GiftPassedOn) -> Work | None:
    return _follow(fact, GiftNews.DECLINED, moved_on=True)


def _follow(
    fact: GiftFact, news: GiftNews, *, moved_on: bool = False, next_gift_id: int | None = None
) -> Work | None:
    """``source`` names the reward; a prize is known by its line, the draw."""
    source = fact.line or fact.source
    if not source.startswith(("reward:", "draw:")):
        return None
    return tasks.follow_a_gift.work(
        news=news.value,
        gift_id=fact.gift_id,
        source=source,
        recipient_id=fact.recipient_id,
        occurred_at=fact.occurred_at,
        moved_on=moved_on,
        next_gift_id=next_gift_id,
    )


@on(ReferralRegistered)
def tell_of_friend(fact: ReferralRegistered) -> Work:
    return _tell_of_friend(kinds.FRIEND_JOINED, fact)


@on(ReferralQualified)
def tell_that_friend_counts(fact: ReferralQualified) -> Work:
    return _tell_of_friend(kinds.FRIEND_COUNTS, fact)


@on(ReferralQualified)
def tell_that_share_counts(fact: ReferralQualified) -> Work | None:
    return None if fact.sharer_id is None else _tell_of_friend(kinds.SHARE_COUNTS, fact, fact.sharer_id)


def _tell_of_friend(
    kind: str, fact: ReferralRegistered | ReferralQualified, member_id: int | None = None
) -> Work:
    return tell(
        kind,
        member_id or fact.advocate_id,
        about=f"referral:{fact.campaign_id}-{fact.invitee_id}",
        topic=topic(fact.campaign_id),
        by_id=fact.invitee_id,
        since=fact.occurred_at,
    )


@on(RewardEarned)
def tell_of_reward(fact: RewardEarned) -> Work:
    return tell(kinds.REWARD_EARNED, fact.beneficiary_id, about=f"reward:{fact.reward_id}")


@on(AlarmSounded)
def tell_of_alarm(fact: AlarmSounded) -> Work:
    return tasks.tell_of_an_alarm.work(campaign_id=fact.campaign_id)


@on(CampaignsReplayed)
def tell_of_replay(fact: CampaignsReplayed) -> Work | None:
    return tasks.tell_of_a_replay.work(found=dict(fact.counts)) if fact.counts else None


@on(RadarRaised)
def tell_of_radar(fact: RadarRaised) -> Work:
    return tasks.tell_of_the_radar.work(spot_id=fact.spot_id)


@on(DrawPublished)
def tell_the_result(fact: DrawPublished) -> Work:
    return tasks.tell_entrants.work(draw_id=fact.draw_id)
