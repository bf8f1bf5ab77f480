"""Groups for the community's own stewards: looking and operating."""

from groups.admin import complaints, door, events, groups, moderation, radar, rituals, stars, tasks, teams

__all__ = [
    "complaints",
    "door",
    "events",
    "groups",
    "moderation",
    "radar",
    "rituals",
    "stars",
    "tasks",
    "teams",
]
