"""What claims to a stewardship contribute to archives, erasures and the page of what is stored."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.exporting import table
from common.registries import (
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    data_notes,
    erasure_steps,
    export_steps,
)
from groups.models import ClaimVote, StewardClaim
from groups.operations.stewardship import let_go_of_claims
from groups.stewardship_states import ClaimState

_OWN = ["groups.ClaimVote", "groups.StewardClaim"]


def export_claims(member_id: int) -> Sequence[ExportTable]:
    """One's own offers and votes; nobody else's."""
    return [
        table(
            "steward_claims",
            _("Groups you offered to look after"),
            StewardClaim.objects.filter(claimant_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "group__name": _("name"),
                "words": _("Text"),
                "state": _("State"),
                "opened_at": _("At"),
            },
            choices={"state": ClaimState},
        ),
        table(
            "claim_votes",
            _("Your votes on stewards"),
            ClaimVote.objects.filter(member_id=member_id).order_by("pk"),
            {"claim__public_id": _("Public id"), "is_support": _("supports it"), "at": _("At")},
        ),
    ]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.stewardship", title=_("Stewardship"), order=49, models=_OWN, build=export_claims
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.stewardship", title=_("Stewardship"), order=49, models=_OWN, run=let_go_of_claims
        )
    )
    data_notes.register(
        DataNote(
            key="groups.StewardClaim",
            kept="That a pseudonym offered to look after a group, and how it ended; no words and no votes.",
        )
    )
    data_notes.register(
        DataNote(
            key="groups.StewardSilence",
            not_exported="That nobody looked after a group for a while; it is about no single person.",
            kept="When a group had no active steward, and nobody’s name.",
        )
    )
