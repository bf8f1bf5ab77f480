"""What the daily star tells: being asked, and greeting somebody first. Also the card on the Today page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from accounts.queries import public_names
from common.registries import TodayCard, today_cards
from groups import queries
from groups.models import Post
from groups.star_states import StarState

ASKED, GREET = "groups.star-asked", "groups.star-greet"
_GROUP = {"en": "Three good things", "zh-hans": "三件好事"}


def _look_asked(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Only whoever is asked. One statement."""
    rows = queries.stars_by_id(int(about.key) for about in abouts)
    found = {}
    for about in abouts:
        row = rows.get(int(about.key))
        if row is not None and row.member_id == about.member_id:
            found[about.ref] = Sight(
                values={"group": row.group.name},
                path=reverse("groups:star", args=[row.public_id]),
                still_true=row.state == StarState.ASKED,
                ends_at=row.answer_by,
            )
    return found


def _look_greet(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Only who may read what the star tells. A fixed number of statements."""
    posts = queries.posts_by_id(int(about.key) for about in abouts)
    pairs = [(int(about.key), about.member_id) for about in abouts]
    readable = queries.readable_pairs(posts=posts, pairs=pairs)
    names = public_names([post.author_id for post in posts.values()])
    found = {}
    for about in abouts:
        post: Post | None = posts.get(int(about.key))
        if post is None or not post.is_shown or (post.pk, about.member_id) not in readable:
            continue
        name = names[post.author_id].display_name if post.author_id in names else ""
        found[about.ref] = Sight(
            values={"group": post.group.name, "name": name},
            path=reverse("groups:post", args=[post.public_id]),
        )
    return found


KINDS = (
    NotificationKind(
        key=ASKED,
        message_class=MessageClass.PERSONAL,
        title=_("Your group asks you to be its star of the day"),
        subject=_("Would you be the star of a day?"),
        body=_("{group} would like to hear of you. You can say yes, another day, not now, or never."),
        action=_("Answer"),
        fields={"group": _("the group’s name")},
        personal=frozenset({"group"}),
        example={"group": _GROUP},
        look=_look_asked,
        icon="star",
        order=90,
    ),
    NotificationKind(
        key=GREET,
        message_class=MessageClass.PERSONAL,
        title=_("You greet the star of the day first"),
        subject=_("Somebody to greet in your group"),
        body=_("{name} is today’s star of {group}. A first word from you makes it easier."),
        action=_("Say hello"),
        fields={"group": _("the group’s name"), "name": _("the star’s name")},
        personal=frozenset({"group", "name"}),
        example={"group": _GROUP, "name": "李娜"},
        look=_look_greet,
        icon="star",
        order=91,
    ),
)


def star_card(member: Any) -> dict[str, Any] | None:
    """One statement; None while nobody asks the member."""
    waiting = queries.stars_waiting_for(member).first()
    return {"star": waiting, "is_asked": waiting.state == StarState.ASKED} if waiting else None


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
    today_cards.register(
        TodayCard(
            key="groups.star",
            order=13,
            build=star_card,
            probe=queries.stars_waiting_for,
            template="groups/cards/star.html",
        )
    )
