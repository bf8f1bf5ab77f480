"""What archives and erasures hold of ambassadors."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns.ambassador_states import AmbassadorState
from campaigns.models import Ambassador
from campaigns.operations.ambassadors import let_go_of_appointments
from common.exporting import table
from common.registries import ErasureStep, ExportStep, ExportTable, Waiting, erasure_steps, export_steps

MODELS = ["campaigns.Ambassador"]


def export_ambassador(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "ambassador",
            _("Being an ambassador"),
            Ambassador.objects.filter(member_id=member_id).order_by("pk"),
            {
                "campaign__title": _("Campaign"),
                "state": _("State"),
                "receives": _("What you get"),
                "words": _("Your own words to send along"),
                "reason": _("Reason"),
                "appointed_at": _("Asked at"),
                "accepted_at": _("Accepted at"),
                "closed_at": _("Ended at"),
            },
            choices={"state": AmbassadorState},
        )
    ]


@transaction.atomic
def let_go(member_id: int, now: datetime) -> Waiting | None:
    let_go_of_appointments(member_id, now)
    return None


def register() -> None:
    export_steps.register(
        ExportStep(
            key="campaigns.ambassador",
            title=_("Being an ambassador"),
            order=41,
            models=MODELS,
            build=export_ambassador,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="campaigns.ambassador",
            title=_("Ending what you were an ambassador of"),
            order=19,
            models=MODELS,
            run=let_go,
        )
    )
