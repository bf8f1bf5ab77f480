"""What the front door keeps about a member: handed out with the rest, and let go with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.registries import ErasureStep, ExportStep, Waiting, erasure_steps, export_steps
from portal import operations
from portal.models import Arrival, Picture, PutAway

_MODELS = ["portal.Arrival", "portal.Picture", "portal.PutAway"]


def export(member_id: int) -> Mapping[str, Any]:
    """Three statements."""
    arrivals = Arrival.objects.filter(member_id=member_id).values("steps_done", "began_at", "ended_at")
    away = PutAway.objects.filter(member_id=member_id).order_by("card")
    drawn = Picture.objects.filter(owner_id=member_id).order_by("kind", "ref", "language", "shape")
    return {
        "pictures_to_pass_on": list(drawn.values("kind", "language", "shape", "drawn_at")),
        "steps_after_joining": list(arrivals),
        "cards_put_away": list(away.values("card", "stamp", "put_away_at")),
    }


def erase(member_id: int, now: datetime) -> Waiting | None:
    operations.forget_member(member_id=member_id, now=now)
    return None


def register() -> None:
    title = _("Today page")
    export_steps.register(ExportStep(key="portal.home", title=title, models=_MODELS, build=export, order=60))
    erasure_steps.register(ErasureStep(key="portal.home", title=title, models=_MODELS, run=erase, order=60))
