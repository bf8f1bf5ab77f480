"""Jobs of campaigns: ids in, one operation out. ``**later`` lets an old worker survive a newer caller."""

from datetime import datetime

from campaigns.conditions import Deed
from campaigns.operations.account_calls import ending_codes, make_scene_code
from campaigns.operations.boards import freeze_due_boards
from campaigns.operations.deeds import note_deed
from campaigns.operations.earmarking import keep_back_what_is_missing
from campaigns.operations.escalating import escalate_promises
from campaigns.operations.gift_news import GiftNews, follow_gift
from campaigns.operations.lifecycle import close_due_campaigns, start_due_campaigns
from campaigns.operations.pinning import attribute_referral as attribute
from campaigns.operations.promises import excuse_draw, mark_late_promises
from campaigns.operations.qualifying import expire_referrals
from campaigns.operations.qualifying import recheck_referrals as recheck
from campaigns.operations.repinning import ADVOCATES_AT_ONCE, repin_referrals
from campaigns.operations.replaying import record_replay
from campaigns.operations.rewards import assess_due_rewards, free_reward
from campaigns.operations.rewards import assess_reward as assess
from campaigns.operations.risk import assess_friend
from campaigns.operations.stopping import sound_alarms
from campaigns.operations.telling import remind_of_promises as remind
from campaigns.operations.telling import tell_entrants as tell
from campaigns.operations.telling import tell_of_alarm, tell_of_radar, tell_of_replay
from campaigns.providers.wechat_account import current_account
from common.clock import db_now
from groups.queries import public_id_of
from outbox.jobs import enqueue, job, periodic


@job("campaigns.attribute-referral")
def attribute_referral(*, member_id: int, visitor_key: str, registered_at: str, **later: object) -> None:
    attribute(
        member_id=member_id, visitor_key=visitor_key, registered_at=datetime.fromisoformat(registered_at)
    )


@job("campaigns.recheck-referrals")
def recheck_referrals(*, member_id: int, happened_at: str, **later: object) -> None:
    recheck(member_id=member_id, happened_at=datetime.fromisoformat(happened_at), now=db_now())


@job("campaigns.note-deed")
def note_a_deed(
    *,
    member_id: int,
    kind: str,
    source: str,
    occurred_at: str,
    group_id: int = 0,
    group: str = "",
    event: str = "",
    name: str = "",
    value_minor: int = 0,
    brand: str = "",
    **later: object,
) -> None:
    """``group_id`` where the news knows the group by its row."""
    deed = Deed(
        kind=kind,
        group=group or (public_id_of(group_id) if group_id else ""),
        event=event,
        name=name,
        value_minor=value_minor,
        brand=brand,
        occurred_at=datetime.fromisoformat(occurred_at),
    )
    note_deed(member_id=member_id, deed=deed, source=source, now=db_now())


@job("campaigns.assess-reward")
def assess_reward(*, reward_id: int, **later: object) -> None:
    assess(reward_id=reward_id, now=db_now())


@job("campaigns.assess-referral")
def assess_a_referral(*, campaign_id: int, invitee_id: int, **later: object) -> None:
    assess_friend(campaign_id=campaign_id, invitee_id=invitee_id, now=db_now())


@job("campaigns.free-reward")
def free_a_reward(*, reward_id: int, **later: object) -> None:
    free_reward(reward_id=reward_id, now=db_now())


@job("campaigns.follow-gift")
def follow_a_gift(
    *,
    news: str,
    gift_id: int,
    source: str,
    recipient_id: int,
    occurred_at: str,
    moved_on: bool = False,
    next_gift_id: int | None = None,
    **later: object,
) -> None:
    follow_gift(
        news=GiftNews(news),
        gift_id=gift_id,
        source=source,
        recipient_id=recipient_id,
        occurred_at=datetime.fromisoformat(occurred_at),
        moved_on=moved_on,
        next_gift_id=next_gift_id,
        now=db_now(),
    )


@job("campaigns.excuse-draw")
def excuse_empty_draw(*, campaign_id: int, **later: object) -> None:
    excuse_draw(campaign_id=campaign_id)


@job("campaigns.tell-entrants")
def tell_entrants(*, draw_id: int, after: int = 0, **later: object) -> None:
    """Some at a time; the next ones are a job of their own, written with these."""
    last = tell(draw_id=draw_id, after=after, now=db_now())
    if last is not None:
        key = f"campaigns.tell-entrants:{draw_id}:{last}"
        enqueue(tell_entrants.work(draw_id=draw_id, after=last, dedupe=key))


@job("campaigns.repin-referrals")
def repin_some(*, campaign_id: int, version: int, part: int = 0, **later: object) -> None:
    """Some advocates at a time; the next ones are a job of their own."""
    if repin_referrals(campaign_id=campaign_id, now=db_now()) == ADVOCATES_AT_ONCE:
        key = f"campaigns.repin-referrals:{campaign_id}:{version}:{part + 1}"
        enqueue(repin_some.work(campaign_id=campaign_id, version=version, part=part + 1, dedupe=key))


@periodic("campaigns.repin-stragglers", every_seconds=300)
def repin_stragglers(**later: object) -> None:
    """Whoever registered on the former version in the very moment of an amendment."""
    repin_referrals(now=db_now())


@periodic("campaigns.start-due", every_seconds=10)
def start_due(**later: object) -> None:
    start_due_campaigns()


@periodic("campaigns.close-due", every_seconds=10)
def close_due(**later: object) -> None:
    close_due_campaigns(now=db_now())


@periodic("campaigns.sound-alarms", every_seconds=20)
def sound_the_alarms(**later: object) -> None:
    sound_alarms()


@job("campaigns.tell-of-alarm")
def tell_of_an_alarm(*, campaign_id: int, **later: object) -> None:
    tell_of_alarm(campaign_id=campaign_id, now=db_now())


@job("campaigns.tell-of-radar")
def tell_of_the_radar(*, spot_id: int, **later: object) -> None:
    tell_of_radar(spot_id=spot_id, now=db_now())


@periodic("campaigns.freeze-boards", every_seconds=30)
def freeze_boards(**later: object) -> None:
    freeze_due_boards(now=db_now())


@periodic("campaigns.assess-due-rewards", every_seconds=60)
def assess_left_behind(**later: object) -> None:
    assess_due_rewards(now=db_now())


@periodic("campaigns.expire-referrals", every_seconds=300)
def expire_old_referrals(**later: object) -> None:
    expire_referrals(now=db_now())


@periodic("campaigns.keep-back-promised", every_seconds=3600)
def keep_back_promised(**later: object) -> None:
    keep_back_what_is_missing()


@periodic("campaigns.mark-late-promises", every_seconds=60)
def mark_late(**later: object) -> None:
    mark_late_promises(now=db_now())


@periodic("campaigns.escalate-promises", every_seconds=3600)
def escalate(**later: object) -> None:
    escalate_promises(now=db_now())


@periodic("campaigns.remind-of-promises", every_seconds=3600)
def remind_of_promises(**later: object) -> None:
    remind(now=db_now())


@periodic("campaigns.keep-wechat-ticket", every_seconds=300, transactional=False)
def keep_wechat_ticket(**later: object) -> None:
    """Pages read what this fetched. One that can't be had now is asked for at the next turn."""
    account = current_account()
    if account is not None:
        account.keep_ticket(now=db_now())


@job("campaigns.make-scene-code", max_errors=5, transactional=False)
def make_a_scene_code(*, code: str, **later: object) -> None:
    account = current_account()
    if account is not None:
        make_scene_code(code=code, account=account, now=db_now())


@periodic("campaigns.renew-scene-codes", every_seconds=86_400)
def renew_scene_codes(**later: object) -> None:
    now = db_now()
    for code in ending_codes(now=now) if current_account() else ():
        enqueue(make_a_scene_code.work(code=code, dedupe=f"campaigns.make-scene-code:{code}@{now.date()}"))


@periodic("campaigns.replay", every_seconds=86400, lease_seconds=3600, transactional=False)
def replay(**later: object) -> None:
    record_replay(now=db_now())


@job("campaigns.tell-of-replay")
def tell_of_a_replay(*, found: dict[str, int], **later: object) -> None:
    """``found``: slug to the number of differences."""
    tell_of_replay(found=found, now=db_now())
