"""What the stock tells its managers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from accounts.queries import role_scopes_of
from accounts.states import Role
from gifts import queries
from gifts.operations.low_stock import LOW_STOCK


def _look(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """A statement for the items and one for each reader: managers are few. Others see nothing."""
    items = queries.items_by_id(int(about.key) for about in abouts)
    found = {}
    for about in abouts:
        item = items.get(int(about.key))
        scopes = role_scopes_of(about.member_id, Role.MANAGER)
        if item is not None and {"", item.brand_ref} & set(scopes):
            found[about.ref] = Sight(
                values={"item": item.name},
                path=reverse("admin:gifts_item_change", args=[item.pk]),
                still_true=item.is_low,
            )
    return found


KINDS = (
    NotificationKind(
        key=LOW_STOCK,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("An item is running out"),
        subject=_("Little is left of an item"),
        body=_("Little is left of {item}."),
        action=_("See the stock"),
        fields={"item": _("which item")},
        personal=frozenset(),
        example={"item": {"en": "Sports shoes", "zh-hans": "运动鞋"}},
        look=_look,
        icon="box",
        shelf_life=timedelta(days=2),
        order=90,
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
