"""What members were told: in the archive, and gone after leaving."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import (
    Block,
    ChannelChoice,
    Delivery,
    Notification,
    NotificationSettings,
    PushDevice,
    TopicMute,
)
from accounts.operations.leaving.forgetting import forget_notifications
from common.exporting import holding, table
from common.registries import (
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    RetentionRule,
    data_notes,
    erasure_steps,
    export_steps,
    retention_rules,
)

_QUIET = {
    "quiet_on": _("On"),
    "quiet_from": pgettext_lazy("period", "From"),
    "quiet_to": pgettext_lazy("period", "To"),
    "rhythm": _("Digest"),
}


def export_notifications(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "notifications",
            _("What you were told"),
            Notification.objects.filter(member_id=member_id).order_by("pk"),
            {
                "kind": _("Kind"),
                "about": pgettext_lazy("notification", "About"),
                "created_at": _("At"),
                "read_at": _("Read"),
            },
        ),
        table(
            "messages",
            _("Messages sent to you"),
            Delivery.objects.filter(notification__member_id=member_id).order_by("pk"),
            {
                "channel": _("channel"),
                "state": _("state"),
                "planned_for": _("planned for"),
                "done_at": _("ended"),
            },
        ),
        table(
            "settings",
            _("When you want quiet"),
            NotificationSettings.objects.filter(member_id=member_id),
            _QUIET,
        ),
        table(
            "choices",
            _("What you want to hear, and how"),
            ChannelChoice.objects.filter(member_id=member_id).order_by("pk"),
            {"message_class": _("Kind"), "channel": _("channel"), "wanted": _("Wanted")},
        ),
        table(
            "muted-topics",
            _("What you want to hear nothing more about"),
            TopicMute.objects.filter(member_id=member_id).order_by("pk"),
            {"kind": _("Kind"), "topic": pgettext_lazy("notification", "About"), "created_at": _("Since")},
        ),
        table(
            "devices",
            _("Browsers that may be woken"),
            PushDevice.objects.filter(member_id=member_id).order_by("pk"),
            {"label": _("Label"), "created_at": _("Since")},
        ),
    ]


_TOLD = [
    "accounts.Notification",
    "accounts.Delivery",
    "accounts.NotificationSettings",
    "accounts.ChannelChoice",
    "accounts.TopicMute",
    "accounts.PushDevice",
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="accounts.notifications",
            title=_("Notifications"),
            order=14,
            models=_TOLD,
            build=export_notifications,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="accounts.notifications",
            title=_("Forgetting notifications"),
            order=70,
            models=_TOLD,
            run=forget_notifications,
        )
    )
    reason = "The community’s own words, written by its staff."
    data_notes.register(DataNote(key="accounts.NotificationText", not_exported=reason, kept=reason))
    retention_rules.register(
        RetentionRule(
            key="accounts.notifications",
            order=26,
            title=_("Notifications: that you were told, not the words"),
            why=_("So that nothing is told twice and you can read it again."),
            until=_("Until they are cleared away by age, or you leave."),
            holding=lambda member_id: holding(
                Notification.objects.filter(member_id=member_id), since="created_at"
            ),
        )
    )
    retention_rules.register(
        RetentionRule(
            key="accounts.ties",
            order=28,
            title=_("Members you blocked or muted"),
            why=_("So that you don’t meet them."),
            until=_("Until you take it back, or one of you leaves."),
            holding=lambda member_id: holding(Block.objects.filter(blocker_id=member_id), since="created_at"),
        )
    )
