"""Questions of the front door. Each says what it costs."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, QuerySet

from common.clock import DbNowOnce
from common.compiled import Compiled
from common.registries import TodayCard
from portal.models import Arrival, Picture, PutAway
from portal.states import ARRIVAL_DAYS


def cards_with_news(member: Any, cards: Iterable[TodayCard]) -> list[TodayCard]:
    """The cards that may have something to say, in their order. One statement however many there are."""
    asked = list(cards)
    probes = tuple(card.probe for card in asked if card.probe)
    if not probes:
        return asked
    answers = iter(next(iter(_probing(probes).rows(member_id=member.pk)), ()))
    return [card for card in asked if card.probe is None or next(answers, True)]


@lru_cache
def _probing(probes: tuple[Callable[[Any], QuerySet[Any]], ...]) -> Compiled:
    """One column for each probe, in one row."""

    def build(member_id: int) -> QuerySet[Any, Any]:
        members = get_user_model().objects
        asker = get_user_model()(pk=member_id)
        columns = {f"card_{number}": Exists(probe(asker)) for number, probe in enumerate(probes)}
        return members.filter(pk=member_id).annotate(**columns).values_list(*columns)

    return Compiled(build, member_id=int)


def put_away(member_id: int, cards: Sequence[str]) -> dict[str, str]:
    """{card: stamp} of those that the member put away. One statement, none for no cards."""
    if not cards:
        return {}
    return dict(PutAway.objects.filter(member_id=member_id, card__in=cards).values_list("card", "stamp"))


def arrivals_to_finish(member: Any) -> QuerySet[Any]:
    """A row while the member joined lately and has not ended the three steps."""
    ended = Arrival.objects.filter(member_id=member.pk, ended_at__isnull=False)
    lately = DbNowOnce() - timedelta(days=ARRIVAL_DAYS)
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
