"""What is stored about a member, and how far leaving has come. Each says what it costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext

from accounts.models import DataExport, Erasure, Tombstone, TombstoneEpoch
from accounts.states import OPEN_ERASURES, WARN_BEFORE_DAYS, ErasureState, ExportState
from common.bearers import hash_secret
from common.clock import DbNow
from common.crypto import keyed_index
from common.errors import NotFound
from common.registries import (
    Holding,
    RetentionRule,
    erasure_steps,
    leaving_obstacles,
    person_marks,
    retention_rules,
)


@dataclass(frozen=True, kw_only=True)
class Stored:
    rule: RetentionRule
    holding: Holding


def stored_about(member_id: int) -> list[Stored]:
    """Every rule with the member's own count. One or two statements per rule, however many rows."""
    return [Stored(rule=rule, holding=rule.holding(member_id)) for rule in retention_rules]


def obstacles_of(member_id: int) -> list[str]:
    """Sentences that say what has to be settled before leaving; empty when nothing has."""
    found = (obstacle.find(member_id) for obstacle in leaving_obstacles)
    return [sentence for sentence in found if sentence]


def marks_of(member_id: int) -> list[str]:
    """The blind indexes by which the same person would be known again. One statement per source."""
    return sorted({mark for source in person_marks for mark in source.find(member_id) if mark})


def left_on(member_id: int) -> date | None:
    """When the person behind this account left before, if that is known.

    One statement where nobody has left lately, else four.
    """
    epochs = list(TombstoneEpoch.objects.select_related("data_key"))
    marks = marks_of(member_id) if epochs else []
    if not marks:
        return None
    indexes = [keyed_index(epoch.data_key, mark) for epoch in epochs for mark in marks]
    found: date | None = Tombstone.objects.filter(index__in=indexes).aggregate(at=Max("left_on"))["at"]
    return found


def last_export(member_id: int) -> DataExport | None:
    """One statement."""
    return DataExport.objects.filter(member_id=member_id).order_by("-pk").first()


def exports_of(member_id: int) -> list[DataExport]:
    """The newest ten. One statement."""
    return list(DataExport.objects.filter(member_id=member_id).order_by("-pk")[:10])


def export_behind(token: str, *, member_id: int) -> DataExport:
    """The archive that an unused link leads its owner to. One statement. Raises: NotFound."""
    mine = DataExport.objects.filter(member_id=member_id, state=ExportState.READY)
    export = mine.filter(link_hash=hash_secret(token), link_until__gt=DbNow()).first()
    if export is None:
        raise NotFound
    return export


def own_export(public_id: str, *, member_id: int) -> DataExport:
    """One statement. Raises: NotFound."""
    export = DataExport.objects.filter(public_id=public_id, member_id=member_id).first()
    if export is None:
        raise NotFound
    return export


def open_erasure(member_id: int) -> Erasure | None:
    """One statement."""
    return Erasure.objects.filter(member_id=member_id, state__in=OPEN_ERASURES).first()


@dataclass(frozen=True, kw_only=True)
class StepProgress:
    """One step as the desk sees it."""

    title: str | Promise
    done_at: datetime | None
    tries: int
    waits_for: str


def steps_of(erasure: Erasure) -> Sequence[StepProgress]:
    """Every step, begun or not. One statement."""
    rows = {row.step: row for row in erasure.progress.all()}
    return [
        StepProgress(
            title=step.title,
            done_at=rows[step.key].done_at if step.key in rows else None,
            tries=rows[step.key].tries if step.key in rows else 0,
            waits_for=_in_words(rows[step.key].waits_for) if step.key in rows else "",
        )
        for step in erasure_steps
    ]


def _in_words(sentence: str) -> str:
    return gettext(sentence) if sentence else ""


def near_deadline(now: datetime) -> int:
    """Erasures and archives that are due within three days or late. Two statements."""
    until = now + timedelta(days=WARN_BEFORE_DAYS)
    erasures = Erasure.objects.filter(state__in=OPEN_ERASURES, due_at__lte=until).count()
    building = [ExportState.REQUESTED, ExportState.BUILDING]
    return erasures + DataExport.objects.filter(state__in=building, due_at__lte=now).count()


def overdue_erasures() -> list[str]:
    """Public ids of erasures whose deadline has passed. One statement."""
    late = Erasure.objects.filter(state__in=OPEN_ERASURES, due_at__lte=DbNow())
    return list(late.exclude(state=ErasureState.REQUESTED).values_list("public_id", flat=True))
