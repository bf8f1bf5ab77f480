"""Groups for the community's own stewards: looking and operating."""

from groups.admin import events, groups, rituals, stars

__all__ = ["events", "groups", "rituals", "stars"]
