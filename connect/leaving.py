"""What the open platform contributes to archives, erasures and the page of what is stored."""

import json
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from common.exporting import holding, table
from common.registries import (
    DataNote,
    ErasureStep,
    ExportStep,
    ExportTable,
    RetentionRule,
    data_notes,
    erasure_steps,
    export_steps,
    retention_rules,
)
from connect.models import Event, MemberLink
from connect.operations.leaving import forget_old_properties, let_go_of_events

_OWN = ["connect.Event", "connect.MemberLink"]
_SENT = "Ids and codes of what the archive tells in full; a delivery and its log go after 30 days."
_FILE = "Counts of a file of the team's; its sealed lines go once they are taken in, minutes later."
_NOTES = [
    DataNote(key="connect.Endpoint", not_exported="The team's receivers.", kept="Who of the team made it."),
    *(
        DataNote(key=f"connect.{name}", not_exported=_FILE, kept=_FILE)
        for name in ("EventImport", "EventImportPart")
    ),
    *(
        DataNote(key=f"connect.{name}", not_exported=_SENT, kept=_SENT)
        for name in ("Subscription", "Lane", "Delivery", "Attempt")
    ),
]


def export_events(member_id: int) -> Sequence[ExportTable]:
    """What other sites told us, in their words."""
    events = Event.objects.filter(member_id=member_id).order_by("pk").select_related("site")
    return [
        ExportTable(
            key="events",
            title=_("What other sites told us about you"),
            columns={
                "site": _("Site"),
                "name": _("Event"),
                "occurred_at": _("At"),
                "value_minor": _("Value"),
                "currency": _("Currency"),
                "properties": _("Details"),
            },
            rows=[
                {
                    "site": event.site.name,
                    "name": event.name,
                    "occurred_at": event.occurred_at,
                    "value_minor": event.value_minor,
                    "currency": event.currency,
                    "properties": json.dumps(event.properties, ensure_ascii=False),
                }
                for event in events
            ],
        ),
        table(
            "links",
            _("Sites that know you as their customer"),
            MemberLink.objects.filter(member_id=member_id).order_by("pk"),
            {"site__name": _("Site"), "created_at": _("Since")},
        ),
    ]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="connect.events",
            title=_("Other sites"),
            order=70,
            models=_OWN,
            build=export_events,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="connect.events",
            title=_("Forgetting what other sites told"),
            order=45,
            models=_OWN,
            run=let_go_of_events,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    data_notes.register(
        DataNote(key="connect.Event", kept="That a pseudonym did something at a moment, and its value.")
    )
    retention_rules.register(
        RetentionRule(
            key="connect.events",
            order=60,
            title=_("What other sites told us about you"),
            why=_("So that campaigns count what you did there."),
            until=_("The details go after 400 days, that it happened stays without your name."),
            holding=lambda member_id: holding(Event.objects.filter(member_id=member_id), since="received_at"),
            sweep=lambda now: forget_old_properties(now=now),
        )
    )
