"""What archives and erasures hold of words that members gave for friends, and that were given for them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import Vouch
from campaigns.operations.vouching import let_go_of_vouches
from campaigns.vouch_states import VouchState
from common.exporting import table
from common.registries import ErasureStep, ExportStep, ExportTable, Waiting, erasure_steps, export_steps

MODELS = ["campaigns.Vouch"]


def export_vouches(member_id: int) -> Sequence[ExportTable]:
    """The other one's name is theirs; of a word for her a friend reads that it was given and when."""
    given = {
        "campaign__title": _("Campaign"),
        "given_at": pgettext_lazy("vouch", "Given"),
        "due_at": pgettext_lazy("vouch", "To be proven by"),
    }
    return [
        table(
            "vouches",
            _("Words you gave for friends"),
            Vouch.objects.filter(advocate_id=member_id).order_by("pk"),
            {
                **given,
                "state": _("State"),
                "kept_at": pgettext_lazy("vouch", "Proven"),
                "lowered_until": _("Your word counts less until"),
                "ended_at": _("Ended at"),
            },
            choices={"state": VouchState},
        ),
        table(
            "vouched-for",
            _("Words that were given for you"),
            Vouch.objects.filter(invitee_id=member_id).order_by("pk"),
            given,
        ),
    ]


@transaction.atomic
def let_go(member_id: int, now: datetime) -> Waiting | None:
    """The rows stay, under pseudonyms."""
    let_go_of_vouches(member_id, now)
    return None


def register() -> None:
    export_steps.register(
        ExportStep(
            key="campaigns.vouches",
            title=_("Vouching for friends"),
            order=44,
            models=MODELS,
            build=export_vouches,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="campaigns.vouches",
            title=_("Taking back your word for friends"),
            order=17,
            models=MODELS,
            run=let_go,
        )
    )
