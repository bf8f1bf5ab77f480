"""Kinds of notifications, registered by the apps that have something to tell.

An app registers its kinds in ``apps.py`` and tells news with ``tell`` (from a handler) or
``operations.notify`` (from an operation). What may be said is looked up by the kind's ``look`` each time a
notification is shown or sent, so that nobody is told what is over or what they may not see any more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import Promise

from accounts.notification_states import MessageClass
from common.placeholders import Value
from common.registries import Registry
from outbox.jobs import Work

Values = Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class About:
    """A stored notification, as a kind's ``look`` sees it. ``ref``: its public id."""

    ref: str
    member_id: int
    about: str
    by_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """``gift:12`` is 12."""
        return self.about.partition(":")[2]


@dataclass(frozen=True, kw_only=True)
class CalendarPart:
    """For the reader's calendar: ``text`` as RFC 5545 has it, with the ``method`` that stands in it."""

    method: str
    text: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What may be said now. ``path``: where it leads on this site. ``invitation``: makes what a letter of its
    own carries for the calendar, when it is given the address that the letter goes to.

    Not ``still_true``, or after ``ends_at``: history, to be read and not to be sent.
    """

    values: Values
    path: str
    still_true: bool = True
    ends_at: datetime | None = None
    invitation: Callable[[str], CalendarPart] | None = None

    def is_news_at(self, now: datetime) -> bool:
        return self.still_true and (self.ends_at is None or now < self.ends_at)


Look = Callable[[Sequence[About]], Mapping[str, Sight]]


@dataclass(frozen=True, kw_only=True)
class NotificationKind:
    """``subject`` may stand on a lock screen: no personal field. ``fields``: gaps that texts may have.

    ``look(abouts)`` gives {ref: Sight} in a fixed number of statements however many; one that is missing
    may not be seen any more. ``shelf_life``: how long the news is worth sending. ``example``: for previews.
    """

    key: str
    message_class: MessageClass
    title: str | Promise
    subject: str | Promise
    body: str | Promise
    fields: Mapping[str, str | Promise]
    look: Look
    example: Values
    icon: str = "bell"
    personal: frozenset[str] = frozenset()
    shelf_life: timedelta = timedelta(days=1)
    action: str | Promise = ""
    order: int = 50


kinds: Registry[NotificationKind] = Registry()


def kind_of(key: str) -> NotificationKind | None:
    return next((kind for kind in kinds if kind.key == key), None)


@dataclass(frozen=True, kw_only=True)
class News:
    """Something to tell one member. Told again on the same day it changes nothing.

    ``about``: what it is about (``gift:12``). ``topic``: what can be muted (``campaign:3``). ``by_id``: the
    member who caused it. ``expires_at``: when it stops being news, if sooner than the kind's shelf life.
    ``on``: the day it belongs to; the member's today unless said otherwise.
    """

    kind: str
    member_id: int
    about: str
    topic: str = ""
    by_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    expires_at: datetime | None = None
    on: date | None = None


NOTIFY = "accounts.notify"


def tell(
    kind: str, member_id: int, *, about: str, topic: str = "", by_id: int | None = None, since: str = ""
) -> Work:
    """The work of telling one member, for a handler. ``since``: ISO time of the news; its age counts."""
    payload = {"kind": kind, "member_id": member_id, "about": about, "topic": topic, "by_id": by_id}
    return Work(kind=NOTIFY, payload={**payload, "since": since})
