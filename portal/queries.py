"""Questions of the front door. Each says what it costs."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, QuerySet
from django.utils import timezone

from common.registries import TodayCard
from portal.models import Arrival, Picture, PutAway
from portal.states import ARRIVAL_DAYS


def cards_with_news(member: Any, cards: Iterable[TodayCard]) -> list[TodayCard]:
    """The cards that may have something to say, in their order. One statement however many there are."""
    asked = list(cards)
    probes = {f"card_{number}": card.probe(member) for number, card in enumerate(asked) if card.probe}
    if not probes:
        return asked
    rows = get_user_model().objects.filter(pk=member.pk)
    rows = rows.annotate(**{name: Exists(probe) for name, probe in probes.items()})
    found = dict(zip(probes, rows.values_list(*probes).first() or (), strict=False))
    return [card for number, card in enumerate(asked) if found.get(f"card_{number}", True)]


def put_away(member_id: int, cards: Sequence[str]) -> dict[str, str]:
    """{card: stamp} of those that the member put away. One statement, none for no cards."""
    if not cards:
        return {}
    return dict(PutAway.objects.filter(member_id=member_id, card__in=cards).values_list("card", "stamp"))


def arrivals_to_finish(member: Any) -> QuerySet[Any]:
    """A row while the member joined lately and has not ended the three steps."""
    ended = Arrival.objects.filter(member_id=member.pk, ended_at__isnull=False)
    lately = timezone.now() - timedelta(days=ARRIVAL_DAYS)
    return get_user_model().objects.filter(pk=member.pk, joined_at__gt=lately).exclude(Exists(ended))


def is_arriving(member: Any) -> bool:
    """Whether the three steps are still to be offered. One statement."""
    return arrivals_to_finish(member).exists()


def steps_done(member_id: int) -> int:
    """One statement."""
    return Arrival.objects.filter(member_id=member_id).values_list("steps_done", flat=True).first() or 0


def drawn_picture(kind: str, ref: str, *, language: str, shape: str) -> str:
    """The digest of the picture that is wanted, '' until it is drawn. One statement."""
    rows = Picture.objects.filter(kind=kind, ref=ref, language=language, shape=shape)
    return rows.filter(drawn_at__isnull=False).values_list("digest", flat=True).first() or ""


def is_asked_for(kind: str, ref: str, *, language: str, shape: str) -> bool:
    """Whether somebody waits for it already. One statement."""
    rows = Picture.objects.filter(kind=kind, ref=ref, language=language, shape=shape)
    return rows.filter(drawn_at__isnull=True).exists()
