"""What gifts tell about money."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, Values, kinds
from gifts import money_queries, queries
from gifts.states import TransferState

WAITS, CAME_BACK = "gifts.money-waits", "gifts.money-came-back"
_FIELDS = {"item": _("what the gift is"), "until": _("until when it can be confirmed")}
_EXAMPLE: Values = {
    "item": {"en": "Lunch money", "zh-hans": "午餐红包"},
    "until": datetime.fromisoformat("2026-04-30T18:00:00+08:00"),
}


def _look(abouts: Sequence[About], *, waits: bool) -> Mapping[str, Sight]:
    """Two statements; whose gift it is not sees nothing of it."""
    ids = [int(about.key) for about in abouts]
    cards, transfers = queries.cards_by_recipient(ids), money_queries.transfers_of(ids)
    found = {}
    for about in abouts:
        card = cards.get((int(about.key), about.member_id))
        transfer = transfers.get(int(about.key))
        if card is None or transfer is None:
            continue
        until = transfer.confirm_by or transfer.created_at
        is_true = not waits or transfer.state == TransferState.AWAITING_USER_CONFIRM
        found[about.ref] = Sight(
            values={"item": card.item_name, "until": until},
            path=reverse("gifts:detail", args=[card.public_id]),
            still_true=is_true,
            ends_at=until if waits else None,
        )
    return found


def _waiting(abouts: Sequence[About]) -> Mapping[str, Sight]:
    return _look(abouts, waits=True)


def _back(abouts: Sequence[About]) -> Mapping[str, Sight]:
    return _look(abouts, waits=False)


KINDS = (
    NotificationKind(
        key=WAITS,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("Money waits for a confirmation"),
        subject=_("Please confirm your gift in WeChat"),
        body=_("{item} is ready. Confirm it in WeChat by {until}; after that it goes back."),
        action=_("Confirm it"),
        fields=_FIELDS,
        personal=frozenset({"item"}),
        example=_EXAMPLE,
        look=_waiting,
        icon="gift",
        order=45,
    ),
    NotificationKind(
        key=CAME_BACK,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("Money came back"),
        subject=_("Your gift could not be paid"),
        body=_(
            "{item} was not confirmed in time, or WeChat Pay could not pay it. The money went back to us."
        ),
        action=_("See the gift"),
        fields={"item": _FIELDS["item"]},
        personal=frozenset({"item"}),
        example=_EXAMPLE,
        look=_back,
        icon="gift",
        order=46,
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
