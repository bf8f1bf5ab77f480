"""Members who leave, and the ways to get there."""

from datetime import timedelta

from accounts.models import Erasure, Member
from accounts.operations import leaving
from tests.factories.campaigns import NOW

__all__ = ["NOW", "asked", "due", "erase"]


def asked(member: Member) -> Erasure:
    """Confirmed: the days to think again have begun."""
    leaving.request_erasure(actor=member, now=NOW)
    return leaving.confirm_erasure(actor=member, now=NOW)


def due(erasure: Erasure) -> Erasure:
    """Those days are over by every clock."""
    Erasure.objects.filter(pk=erasure.pk).update(cooling_off_until=NOW - timedelta(hours=1))
    return erasure


def erase(member: Member) -> Erasure:
    erasure = due(asked(member))
    leaving.run_erasure(erasure_id=erasure.pk, now=NOW)
    return Erasure.objects.get(pk=erasure.pk)
