"""Groups: what is declared and registered when the site starts."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Verbs, listeners and jobs are declared by being imported.
DECLARING = (
    "access",
    "album_access",
    "album_handlers",
    "draft_access",
    "draft_handlers",
    "event_handlers",
    "handlers",
    "introduction_handlers",
    "post_photo_access",
    "post_photo_handlers",
    "stewardship_access",
    "stewardship_handlers",
    "tasks",
)
# Each has ``register``.
REGISTERING = (
    "registration",
    "leaving",
    "event_leaving",
    "notification_kinds",
    "board_kinds",
    "ritual_kinds",
    "ritual_leaving",
    "event_kinds",
    "star_kinds",
    "star_leaving",
    "door_kinds",
    "door_leaving",
    "calendar_leaving",
    "team_kinds",
    "team_leaving",
    "team_parts",
    "series_parts",
    "deposit_kinds",
    "deposit_parts",
    "deposit_leaving",
    "draft_kinds",
    "draft_leaving",
    "complaint_kinds",
    "complaint_leaving",
    "moderation_kinds",
    "moderation_leaving",
    "brake_kinds",
    "radar_kinds",
    "introduction_kinds",
    "introduction_parts",
    "posters",
    "recap_parts",
    "ladder_parts",
    "recap_leaving",
    "album_kinds",
    "album_parts",
    "album_leaving",
    "post_photo_leaving",
    "stewardship_kinds",
    "stewardship_leaving",
    "task_kinds",
    "task_leaving",
)


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = _("Groups")

    def ready(self) -> None:
        for name in DECLARING:
            import_module(f"groups.{name}")
        for name in REGISTERING:
            import_module(f"groups.{name}").register()
