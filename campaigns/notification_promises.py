"""What managers and clerks are told of promises that stay open, and of books that differ from the news."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_queries import role_holders
from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from accounts.states import Role
from campaigns.escalation_rules import DUE, HALF, NEAR
from campaigns.operations.escalating import ESCALATED
from campaigns.operations.telling import REPLAYED
from campaigns.queries import news

_TITLE = {"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"}
_FIELDS = {"campaign": _("the campaign's title"), "count": _("how many promises")}


def _look_at_escalations(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Five statements; only for clerks and managers of the brand. History once nothing is open any more."""
    campaigns = {about.ref: int(about.key.partition("-")[0]) for about in abouts}
    found = news.unkept_promises(set(campaigns.values()))
    scopes = {line.scope for line in found.values()}
    staff = [role_holders(role, scopes) for role in (Role.CLERK, Role.MANAGER)]
    sights = {}
    for about in abouts:
        line = found.get(campaigns[about.ref])
        if line is not None and any(about.member_id in holders[line.scope] for holders in staff):
            sights[about.ref] = Sight(
                values={"campaign": line.title, "count": about.data.get("count", 0)},
                path=reverse("campaigns:promises", args=[line.slug]),
                still_true=line.unkept > 0,
            )
    return sights


def _look_at_replays(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """Four statements; only for those who still manage the brand."""
    found = news.unkept_promises({int(about.key) for about in abouts})
    managers = role_holders(Role.MANAGER, {line.scope for line in found.values()})
    return {
        about.ref: Sight(
            values={"campaign": line.title, "count": about.data.get("count", 0)},
            path=reverse("admin:campaigns_campaign_change", args=[int(about.key)]),
        )
        for about in abouts
        if (line := found.get(int(about.key))) is not None and about.member_id in managers[line.scope]
    }


def _kind(percent: int, **texts: Any) -> NotificationKind:
    return NotificationKind(
        key=ESCALATED[percent],
        message_class=MessageClass.PERSONAL,
        action=_("See the promises"),
        fields=_FIELDS,
        example={"campaign": _TITLE, "count": 3},
        look=_look_at_escalations,
        icon="scroll",
        order=87,
        **texts,
    )


def register() -> None:
    for kind in (
        _kind(
            HALF,
            title=_("Promises are at half of their time (clerks)"),
            subject=_("Promises are at half of their time"),
            body=_("“{campaign}”: half of the time is over, still open: {count}."),
        ),
        _kind(
            NEAR,
            title=_("Promises are at four fifths of their time (managers)"),
            subject=_("Promises need you soon"),
            body=_("“{campaign}”: four fifths of the time are over, still open: {count}."),
        ),
        _kind(
            DUE,
            title=_("Promises are overdue in public (managers)"),
            subject=_("Promises are overdue"),
            body=_("“{campaign}”: the time is over, overdue for everybody to see from now on: {count}."),
        ),
        NotificationKind(
            key=REPLAYED,
            message_class=MessageClass.PERSONAL,
            title=_("The nightly look back found a difference (managers)"),
            subject=_("A campaign's books need you"),
            body=_("“{campaign}”: credit, rewards and stock, worked out again, differ in places: {count}."),
            action=_("See the differences"),
            fields={"campaign": _FIELDS["campaign"], "count": _("how many differences")},
            example={"campaign": _TITLE, "count": 3},
            look=_look_at_replays,
            icon="scroll",
            shelf_life=timedelta(days=2),
            order=88,
        ),
    ):
        kinds.register(kind)
