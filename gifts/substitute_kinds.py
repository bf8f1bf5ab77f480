"""What a recipient is told of something else for a gift that cannot be sent."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from gifts.substitute_queries import substitutes_by_id
from gifts.substitute_states import SubstituteState

ASKED = "gifts.substitute-asked"


def _look(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Two statements."""
    found = substitutes_by_id({int(about.key) for about in abouts})
    sights = {}
    for about in abouts:
        card = found.get(int(about.key))
        if card is not None and card.recipient_id == about.member_id:
            sights[about.ref] = Sight(
                values={"item": card.former_name, "other": card.item_name},
                path=reverse("gifts:detail", args=[card.gift]),
                still_true=card.state == SubstituteState.ASKED,
            )
    return sights


def register() -> None:
    kinds.register(
        NotificationKind(
            key=ASKED,
            message_class=MessageClass.TRANSACTIONAL,
            title=_("Something else instead of a gift"),
            subject=_("Would something else do?"),
            body=_(
                "{item} cannot be sent to you as things are. {other} is worth as much. "
                "You decide; with a no, everything stays as it is."
            ),
            action=_("Read and decide"),
            fields={"item": _("what the gift is"), "other": _("what is offered instead")},
            personal=frozenset({"item", "other"}),
            example={
                "item": {"en": "Red packet", "zh-hans": "红包"},
                "other": {"en": "Sports shoes", "zh-hans": "运动鞋"},
            },
            look=_look,
            icon="gift",
            shelf_life=timedelta(days=7),
            order=26,
        )
    )
