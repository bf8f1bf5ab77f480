"""What members are told who are asked to be ambassadors, and when the brand ends it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, kinds
from campaigns.ambassador_states import AmbassadorState
from campaigns.queries.ambassadors import appointments_by_id

ASKED, ENDED = "campaigns.ambassador-asked", "campaigns.ambassador-ended"


def _look(states: frozenset[str]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement."""
        found = appointments_by_id({int(about.key) for about in abouts})
        sights = {}
        for about in abouts:
            mine = found.get(int(about.key))
            if mine is not None and mine.member_id == about.member_id:
                sights[about.ref] = Sight(
                    values={"campaign": mine.title, "brand": mine.brand},
                    path=reverse("campaigns:ambassador", args=[mine.public_id]),
                    still_true=mine.state in states,
                )
        return sights

    return look


def register() -> None:
    fields = {"campaign": _("the campaign's title"), "brand": _("the brand's name")}
    example = {
        "campaign": {"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"},
        "brand": {"en": "Sunny outings", "zh-hans": "晴天出游"},
    }
    kinds.register(
        NotificationKind(
            key=ASKED,
            message_class=MessageClass.PERSONAL,
            title=_("Somebody asks you to be an ambassador"),
            subject=_("You are asked to be an ambassador"),
            body=_("{brand} asks you to be an ambassador of “{campaign}”. You read what you get and decide."),
            action=_("Read and decide"),
            fields=fields,
            example=example,
            look=_look(frozenset({AmbassadorState.OFFERED})),
            icon="megaphone",
            shelf_life=timedelta(days=7),
            order=34,
        )
    )
    kinds.register(
        NotificationKind(
            key=ENDED,
            message_class=MessageClass.PERSONAL,
            title=_("You are no longer an ambassador"),
            subject=_("Being an ambassador has ended"),
            body=_("{brand} has ended your being an ambassador of “{campaign}”. You read why."),
            action=_("Read why"),
            fields=fields,
            example=example,
            look=_look(frozenset({AmbassadorState.WITHDRAWN, AmbassadorState.ENDED})),
            icon="megaphone",
            shelf_life=timedelta(days=7),
            order=35,
        )
    )
