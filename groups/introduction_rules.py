"""Pure decisions about introductions."""

from common.limits import Limit

ASKED = Limit(name="groups.introductions-a-day", allowed=5, per_seconds=86_400)
