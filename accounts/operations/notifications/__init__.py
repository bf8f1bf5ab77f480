"""What members are told, and what they choose to hear."""

from accounts.operations.notifications.notify import notify
from accounts.operations.notifications.reading import mark_all_read, mark_read

__all__ = ["mark_all_read", "mark_read", "notify"]
