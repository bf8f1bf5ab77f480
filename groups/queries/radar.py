"""What the radar reads, and what it has seen. Other apps ask ``radar_now`` and ``open_spots``: no words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from common.access import Actor
from common.texts import Texts
from groups.models import Complaint, Flag, Group, RadarItem, RadarSpot
from groups.moderation_states import FlagState
from groups.radar_rules import MOST_TEXTS, Text
from groups.radar_states import RadarState


def groups_on_radar(*, since: datetime) -> list[int]:
    """Where something was complained about or flagged, or a spot is open. Three statements."""
    found = set(Complaint.objects.filter(opened_at__gte=since).values_list("group_id", flat=True).distinct())
    flags = Flag.objects.filter(at__gte=since)
    found |= set(flags.values_list("case__group_id", flat=True).distinct())
    found |= set(RadarSpot.objects.filter(state=RadarState.OPEN).values_list("group_id", flat=True))
    return sorted(found)


def texts_on_radar(*, group_id: int, since: datetime) -> list[Text]:
    """The newest complaints and flagged words, each text once, as it was when it was flagged first.

    Two statements.
    """
    complaints = Complaint.objects.select_related("post").filter(group_id=group_id, opened_at__gte=since)
    found = [
        Text(ref=f"complaint:{one.pk}", body=one.words) for one in complaints.order_by("-pk")[:MOST_TEXTS]
    ]
    flags = Flag.objects.filter(case__group_id=group_id, at__gte=since).exclude(state=FlagState.WITHDRAWN)
    words = dict(flags.order_by("-pk").values_list("case_id", "snapshot")[:MOST_TEXTS])
    return found + [Text(ref=f"case:{case_id}", body=body) for case_id, body in words.items()]


def came_in(*, group_id: int, since: datetime, before: datetime) -> int:
    """Complaints and flags. Two statements."""
    complaints = Complaint.objects.filter(group_id=group_id, opened_at__gte=since, opened_at__lt=before)
    flags = Flag.objects.filter(case__group_id=group_id, at__gte=since, at__lt=before)
    return complaints.count() + flags.exclude(state=FlagState.WITHDRAWN).count()


def items_among(refs: Iterable[str]) -> dict[str, RadarItem]:
    """{ref: its part of a topic}, with the spot. One statement."""
    ids: dict[str, list[int]] = {"complaint": [], "case": []}
    for ref in refs:
        name, _colon, key = ref.partition(":")
        ids[name].append(int(key))
    rows = RadarItem.objects.select_related("spot").filter(
        Q(complaint_id__in=ids["complaint"]) | Q(case_id__in=ids["case"])
    )
    return {item.ref: item for item in rows}


def radar_of(*, group: Group) -> list[RadarSpot]:
    """What nobody has looked at yet, the newest first, at most 10. One statement."""
    return list(RadarSpot.objects.filter(group=group, state=RadarState.OPEN).order_by("-pk")[:10])


def spot_by_id(public_id: str) -> RadarSpot | None:
    """With its group. One statement."""
    return RadarSpot.objects.select_related("group").filter(public_id=public_id).first()


def spots_by_id(spot_ids: Iterable[int]) -> dict[int, RadarSpot]:
    """With their groups. One statement."""
    rows = RadarSpot.objects.select_related("group").filter(pk__in=set(spot_ids))
    return {spot.pk: spot for spot in rows}


def parts_of_topic(spot: RadarSpot, *, viewer: Actor) -> list[RadarItem]:
    """With what they are about, the newest first, at most 25; nothing of the viewer. One statement."""
    rows = RadarItem.objects.select_related("complaint__post", "case__post", "case__comment")
    rows = rows.filter(spot=spot).exclude(case__author_id=viewer.pk or 0)
    return list(rows.exclude(complaint__member_id=viewer.pk or 0).order_by("-pk")[:25])


@dataclass(frozen=True, kw_only=True)
class RadarNews:
    """``group``: its public id; ``name`` in each language."""

    spot_id: int
    group: str
    name: Texts
    kind: str
    size: int
    opened_at: datetime
    last_at: datetime


def radar_now(*, size: int = 50) -> list[RadarNews]:
    """All open spots of the community, the newest first. One statement."""
    rows = RadarSpot.objects.select_related("group").filter(state=RadarState.OPEN).order_by("-pk")[:size]
    return [_news_of(spot) for spot in rows]


def open_spots(spot_ids: Iterable[int]) -> dict[int, RadarNews]:
    """Those of them that are still open. One statement."""
    rows = RadarSpot.objects.select_related("group").filter(state=RadarState.OPEN, pk__in=set(spot_ids))
    return {spot.pk: _news_of(spot) for spot in rows}


def _news_of(spot: RadarSpot) -> RadarNews:
    return RadarNews(
        spot_id=spot.pk,
        group=spot.group.public_id,
        name=spot.group.name,
        kind=spot.kind,
        size=spot.size,
        opened_at=spot.opened_at,
        last_at=spot.last_at,
    )
