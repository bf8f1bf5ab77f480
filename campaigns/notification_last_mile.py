"""What advocates are told of a kept unit: that there is one, that it ends soon, that it went back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from campaigns.operations.reserving import ENDING
from campaigns.queries.reservations import KeptNews, reservations_by_id
from campaigns.reservation_states import ReservationState
from common.clock import db_now
from gifts.queries import names_by_public_id

KEPT, GONE = "campaigns.unit-kept", "campaigns.unit-gone"
_FIELDS = {
    "campaign": _("the campaign's title"),
    "item": _("which item"),
    "until": pgettext_lazy("reservation", "until when"),
}
_EXAMPLE: Values = {
    "campaign": {"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"},
    "item": {"en": "Sports shoes", "zh-hans": "运动鞋"},
    "until": datetime.fromisoformat("2026-05-06T18:00:00+08:00"),
}


def _look(is_true: Callable[[KeptNews], bool]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Two statements."""
        found = reservations_by_id({int(about.key) for about in abouts})
        names = names_by_public_id({kept.item for kept in found.values()}) if found else {}
        sights = {}
        for about in abouts:
            kept = found.get(int(about.key))
            if kept is not None and kept.advocate_id == about.member_id:
                sights[about.ref] = Sight(
                    values={"campaign": kept.title, "item": names.get(kept.item, {}), "until": kept.until},
                    path=reverse("campaigns:progress", args=[kept.slug]),
                    still_true=is_true(kept),
                    ends_at=kept.until if kept.state == ReservationState.OPEN else None,
                )
        return sights

    return look


def _is_kept(kept: KeptNews) -> bool:
    return kept.state == ReservationState.OPEN and kept.until > db_now()


def register() -> None:
    for kind in (*_kinds(), _gone()):
        kinds.register(kind)


def _kinds() -> list[NotificationKind]:
    return [
        NotificationKind(
            key=KEPT,
            message_class=MessageClass.PERSONAL,
            title=_("A gift is kept for you"),
            subject=_("A gift is kept for you"),
            body=_(
                "One more friend, and you have earned {item} in “{campaign}”. "
                "One is kept for you until {until}."
            ),
            action=_("See your progress"),
            fields=_FIELDS,
            example=_EXAMPLE,
            look=_look(_is_kept),
            icon="gift",
            shelf_life=timedelta(days=2),
            order=22,
        ),
        NotificationKind(
            key=ENDING,
            message_class=MessageClass.PERSONAL,
            title=_("A gift is kept for you no longer soon"),
            subject=_("What is kept for you goes back soon"),
            body=_(
                "{item} in “{campaign}” is kept for you until {until}. "
                "After that it is open to everybody again."
            ),
            action=_("See your progress"),
            fields=_FIELDS,
            example=_EXAMPLE,
            look=_look(_is_kept),
            icon="clock",
            shelf_life=timedelta(hours=12),
            order=23,
        ),
    ]


def _gone() -> NotificationKind:
    return NotificationKind(
        key=GONE,
        message_class=MessageClass.PERSONAL,
        title=_("A gift is not kept any more"),
        subject=_("What was kept for you went back"),
        body=_(
            "{item} in “{campaign}” is not kept for you any more. You can still earn it while stocks last."
        ),
        action=_("See your progress"),
        fields=_FIELDS,
        example=_EXAMPLE,
        look=_look(lambda kept: kept.state == ReservationState.RELEASED),
        icon="gift",
        shelf_life=timedelta(days=2),
        order=24,
    )
