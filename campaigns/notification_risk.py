"""What is told when a person looks at an invitation before anything is given, and has decided.

Neither names anybody: who invited and who came read the same, and the page says the rest.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, Look, NotificationKind, Sight, kinds
from campaigns.queries.risk_lists import cases_by_id
from campaigns.risk_states import WAITING, RiskState

ON_HOLD, DECIDED = "campaigns.on-hold", "campaigns.hold-decided"


def _look(*, waits: bool) -> Look:
    def look(abouts: Sequence[About]) -> Mapping[str, Sight]:
        """One statement; the friend is told only where something of her own depends on it."""
        found = cases_by_id({int(about.key) for about in abouts})
        sights = {}
        for about in abouts:
            case = found.get(int(about.key))
            if case is None or about.member_id not in case.concerned:
                continue
            sights[about.ref] = Sight(
                values={"campaign": case.title},
                path=reverse("campaigns:holds", args=[case.slug]),
                still_true=case.state != RiskState.PASSED and (case.state in WAITING) == waits,
            )
        return sights

    return look


def register() -> None:
    fields = {"campaign": _("the campaign's title")}
    example = {"campaign": {"en": "Spring outing on sunny days", "zh-hans": "晴天去春游"}}
    kinds.register(
        NotificationKind(
            key=ON_HOLD,
            message_class=MessageClass.PERSONAL,
            title=_("An invitation is looked at"),
            subject=_("A person looks before something is given"),
            body=_("In “{campaign}” a person looks at an invitation of yours. You read why and until when."),
            action=_("See why"),
            fields=fields,
            example=example,
            look=_look(waits=True),
            icon="clock",
            shelf_life=timedelta(days=3),
            order=32,
        )
    )
    kinds.register(
        NotificationKind(
            key=DECIDED,
            message_class=MessageClass.PERSONAL,
            title=_("An invitation was looked at"),
            subject=_("A person has decided"),
            body=_(
                "In “{campaign}” a person has decided about an invitation of yours. You read what and why."
            ),
            action=_("See the decision"),
            fields=fields,
            example=example,
            look=_look(waits=False),
            icon="check",
            shelf_life=timedelta(days=7),
            order=33,
        )
    )
