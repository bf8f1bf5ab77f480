"""What the front door itself puts on the Today page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.registries import FirstThing, TodayCard, first_things, today_cards
from portal import queries
from portal.rules import next_step
from portal.states import STEPS


def arrival_card(member: Any) -> dict[str, Any]:
    """Where the three steps after joining go on. One statement."""
    done = queries.steps_done(member.pk)
    return {
        "done": done,
        "of": len(STEPS),
        "label": _("%(done)s of %(of)s steps") % {"done": done, "of": len(STEPS)},
        "address": reverse(f"portal:welcome-{next_step(done)}"),
    }


def look_around(member: Any) -> dict[str, Any]:
    """There is always something to do that shows nobody anything. No statement."""
    return {}


def register() -> None:
    today_cards.register(
        TodayCard(
            key="portal.arrival",
            order=15,
            build=arrival_card,
            probe=queries.arrivals_to_finish,
            template="portal/cards/arrival.html",
            may_be_put_away=True,
        )
    )
    first_things.register(
        FirstThing(key="portal.look", order=90, build=look_around, template="portal/first/look.html")
    )
