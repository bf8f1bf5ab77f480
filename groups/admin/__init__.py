"""Groups for the community's own stewards: looking and operating."""

from groups.admin import groups, rituals

__all__ = ["groups", "rituals"]
