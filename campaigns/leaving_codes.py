"""What archives and erasures hold of codes that advocates chose."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import VanityCode
from campaigns.operations.vanity_codes import forget_codes
from common.exporting import table
from common.registries import ErasureStep, ExportStep, ExportTable, Waiting, erasure_steps, export_steps

MODELS = ["campaigns.VanityCode"]


def export_codes(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "codes",
            _("Codes that you chose"),
            VanityCode.objects.filter(link__advocate_id=member_id).order_by("pk"),
            {
                "link__campaign__title": _("Campaign"),
                "code": pgettext_lazy("share link", "Code"),
                "made_at": _("Made"),
            },
        )
    ]


def let_go(member_id: int, now: datetime) -> Waiting | None:
    """A keyed hash of each code stays, so that it is never given again."""
    forget_codes(member_id)
    return None


def register() -> None:
    export_steps.register(
        ExportStep(
            key="campaigns.codes",
            title=_("Codes that you chose"),
            order=41,
            models=MODELS,
            build=export_codes,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="campaigns.codes",
            title=_("Forgetting the codes you chose"),
            order=19,
            models=MODELS,
            run=let_go,
        )
    )
