"""Rituals of a group and a day that is open now."""

from datetime import timedelta
from typing import Any

from accounts.models import Member
from common.clock import db_now, zone_of
from groups import operations, ritual_rules
from groups.models import Group, Prompt, Ritual
from groups.operations import RitualInput
from groups.ritual_states import RitualKind
from tests.factories.groups import steward_of
from tests.factories.stars import invited

TITLE = {"en": "Topic of the day", "zh-hans": "今日话题"}


def ritual(made: Group, **given: Any) -> Ritual:
    options = RitualInput(**{"title": TITLE, "kind": RitualKind.TOPIC, **given})
    return operations.add_ritual(actor=steward_of(made), group_id=made.pk, given=options, now=db_now())


def opened(made: Group, *, of: Ritual | None = None, **columns: Any) -> Prompt:
    """A day of a ritual that can be answered by the database's clock."""
    now = db_now()
    mine = of or ritual(made)
    values = {
        "ritual": mine,
        "group": made,
        "kind": mine.kind,
        "title": mine.title,
        "local_date": now.astimezone(zone_of(made.time_zone)).date(),
        "answer_first": mine.answer_first,
        "opens_at": now - timedelta(hours=1),
    }
    values["closes_at"] = ritual_rules.open_until(values["local_date"], zone_of(made.time_zone))
    return Prompt.objects.create(**{**values, **columns})


def set_up(made: Group, who: Member) -> dict[str, Any]:
    """A ritual of the group, a day of it to answer, and ``who`` asked to be a star."""
    mine = ritual(made)
    return {"ritual": mine, "prompt": opened(made, of=mine), "star": invited(made, who)}
