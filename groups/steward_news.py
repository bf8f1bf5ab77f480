"""News that a group's stewards get about something that goes on there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight
from groups import queries


def kind_for_stewards(
    key: str,
    *,
    order: int,
    rows: Callable[[Iterable[int]], Mapping[int, Any]],
    path: Callable[[Any], str],
    is_true: Callable[[Any], bool],
    **words: Any,
) -> NotificationKind:
    """``rows``: by their numbers, each with its ``group``. ``words``: title, subject and body."""

    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """Stewards of the group. Two statements."""
        found = rows(int(about.key) for about in abouts)
        stewarded = queries.stewarded_ids(member_ids={about.member_id for about in abouts})
        seen = {}
        for about in abouts:
            row = found.get(int(about.key))
            if row is not None and (row.group_id, about.member_id) in stewarded:
                values = {"group": row.group.name}
                seen[about.ref] = Sight(values=values, path=path(row), still_true=is_true(row))
        return seen

    return NotificationKind(
        key=key,
        message_class=MessageClass.PERSONAL,
        action=_("Look at it"),
        fields={"group": _("the group’s name")},
        personal=frozenset({"group"}),
        example={"group": {"en": "Three good things", "zh-hans": "三件好事"}},
        look=look,
        icon="people",
        order=order,
        **words,
    )
