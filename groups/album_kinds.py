"""What photos tell: that somebody says you are in one."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from accounts.queries import public_names
from groups import queries
from groups.album_states import PhotoState

ASKED, DOWN = "groups.photo-asked", "groups.photo-came-down"


def _look(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Three statements. Nothing across a block, nothing once it was answered."""
    photos = queries.photos_asked((int(about.key), about.member_id) for about in abouts)
    names = public_names([about.by_id for about in abouts if about.by_id])
    found = {}
    for about in abouts:
        photo = photos.get((int(about.key), about.member_id))
        if photo is None:
            continue
        name = names[about.by_id].display_name if about.by_id in names else ""
        found[about.ref] = Sight(
            values={"name": name, "event": photo.event.title},
            path=reverse("groups:photo", args=[photo.public_id]),
            still_true=photo.state == PhotoState.WAITING,
        )
    return found


def _look_down(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement. Only whoever added it; never who did not want it."""
    photos = queries.photos_down((int(about.key), about.member_id) for about in abouts)
    found = {}
    for about in abouts:
        photo = photos.get((int(about.key), about.member_id))
        if photo is not None:
            path = reverse("groups:event", args=[photo.event.public_id])
            found[about.ref] = Sight(values={"event": photo.event.title}, path=path, still_true=True)
    return found


KIND = NotificationKind(
    key=ASKED,
    message_class=MessageClass.PERSONAL,
    title=_("Somebody added a photo with you in it"),
    subject=_("Are you fine with this photo?"),
    body=_("{name} added a photo of {event} and says that you are in it. Nobody sees it unless you agree."),
    action=_("Look at it and answer"),
    fields={"name": _("who it is"), "event": _("the event’s title")},
    personal=frozenset({"name", "event"}),
    example={"name": "李娜", "event": {"en": "Card games", "zh-hans": "桌游之夜"}},
    look=_look,
    icon="people",
    order=103,
)


CAME_DOWN = NotificationKind(
    key=DOWN,
    message_class=MessageClass.PERSONAL,
    title=_("A photo that you added is not shown any more"),
    subject=_("A photo of yours came down"),
    body=_(
        "A photo that you added to {event} is not shown any more: somebody would rather not be in it, or "
        "whoever runs the event took it down. Nobody has to say why."
    ),
    action=_("See the event"),
    fields={"event": _("the event’s title")},
    personal=frozenset({"event"}),
    example={"event": {"en": "Card games", "zh-hans": "桌游之夜"}},
    look=_look_down,
    icon="people",
    order=104,
)


def register() -> None:
    kinds.register(KIND)
    kinds.register(CAME_DOWN)
