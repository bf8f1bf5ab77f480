"""Groups for the community's own stewards: looking and operating."""

from groups.admin import (
    albums,
    brakes,
    complaints,
    door,
    events,
    groups,
    introductions,
    moderation,
    radar,
    recaps,
    rituals,
    stars,
    tasks,
    teams,
)

__all__ = [
    "albums",
    "brakes",
    "complaints",
    "door",
    "events",
    "groups",
    "introductions",
    "moderation",
    "radar",
    "recaps",
    "rituals",
    "stars",
    "tasks",
    "teams",
]
