"""What events contribute to archives, erasures and the page of what is stored."""

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
from groups.event_states import EventState, RSVPState, SeenAs
from groups.models import RSVP, Event, QueueMove
from groups.operations.events_leaving import let_go_of_events


def export_events(member_id: int) -> Sequence[ExportTable]:
    return [
        table(
            "hosted",
            _("Events you host"),
            Event.objects.filter(host_id=member_id).order_by("pk"),
            {
                "public_id": _("Public id"),
                "title": _("title"),
                "about": _("what happens there"),
                "venue": _("where"),
                "starts_at": _("starts"),
                "state": _("State"),
            },
            choices={"state": EventState},
        ),
        table(
            "answers",
            _("Your answers to events"),
            RSVP.objects.filter(member_id=member_id).order_by("pk"),
            {
                "event__title": _("title"),
                "state": _("State"),
                "seats": _("places"),
                "seq": _("number in the line"),
                "since": _("since"),
                "seen_as": _("shown on the event’s page"),
            },
            choices={"state": RSVPState, "seen_as": SeenAs},
        ),
        table(
            "queue-moves",
            _("Your receipts of the line"),
            QueueMove.objects.filter(rsvp__member_id=member_id).order_by("pk"),
            {
                "event__title": _("title"),
                "seq": _("number in the line"),
                "old": _("before"),
                "new": _("after"),
                "at": _("at"),
            },
            choices={"old": RSVPState, "new": RSVPState},
        ),
    ]


_NOTES = [
    DataNote(
        key="groups.Event",
        kept="The group's event takes place; where it was goes when it is over.",
    ),
    DataNote(key="groups.RSVP", kept="A pseudonym had a place or a number: places and the line must add up."),
    DataNote(
        key="groups.EventSeries",
        not_exported="It says how often a group meets; each of its events is in its host's archive.",
        kept="The rhythm of a group's events, without anybody's words or name.",
    ),
    DataNote(key="groups.QueueMove", kept="A receipt of the line proves that nobody was passed over."),
]


def register() -> None:
    export_steps.register(
        ExportStep(
            key="groups.events",
            title=_("Events"),
            order=41,
            models=["groups.Event", "groups.RSVP", "groups.QueueMove"],
            build=export_events,
        )
    )
    erasure_steps.register(
        ErasureStep(
            key="groups.events",
            title=_("Giving places at events back"),
            order=39,  # while the person still is in the groups
            models=["groups.RSVP", "groups.Event"],
            run=let_go_of_events,
        )
    )
    for note in _NOTES:
        data_notes.register(note)
    retention_rules.register(
        RetentionRule(
            key="groups.rsvps",
            order=47,
            title=_("Which events you came to or wanted to come to"),
            why=_("So that places and the line for them are counted right."),
            until=_("Kept for good, without your name once you leave."),
            holding=lambda member_id: holding(RSVP.objects.filter(member_id=member_id), since="since"),
        )
    )
