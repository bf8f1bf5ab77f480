"""What gifts tell about money."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, Values, kinds
from gifts import money_queries, queries
from gifts.payer_words import reason_for_recipient
from gifts.states import MONEY_AT_DESK, TransferState

T = TransferState
WAITS, CAME_BACK = "gifts.money-waits", "gifts.money-came-back"
DELAYED = "gifts.money-delayed"
_FIELDS = {
    "item": _("what the gift is"),
    "until": _("until when it can be confirmed"),
    "why": _("why it came back, in kind words"),
}
_EXAMPLE: Values = {
    "item": {"en": "Lunch money", "zh-hans": "午餐红包"},
    "until": datetime.fromisoformat("2026-04-30T18:00:00+08:00"),
    "why": {"en": "It was not confirmed in time.", "zh-hans": "没有在时限内确认。"},
}


def _look(abouts: Sequence[About], *, while_in: Sequence[str] = ()) -> Mapping[str, Sight]:
    """Two statements; whose gift it is not sees nothing of it. ``while_in``: for how long it stays true."""
    ids = [int(about.key) for about in abouts]
    cards, transfers = queries.cards_by_recipient(ids), money_queries.transfers_of(ids)
    found = {}
    for about in abouts:
        card = cards.get((int(about.key), about.member_id))
        transfer = transfers.get(int(about.key))
        if card is None or transfer is None:
            continue
        until = transfer.confirm_by or transfer.created_at
        is_true = not while_in or transfer.state in while_in
        why = reason_for_recipient(transfer.reason)
        found[about.ref] = Sight(
            values={"item": card.item_name, "until": until, "why": why},
            path=reverse("gifts:detail", args=[card.public_id]),
            still_true=is_true,
            ends_at=until if T.AWAITING_USER_CONFIRM in while_in else None,
        )
    return found


def _waiting(abouts: Sequence[About]) -> Mapping[str, Sight]:
    return _look(abouts, while_in=[T.AWAITING_USER_CONFIRM])


def _back(abouts: Sequence[About]) -> Mapping[str, Sight]:
    return _look(abouts)


def _delayed(abouts: Sequence[About]) -> Mapping[str, Sight]:
    return _look(abouts, while_in=MONEY_AT_DESK)


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
        body=_("{item} went back to us. {why}"),
        action=_("See the gift"),
        fields={name: _FIELDS[name] for name in ("item", "why")},
        personal=frozenset({"item"}),
        example=_EXAMPLE,
        look=_back,
        icon="gift",
        order=46,
    ),
    NotificationKind(
        key=DELAYED,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("Money takes longer"),
        subject=_("Your gift takes a little longer"),
        body=_(
            "{item} could not be paid yet. It is still yours, we are looking into it; no need to do anything."
        ),
        action=_("See the gift"),
        fields={"item": _FIELDS["item"]},
        personal=frozenset({"item"}),
        example=_EXAMPLE,
        look=_delayed,
        icon="gift",
        order=47,
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
