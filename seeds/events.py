"""A group of the demo community that meets: an evening with a line, and a walk with places left."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from common.clock import db_now
from groups import operations as groups
from groups.operations import EventInput, GroupInput
from outbox.testing import run_jobs

HOME = "Asia/Shanghai"


def gather(people: list[Any]) -> Any:
    """The first of ``people`` founds the group and hosts; the rest are in it."""
    host = people[0]
    made = groups.found_group(
        actor=host,
        given=GroupInput(
            name={"en": "Saturday table", "zh-hans": "周六饭桌"},
            purpose={
                "en": "Strangers at one table every other Saturday: cards, karaoke, a good dinner.",
                "zh-hans": "隔周周六，陌生人坐到一张桌子旁：桌游、唱歌、好好吃顿饭。",
            },
            time_zone=HOME,
        ),
        now=db_now(),
    )
    for one in people[1:]:
        groups.join_group(actor=one, group_id=made.pk, now=db_now())
    cards = _open(host, made, _cards(), in_days=5)
    for one in people[:9]:
        groups.answer_event(actor=one, event_id=cards.pk, seats=1, now=db_now())
    _open(host, made, _walk(), in_days=12)
    run_jobs()
    return made


def _open(host: Any, made: Any, given: dict[str, Any], *, in_days: int) -> Any:
    day = (db_now() + timedelta(days=in_days)).astimezone(ZoneInfo(HOME))
    starts = day.replace(hour=19, minute=0, second=0, microsecond=0, tzinfo=None)
    event = groups.draft_event(
        actor=host, group_id=made.pk, given=EventInput(starts=starts, **given), now=db_now()
    )
    return groups.publish_event(actor=host, event_id=event.pk, now=db_now())


def _cards() -> dict[str, Any]:
    """More people than places."""
    return {
        "title": {"en": "An evening of cards", "zh-hans": "桌游之夜"},
        "about": {
            "en": "Nobody needs to know the rules. The first round is for names.",
            "zh-hans": "不会规则也没关系，第一轮先互相认识。",
        },
        "hours": 3,
        "venue": "示例茶馆（示例路 1 号）",
        "map_url": "https://maps.example.org/tea-house",
        "capacity": 6,
        "max_party": 1,
        "offer_minutes": 360,
    }


def _walk() -> dict[str, Any]:
    return {
        "title": {"en": "A walk by the river", "zh-hans": "江边散步"},
        "about": {"en": "Two hours, slowly.", "zh-hans": "两小时，慢慢走。"},
        "hours": 2,
        "venue": "示例公园东门",
        "capacity": 20,
        "max_party": 2,
        "queue_rule": "small-first",
    }
