"""The community's account at WeChat: what people do there, once each, and codes within a budget."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.wechat_messages import person_index
from campaigns.models import AccountCall, MessagePermission, PermissionEntry, SceneCode, ShareLink
from campaigns.providers.wechat_account import WeChatAccount
from campaigns.providers.wechat_callback import Called
from campaigns.states import CampaignState, Channel
from common.crypto import blind_index
from common.errors import TooMany
from common.limits import EVERYBODY, Limit, hit_all

# WeChat makes 100,000 a day at most; what is left is for other programs of the same account.
SCENE_CODES = Limit(name="campaigns.wechat-codes-a-day", allowed=20_000, per_seconds=86_400)
SCENE_SECONDS = 2_592_000
# Made anew so long before it ends.
SCENE_EARLY = timedelta(days=3)
SCANS = ("subscribe", "SCAN")
# Somebody changed it in the account's settings.
WITHDRAWN = "subscribe_msg_change_event"


@transaction.atomic
def apply_call(called: Called, *, now: datetime) -> str | None:
    """Count a scan, or write down permissions; the code of the invitation that was scanned.

    Repeated calls change nothing and get the same answer.
    """
    link = ShareLink.objects.filter(code=called.scene, withdrawn_at=None).first() if called.scene else None
    call, is_new = AccountCall.objects.get_or_create(
        key=blind_index(called.key, purpose="wechat-call"),
        defaults={"event": called.event, "link": link, "at": now},
    )
    for template, permits in called.grants if is_new else ():
        _permit(called, template, permits=permits, call=call, now=now)
    return link.code if link is not None and called.event in SCANS else None


@transaction.atomic
def take_permission(*, person: str, template: str, ref: str, now: datetime) -> bool:
    """Use up one permission for the message ``ref``; again for the same one uses no other.

    ``person``: a ``person_index``. False: none is left, and the message must not be sent.
    """
    mine = MessagePermission.objects.filter(person_index=person, template=template)
    if PermissionEntry.objects.filter(ref=ref).exists():
        return True
    # The count is the condition: two messages can't share the last permission.
    if not mine.filter(left__gt=0).update(left=F("left") - 1):
        return False
    PermissionEntry.objects.create(permission=mine.get(), change=-1, ref=ref, at=now)
    return True


@transaction.atomic
def give_back_permission(*, ref: str, now: datetime) -> None:
    """The message ``ref`` was certainly not sent. Nothing was taken, or it came back already: no change."""
    taken = PermissionEntry.objects.filter(ref=ref).first()
    if taken is None or PermissionEntry.objects.filter(ref=_back(ref)).exists():
        return
    MessagePermission.objects.filter(pk=taken.permission_id).update(left=F("left") + 1)
    PermissionEntry.objects.create(permission_id=taken.permission_id, change=1, ref=_back(ref), at=now)


@transaction.atomic
def empty_permission(*, ref: str, now: datetime) -> None:
    """WeChat has refused the message ``ref`` for want of a permission: what the ledger still has is nothing.

    The one that ``ref`` took stays used. Repeating changes nothing.
    """
    taken = PermissionEntry.objects.filter(ref=ref).first()
    if taken is None:
        return
    mine = MessagePermission.objects.filter(pk=taken.permission_id)
    mine.update(left=F("left"))  # nobody uses one meanwhile
    left = mine.get().left
    if left:
        mine.update(left=0)
        PermissionEntry.objects.create(permission_id=taken.permission_id, change=-left, at=now)


def make_scene_code(*, code: str, account: WeChatAccount, now: datetime) -> SceneCode | None:
    """The code of an invitation; None where it is of another channel, or the day's budget is used up.

    The network is asked outside of any transaction. Raises: CallFailed.
    """
    link = ShareLink.objects.filter(code=code, channel=Channel.WECHAT, withdrawn_at=None).first()
    if link is None:
        return None
    known = SceneCode.objects.filter(link=link, good_until__gt=now + SCENE_EARLY).first()
    if known is not None:
        return known
    try:
        hit_all([(SCENE_CODES, EVERYBODY)])
    except TooMany:
        return None
    made = account.scene_code(link.code, seconds=SCENE_SECONDS, now=now)
    values = {"address": made.address, "made_at": now, "good_until": now + timedelta(seconds=made.seconds)}
    return SceneCode.objects.update_or_create(link=link, defaults=values)[0]


def ending_codes(*, now: datetime, size: int = 500) -> list[str]:
    """Invitations of live campaigns whose code ends soon. One statement."""
    rows = SceneCode.objects.filter(good_until__lte=now + SCENE_EARLY, link__withdrawn_at=None)
    rows = rows.filter(link__campaign__state=CampaignState.LIVE).order_by("good_until", "pk")
    return list(rows.values_list("link__code", flat=True)[:size])


def _permit(called: Called, template: str, *, permits: bool, call: AccountCall, now: datetime) -> None:
    """``permits`` is for one message more. A no takes back what was left only where it was given for good."""
    balance, _made = MessagePermission.objects.get_or_create(
        person_index=person_index(called.person), template=template
    )
    mine = MessagePermission.objects.filter(pk=balance.pk)
    change = 1
    if not permits:
        if called.event != WITHDRAWN:
            return
        mine.update(left=F("left"))  # nobody uses one meanwhile
        change = -mine.get().left
        if not change:
            return
    mine.update(left=F("left") + change)
    PermissionEntry.objects.create(permission=balance, change=change, call=call, at=now)


def _back(ref: str) -> str:
    return f"{ref}:back"
