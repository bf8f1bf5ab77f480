"""Introductions as each of the three sees them, and who could introduce whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from accounts.people import Person, people_seen_by
from accounts.visibility import blocked_pairs, circle_mates, met_by
from common.access import Actor
from groups.introduction_states import IntroductionState
from groups.models import Introduction

S = IntroductionState
MOST_MUTUALS = 50
_ALL = ("asker", "mutual", "target", "data_key")


def mutual_ids(*, asker_id: int, target_id: int) -> list[int]:
    """Who shares a group with each of the two, across no block with either; at most 50. One statement."""
    both = circle_mates(target_id).filter(member_id__in=circle_mates(asker_id).values("member_id"))
    rows = both.filter(met_by(asker_id, path="member_id"), met_by(target_id, path="member_id"))
    rows = rows.exclude(member_id__in=(asker_id, target_id)).filter(member__state="active")
    return list(rows.order_by("member_id").values_list("member_id", flat=True).distinct()[:MOST_MUTUALS])


def introduction_by_id(public_id: str) -> Introduction | None:
    """With the three and its key. One statement."""
    return Introduction.objects.select_related(*_ALL).filter(public_id=public_id).first()


def introductions_by_id(ids: Iterable[int]) -> dict[int, Introduction]:
    """With the three. One statement."""
    rows = Introduction.objects.select_related("asker", "mutual", "target").filter(pk__in=set(ids))
    return {one.pk: one for one in rows}


def is_waited_for(*, asker_id: int, target_id: int, now: datetime) -> bool:
    """Whether the asker would still wait for an answer, whatever the others said. One statement."""
    rows = Introduction.objects.filter(asker_id=asker_id, target_id=target_id, expires_at__gt=now)
    return rows.exclude(state=S.WITHDRAWN).exists()


def role_of(one: Introduction, member_id: int | None) -> str:
    """asker, mutual or target; "" for everybody else, and for the target before it was passed on.

    Whoever did not hear of it learns nothing: what was declined by whoever knows both, or dropped for a
    block, never reaches the target.
    """
    if member_id == one.asker_id:
        return "asker"
    if member_id == one.mutual_id:
        return "mutual"
    if member_id == one.target_id and one.was_heard:
        return "target"
    return ""


def are_apart(one: Introduction) -> bool:
    """Whether a block stands between any two of the three. One statement."""
    return bool(blocked_pairs(one.people))


@dataclass(frozen=True, kw_only=True)
class ShownIntroduction:
    """As one of the three sees it. ``standing``: waits, yours, introduced, over, or done (answered).

    ``people``: {asker, mutual or target: the person}, those who may be seen. ``contact``: of the other.
    """

    introduction: Introduction
    role: str
    standing: str
    people: dict[str, Person] = field(default_factory=dict)
    contact: str = ""


def show_introduction(
    one: Introduction, *, viewer: Actor, now: datetime, people: dict[int, Person] | None = None
) -> ShownIntroduction:
    """One statement, none with ``people``."""
    role = role_of(one, viewer.pk)
    known = people if people is not None else people_seen_by(viewer, one.people)
    named = {"asker": one.asker_id, "mutual": one.mutual_id, "target": one.target_id}
    contact = ""
    if one.state == S.INTRODUCED and role in ("asker", "target"):
        contact = one.contact_of("target" if role == "asker" else "asker")
    return ShownIntroduction(
        introduction=one,
        role=role,
        standing=_standing(one, role, now),
        people={name: known[pk] for name, pk in named.items() if pk in known},
        contact=contact,
    )


def _standing(one: Introduction, role: str, now: datetime) -> str:
    if one.state == S.INTRODUCED:
        return "introduced"
    if role == "asker":
        return "waits" if one.still_open(now=now) else "over"
    if role == "mutual" and one.state != S.ASKED:
        return "done"
    return "yours" if one.is_live and now < one.expires_at else "over"


def introductions_of(viewer: Actor, *, now: datetime, size: int = 40) -> list[ShownIntroduction]:
    """Asked by the viewer, of the viewer, or offered to them; the newest first. Three statements.

    None across a block. What others declined stays with whoever asked until its time is over.
    """
    me = viewer.pk or 0
    heard = ~Q(sentence="") & ~Q(asker_contact="") | Q(state__in=(S.PASSED_ON, S.INTRODUCED))
    mine = Q(asker_id=me) | Q(mutual_id=me) | (Q(target_id=me) & heard)
    rows = list(Introduction.objects.select_related(*_ALL).filter(mine).order_by("-pk")[:size])
    blocked = blocked_pairs({pk for one in rows for pk in one.people})
    apart = [one for one in rows if any(pair <= set(one.people) for pair in blocked)]
    shown = [one for one in rows if one not in apart]
    people = people_seen_by(viewer, {pk for one in shown for pk in one.people})
    return [show_introduction(one, viewer=viewer, now=now, people=people) for one in shown]
