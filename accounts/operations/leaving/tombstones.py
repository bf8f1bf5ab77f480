"""Somebody left: known again for a year, by nothing that leads back to who it was."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.leaving_queries import marks_of
from accounts.models import Tombstone, TombstoneEpoch
from accounts.states import TOMBSTONE_DAYS
from common.crypto import create_key, keyed_index, shred_key
from common.registries import Waiting

QUARTER_MONTHS = 3


@transaction.atomic
def leave_tombstones(member_id: int, now: datetime) -> Waiting | None:
    """One index for each thing the person would be known again by. Repeating changes nothing."""
    marks = marks_of(member_id)
    if not marks:
        return None
    epoch = _epoch_of(now)
    for mark in marks:
        Tombstone.objects.update_or_create(
            epoch=epoch, index=keyed_index(epoch.data_key, mark), defaults={"left_on": now.date()}
        )
    return None


def _epoch_of(now: datetime) -> TombstoneEpoch:
    """The quarter's row; the first to leave in a quarter makes it."""
    quarter = (now.month - 1) // QUARTER_MONTHS
    name = f"{now.year}Q{quarter + 1}"
    epoch = TombstoneEpoch.objects.select_related("data_key").filter(name=name).first()
    if epoch is not None:
        return epoch
    month = quarter * QUARTER_MONTHS + QUARTER_MONTHS
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    ends_at = first.replace(year=now.year + month // 12, month=month % 12 + 1)
    key = create_key(f"tombstones:{name}")
    made, created = TombstoneEpoch.objects.get_or_create(
        name=name, defaults={"data_key": key, "ends_at": ends_at}
    )
    if not created:
        key.delete()
    return made


@transaction.atomic
def forget_tombstones(now: datetime) -> int:
    """After a year nobody is known again: rows go, and with a whole quarter its key."""
    before = now - timedelta(days=TOMBSTONE_DAYS)
    gone, _ = Tombstone.objects.filter(left_on__lt=before.date()).delete()
    for epoch in TombstoneEpoch.objects.filter(ends_at__lt=before, tombstones__isnull=True):
        key_id = epoch.data_key_id
        epoch.delete()
        shred_key(key_id)
    return gone
