"""What stewards are told when the radar sees something."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notifications import kinds
from groups import queries
from groups.radar_states import RadarState
from groups.steward_news import kind_for_stewards

RAISED = "groups.radar"


def register() -> None:
    kinds.register(
        kind_for_stewards(
            RAISED,
            order=99,
            rows=queries.spots_by_id,
            path=lambda spot: reverse("groups:radar-spot", args=[spot.public_id]),
            is_true=lambda spot: spot.state == RadarState.OPEN,
            title=_("Something repeats itself in your group"),
            subject=_("The radar sees something"),
            body=_("Complaints or flags in {group} repeat themselves or rise suddenly. Please look."),
        )
    )
