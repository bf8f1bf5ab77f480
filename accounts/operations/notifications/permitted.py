"""Messages that need a permission each: taken with the claim on the delivery, and once for all its tries.

Both stand in one commit, so a permission is used exactly once for each message that WeChat may have taken,
whatever dies in between. It comes back with the end of a delivery that certainly was not sent.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import Delivery
from accounts.notification_states import DeliveryState, Why
from accounts.operations.notifications.sending import (
    begin_delivery,
    drop,
    end_delivery,
    release_delivery,
)
from accounts.wechat_messages import current_wechat, person_index


@transaction.atomic
def begin_permitted(*, public_id: str, ref: str, address: str, now: datetime) -> bool:
    """Claim it for the job ``ref`` together with one permission; False when another job has it, or no
    permission is left: then it is dropped and the news goes its other ways.
    """
    if not begin_delivery(public_id=public_id, ref=ref):
        return False
    if current_wechat().take(person=person_index(address), ref=public_id, now=now):
        return True
    release_delivery(public_id=public_id, ref=ref)
    drop(Delivery.objects.get(public_id=public_id), Why.NO_PERMISSION, now=now)
    return False


@transaction.atomic
def end_permitted(*, public_id: str, ref: str, state: str, reason: str, now: datetime) -> None:
    """As ``end_delivery``. A no about the permission ends all of them; any other no leaves it unused."""
    if not end_delivery(public_id=public_id, ref=ref, state=state, reason=reason, now=now):
        return
    if reason == Why.NO_PERMISSION:
        current_wechat().empty(ref=public_id, now=now)
    elif state == DeliveryState.FAILED:
        current_wechat().give_back(ref=public_id, now=now)
