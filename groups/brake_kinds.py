"""What stewards are told when answers wait."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notifications import kinds
from groups import queries
from groups.brake_states import BrakeState
from groups.steward_news import kind_for_stewards

PAUSED = "groups.answers-paused"


def register() -> None:
    kinds.register(
        kind_for_stewards(
            PAUSED,
            order=98,
            rows=queries.brakes_by_id,
            path=lambda brake: reverse("groups:post", args=[brake.post.public_id]),
            is_true=lambda brake: brake.state == BrakeState.ON,
            title=_("Many write to one person in your group"),
            subject=_("Answers wait for half an hour"),
            body=_("Many have written to one person in {group}, so answers wait. Please look and help."),
        )
    )
