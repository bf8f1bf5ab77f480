"""Rituals, their days, and the group's rhythm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum

from common.access import Actor
from common.clock import DbNowOnce, zone_of
from groups.models import Group, Membership, Prompt, PromptAnswer, RestDay, Ritual
from groups.queries.board import ShownPost, readable_posts, show_posts
from groups.ritual_rules import level_of
from groups.ritual_states import RHYTHM_DAYS
from groups.states import GroupState, MembershipState


def ritual_by_id(public_id: str) -> Ritual | None:
    """With its group. One statement."""
    return Ritual.objects.select_related("group").filter(public_id=public_id).first()


def rituals_of(*, group: Group) -> list[Ritual]:
    """Those that are on first. One statement."""
    return list(Ritual.objects.filter(group=group).order_by("-is_on", "local_time", "pk"))


def prompt_by_id(public_id: str) -> Prompt | None:
    """With its group. One statement."""
    return Prompt.objects.select_related("group").filter(public_id=public_id).first()


def prompts_by_id(prompt_ids: Iterable[int]) -> dict[int, Prompt]:
    """With the group. One statement."""
    rows = Prompt.objects.select_related("group").filter(pk__in=set(prompt_ids))
    return {prompt.pk: prompt for prompt in rows}


@dataclass(frozen=True, kw_only=True)
class ShownPrompt:
    """``mine``: the public id of the reader's own answer, or ''. ``hides``: others' answers wait for it."""

    prompt: Prompt
    mine: str
    hides: bool


def shown_prompt(prompt: Prompt, viewer: Actor, *, now: datetime) -> ShownPrompt:
    """One statement."""
    answers = PromptAnswer.objects.filter(prompt=prompt, member_id=viewer.pk or 0)
    mine = answers.values_list("post__public_id", flat=True).first() or ""
    return ShownPrompt(
        prompt=prompt, mine=mine, hides=prompt.answer_first and not mine and now < prompt.closes_at
    )


def answers_to(*, prompt: Prompt, viewer: Actor, size: int = 50) -> list[ShownPost]:
    """Answers that the reader may see, the newest first. A fixed number of statements."""
    rows = readable_posts(group=prompt.group, viewer=viewer).filter(prompt=prompt, state="shown")
    return show_posts(list(rows.select_related("prompt").order_by("-pk")[:size]), viewer)


def open_prompts_of(*, group: Group, viewer: Actor, now: datetime) -> list[ShownPrompt]:
    """Days that can be answered, newest first. Two statements."""
    prompts = list(Prompt.objects.filter(group=group, closes_at__gt=now).order_by("-local_date", "-pk")[:20])
    answers = PromptAnswer.objects.filter(prompt__in=prompts, member_id=viewer.pk or 0)
    mine = dict(answers.values_list("prompt_id", "post__public_id"))
    return [
        ShownPrompt(
            prompt=prompt,
            mine=mine.get(prompt.pk, ""),
            hides=prompt.answer_first and prompt.pk not in mine,
        )
        for prompt in prompts
    ]


def prompts_waiting_for(member: Any) -> QuerySet[Prompt]:
    """Open in the member's groups and not answered by them."""
    inside = Membership.objects.filter(
        group_id=OuterRef("group_id"), member_id=member.pk, state=MembershipState.ACTIVE
    )
    answers = PromptAnswer.objects.filter(prompt_id=OuterRef("pk"), member_id=member.pk)
    rows = Prompt.objects.filter(
        Exists(inside), ~Exists(answers), closes_at__gt=DbNowOnce(), group__state=GroupState.ACTIVE
    )
    return rows.select_related("group").order_by("-local_date", "-pk")


def rest_days_of(*, group: Group, now: datetime) -> list[date]:
    """From today on. One statement."""
    today = now.astimezone(zone_of(group.time_zone)).date()
    rows = RestDay.objects.filter(group=group, local_date__gte=today).order_by("local_date")
    return list(rows.values_list("local_date", flat=True))


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One day of the group. ``level``: 0 nobody, 1 somebody, 2 together. ``is_mine``: for the reader only."""

    on: date
    answers: int
    level: int
    is_rest: bool
    is_mine: bool


def rhythm_of(*, group: Group, viewer: Actor, now: datetime, days: int = RHYTHM_DAYS) -> list[Dot]:
    """The group's last days, oldest first; nothing that can fall to zero. Three statements."""
    today = now.astimezone(zone_of(group.time_zone)).date()
    first = today - timedelta(days=days - 1)
    since = Prompt.objects.filter(group=group, local_date__gte=first)
    counts: dict[date, int] = dict(
        since.values_list("local_date").annotate(total=Sum("answer_count")).order_by()
    )
    own = PromptAnswer.objects.filter(
        prompt__group=group, prompt__local_date__gte=first, member_id=viewer.pk or 0
    ).values_list("prompt__local_date", flat=True)
    mine = set(own)
    rest = set(
        RestDay.objects.filter(group=group, local_date__range=(first, today)).values_list(
            "local_date", flat=True
        )
    )
    dots = []
    for number in range(days):
        on = first + timedelta(days=number)
        answers = counts.get(on, 0)
        dots.append(
            Dot(
                on=on,
                answers=answers,
                level=level_of(answers),
                is_rest=on in rest and not answers,
                is_mine=on in mine,
            )
        )
    return dots
