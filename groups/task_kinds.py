"""What tasks tell: that a teammate says one is done."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from groups import queries
from groups.operations.team_tasks import TASK_SAID
from groups.task_states import TeamTaskState


def _look(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Two statements. Only teammates."""
    tasks = queries.tasks_to_confirm((int(about.key), about.member_id) for about in abouts)
    found = {}
    for about in abouts:
        task = tasks.get((int(about.key), about.member_id))
        if task is not None:
            event = task.card.event
            found[about.ref] = Sight(
                values={"event": event.title, "task": task.card.ready.title},
                path=reverse("groups:tasks", args=[event.public_id]),
                still_true=task.state == TeamTaskState.CLAIMED,
            )
    return found


KIND = NotificationKind(
    key=TASK_SAID,
    message_class=MessageClass.PERSONAL,
    title=_("A teammate says that a task is done"),
    subject=_("Did it happen?"),
    body=_("Somebody in your team at {event} says that “{task}” is done. Say so, too, if it is."),
    action=_("Say that it happened"),
    fields={"event": _("the event’s title"), "task": _("the task’s title")},
    personal=frozenset({"event"}),
    example={
        "event": {"en": "Card games", "zh-hans": "桌游之夜"},
        "task": {"en": "All the names", "zh-hans": "记住每个名字"},
    },
    look=_look,
    icon="check",
    order=99,
)


def register() -> None:
    kinds.register(KIND)
