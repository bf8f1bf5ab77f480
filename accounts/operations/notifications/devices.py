"""Browsers that may be woken."""

from datetime import datetime

from django.db import transaction

from accounts import notification_errors as errors
from accounts.models import PushDevice
from accounts.notification_states import MOST_DEVICES
from accounts.operations.notifications.planning import device_place
from accounts.providers.push import Subscription, current_push
from accounts.queries import as_member
from common.access import Actor, allow
from common.crypto import blind_index


@transaction.atomic
def add_device(*, actor: Actor, subscription: Subscription, label: str = "", now: datetime) -> PushDevice:
    """Let this browser be woken. Again gives the same row; a browser belongs to whoever used it last.

    The oldest of more than ten goes. Raises: NeedsSignIn, PushOff, BadSubscription.
    """
    member = as_member(actor)
    allow(member, "accounts.change-notifications", member)
    push = current_push()
    if not push.is_on:
        raise errors.PushOff
    if member.data_key is None or not push.accepts(subscription):
        raise errors.BadSubscription
    index = blind_index(subscription.endpoint, purpose="push-endpoint")
    sealed = member.data_key.encrypt(subscription.as_json(), aad=device_place(index))
    PushDevice.objects.filter(endpoint_index=index).exclude(member=member).delete()
    device, _created = PushDevice.objects.update_or_create(
        endpoint_index=index,
        defaults={"member": member, "sealed": sealed, "label": label[:60]},
        create_defaults={"member": member, "sealed": sealed, "label": label[:60], "created_at": now},
    )
    surplus = PushDevice.objects.filter(member=member).order_by("-created_at", "-pk")[MOST_DEVICES:]
    PushDevice.objects.filter(pk__in=[old.pk for old in surplus]).delete()
    return device


@transaction.atomic
def remove_device(*, actor: Actor, public_id: str) -> None:
    """Repeating changes nothing; nothing is told about others' devices. Raises: NeedsSignIn."""
    member = as_member(actor)
    allow(member, "accounts.change-notifications", member)
    PushDevice.objects.filter(member=member, public_id=public_id).delete()


@transaction.atomic
def forget_gone_device(*, public_id: str) -> None:
    """The push service says that the browser has withdrawn."""
    PushDevice.objects.filter(public_id=public_id).delete()
