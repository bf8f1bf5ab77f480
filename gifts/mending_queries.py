"""Parcels that somebody must look at."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.clock import DbNow
from gifts import queries
from gifts.models import DeadParcel, Gift, TrackingStep
from gifts.states import FINISHED, GiftState, ShipmentState

# Domestic parcels arrive within days; without any news for so long, something is wrong.
SILENT_FOR = timedelta(days=7)


def dead_parcels(actor: Any) -> QuerySet[DeadParcel]:
    """Of the actor's brands: with a problem, refused, silent for a week, or back and not dealt with.

    What was offered again is dealt with.
    """
    mine = queries.looked_after(actor).values("pk")
    news = TrackingStep.objects.filter(shipment=OuterRef("pk"), happened_at__gt=DbNow() - SILENT_FOR)
    later = Gift.objects.filter(source=OuterRef("gift__source"), sequence__gt=OuterRef("gift__sequence"))
    in_trouble = Q(state__in=[ShipmentState.PROBLEM, ShipmentState.REFUSED])
    silent = ~Q(state__in=FINISHED) & Q(created_at__lt=DbNow() - SILENT_FOR) & ~Exists(news)
    back = Q(gift__state=GiftState.RETURNED) & ~Exists(later)
    return DeadParcel.objects.filter(gift__in=mine).filter(in_trouble | silent | back)
