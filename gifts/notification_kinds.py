"""What gifts tell their recipients."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from gifts import queries
from gifts.operations.reminders import EXPIRING
from gifts.queries import GiftCard
from gifts.states import GiftState

OFFERED = "gifts.offered"
SHIPPED, DELIVERED = "gifts.shipped", "gifts.delivered"
_FIELDS = {"item": _("what the gift is"), "until": _("until when it can be accepted")}
_EXAMPLE: Values = {
    "item": {"en": "Sports shoes", "zh-hans": "运动鞋"},
    "until": datetime.fromisoformat("2026-04-30T18:00:00+08:00"),
}


def _look(is_true: Callable[[GiftCard], bool], *, ends: bool = False) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement; who was not offered the gift sees nothing of it."""
        cards = queries.cards_by_recipient(int(about.key) for about in abouts)
        found = {}
        for about in abouts:
            card = cards.get((int(about.key), about.member_id))
            if card is not None:
                found[about.ref] = Sight(
                    values={"item": card.item_name, "until": card.expires_at},
                    path=reverse("gifts:detail", args=[card.public_id]),
                    still_true=is_true(card),
                    ends_at=card.expires_at if ends else None,
                )
        return found

    return look


def _is_open(card: GiftCard) -> bool:
    return card.is_open


KINDS = (
    NotificationKind(
        key=OFFERED,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("A gift is offered"),
        subject=_("A gift is waiting for you"),
        body=_("{item} is yours if you accept it. Please answer by {until}."),
        action=_("See the gift"),
        fields=_FIELDS,
        personal=frozenset({"item"}),
        example=_EXAMPLE,
        look=_look(_is_open, ends=True),
        icon="gift",
        shelf_life=timedelta(days=2),
        order=10,
    ),
    NotificationKind(
        key=EXPIRING,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("An offer ends soon"),
        subject=_("Your gift waits only a little longer"),
        body=_("{item} waits for your answer until {until}. After that it goes to somebody else."),
        action=_("See the gift"),
        fields=_FIELDS,
        personal=frozenset({"item"}),
        example=_EXAMPLE,
        look=_look(_is_open, ends=True),
        icon="clock",
        order=20,
    ),
    NotificationKind(
        key=SHIPPED,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("A gift is on its way"),
        subject=_("Your gift is on its way"),
        body=_("{item} has left for your address."),
        action=_("Follow the parcel"),
        fields={"item": _FIELDS["item"]},
        personal=frozenset({"item"}),
        example=_EXAMPLE,
        look=_look(lambda card: card.state == GiftState.SHIPPED),
        icon="truck",
        shelf_life=timedelta(days=2),
        order=30,
    ),
    NotificationKind(
        key=DELIVERED,
        message_class=MessageClass.PERSONAL,
        title=_("A gift was delivered"),
        subject=_("Your gift was delivered"),
        body=_("{item} has arrived. We hope you like it."),
        action=_("See the gift"),
        fields={"item": _FIELDS["item"]},
        personal=frozenset({"item"}),
        example=_EXAMPLE,
        look=_look(lambda card: card.state == GiftState.DELIVERED),
        icon="box",
        order=40,
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
