"""A kind of its own for tests: what may be said about its objects is whatever the test says."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from accounts.notification_states import MessageClass
from accounts.notifications import About, News, NotificationKind, Sight, kinds


@dataclass
class Stage:
    """``hidden`` may not be seen any more; ``over`` is history. Both by the object's key."""

    kind: NotificationKind
    hidden: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    looks: int = 0

    def news(self, member_id: int, key: str = "1", **more: Any) -> News:
        return News(kind=self.kind.key, member_id=member_id, about=f"thing:{key}", **more)


@contextmanager
def staged(
    message_class: str = MessageClass.PERSONAL, *, key: str = "tests.thing", **more: Any
) -> Iterator[Stage]:
    stage: Stage

    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        stage.looks += 1
        return {
            about.ref: Sight(
                values={"name": f"Name {about.key}"},
                path="/campaigns/",
                still_true=about.key not in stage.over,
            )
            for about in abouts
            if about.key not in stage.hidden
        }

    given: dict[str, Any] = {
        "title": "A thing",
        "subject": "A thing happened",
        "body": "{name} happened.",
        "fields": {"name": "whose"},
        "personal": frozenset({"name"}),
        "example": {"name": "Li Na"},
        "shelf_life": timedelta(days=1),
        "action": "Look",
    }
    kind = NotificationKind(key=key, message_class=MessageClass(message_class), look=look, **given | more)
    stage = Stage(kind)
    kinds._items[key] = kind
    try:
        yield stage
    finally:
        kinds._items.pop(key, None)
