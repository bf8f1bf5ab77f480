"""What the board tells: being mentioned, and an answer to one's own post."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, Values, kinds
from accounts.queries import public_names
from groups import queries
from groups.models import Post
from groups.operations.board import MENTIONED

COMMENTED = "groups.commented"
_FIELDS = {"group": _("the group’s name"), "name": _("who wrote it")}
_EXAMPLE: Values = {"group": {"en": "Three good things", "zh-hans": "三件好事"}, "name": "李娜"}


def _look(is_theirs: Callable[[Post, int], bool]) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Whoever may not read the post any more is told nothing."""
        posts = queries.posts_by_id(int(about.key) for about in abouts)
        readable = queries.readable_pairs(
            posts=posts, pairs=[(int(about.key), about.member_id) for about in abouts]
        )
        names = public_names([about.by_id for about in abouts if about.by_id])
        found = {}
        for about in abouts:
            post = posts.get(int(about.key))
            if post is None or not post.is_shown or (post.pk, about.member_id) not in readable:
                continue
            name = names[about.by_id].display_name if about.by_id in names else ""
            found[about.ref] = Sight(
                values={"group": post.group.name, "name": name},
                path=reverse("groups:post", args=[post.public_id]),
                still_true=is_theirs(post, about.member_id),
            )
        return found

    return look


KINDS = (
    NotificationKind(
        key=MENTIONED,
        message_class=MessageClass.PERSONAL,
        title=_("Somebody mentions you"),
        subject=_("You were mentioned in a group"),
        body=_("{name} mentions you in {group}."),
        action=_("Read it"),
        fields=_FIELDS,
        personal=frozenset({"group", "name"}),
        example=_EXAMPLE,
        look=_look(lambda post, member_id: post.author_id != member_id),
        icon="people",
        order=87,
    ),
    NotificationKind(
        key=COMMENTED,
        message_class=MessageClass.ACTIVITY,
        title=_("Somebody answers your post"),
        subject=_("An answer to your post"),
        body=_("{name} has answered your post in {group}."),
        action=_("Read it"),
        fields=_FIELDS,
        personal=frozenset({"group", "name"}),
        example=_EXAMPLE,
        look=_look(lambda post, member_id: post.author_id == member_id),
        icon="people",
        order=88,
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
