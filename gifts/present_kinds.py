"""What presents tell the two: nothing to the sender about a no, and nothing about silence."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from accounts.queries import public_names
from gifts import present_queries
from gifts.operations.book import TAKEN, TURN
from gifts.present_queries import PresentNews

THANKED = "gifts.present-thanked"
_FIELDS = {"item": _("what the present is"), "name": _("who accepted it")}
_EXAMPLE: Values = {
    "item": {"en": "A tin of tea", "zh-hans": "一罐茶"},
    "name": "李娜",
    "at": datetime.fromisoformat("2026-04-30T18:00:00+08:00"),
}


def _look(is_true: Callable[[PresentNews], bool]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement; only the sender sees anything."""
        news = present_queries.news_of(int(about.key) for about in abouts)
        found = {}
        for about in abouts:
            one = news.get(int(about.key))
            if one is not None and one.sender_id == about.member_id:
                found[about.ref] = Sight(
                    values={"item": one.item_name, "name": one.recipient_name},
                    path=reverse("gifts:present", args=[one.public_id]),
                    still_true=is_true(one),
                )
        return found

    return look


def _look_at_turn(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement. Who was given something since has had their turn."""
    givers = public_names([int(about.key) for about in abouts])
    return {
        about.ref: Sight(
            values={"name": givers[int(about.key)].display_name},
            path=reverse("gifts:book", args=[givers[int(about.key)].public_id]),
        )
        for about in abouts
        if int(about.key) in givers
    }


KINDS = (
    NotificationKind(
        key=TAKEN,
        message_class=MessageClass.PERSONAL,
        title=_("A present of yours was accepted"),
        subject=_("Your present was accepted"),
        body=_("{name} has accepted {item} from you."),
        action=_("See the present"),
        fields=_FIELDS,
        personal=frozenset({"item", "name"}),
        example=_EXAMPLE,
        look=_look(lambda news: news.is_taken),
        icon="gift",
        shelf_life=timedelta(days=2),
        order=50,
    ),
    NotificationKind(
        key=THANKED,
        message_class=MessageClass.PERSONAL,
        title=_("Somebody thanks you"),
        subject=_("A thank-you for your present"),
        body=_("{name} thanks you for {item}."),
        action=_("Read it"),
        fields=_FIELDS,
        personal=frozenset({"item", "name"}),
        example=_EXAMPLE,
        look=_look(lambda news: news.is_thanked),
        icon="mail",
        order=60,
    ),
    NotificationKind(
        key=TURN,
        message_class=MessageClass.ACTIVITY,
        title=_("Your turn?"),
        subject=_("Somebody thought of you not long ago"),
        body=_("{name} gave you a present a while ago. Perhaps you have an idea for them. No need to."),
        action=_("Between the two of you"),
        fields={"name": _("who gave it")},
        personal=frozenset({"name"}),
        example=_EXAMPLE,
        look=_look_at_turn,
        icon="gift",
        order=70,
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
