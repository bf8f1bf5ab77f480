"""What the open platform tells those who keep it."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.notification_states import MessageClass
from accounts.notifications import About, NotificationKind, Sight, kinds
from connect.states import EndpointState
from connect.webhook_queries import endpoints_by_id

DISABLED = "connect.endpoint-disabled"


def _look(abouts: Sequence[About]) -> Mapping[str, Sight]:
    """One statement. Only who made it."""
    endpoints = endpoints_by_id([int(about.key) for about in abouts])
    found = {}
    for about in abouts:
        endpoint = endpoints.get(int(about.key))
        if endpoint is not None and endpoint.made_by_id == about.member_id:
            found[about.ref] = Sight(
                values={"name": str(endpoint)},
                path=reverse("admin:connect_endpoint_change", args=[endpoint.pk]),
                still_true=endpoint.state == EndpointState.DISABLED,
            )
    return found


KINDS = (
    NotificationKind(
        key=DISABLED,
        message_class=MessageClass.TRANSACTIONAL,
        title=_("A webhook was disabled"),
        subject=_("A webhook was disabled"),
        body=_(
            "{name} did not answer for days, or said that it is gone. Nothing more is sent there. What it "
            "missed can be sent again once it is back."
        ),
        action=_("See the webhook"),
        fields={"name": _("which webhook")},
        personal=frozenset(),
        example={"name": "CRM"},
        look=_look,
        icon="link",
        order=95,
    ),
)


def register() -> None:
    for kind in KINDS:
        kinds.register(kind)
