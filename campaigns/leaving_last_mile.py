"""What archives and erasures hold of units that are kept for a member."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Reservation
from campaigns.operations.reservations import let_go_of_reservations
from campaigns.reservation_states import ReleaseReason, ReservationState
from common.exporting import table
from common.registries import ErasureStep, ExportStep, ExportTable, Waiting, erasure_steps, export_steps

MODELS = ["campaigns.Reservation"]


def export_reservations(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "kept-units",
            _("Gifts that were kept for you"),
            Reservation.objects.filter(advocate_id=member_id).order_by("pk"),
            {
                "campaign__title": _("Campaign"),
                "state": _("State"),
                "reason": _("Reason"),
                "taken_at": _("Kept since"),
                "expires_at": pgettext_lazy("reservation", "Kept until"),
                "ended_at": _("Ended at"),
            },
            choices={"state": ReservationState, "reason": ReleaseReason},
        )
    ]


@transaction.atomic
def let_go(member_id: int, now: datetime) -> Waiting | None:
    """The row stays, under a pseudonym; the unit goes back."""
    let_go_of_reservations(member_id, now)
    return None


def register() -> None:
    export_steps.register(
        ExportStep(
            key="campaigns.reservations",
            title=_("Gifts that were kept for you"),
            order=43,
            models=MODELS,
            build=export_reservations,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="campaigns.reservations",
            title=_("Giving back what was kept for you"),
            order=18,
            models=MODELS,
            run=let_go,
        )
    )
